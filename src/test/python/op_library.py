"""Finds the op library and loads it into PyTorch; says why not where it cannot."""
import ctypes
import glob
import os

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


def load():
    """Returns (torch, library path, None), or (None, None, reason)."""
    try:
        import torch
    except ImportError as missing:
        return None, None, f"no PyTorch: {missing}"
    version = tuple(int(x) for x in torch.__version__.split("+")[0].split(".")[:2])
    if version < (2, 10):
        return None, None, f"PyTorch {torch.__version__} lacks the stable C interface of 2.10"
    path = os.environ.get("RWKV_SSS_LIBRARY")
    candidates = [path] if path else sorted(glob.glob(os.path.join(ROOT, "target/classes/native/*/*rwkv_sss.*")))
    if not candidates:
        return None, None, "no op library: build it with Maven or set RWKV_SSS_LIBRARY to its path"
    torch.ops.load_library(candidates[0])
    cuda = os.environ.get("RWKV_SSS_CUDA_LIBRARY")
    if cuda and torch.cuda.is_available():
        torch.ops.load_library(cuda)
    return torch, candidates[0], None


def capability(path):
    """The instruction set that the library chose."""
    library = ctypes.CDLL(path)
    library.rwkv_sss_cpu_capability.restype = ctypes.c_char_p
    return library.rwkv_sss_cpu_capability().decode()
