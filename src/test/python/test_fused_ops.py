"""The fused block ops beside the same arithmetic made of torch's own ops, under a stock torch.

usage: python -m unittest src/test/python/test_fused_ops.py, with RWKV_SSS_LIBRARY naming librwkv_sss.so;
RWKV_SSS_FUZZ is the number of random problems (500).
Values are compared within 1e-5 in float32, gradients with autograd of the reference within 1e-6 in float64.
"""
import os
import random
import unittest

import op_library

torch, LIBRARY, MISSING = op_library.load()
CASES = int(os.environ.get("RWKV_SSS_FUZZ", "500"))
if torch is not None:
    import torch.nn.functional as F


def first(x):
    """Channels-last -> channels-first."""
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def gated_upsample(r, y, *window):
    size = r.shape[1:-1]
    window = window[-len(size):]
    up = F.interpolate(first(y), scale_factor=window, align_corners=False, mode="bilinear" if len(size) == 2 else "trilinear",
                       recompute_scale_factor=False)
    return torch.sigmoid(r) * last(up)[(slice(None),) + tuple(slice(0, s) for s in size)]


def shift_lerp(x, mu_a, mu_b, neighbours, group_ends):
    parts, begin = [], 0
    for row, end in zip(neighbours.long(), group_ends.tolist()):
        parts.append(x[:, row.clamp(min=0), begin:end] * (row >= 0)[:, None])
        begin = end
    s = torch.cat(parts + [x[..., begin:]], -1)
    return torch.lerp(s, x, mu_a), torch.lerp(s, x, mu_b)


def norm_pool(x, weight, bias, eps, *window):
    n = F.layer_norm(x, x.shape[-1:], weight, bias, eps)
    axes = x.dim() - 2
    pool = F.avg_pool2d if axes == 2 else F.avg_pool3d
    window = window[-axes:]
    pads = [p for s, w in zip(reversed(x.shape[1:-1]), reversed(window)) for p in (0, -s % w)]
    ones = torch.ones_like(n[:1, ..., :1])
    count = pool(F.pad(first(ones), pads), window)
    return n, last(pool(F.pad(first(n), pads), window) / count)


def dysample(x, offset, groups):
    """As published: offsets reshaped to an image, grid_sample with border padding."""
    b, *size, c = x.shape
    axes = len(size)
    o = offset.reshape(b, *size, *[2] * axes, groups, axes)
    order = [0, 2 * axes + 1] + [k for a in range(axes) for k in (1 + a, 1 + axes + a)] + [2 * axes + 2]
    o = o.permute(*order).reshape(b * groups, *[2 * s for s in size], axes)
    grids = torch.meshgrid(*[torch.arange(2 * s, dtype=x.dtype, device=x.device) * 0.5 - 0.25 for s in size], indexing="ij")
    at = torch.stack(grids, -1) + 0.25 * o
    at = torch.stack([(2 * at[..., a] + 1) / size[a] - 1 for a in reversed(range(axes))], -1)
    planes = first(x).reshape(b * groups, c // groups, *size)
    out = F.grid_sample(planes, at, mode="bilinear", padding_mode="border", align_corners=False)
    return last(out.reshape(b, c, *[2 * s for s in size]))


def off_pixels(offset):
    """Keeps sampling positions off whole pixels (odd offsets): there the derivative jumps, and rounding picks the side."""
    u = (offset - 1) / 2
    return 1 + 2 * (u.floor() + 0.1 + 0.8 * (u - u.floor()))


def gate_add(x, r, v):
    return x + torch.sigmoid(r) * v


def depthwise3(x, weight, bias):
    conv = F.conv2d if x.dim() == 4 else F.conv3d
    return x + last(conv(first(x), weight.movedim(-1, 0).unsqueeze(1), bias, padding=1, groups=x.shape[-1]))


def square_relu(x):
    return torch.relu(x) ** 2


class Case:
    """One op with arguments; `differentiable` are the positions of the inputs that have a gradient."""

    def __init__(self, name, reference, arguments, differentiable, backward):
        self.name, self.reference, self.arguments = name, reference, arguments
        self.differentiable, self.backward = differentiable, backward

    def cast(self, dtype):
        return [a.to(dtype) if isinstance(a, torch.Tensor) and a.is_floating_point() else a for a in self.arguments]

    def shapes(self):
        return self.name + " " + str([tuple(a.shape) if isinstance(a, torch.Tensor) else a for a in self.arguments])


def random_case(rng, name=None, batch=None):
    b = rng.choice([0, 1, 1, 2, 2]) if batch is None else batch
    axes = rng.choice([2, 3])
    size = [rng.choice([1, 7, 33] if axes == 2 else [1, 3, 7]) for _ in range(axes)]
    c = rng.choice([1, 3, 32, 65])
    window = [1] * (3 - axes) + [rng.choice([1, 2, 4, 5, 8]) for _ in range(axes)]
    grid = [-(-s // w) for s, w in zip(size, window[3 - axes:])]
    make = lambda *shape: torch.randn(*shape, dtype=torch.float64)
    name = name or rng.choice(["gated_upsample", "shift_lerp", "norm_pool", "dysample", "gate_add", "depthwise3", "square_relu"])
    x = make(b, *size, c)
    if name == "gated_upsample":
        return Case(name, gated_upsample, [x, make(b, *grid, c), *window], [0, 1], lambda g, a: (g[0], *a))
    if name == "shift_lerp":
        tokens, groups = x[0:1].numel() // c if b else rng.choice([1, 7, 33]), rng.choice([1, 4, 6])
        x = make(b, tokens, c)
        ends = torch.tensor(sorted(rng.randint(0, c) for _ in range(groups)), dtype=torch.int32)
        neighbours = torch.randint(-1, tokens, (groups, tokens), dtype=torch.int32)
        return Case(name, shift_lerp, [x, torch.rand(c).double(), torch.rand(c).double(), neighbours, ends], [0, 1, 2],
                    lambda g, a: (*g, *a))
    if name == "norm_pool":
        return Case(name, norm_pool, [x, make(c), make(c), 1e-2, *window], [0, 1, 2], lambda g, a: (*g, a[0], a[1], *a[3:]))
    if name == "dysample":
        groups = rng.choice([g for g in (1, 3, 4, 5) if c % g == 0])
        return Case(name, dysample, [x, off_pixels(2 * make(b, *size, 2 ** axes * groups * axes)), groups], [0, 1], lambda g, a: (g[0], *a))
    if name == "gate_add":
        return Case(name, gate_add, [x, 3 * make(*x.shape), make(*x.shape)], [1, 2], lambda g, a: (g[0], a[1], a[2]))
    if name == "depthwise3":
        return Case(name, depthwise3, [x, make(*[3] * axes, c), make(c)], [0, 1, 2], lambda g, a: (g[0], a[0], a[1]))
    return Case(name, square_relu, [x], [0], lambda g, a: (g[0], a[0]))


def tuple_of(outputs):
    return outputs if isinstance(outputs, (tuple, list)) else (outputs,)


@unittest.skipIf(torch is None, MISSING)
class FusedOps(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.ops = torch.ops.rwkv_sss

    def close(self, got, wanted, tolerance, what):
        self.assertEqual(got.shape, wanted.shape, what)
        self.assertEqual(got.dtype, wanted.dtype, what)
        if wanted.numel():
            scale = max(1.0, wanted.double().abs().max().item())
            error = (got.double() - wanted.double()).abs().max().item()
            self.assertLessEqual(error, tolerance * scale, what)

    def run_reference(self, case):
        arguments = [a.clone().requires_grad_(i in case.differentiable) if isinstance(a, torch.Tensor) and a.is_floating_point() else a
                     for i, a in enumerate(case.cast(torch.float64))]
        if any(isinstance(a, torch.Tensor) and a.numel() == 0 for a in arguments) and case.name in ("gated_upsample", "dysample", "norm_pool", "depthwise3"):
            return None  # torch refuses empty batches in some of these; the shapes are tested apart
        return arguments, tuple_of(case.reference(*arguments))

    def check(self, case, dtype, tolerance, device="cpu"):
        move = lambda a: a.to(device) if isinstance(a, torch.Tensor) else a
        # Both sides see numbers that the dtype can hold.
        case.arguments = [a.double() if isinstance(a, torch.Tensor) and a.is_floating_point() else a for a in case.cast(dtype)]
        arguments = [move(a) for a in case.cast(dtype)]
        outputs = tuple_of(getattr(self.ops, case.name)(*arguments))
        reference = self.run_reference(case)
        grads = [torch.randn(o.shape, dtype=torch.float64).to(dtype) for o in outputs]
        native = tuple_of(getattr(self.ops, case.name + "_backward")(*case.backward([move(g) for g in grads], arguments)))
        if reference is None:
            for i, g in zip(case.differentiable, native):
                self.assertEqual(g.shape, case.arguments[i].shape)
                self.assertEqual(g.abs().sum().item(), 0, case.shapes())
            return
        inputs, wanted = reference
        for o, w in zip(outputs, wanted):
            self.close(o.cpu(), w.detach().to(dtype), tolerance, case.shapes())
        leaves = [inputs[i] for i in case.differentiable]
        for i, got, want in zip(case.differentiable, native, torch.autograd.grad(wanted, leaves, [g.double() for g in grads])):
            self.close(got.cpu(), want.to(dtype), tolerance, f"gradient {i} of {case.shapes()}")

    def test_fuzz_float64(self):
        rng = random.Random(1)
        torch.manual_seed(1)
        for _ in range(CASES):
            self.check(random_case(rng), torch.float64, 1e-6 * 1e-3)

    def test_fuzz_float32(self):
        rng = random.Random(2)
        torch.manual_seed(2)
        for _ in range(CASES):
            self.check(random_case(rng), torch.float32, 1e-5)

    def test_sixteen_bits(self):
        rng = random.Random(3)
        torch.manual_seed(3)
        for _ in range(CASES // 5):
            self.check(random_case(rng), torch.float16, 4e-3)
            self.check(random_case(rng), torch.bfloat16, 3e-2)

    @unittest.skipUnless(torch is not None and torch.cuda.is_available(), "no CUDA device")
    def test_cuda(self):
        torch.ops.load_library(os.environ.get("RWKV_SSS_CUDA_LIBRARY", LIBRARY.replace("rwkv_sss.", "rwkv_sss_cuda.")))
        rng = random.Random(4)
        for _ in range(CASES):
            self.check(random_case(rng), torch.float32, 1e-5, "cuda")

    def test_strided_arguments(self):
        x = torch.randn(2, 5, 7, 12)[..., ::2]
        self.close(self.ops.square_relu(x), square_relu(x), 1e-6, "strided")
        w, b = torch.randn(6, 3, 3).movedim(0, -1), torch.randn(6)
        self.close(self.ops.depthwise3(x, w, b), depthwise3(x, w, b), 1e-5, "strided weight")

    def test_threads_do_not_change_bits(self):
        threads = torch.get_num_threads()
        rng = random.Random(5)
        try:
            for name in ["gated_upsample", "shift_lerp", "norm_pool", "dysample", "gate_add", "depthwise3", "square_relu"]:
                case = random_case(rng, name, batch=2)
                arguments = case.cast(torch.float32)
                results = []
                for n in (1, 2, 3):
                    torch.set_num_threads(n)
                    outputs = tuple_of(getattr(self.ops, name)(*arguments))
                    grads = [torch.ones_like(o) for o in outputs]
                    results.append(outputs + tuple_of(getattr(self.ops, name + "_backward")(*case.backward(grads, arguments))))
                for other in results[1:]:
                    self.assertTrue(all(torch.equal(a, b) for a, b in zip(results[0], other)), case.shapes())
        finally:
            torch.set_num_threads(threads)

    def test_meta_shapes(self):
        rng = random.Random(6)
        for _ in range(100):
            case = random_case(rng)
            arguments = case.cast(torch.float32)
            meta = [a.to("meta") if isinstance(a, torch.Tensor) else a for a in arguments]
            outputs, shapes = tuple_of(getattr(self.ops, case.name)(*arguments)), tuple_of(getattr(self.ops, case.name)(*meta))
            grads = [torch.ones_like(o) for o in outputs]
            backward = getattr(self.ops, case.name + "_backward")
            outputs += tuple_of(backward(*case.backward(grads, arguments)))
            shapes += tuple_of(backward(*case.backward([g.to("meta") for g in grads], meta)))
            for o, s in zip(outputs, shapes):
                self.assertEqual((o.shape, o.dtype), (s.shape, s.dtype), case.shapes())

    def test_errors_say_what_to_do(self):
        x = torch.randn(1, 4, 6, 8)
        o, i32 = self.ops, lambda *v: torch.tensor(v, dtype=torch.int32)
        tokens, mu = torch.randn(1, 4, 8), torch.randn(8)
        for call, words in [
            (lambda: o.gated_upsample(x, torch.randn(1, 2, 2, 8), 1, 2, 2), ["y has shape (1, 2, 2, 8)", "pass (1, 2, 3, 8)"]),
            (lambda: o.gated_upsample(x, torch.randn(1, 2, 3, 8), 2, 2, 2), ["wd is 2", "pass wd = 1"]),
            (lambda: o.gated_upsample(x, torch.randn(1, 2, 3, 8), 1, 0, 2), ["wh is 0", "at least 1"]),
            (lambda: o.gated_upsample(x, torch.randn(1, 2, 3, 8).double(), 1, 2, 2), ["y is float64", "r is float32", "convert"]),
            (lambda: o.gated_upsample(x.long(), x, 1, 1, 1), ["r is int64", "pass float32"]),
            (lambda: o.norm_pool(x, mu[:7], mu, 1e-5, 1, 2, 2), ["weight has shape (7)", "pass (8)"]),
            (lambda: o.norm_pool(tokens, mu, mu, 1e-5, 1, 2, 2), ["x has shape (1, 4, 8)", "channels-last"]),
            (lambda: o.norm_pool(x, mu, mu, -1.0, 1, 2, 2), ["eps is -1", "zero or more"]),
            (lambda: o.dysample(x, torch.randn(1, 4, 6, 24), 3), ["groups is 3", "divisor"]),
            (lambda: o.dysample(x, torch.randn(1, 4, 6, 24), 4), ["offset has shape (1, 4, 6, 24)", "pass (1, 4, 6, 32)"]),
            (lambda: o.gate_add(x, x, x[..., :3]), ["v has shape (1, 4, 6, 3)", "pass (1, 4, 6, 8)"]),
            (lambda: o.depthwise3(x, torch.randn(3, 3, 3, 8), mu), ["weight has shape", "(3, 3, C)"]),
            (lambda: o.shift_lerp(tokens, mu, mu, i32(0, 1, 2, 4)[None], i32(8)), ["neighbours holds 4", "below T = 4"]),
            (lambda: o.shift_lerp(tokens, mu, mu, i32(0, 1, 2, -2)[None], i32(8)), ["neighbours holds -2"]),
            (lambda: o.shift_lerp(tokens, mu, mu, i32(0, 1, 2, 3)[None], i32(9)), ["group_ends[0] is 9", "C = 8"]),
            (lambda: o.shift_lerp(tokens, mu, mu, i32(0, 1, 2)[None], i32(8)), ["neighbours has shape (1, 3)", "(1, 4)"]),
            (lambda: o.shift_lerp(tokens, mu, mu, i32(0, 1, 2, 3)[None].long(), i32(8)), ["neighbours is int64", "int32"]),
            (lambda: o.square_relu_backward(x[..., :2], x), ["grad has shape", "shape of x"]),
        ]:
            with self.assertRaises(RuntimeError) as caught:
                call()
            for word in words:
                self.assertIn(word, str(caught.exception))

    def test_torch_compile_sees_shapes(self):
        x = torch.randn(1, 4, 6, 8)
        with torch._subclasses.FakeTensorMode() as mode:
            self.assertEqual(self.ops.square_relu(mode.from_tensor(x)).shape, x.shape)


if __name__ == "__main__":
    unittest.main()
