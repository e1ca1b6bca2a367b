"""Runs the TorchScript in a model bundle with Python's torch on the bundle's own test input and compares with its test output.

    python check_bundle.py model.zip [librwkv_sss.so]

Prints the largest difference of probabilities. The library is needed by networks that call rwkv_sss operations. NB: loading
a TorchScript archive runs the code in it; load none that you do not trust.
"""
import io
import json
import sys
import zipfile

import numpy as np
import torch


def normalized(channel, how):
    channel = channel.astype(np.float64)
    if how["method"] == "NONE":
        return channel
    if how["method"] == "Z_SCORE":
        return (channel - channel.mean()) / channel.std()
    low, high = (how["low"], how["high"]) if how["method"] == "RANGE" else np.percentile(channel, [how["low"], how["high"]])
    return (channel - low) / (high - low)


def main(bundle, *library):
    if library:
        torch.ops.load_library(library[0])
    torch.set_num_threads(1)
    with zipfile.ZipFile(bundle) as file:
        how = json.loads(file.read("model.json"))["normalization"]
        image = np.load(io.BytesIO(file.read("test-input.npy")))
        expected = np.load(io.BytesIO(file.read("test-output.npy")))
        network = torch.jit.load(io.BytesIO(file.read("torchscript.pt")))
    scaled = np.stack([[normalized(channel, how) for channel in image[0]]]).astype(np.float32)
    with torch.no_grad():
        got = torch.softmax(network(torch.from_numpy(scaled)), 1).numpy()
    assert got.shape == expected.shape, (got.shape, expected.shape)
    print(float(np.abs(got - expected).max()))


main(*sys.argv[1:])
