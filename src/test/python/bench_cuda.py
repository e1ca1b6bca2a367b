"""Bandwidth of Bi-WKV on an NVIDIA GPU, forward and backward, beside a copy of as many bytes.

usage: RWKV_SSS_LIBRARY=<librwkv_sss.so> RWKV_SSS_CUDA_LIBRARY=<librwkv_sss_cuda.so> python bench_cuda.py [--check]

With --check small problems once, without times: for compute-sanitizer. A call is counted by the bytes that it must move:
forward k, v and y, backward also the incoming gradient, dk and dv. Not run so far.
"""
import sys

import op_library

SHAPES = ((1, 4096, 64), (8, 16384, 128), (8, 65536, 64))


def milliseconds(torch, call, rounds=20):
    """The median of several calls by the GPU's own clock."""
    for _ in range(3):
        call()
    times = []
    for _ in range(rounds):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        call()
        end.record()
        end.synchronize()
        times.append(begin.elapsed_time(end))
    return sorted(times)[rounds // 2]


def main():
    torch, _, missing = op_library.load()
    if torch is None or not torch.cuda.is_available():
        sys.exit(missing or "no CUDA device")
    check = "--check" in sys.argv
    forward, backward = torch.ops.rwkv_sss.bi_wkv, torch.ops.rwkv_sss.bi_wkv_backward
    shapes = ((2, 40, 33), (1, 1030, 16)) if check else SHAPES
    if not check:
        print("B,T,C,type,forward ms,forward GB/s,backward ms,backward GB/s,copy GB/s")
    for b, t, c in shapes:
        for dtype in (torch.float32, torch.float16):
            k, v, grad = (torch.randn(b, t, c, device="cuda", dtype=dtype) for _ in range(3))
            w, u = (torch.randn(c, device="cuda") for _ in range(2))
            order = torch.randperm(t, device="cuda").int()
            if check:
                forward(k, v, w, u, order)
                backward(grad, k, v, w, u, order)
                torch.cuda.synchronize()
                continue
            size = k.numel() * k.element_size()
            ahead = milliseconds(torch, lambda: forward(k, v, w, u, order))
            back = milliseconds(torch, lambda: backward(grad, k, v, w, u, order))
            copy = milliseconds(torch, lambda: grad.copy_(k))
            print(f"{b},{t},{c},{str(dtype)[6:]},{ahead:.3f},{3 * size / ahead / 1e6:.0f},{back:.3f},"
                  f"{5 * size / back / 1e6:.0f},{2 * size / copy / 1e6:.0f}")


if __name__ == "__main__":
    main()
