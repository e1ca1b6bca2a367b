"""Writes the bioimage.io packages that the tests of foreign models import, with Python's torch and numpy.

    python make_packages.py        writes unet-0.5.zip and unet-0.4.zip beside this script

A U-Net of two levels, written and scripted as people do it in Python, trained for a moment on drawn discs; the example
in each package is what Python's torch made of it. NB: loading a TorchScript archive runs the code in it.
"""
import hashlib
import io
import os
import zipfile

import numpy as np
import torch
from torch import nn

HERE = os.path.dirname(os.path.abspath(__file__))


def pair(before, after):
    return nn.Sequential(nn.Conv2d(before, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU(),
                         nn.Conv2d(after, after, 3, padding=1), nn.BatchNorm2d(after), nn.ReLU())


class UNet(nn.Module):
    def __init__(self, channels, outputs, width=4):
        super().__init__()
        self.first = pair(channels, width)
        self.second = pair(width, 2 * width)
        self.bottom = pair(2 * width, 4 * width)
        self.pool = nn.MaxPool2d(2)
        self.up_second = nn.ConvTranspose2d(4 * width, 2 * width, 2, stride=2)
        self.left_second = pair(4 * width, 2 * width)
        self.up_first = nn.ConvTranspose2d(2 * width, width, 2, stride=2)
        self.left_first = pair(2 * width, width)
        self.head = nn.Conv2d(width, outputs, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        first = self.first(x)
        second = self.second(self.pool(first))
        up = self.up_second(self.bottom(self.pool(second)))
        up = self.up_first(self.left_second(torch.cat([second, up], 1)))
        return self.head(self.left_first(torch.cat([first, up], 1)))


def discs(random, size, count=6):
    """A grey image 0 to 255 with bright discs, and their mask."""
    y, x = np.mgrid[:size, :size]
    mask = np.zeros((size, size), bool)
    for _ in range(count):
        cy, cx = random.uniform(8, size - 8, 2)
        mask |= (y - cy) ** 2 + (x - cx) ** 2 < random.uniform(4, 9) ** 2
    image = np.clip(60 + 90 * mask + random.normal(0, 12, mask.shape), 0, 255).round()
    return image.astype(np.uint8), mask


def normal(image):
    """As the 0.5 description says: percentiles 1 and 99 become 0 and 1, clipped to -1 and 2."""
    low, high = np.percentile(image, [1, 99])
    return np.clip((image.astype(np.float32) - low) / (high - low + 1e-6), -1, 2).astype(np.float32)


def standard(image):
    """As the 0.4 description says: mean 0 and standard deviation 1."""
    return ((image - image.mean()) / (image.std() + 1e-6)).astype(np.float32)


def train(network, scale, outputs):
    random = np.random.default_rng(2)
    optimiser = torch.optim.Adam(network.parameters(), 1e-2)
    for _ in range(120):
        batch = [discs(random, 48) for _ in range(4)]
        images = torch.from_numpy(np.stack([scale(image)[None] for image, _ in batch]))
        masks = torch.from_numpy(np.stack([mask for _, mask in batch]))
        logits = network(images)
        loss = nn.functional.binary_cross_entropy_with_logits(logits[:, 0], masks.float()) if outputs == 1 \
            else nn.functional.cross_entropy(logits, masks.long())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    network.eval()
    return float(loss)


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def package(name, description, script, files):
    buffer = io.BytesIO()
    torch.jit.save(script, buffer)
    weights = buffer.getvalue()
    text = description.replace("SHA256", hashlib.sha256(weights).hexdigest())
    with zipfile.ZipFile(os.path.join(HERE, name), "w", zipfile.ZIP_DEFLATED) as file:
        for entry, content in {"rdf.yaml": text.encode(), "weights.pt": weights, **files}.items():
            information = zipfile.ZipInfo(entry, (2026, 1, 1, 0, 0, 0))
            information.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(information, content)


NEW = """format_version: 0.5.5
type: model
name: Discs U-Net (new)
description: Finds drawn discs.
license: CC0-1.0
authors: [{name: make_packages.py}]
cite: [{text: drawn, url: "https://example.org"}]
inputs:
- id: raw
  axes:
  - {type: batch}
  - {type: channel, channel_names: [grey]}
  - {type: space, id: y, size: {min: 16, step: 4}}
  - {type: space, id: x, size: {min: 16, step: 4}}
  data: {type: float32}
  test_tensor: {source: test-input.npy}
  preprocessing:
  - {id: ensure_dtype, kwargs: {dtype: float32}}
  - {id: scale_range, kwargs: {axes: [channel, y, x], min_percentile: 1, max_percentile: 99}}
  - {id: clip, kwargs: {min: -1, max: 2}}
outputs:
- id: discs
  axes:
  - {type: batch}
  - {type: channel, channel_names: [disc]}
  - {type: space, id: y, halo: 8, size: {tensor_id: raw, axis_id: y}}
  - {type: space, id: x, halo: 8, size: {tensor_id: raw, axis_id: x}}
  data: {type: float32}
  test_tensor: {source: test-output.npy}
  postprocessing:
  - {id: sigmoid}
weights:
  torchscript: {source: weights.pt, sha256: SHA256, pytorch_version: "2.13.0"}
"""

OLD = """format_version: 0.4.9
type: model
name: discs-old
description: Finds drawn discs.
license: CC0-1.0
authors: [{name: make_packages.py}]
cite: [{text: drawn, url: "https://example.org"}]
timestamp: "2026-01-01T00:00:00"
tags: []
documentation: README.md
inputs:
- name: raw
  axes: bcyx
  data_type: float32
  data_range: [-.inf, .inf]
  shape: [1, 1, 48, 48]
  preprocessing:
  - {name: zero_mean_unit_variance, kwargs: {mode: per_sample, axes: yx}}
outputs:
- name: classes
  axes: bcyx
  data_type: float32
  data_range: [-.inf, .inf]
  halo: [0, 0, 8, 8]
  shape: {reference_tensor: raw, scale: [1.0, .null, 1.0, 1.0], offset: [0.0, 1.0, 0.0, 0.0]}
test_inputs: [test-input.npy]
test_outputs: [test-output.npy]
weights:
  torchscript: {source: ./weights.pt, sha256: SHA256}
""".replace(".null", "null")


class Softmaxed(nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.softmax(self.network(x), 1)


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    image, _ = discs(np.random.default_rng(7), 48)
    network = UNet(1, 1)
    print("new: loss", train(network, normal, 1))
    with torch.no_grad():
        output = torch.sigmoid(network(torch.from_numpy(normal(image)[None, None]))).numpy()
    package("unet-0.5.zip", NEW, torch.jit.script(network), {"test-input.npy": npy(image[None, None]),
                                                             "test-output.npy": npy(output)})
    network = UNet(1, 2)
    print("old: loss", train(network, standard, 2))
    network = Softmaxed(network).eval()
    with torch.no_grad():
        output = network(torch.from_numpy(standard(image.astype(np.float64))[None, None])).numpy()
    package("unet-0.4.zip", OLD, torch.jit.trace(network, torch.zeros(1, 1, 48, 48)),
            {"test-input.npy": npy(image[None, None]), "test-output.npy": npy(output)})


if __name__ == "__main__":
    main()
