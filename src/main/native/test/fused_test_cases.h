// The cases of fused_test.cpp, included in its unnamed namespace.

const std::vector<int64_t> channel_counts = {1, 2, 3, 7, 8, 12, 17, 32, 33, 65};
const std::vector<int64_t> lengths = {1, 1, 2, 3, 5, 7, 9, 12};

struct Shape {
  int64_t batch, axes, channels;
  Extent size, window;
};

Shape any_shape() {
  Shape s;
  s.batch = any(0, 8) == 0 ? 0 : any(1, 2);
  s.axes = any(2, 3);
  s.channels = one_of(channel_counts);
  const int64_t most = s.axes == 3 ? 4 : 7;  // keep volumes small
  s.size = {s.axes == 3 ? std::min(one_of(lengths), most) : 1, std::min(one_of(lengths), most), one_of(lengths)};
  s.window = {s.axes == 3 ? any(1, 4) : 1, any(1, 5), any(1, 9)};
  return s;
}

template <class Params> Params on_grid(Element e, const Shape& s) {
  Params p{};
  p.element = e;
  p.batch = s.batch;
  p.channels = s.channels;
  p.size = s.size;
  return p;
}

std::string describe(const FusedKernels& kernels, const char* op, Element e, const Shape& s) {
  char text[256];
  std::snprintf(text, sizeof text, "%s %s type %d B %d S %dx%dx%d C %d window %dx%dx%d", kernels.instruction_set, op,
                int(e), int(s.batch), int(s.size.depth), int(s.size.height), int(s.size.width), int(s.channels),
                int(s.window.depth), int(s.window.height), int(s.window.width));
  return text;
}

void run_all(const FusedKernels& kernels, int number) {
  const Element e = Element(number % 4);
  const Shape s = any_shape();
  const int64_t numbers = s.batch * s.size.count() * s.channels;
  const Extent grid = windows_of(s.size, s.window);
  const int64_t tokens = s.batch * grid.count() * s.channels;
  typedef std::vector<Stored> Set;
  typedef std::vector<Numbers> In;
  {
    GatedUpsample p = on_grid<GatedUpsample>(e, s);
    p.window = s.window;
    Case c{e, {normal(numbers, 2), normal(tokens)}, {numbers}, {true, true}, [&](const In& in) {
             return rwkv_sss_test::gated_upsample(p, in[0], in[1]);
           }};
    c.bind = [&](Set& in) {
      p.element = c.element;
      p.r = in[0].data();
      p.y = in[1].data();
    };
    c.forward = [&](Set& out, ParallelFor f) {
      p.out = out[0].data();
      return kernels.gated_upsample(p, f);
    };
    c.backward = [&](Set& go, Set& g, ParallelFor f) {
      p.grad = go[0].data();
      p.grad_r = g[0].data();
      p.grad_y = g[1].data();
      return kernels.gated_upsample_backward(p, f);
    };
    where = describe(kernels, "gated_upsample", e, s);
    c.run();
  }
  {
    const int64_t t = s.size.count(), groups = any(0, 5);
    std::vector<int32_t> ends, neighbours;
    for (int64_t g = 0; g < groups; ++g) ends.push_back(int32_t(any(0, s.channels)));
    std::sort(ends.begin(), ends.end());
    for (int64_t i = 0; i < groups * t; ++i) neighbours.push_back(int32_t(any(-1, t - 1)));
    ShiftLerp p{};
    p.batch = s.batch;
    p.tokens = t;
    p.channels = s.channels;
    p.groups = groups;
    p.neighbours = neighbours.data();
    p.group_ends = ends.data();
    Case c{e,
           {normal(numbers), normal(s.channels), normal(s.channels)},
           {numbers, numbers},
           {true, true, true},
           [&](const In& in) { return rwkv_sss_test::shift_lerp(p, in[0], in[1], in[2]); }};
    c.bind = [&](Set& in) {
      p.element = c.element;
      p.x = in[0].data();
      p.mu_a = in[1].data();
      p.mu_b = in[2].data();
    };
    c.forward = [&](Set& out, ParallelFor f) {
      p.out_a = out[0].data();
      p.out_b = out[1].data();
      return kernels.shift_lerp(p, f);
    };
    c.backward = [&](Set& go, Set& g, ParallelFor f) {
      p.grad_a = go[0].data();
      p.grad_b = go[1].data();
      p.grad_x = g[0].data();
      p.grad_mu_a = g[1].data();
      p.grad_mu_b = g[2].data();
      return kernels.shift_lerp_backward(p, f);
    };
    where = describe(kernels, "shift_lerp", e, s);
    c.run();
  }
  {
    // A large eps keeps the check well conditioned where one channel makes the variance zero.
    NormPool p = on_grid<NormPool>(e, s);
    p.window = s.window;
    p.eps = 0.1;
    Case c{e,
           {normal(numbers), normal(s.channels), normal(s.channels)},
           {numbers, tokens},
           {true, true, true},
           [&](const In& in) { return rwkv_sss_test::norm_pool(p, in[0], in[1], in[2]); }};
    c.bind = [&](Set& in) {
      p.element = c.element;
      p.x = in[0].data();
      p.weight = in[1].data();
      p.bias = in[2].data();
    };
    c.forward = [&](Set& out, ParallelFor f) {
      p.normed = out[0].data();
      p.pooled = out[1].data();
      return kernels.norm_pool(p, f);
    };
    c.backward = [&](Set& go, Set& g, ParallelFor f) {
      p.grad_normed = go[0].data();
      p.grad_pooled = go[1].data();
      p.grad_x = g[0].data();
      p.grad_weight = g[1].data();
      p.grad_bias = g[2].data();
      return kernels.norm_pool_backward(p, f);
    };
    where = describe(kernels, "norm_pool", e, s);
    c.run();
  }
  {
    const int64_t groups = s.channels % 4 == 0 ? 4 : s.channels % 3 == 0 ? 3 : 1, corners = s.axes == 3 ? 8 : 4;
    DySample p = on_grid<DySample>(e, s);
    p.groups = groups;
    p.axes = s.axes;
    Case c{e,
           {normal(numbers), normal(s.batch * s.size.count() * corners * groups * s.axes, 3)},
           {numbers * corners},
           {true, true},
           [&](const In& in) { return rwkv_sss_test::dysample(p, in[0], in[1]); }};
    c.bind = [&](Set& in) {
      p.element = c.element;
      p.x = in[0].data();
      p.offset = in[1].data();
    };
    c.forward = [&](Set& out, ParallelFor f) {
      p.out = out[0].data();
      return kernels.dysample(p, f);
    };
    c.backward = [&](Set& go, Set& g, ParallelFor f) {
      p.grad = go[0].data();
      p.grad_x = g[0].data();
      p.grad_offset = g[1].data();
      return kernels.dysample_backward(p, f);
    };
    where = describe(kernels, "dysample", e, s);
    c.run();
  }
  {
    const int64_t taps = s.axes == 3 ? 27 : 9;
    Depthwise3 p = on_grid<Depthwise3>(e, s);
    p.axes = s.axes;
    Case c{e,
           {normal(numbers), normal(taps * s.channels), normal(s.channels)},
           {numbers},
           {true, true, true},
           [&](const In& in) { return rwkv_sss_test::depthwise3(p, in[0], in[1], in[2]); }};
    c.bind = [&](Set& in) {
      p.element = c.element;
      p.x = in[0].data();
      p.weight = in[1].data();
      p.bias = in[2].data();
    };
    c.forward = [&](Set& out, ParallelFor f) {
      p.out = out[0].data();
      return kernels.depthwise3(p, f);
    };
    c.backward = [&](Set& go, Set& g, ParallelFor f) {
      p.grad = go[0].data();
      p.grad_x = g[0].data();
      p.grad_weight = g[1].data();
      p.grad_bias = g[2].data();
      return kernels.depthwise3_backward(p, f);
    };
    where = describe(kernels, "depthwise3", e, s);
    c.run();
  }
  {
    GateAdd p{};
    p.count = numbers;
    Case c{e, {normal(numbers), normal(numbers, 3), normal(numbers)}, {numbers}, {false, true, true}, [](const In& in) {
             Numbers out = in[0];
             for (size_t i = 0; i < out.size(); ++i) out[i] += rwkv_sss_test::logistic(in[1][i]) * in[2][i];
             return out;
           }};
    c.bind = [&](Set& in) {
      p.element = c.element;
      p.x = in[0].data();
      p.r = in[1].data();
      p.v = in[2].data();
    };
    c.forward = [&](Set& out, ParallelFor f) {
      p.out = out[0].data();
      return kernels.gate_add(p, f);
    };
    c.backward = [&](Set& go, Set& g, ParallelFor f) {
      p.grad = go[0].data();
      p.grad_r = g[1].data();
      p.grad_v = g[2].data();
      return kernels.gate_add_backward(p, f);
    };
    where = describe(kernels, "gate_add", e, s);
    c.run();
  }
  {
    SquareRelu p{};
    p.count = numbers;
    Case c{e, {normal(numbers)}, {numbers}, {true}, [](const In& in) {
             Numbers out = in[0];
             for (double& v : out) v = v > 0 ? v * v : 0;
             return out;
           }};
    c.bind = [&](Set& in) {
      p.element = c.element;
      p.x = in[0].data();
    };
    c.forward = [&](Set& out, ParallelFor f) {
      p.out = out[0].data();
      return kernels.square_relu(p, f);
    };
    c.backward = [&](Set& go, Set& g, ParallelFor f) {
      p.grad = go[0].data();
      p.grad_x = g[0].data();
      return kernels.square_relu_backward(p, f);
    };
    where = describe(kernels, "square_relu", e, s);
    c.run();
  }
}

/** The stated error of the logistic function over its whole range. */
void check_sigmoid() {
  where = "sigmoid";
  double worst = 0, worst_double = 0;
  for (double x = -87; x < 88; x += 1.37e-4) {
    const float single = float(x);
    worst = std::max(worst, std::abs(double(sigmoid(single)) * (1 + std::exp(-double(single))) - 1));
    worst_double = std::max(worst_double, std::abs(sigmoid(x) * (1 + std::exp(-x)) - 1));
  }
  std::printf("sigmoid: largest relative error %.3g (float), %.3g (double)\n", worst, worst_double);
  expect(worst < 2e-7, "relative error of float", worst, 2e-7);
  expect(worst_double < 2e-15, "relative error of double", worst_double, 2e-15);
  const float nan = std::nanf("");
  expect(std::isnan(sigmoid(nan)), "sigmoid of NaN", sigmoid(nan), nan);
  expect(sigmoid(-1e30f) < 1e-37f && sigmoid(1e30f) == 1.0f, "far out", sigmoid(-1e30f), 0);
}

/** Every 16-bit pattern survives the way to float and back, and halves round to even. */
void check_half() {
  where = "16-bit floats";
  for (uint32_t i = 0; i < 65536; ++i) {
    const float h = to_real(Float16{uint16_t(i)}), b = to_real(BFloat16{uint16_t(i)});
    expect(std::isnan(h) ? std::isnan(to_real(from_accumulator<Float16>(h))) : from_accumulator<Float16>(h).bits == i,
           "binary16", h, i);
    expect(std::isnan(b) ? std::isnan(to_real(from_accumulator<BFloat16>(b))) : from_accumulator<BFloat16>(b).bits == i,
           "bfloat16", b, i);
  }
  expect(from_accumulator<Float16>(65520.0f).bits == 0x7C00 && from_accumulator<Float16>(2049.0f).bits == 0x6800,
         "rounding", 0, 0);
  expect(to_real(Float16{0x3C01}) == 1.0f + 1.0f / 1024, "binary16 value", to_real(Float16{0x3C01}), 1 + 1.0 / 1024);
}
