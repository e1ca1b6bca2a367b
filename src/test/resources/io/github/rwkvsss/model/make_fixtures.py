"""Writes the fixtures of the model room's tests with numpy and the safetensors package.

python make_fixtures.py            writes rounding.bin and python.safetensors beside this script
"""
import os

import numpy as np
from safetensors.numpy import save_file

HERE = os.path.dirname(os.path.abspath(__file__))


def rounding():
    """Pairs of float32 bits (little endian) and the bits of the nearest float16, as numpy rounds."""
    random = np.random.default_rng(1)
    bits = random.integers(0, 2**32, 1200, dtype=np.uint64).astype(np.uint32)
    # Around the halves: exact, a little below and above, and the ties between neighbours.
    halves = random.integers(0, 0x7C00, 400, dtype=np.uint64).astype(np.uint16)
    exact = halves.view(np.float16).astype(np.float32)
    above = (halves + 1).view(np.float16).astype(np.float32)
    ties = ((exact.astype(np.float64) + np.minimum(above, 65536)) / 2).astype(np.float32)
    edges = np.array([0, -0.0, 65504, 65519.996, 65520, 65536, 2**-24, 2**-25, 1.0000001 * 2**-25, 2**-14, np.inf, -np.inf],
                     np.float32)
    floats = np.concatenate([bits.view(np.float32), exact, np.nextafter(exact, np.float32(0)),
                             np.nextafter(exact, np.float32(np.inf)), ties, -ties, edges]).astype(np.float32)
    floats = floats[~np.isnan(floats)]
    with np.errstate(over="ignore"):
        rounded = floats.astype(np.float16)
    pairs = np.zeros(len(floats), dtype=[("single", "<u4"), ("half", "<u2")])
    pairs["single"] = floats.view(np.uint32)
    pairs["half"] = rounded.view(np.uint16)
    pairs.tofile(os.path.join(HERE, "rounding.bin"))


def fixture():
    save_file({
        "single": (np.arange(6, dtype=np.float32) / 4 - 0.5).reshape(2, 3),
        "half": np.array([0, 1, -2, 65504, 2**-24], np.float16),
        "count": np.array([3, -4], np.int64),
        "scalar": np.array(2.5, np.float32),
        "none": np.zeros((0, 4), np.float32),
    }, os.path.join(HERE, "python.safetensors"), metadata={"format": "pt", "note": "größer"})


if __name__ == "__main__":
    rounding()
    fixture()
