#include "registration/fused_arguments.h"

namespace rwkv_sss {
namespace {

bool on_cpu(const TensorHandle& x) { return x.device_type() == aoti_torch_device_type_cpu(); }
bool on_meta(const TensorHandle& x) { return x.device_type() == aoti_torch_device_type_meta(); }

}  // namespace

int64_t FusedArguments::window(int argument, const char* name) const {
  const int64_t extent = call_.integer(argument);
  require(extent >= 1, op_, ": ", name, " is ", extent, "; pass a window of at least 1 pixel");
  return extent;
}

Extent FusedArguments::window(int first_argument, int64_t axes) const {
  const Extent e{window(first_argument, "wd"), window(first_argument + 1, "wh"), window(first_argument + 2, "ww")};
  require(axes == 3 || e.depth == 1, op_, ": wd is ", e.depth, " but the tensor is 2D; pass wd = 1");
  return e;
}

double FusedArguments::epsilon(int argument) const {
  const double eps = call_.real(argument);
  require(eps >= 0, op_, ": eps is ", eps, "; pass zero or more, 1e-5 as a rule");
  return eps;
}

void FusedArguments::real(const char* name, const TensorHandle& x) const {
  require(is_real(x.dtype()), op_, ": ", name, " is ", dtype_text(x.dtype()),
          "; pass float32, float64, float16 or bfloat16");
}

void FusedArguments::feature(const char* name, const TensorHandle& x) const {
  require(x.dimensions() == 4 || x.dimensions() == 5, op_, ": ", name, " has shape ", x.shape_text(),
          "; pass channels-last (B, H, W, C) or (B, D, H, W, C)");
  real(name, x);
}

void FusedArguments::tokens(const char* name, const TensorHandle& x) const {
  real(name, x);
  require(x.dimensions() == 3, op_, ": ", name, " has shape ", x.shape_text(), "; pass (B, T, C)");
}

void FusedArguments::match(const char* name, const TensorHandle& x, const std::vector<int64_t>& shape,
                           const char* meaning, const char* feature_name, const TensorHandle& feature) const {
  require(x.sizes() == shape, op_, ": ", name, " has shape ", x.shape_text(), "; pass ", shape_text(shape), ", ",
          meaning, ", for ", feature_name, " of shape ", feature.shape_text());
  require(x.dtype() == feature.dtype(), op_, ": ", name, " is ", dtype_text(x.dtype()), " but ", feature_name, " is ",
          dtype_text(feature.dtype()), "; convert one to the other's dtype");
  require(x.same_device(feature), op_, ": ", name, " is on ", x.device_text(), " but ", feature_name, " is on ",
          feature.device_text(), "; move both to one device");
}

TensorHandle FusedArguments::per_channel(const char* name, TensorHandle numbers, const TensorHandle& x) const {
  match(name, numbers, {channels_of(x)}, "one entry per channel", "x", x);
  return dense(std::move(numbers));
}

void FusedArguments::index(const char* name, const TensorHandle& x, const char* feature_name,
                           const TensorHandle& feature) const {
  require(x.dtype() == aoti_torch_dtype_int32(), op_, ": ", name, " is ", dtype_text(x.dtype()),
          "; pass int32 indices");
  require(x.same_device(feature), op_, ": ", name, " is on ", x.device_text(), " but ", feature_name, " is on ",
          feature.device_text(), "; move both to one device");
}

void FusedArguments::shift_tables(const TensorHandle& neighbours, const TensorHandle& group_ends,
                                  const char* feature_name, const TensorHandle& feature) const {
  index("neighbours", neighbours, feature_name, feature);
  index("group_ends", group_ends, feature_name, feature);
  require(group_ends.dimensions() == 1, op_, ": group_ends has shape ", group_ends.shape_text(),
          "; pass one end channel per group");
  require(neighbours.sizes() == std::vector<int64_t>({group_ends.size(0), feature.size(1)}), op_,
          ": neighbours has shape ", neighbours.shape_text(), "; pass (groups, T) = (", group_ends.size(0), ", ",
          feature.size(1), ")");
}

void FusedArguments::index_values(const TensorHandle& neighbours, const TensorHandle& group_ends,
                                  int64_t channels) const {
  if (!on_cpu(neighbours)) return;  // a CUDA kernel takes an index out of range for a missing neighbour
  const int32_t *ends = group_ends.data_as<int32_t>(), *indices = neighbours.data_as<int32_t>();
  for (int64_t g = 0, last = 0; g < group_ends.size(0); last = ends[g++])
    require(ends[g] >= last && ends[g] <= channels, op_, ": group_ends[", g, "] is ", ends[g], " after ", last,
            "; pass ascending end channels of at most C = ", channels);
  const int64_t tokens = neighbours.size(1), count = neighbours.elements();
  int32_t least = 0, most = -1;
  for (int64_t i = 0; i < count; ++i) {
    least = indices[i] < least ? indices[i] : least;
    most = indices[i] > most ? indices[i] : most;
  }
  require(least >= -1 && most < tokens, op_, ": neighbours holds ", least < -1 ? least : most,
          "; pass token indices below T = ", tokens, ", or -1 where there is no neighbour");
}

Extent extent_of(const TensorHandle& x) {
  const int axes = int(axes_of(x));
  return Extent{axes == 3 ? x.size(1) : 1, x.size(axes - 1), x.size(axes)};
}

std::vector<int64_t> grid_shape(const TensorHandle& x, const Extent& grid) {
  if (axes_of(x) == 3) return {x.size(0), grid.depth, grid.height, grid.width, channels_of(x)};
  return {x.size(0), grid.height, grid.width, channels_of(x)};
}

void* pointer(const TensorHandle& x) { return on_meta(x) ? nullptr : x.data(); }

TensorHandle dense(TensorHandle x) {
  if (x.is_contiguous() || on_meta(x)) return x;
  return x.contiguous();
}

}  // namespace rwkv_sss
