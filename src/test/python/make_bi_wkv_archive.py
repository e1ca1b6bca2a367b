"""Writes the TorchScript archive that BiWkvArchiveTest loads.

    python make_bi_wkv_archive.py librwkv_sss.so src/test/resources/io/github/rwkvsss/ops/bi_wkv.pt
"""
import sys

import torch

torch.ops.load_library(sys.argv[1])


class BiWkv(torch.nn.Module):
    def forward(self, k: torch.Tensor, v: torch.Tensor, w: torch.Tensor, u: torch.Tensor, order: torch.Tensor):
        return torch.ops.rwkv_sss.bi_wkv(k, v, w, u, order)


torch.jit.script(BiWkv()).save(sys.argv[2])
