"""Time of each fused op beside the same arithmetic in torch's own ops, on one thread, as CSV.

usage: RWKV_SSS_LIBRARY=<librwkv_sss.so> python src/test/python/bench_fused_ops.py [repetitions]
Shapes are those of the base network at 512 x 512. Times are the least of the repetitions, in milliseconds; the torch
form gets channels-last memory wherever its ops accept it. `copy` is the time to copy the bytes that the op must touch.
"""
import os
import sys
import time

import torch

import test_fused_ops as reference

SHAPES = [(1, 128, 128, 64), (1, 64, 64, 128), (1, 32, 32, 256), (1, 16, 16, 512)]
LOCAL_WINDOWS = [2, 2, 4, 4]


def least(function, repetitions):
    best = float("inf")
    for _ in range(repetitions):
        begin = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - begin)
    return best * 1e3


def cases(shape, local):
    b, h, w, c = shape
    make = lambda *s: torch.randn(*s)
    x = make(*shape)
    for window in (8, local):
        grid = (b, -(-h // window), -(-w // window), c)
        yield f"gated_upsample/{window}", reference.Case("gated_upsample", reference.gated_upsample,
                                                         [x, make(*grid), 1, window, window], [0, 1], lambda g, a: (g[0], *a))
        yield f"norm_pool/{window}", reference.Case("norm_pool", reference.norm_pool, [x, make(c), make(c), 1e-5, 1, window, window],
                                                    [0, 1, 2], lambda g, a: (*g, a[0], a[1], *a[3:]))
    t = h * w
    order = torch.arange(t)
    neighbours = torch.stack([order - 1, torch.where(order + 1 < t, order + 1, -1), torch.where(order >= w, order - w, -1),
                              torch.where(order + w < t, order + w, -1)]).int()
    ends = torch.tensor([c // 8, c // 4, c * 5 // 8, c], dtype=torch.int32)
    yield "shift_lerp", reference.Case("shift_lerp", reference.shift_lerp, [x.view(b, t, c), torch.rand(c), torch.rand(c), neighbours, ends],
                                       [0, 1, 2], lambda g, a: (*g, *a))
    yield "dysample", reference.Case("dysample", reference.dysample, [x, make(b, h, w, 32), 4], [0, 1], lambda g, a: (g[0], *a))
    yield "gate_add", reference.Case("gate_add", reference.gate_add, [x, make(*shape), make(*shape)], [1, 2], lambda g, a: (g[0], a[1], a[2]))
    yield "depthwise3", reference.Case("depthwise3", reference.depthwise3, [x, make(3, 3, c), make(c)], [0, 1, 2], lambda g, a: (g[0], a[0], a[1]))
    yield "square_relu", reference.Case("square_relu", reference.square_relu, [make(b, h, w, 2 * c)], [0], lambda g, a: (g[0], a[0]))


def main():
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    torch.set_num_threads(1)
    torch.ops.load_library(os.environ["RWKV_SSS_LIBRARY"])
    print("shape,op,copy_ms,forward_ms,forward_torch_ms,forward_ratio,backward_ms,backward_torch_ms,backward_ratio")
    for shape, local in zip(SHAPES, LOCAL_WINDOWS):
        for label, case in cases(shape, local):
            native, backward = getattr(torch.ops.rwkv_sss, case.name), getattr(torch.ops.rwkv_sss, case.name + "_backward")
            arguments = case.arguments
            leaves = [a.clone().requires_grad_(i in case.differentiable) if isinstance(a, torch.Tensor) and a.is_floating_point() else a
                      for i, a in enumerate(arguments)]
            outputs = reference.tuple_of(native(*arguments))
            grads = [torch.randn_like(o) for o in outputs]
            touched = [torch.empty_like(t) for t in list(outputs) + [a for a in arguments if isinstance(a, torch.Tensor)]]
            half = torch.cat([t.flatten().float() for t in touched])[: sum(t.numel() for t in touched) // 2]
            to = torch.empty_like(half)
            with torch.no_grad():
                copy = least(lambda: to.copy_(half), repetitions)
                forward = least(lambda: native(*arguments), repetitions)
                forward_torch = least(lambda: case.reference(*arguments), repetitions)
                native_backward = least(lambda: backward(*case.backward(grads, arguments)), repetitions)
            wanted = reference.tuple_of(case.reference(*leaves))
            inputs = [leaves[i] for i in case.differentiable]
            torch_backward = least(lambda: torch.autograd.grad(wanted, inputs, grads, retain_graph=True), max(2, repetitions // 2))
            print(f"{'x'.join(map(str, shape))},{label},{copy:.3f},{forward:.3f},{forward_torch:.3f},{forward_torch / forward:.1f},"
                  f"{native_backward:.3f},{torch_backward:.3f},{torch_backward / native_backward:.1f}")


if __name__ == "__main__":
    main()
