#include "registration/bi_wkv_arguments.h"

#include <limits>

#include "rwkv_sss/op_error.h"

namespace rwkv_sss {
namespace {

void check_like_k(const char* op, const char* name, const TensorHandle& x, const TensorHandle& k) {
  require(x.sizes() == k.sizes(), op, ": ", name, " has shape ", x.shape_text(), " but k has ", k.shape_text(),
          "; pass both as (B, T, C)");
  require(x.dtype() == k.dtype(), op, ": ", name, " is ", dtype_text(x.dtype()), " but k is ", dtype_text(k.dtype()),
          "; convert one to the other's dtype");
  require(x.same_device(k), op, ": ", name, " is on ", x.device_text(), " but k is on ", k.device_text(),
          "; move both to one device");
}

void check_per_channel(const char* op, const char* name, const char* meaning, const TensorHandle& x,
                       const TensorHandle& k) {
  require(x.dimensions() == 1, op, ": ", name, " has shape ", x.shape_text(), "; pass a vector of C = ", k.size(2),
          " entries");
  require(x.size(0) == k.size(2), op, ": ", name, " has ", x.size(0), " entries but k has ", k.size(2),
          " channels; pass one ", meaning, " per channel");
  require(is_real(x.dtype()), op, ": ", name, " is ", dtype_text(x.dtype()),
          "; pass float32, float64, float16 or bfloat16");
  require(x.same_device(k), op, ": ", name, " is on ", x.device_text(), " but k is on ", k.device_text(),
          "; move both to one device");
}

}  // namespace

BiWkvArguments BiWkvArguments::of_forward(Call& call) {
  BiWkvArguments a;
  a.k = call.tensor(0);
  a.v = call.tensor(1);
  a.w = call.tensor(2);
  a.u = call.tensor(3);
  a.order = call.optional_tensor(4);
  return a;
}

BiWkvArguments BiWkvArguments::of_backward(Call& call) {
  BiWkvArguments a;
  a.grad = call.tensor(0);
  a.k = call.tensor(1);
  a.v = call.tensor(2);
  a.w = call.tensor(3);
  a.u = call.tensor(4);
  a.order = call.optional_tensor(5);
  return a;
}

void BiWkvArguments::check(const char* op) const {
  require(k.dimensions() == 3, op, ": k has shape ", k.shape_text(), "; pass (B, T, C)");
  require(is_real(k.dtype()), op, ": k is ", dtype_text(k.dtype()), "; pass float32, float64, float16 or bfloat16");
  check_like_k(op, "v", v, k);
  if (grad) check_like_k(op, "grad", grad, k);
  check_per_channel(op, "w", "decay", w, k);
  check_per_channel(op, "u", "bonus", u, k);
  if (order) {
    const std::int64_t tokens = k.size(1);
    require(order.dtype() == aoti_torch_dtype_int32(), op, ": order is ", dtype_text(order.dtype()),
            "; pass int32 indices");
    require(order.dimensions() == 1 && order.size(0) == tokens, op, ": order has shape ", order.shape_text(),
            " but k has T = ", tokens, " tokens; pass one index per token");
    require(tokens <= std::numeric_limits<std::int32_t>::max(), op, ": T = ", tokens,
            " tokens exceed an int32 order; pass no order and permuted k, v");
    require(order.same_device(k), op, ": order is on ", order.device_text(), " but k is on ", k.device_text(),
            "; move both to one device");
    require(order.is_contiguous(), op, ": order has stride ", order.stride(0), "; pass it contiguous");
  }
}

void BiWkvArguments::check_permutation(const char* op) const {
  if (!order) return;
  const std::int64_t tokens = order.size(0);
  const std::int32_t* indices = order.data_as<std::int32_t>();
  thread_local std::vector<std::uint64_t> seen;
  seen.assign(std::size_t(tokens + 63) / 64, 0);
  for (std::int64_t s = 0; s < tokens; ++s) {
    const std::int64_t token = indices[s];
    require(token >= 0 && token < tokens, op, ": order[", s, "] is ", token, " but tokens are 0 to ", tokens - 1,
            "; pass a permutation");
    std::uint64_t& word = seen[std::size_t(token) / 64];
    const std::uint64_t bit = std::uint64_t(1) << (token % 64);
    require(!(word & bit), op, ": order names token ", token, " twice (again at ", s, "); pass a permutation");
    word |= bit;
  }
}

BiWkvShape BiWkvArguments::shape() const {
  BiWkvShape s{};
  s.batch = k.size(0);
  s.tokens = k.size(1);
  s.channels = k.size(2);
  s.element = element_of(k);
  s.w = {w.data(), w.stride(0), element_of(w)};
  s.u = {u.data(), u.stride(0), element_of(u)};
  s.order = order ? order.data_as<std::int32_t>() : nullptr;
  return s;
}

Sequence sequence_of(const TensorHandle& t) { return {t.data(), t.stride(0), t.stride(1), t.stride(2)}; }

}  // namespace rwkv_sss
