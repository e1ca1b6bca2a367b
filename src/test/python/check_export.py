"""Loads a network exported by `export model=... output=x.pt tile=256` into a stock torch with the op library, runs it.

    python check_export.py librwkv_sss.so x.pt 256 [channels]

NB: loading a TorchScript archive runs the code in it; load none that you do not trust.
"""
import sys

import torch

library, archive, tile = sys.argv[1], sys.argv[2], int(sys.argv[3])
channels = int(sys.argv[4]) if len(sys.argv) > 4 else 1
torch.ops.load_library(library)
torch.set_num_threads(1)
network = torch.jit.load(archive)
with torch.no_grad():
    logits = network(torch.rand(2, channels, tile, tile))
assert logits.shape[0] == 2 and logits.shape[2:] == (tile, tile), logits.shape
assert bool(torch.isfinite(logits).all()), "logits are not finite"
print("torch", torch.__version__, "ran", archive, "logits", tuple(logits.shape), "mean", float(logits.mean()))
