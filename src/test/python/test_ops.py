"""Bi-WKV of the op library under a stock PyTorch: values, gradients, errors, TorchScript, fuzz.

    RWKV_SSS_LIBRARY=target/classes/native/linux-x86_64/librwkv_sss.so python -m unittest discover src/test/python

RWKV_SSS_FUZZ is the number of random problems (2000), RWKV_SSS_CUDA_LIBRARY the CUDA kernels, if any.
"""
import io
import os
import random
import unittest

import op_library

torch, LIBRARY, MISSING = op_library.load()
FUZZ = int(os.environ.get("RWKV_SSS_FUZZ", "2000"))


def dense(k, v, w, u, order=None):
    """The formula with every weight of every pair of tokens: y of the shape of k."""
    tokens = k.shape[1]
    if order is not None:
        index = order.long()
        y = torch.empty_like(v)
        y[:, index] = dense(k[:, index], v[:, index], w, u)
        return y
    place = torch.arange(tokens, device=k.device)
    distance = ((place[:, None] - place).abs() - 1).to(k.dtype)[:, :, None]
    own = torch.eye(tokens, dtype=torch.bool, device=k.device)[:, :, None]
    columns = []
    for batch in range(k.shape[0]):  # one batch at a time: T x T x C numbers
        exponent = torch.where(own, (u + k[batch])[None], k[batch][None] - distance * (w / max(tokens, 1)))
        columns.append((torch.softmax(exponent, 1) * v[batch][None]).sum(1))
    return torch.stack(columns) if columns else torch.empty_like(v)


def register_autograd():
    def keep(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    def backward(ctx, grad):
        return (*torch.ops.rwkv_sss.bi_wkv_backward(grad, *ctx.saved_tensors), None)

    torch.library.register_autograd("rwkv_sss::bi_wkv", backward, setup_context=keep)


def problem(b, t, c, k_scale=1.0, w_scale=5.0, ordered=False, dtype=None, device="cpu"):
    dtype = dtype or torch.float64
    k = (torch.randn(b, t, c) * k_scale).to(device, dtype)
    v = torch.randn(b, t, c).to(device, dtype)
    w = (torch.linspace(-1, 1, c) * w_scale if c != 1 else torch.tensor([w_scale])).to(device, dtype)
    u = torch.randn(c).to(device, dtype)
    order = torch.randperm(t).to(device, torch.int32) if ordered else None
    return k, v, w, u, order


def relative(got, wanted):
    wanted = wanted.double()
    if wanted.numel() == 0:
        return 0.0
    return ((got.double() - wanted).abs().max() / wanted.abs().max().clamp_min(1e-300)).item()


@unittest.skipIf(torch is None, MISSING)
class BiWkvTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.manual_seed(1)
        register_autograd()
        print(f"PyTorch {torch.__version__}, kernels {op_library.capability(LIBRARY)}")

    def setUp(self):
        torch.manual_seed(2)
        self.op = torch.ops.rwkv_sss.bi_wkv
        self.backward = torch.ops.rwkv_sss.bi_wkv_backward

    def test_float32_values(self):
        worst = 0
        for t in (1, 2, 63, 64, 100, 1000, 4096):
            for k_scale in (1, 10 ** 0.5, 10):
                k, v, w, u, order = problem(1, t, 9, k_scale, 200, t % 2 == 0, torch.float32)
                error = relative(self.op(k, v, w, u, order), dense(k.double(), v.double(), w.double(), u.double(), order))
                worst = max(worst, error)
                self.assertLess(error, 1e-5, (t, k_scale))
        print(f"float32 forward: worst relative error {worst:.1e}")

    def test_gradients_against_autograd_of_the_formula(self):
        worst = {torch.float64: 0, torch.float32: 0}
        for t in (1, 2, 63, 64, 1000):
            for c in (1, 3, 32, 65):
                if t == 1000 and c > 3:
                    continue  # T x T x C doubles, twice
                for ordered in (False, True):
                    for w_scale in (0, 5, 200):
                        inputs = problem(1, t, c, 2, w_scale, ordered)
                        leaves = [x.clone().requires_grad_() for x in inputs[:4]]
                        y = dense(*leaves, inputs[4])
                        grad = torch.randn_like(y)
                        wanted = torch.autograd.grad(y, leaves, grad)
                        for dtype, limit in ((torch.float64, 1e-10), (torch.float32, 2e-3)):
                            got = self.backward(grad.to(dtype), *(x.to(dtype) for x in inputs[:4]), inputs[4])
                            for name, a, b in zip("kvwu", got, wanted):
                                if b.abs().max() < 1e-9:
                                    self.assertLess(a.abs().max().item(), 1e-5)
                                    continue
                                error = relative(a, b)
                                worst[dtype] = max(worst[dtype], error)
                                self.assertLess(error, limit, (name, t, c, ordered, w_scale, dtype))
        print("gradients: worst relative error", {str(d): f"{e:.1e}" for d, e in worst.items()})

    def test_gradcheck(self):
        for t in (1, 2, 7, 33):
            for c in (1, 3):
                for w_scale in (3, 200):
                    k, v, w, u, order = problem(2, t, c, 1, w_scale, t == 7)
                    leaves = [x.requires_grad_() for x in (k, v, w, u)]
                    self.assertTrue(torch.autograd.gradcheck(lambda *x: self.op(*x, order), leaves, atol=1e-6))

    def test_strides_and_half(self):
        k, v, w, u, order = problem(2, 37, 19, ordered=True, dtype=torch.float32)
        wanted = self.op(k, v, w, u, order)
        channels_first = [x.transpose(1, 2).contiguous().transpose(1, 2) for x in (k, v)]
        self.assertEqual(relative(self.op(*channels_first, w, u, order), wanted), 0)
        wide = torch.randn(2, 37, 40)
        wide[:, :, ::2][:, :, :19] = k
        self.assertEqual(relative(self.op(wide[:, :, ::2][:, :, :19], v, w, u, order), wanted), 0)
        expanded = k[:1].expand(2, -1, -1)
        self.assertEqual(relative(self.op(expanded, v, w, u, order), self.op(expanded.contiguous(), v, w, u, order)), 0)
        for dtype, limit in ((torch.float16, 1e-3), (torch.bfloat16, 8e-3)):
            low = [x.to(dtype) for x in (k, v)]
            got = self.op(*low, w, u, order)  # parameters stay float32
            self.assertEqual(got.dtype, dtype)
            self.assertLess(relative(got, dense(*(x.double() for x in (*low, w, u)), order)), limit)

    def test_empty_and_single(self):
        for b, t, c in ((0, 5, 3), (2, 0, 3), (2, 5, 0), (0, 0, 0)):
            k, v, w, u, order = problem(b, t, c, ordered=True)
            self.assertEqual(self.op(k, v, w, u, order).shape, k.shape)
            dk, dv, dw, du = self.backward(k, k, v, w, u, order)
            self.assertEqual((dk.shape, dv.shape), (k.shape, k.shape))
            self.assertTrue(torch.equal(dw, torch.zeros(c, dtype=dw.dtype)))
            self.assertTrue(torch.equal(du, torch.zeros(c, dtype=du.dtype)))
        k, v, w, u, order = problem(2, 1, 5)
        self.assertTrue(torch.equal(self.op(k * 1e30, v, w, u - 500, order), v))

    def test_large_decay_and_not_finite(self):
        k, v, w, u, order = problem(1, 50, 4, 1, 1, dtype=torch.float32)
        for scale in (1e3, 1e6, 1e12, 1e38):
            self.assertTrue(self.op(k, v, w * scale, u, order).isfinite().all(), scale)
            self.assertTrue(all(x.isfinite().all() for x in self.backward(v, k, v, w * scale, u, order)), scale)
        for value in (float("nan"), float("inf"), -float("inf")):
            for which in range(4):
                inputs = [x.clone() for x in (k, v, w, u)]
                inputs[which].view(-1)[0] = value
                self.op(*inputs, order)
                self.backward(v, *inputs, order)
        masked = k.clone()
        masked[:, 10:20] = -float("inf")  # a token that nobody sees
        self.assertLess(relative(self.op(masked, v, w, u, order)[:, :10],
                                 dense(*(x.double() for x in (masked, v, w, u)))[:, :10]), 1e-5)

    def test_errors_say_what_to_do(self):
        k, v, w, u, order = problem(2, 8, 32, ordered=True, dtype=torch.float32)
        cases = (
            ((k, v, w[:3], u, order), "w has 3 entries but k has 32 channels; pass one decay per channel"),
            ((k, v, w, u[:3], order), "u has 3 entries but k has 32 channels"),
            ((k, v[:, :4], w, u, order), r"v has shape \(2, 4, 32\) but k has \(2, 8, 32\)"),
            ((k, v.double(), w, u, order), "v is float64 but k is float32"),
            ((k[0], v[0], w, u, order), r"k has shape \(8, 32\); pass \(B, T, C\)"),
            ((k.long(), v.long(), w, u, order), "k is int64; pass float32"),
            ((k, v, w[None], u, order), r"w has shape \(1, 32\); pass a vector"),
            ((k, v, w, u, order.long()), "order is int64; pass int32"),
            ((k, v, w, u, order[:5]), "pass one index per token"),
            ((k, v, w, u, torch.full((8,), 8, dtype=torch.int32)), r"order\[0\] is 8 but tokens are 0 to 7"),
            ((k, v, w, u, torch.zeros(8, dtype=torch.int32)), "names token 0 twice"),
            ((k, v, w, u, -torch.ones(8, dtype=torch.int32)), r"order\[0\] is -1"),
            ((k, v.to("meta"), w, u, order), "."),
        )
        for arguments, text in cases:
            with self.assertRaisesRegex((RuntimeError, NotImplementedError), text):
                self.op(*arguments)
        with self.assertRaisesRegex(RuntimeError, r"bi_wkv_backward: grad has shape \(2, 7, 32\)"):
            self.backward(k[:, :7], k, v, w, u, order)

    def test_meta(self):
        k, v, w, u, order = (x if x is None else x.to("meta") for x in problem(2, 8, 5, dtype=torch.bfloat16))
        self.assertEqual(self.op(k, v, w, u, order).shape, (2, 8, 5))
        self.assertEqual([tuple(x.shape) for x in self.backward(k, k, v, w, u, order)], [(2, 8, 5), (2, 8, 5), (5,), (5,)])

    def test_torchscript(self):
        @torch.jit.script
        def mix(k, v, w, u, order: "Optional[torch.Tensor]"):
            return torch.ops.rwkv_sss.bi_wkv(k, v, w, u, order) + 0

        stored = io.BytesIO()
        torch.jit.save(mix, stored)
        stored.seek(0)
        inputs = problem(1, 20, 3, ordered=True)
        self.assertTrue(torch.equal(torch.jit.load(stored)(*inputs), self.op(*inputs)))

    def test_threads_give_the_same_bits(self):
        inputs = problem(3, 900, 65, dtype=torch.float32)
        threads = torch.get_num_threads()
        results = []
        for n in (1, 2, 3):
            torch.set_num_threads(n)
            results.append((self.op(*inputs), *self.backward(inputs[1], *inputs)))
        torch.set_num_threads(threads)
        for other in results[1:]:
            self.assertTrue(all(torch.equal(a, b) for a, b in zip(results[0], other)))

    def test_fuzz(self):
        chance = random.Random(3)
        for i in range(FUZZ):
            b, c = chance.choice((0, 1, 1, 2, 3)), chance.choice((0, 1, 2, 3, 8, 16, 17, 33))
            t = chance.choice((0, 1, 2, 3, chance.randrange(70), chance.randrange(70), chance.randrange(200)))
            dtype = chance.choice((torch.float32, torch.float64, torch.float16, torch.bfloat16))
            k, v, w, u, order = problem(b, t, c, chance.choice((0, 1, 10)), chance.choice((0, 5, 200)),
                                        chance.random() < 0.5, dtype)
            if chance.random() < 0.4:
                w, u = w.float(), u.float()
            if chance.random() < 0.5:
                axes = chance.choice(((0, 2, 1), (1, 0, 2), (2, 1, 0), (1, 2, 0)))
                back = [axes.index(a) for a in range(3)]
                k = k.permute(axes).contiguous().permute(back)
            if chance.random() < 0.15:  # something that does not fit: an error with text, never a crash
                spoil = chance.randrange(5)
                bad = [k, v, w, u, order]
                if spoil < 2:
                    bad[spoil] = bad[spoil][:, :, : c // 2] if c else bad[spoil][..., None]
                elif spoil < 4:
                    bad[spoil] = torch.randn(c + 1)
                else:
                    bad[4] = torch.randint(-2, t + 3, (t + 1,), dtype=torch.int32)
                with self.assertRaisesRegex(RuntimeError, "bi_wkv: "):
                    self.op(*bad)
                continue
            leaves = [x.double().requires_grad_() for x in (k, v, w, u)]
            wanted = dense(*leaves, order)
            got = self.op(k, v, w, u, order)
            limits = {torch.float64: 1e-12, torch.float32: 1e-5, torch.float16: 2e-3, torch.bfloat16: 1.6e-2}
            limit = limits[dtype]
            self.assertEqual((got.shape, got.dtype), (k.shape, dtype))
            self.assertLess(relative(got, wanted.detach()), limit, (i, b, t, c, dtype))
            grad = torch.randn(b, t, c).to(dtype)
            gradients = self.backward(grad, k, v, w, u, order)
            if k.numel() == 0:
                self.assertTrue(all(not x.any() for x in gradients[2:]))
                continue
            wanted.backward(grad.double())
            for name, a, leaf in zip("kvwu", gradients, leaves):
                size = max(leaf.grad.abs().max().item() if leaf.grad.numel() else 0, 0.1)
                error = (a.double() - leaf.grad).abs().max().item() / size if a.numel() else 0
                self.assertLess(error, 30 * max(limit, limits[a.dtype]), (i, name, b, t, c, dtype))


@unittest.skipIf(torch is None, MISSING)
@unittest.skipUnless(torch is not None and torch.cuda.is_available() and "RWKV_SSS_CUDA_LIBRARY" in os.environ,
                     "no CUDA device, or RWKV_SSS_CUDA_LIBRARY is not set")
class BiWkvCudaTest(unittest.TestCase):
    def test_equals_the_cpu(self):
        torch.manual_seed(4)
        for t in (1, 2, 63, 64, 100, 1000, 1024, 1025, 4096, 70001):
            for c in (1, 3, 33, 65):
                for dtype, limit in ((torch.float32, 2e-5), (torch.float16, 2e-3), (torch.bfloat16, 1.6e-2)):
                    for k_scale, w_scale in ((1, 5), (30, 200)):
                        inputs = problem(2, t, c, k_scale, w_scale, t % 2 == 0, dtype)
                        grad = torch.randn(2, t, c).to(dtype)
                        there = [x if x is None else x.cuda() for x in inputs]
                        where = (t, c, dtype, k_scale)
                        self.assertLess(relative(torch.ops.rwkv_sss.bi_wkv(*there).cpu(),
                                                 torch.ops.rwkv_sss.bi_wkv(*inputs)), limit, where)
                        first = torch.ops.rwkv_sss.bi_wkv_backward(grad.cuda(), *there)
                        again = torch.ops.rwkv_sss.bi_wkv_backward(grad.cuda(), *there)
                        wanted = torch.ops.rwkv_sss.bi_wkv_backward(grad, *inputs)
                        for name, a, b, other in zip("kvwu", first, wanted, again):
                            self.assertTrue(torch.equal(a, other), (name, where))
                            size = max(b.double().abs().max().item(), 0.1)
                            self.assertLess((a.cpu().double() - b.double()).abs().max().item() / size, 30 * limit,
                                            (name, where))

    def test_an_order_that_is_no_permutation(self):
        for t in (2, 40, 3000):
            k, v, w, u, order = (x.cuda() for x in problem(2, t, 5, 1, 5, True, torch.float32))
            for index in (-1, t, order[0].item(), 2**31 - 1):
                spoiled = order.clone()
                spoiled[1] = index
                results = [torch.ops.rwkv_sss.bi_wkv(k, v, w, u, spoiled)]
                torch.cuda.synchronize()
                with self.assertRaisesRegex(RuntimeError, f"order.[01].. was {index},"):
                    torch.ops.rwkv_sss.bi_wkv(k, v, w, u, order)
                results += torch.ops.rwkv_sss.bi_wkv_backward(torch.ones_like(k), k, v, w, u, spoiled)
                torch.cuda.synchronize()
                with self.assertRaisesRegex(RuntimeError, "no permutation"):
                    torch.ops.rwkv_sss.bi_wkv(k, v, w, u, order)
                for x in results:
                    self.assertTrue(x.isnan().all(), (t, index))
                self.assertFalse(torch.ops.rwkv_sss.bi_wkv(k, v, w, u, order).isnan().any())


if __name__ == "__main__":
    unittest.main()
