"""Draws one DICOM file of each kind of pixels with pydicom, and beside them the values that pydicom reads back.

Run:  python draw_dicom_kinds.py    (pydicom 3.0, numpy)

expected.txt: name, sum of all values, sum of value x (index modulo 977), by pydicom's pixel_array and its apply functions,
RGB as all red, all green, all blue.
"""
import os

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.pixels import apply_color_lut, apply_modality_lut
from pydicom.uid import (CTImageStorage, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, RLELossless)

os.makedirs(os.path.join(os.path.dirname(os.path.abspath(__file__)), "dicom-kinds"), exist_ok=True)
os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "dicom-kinds"))
ROWS, COLUMNS = 6, 9
RANDOM = np.random.default_rng(11)


def write(name, a, syntax=ExplicitVRLittleEndian, stored=None, high=None, photometric="MONOCHROME2", samples=1, rle=False,
          **tags):
    d = Dataset()
    d.file_meta = FileMetaDataset()
    d.file_meta.TransferSyntaxUID = syntax
    d.file_meta.MediaStorageSOPClassUID = d.SOPClassUID = CTImageStorage
    d.file_meta.MediaStorageSOPInstanceUID = d.SOPInstanceUID = "1.2.3"
    d.Rows, d.Columns = ROWS, COLUMNS
    d.SamplesPerPixel, d.PhotometricInterpretation = samples, photometric
    d.BitsAllocated = 8 * a.dtype.itemsize
    d.BitsStored = stored or d.BitsAllocated
    d.HighBit = d.BitsStored - 1 if high is None else high
    d.PixelRepresentation = int(a.dtype.kind == "i")
    for key, value in tags.items():
        setattr(d, key, value)
    if a.dtype.kind == "f":
        setattr(d, "FloatPixelData" if a.dtype.itemsize == 4 else "DoubleFloatPixelData", a.tobytes())
        del d.BitsStored, d.HighBit, d.PixelRepresentation
    else:
        big = a.astype(a.dtype.newbyteorder(">" if syntax == ExplicitVRBigEndian else "<"))
        data = big.tobytes()
        if syntax == ExplicitVRBigEndian and d.BitsAllocated == 8:
            data = np.frombuffer(data + b"\0" * (len(data) % 2), ">u2").astype("<u2").tobytes()
        d.PixelData = data + b"\0" * (len(data) % 2)
        d["PixelData"].VR = "OW"
    if rle:
        d.compress(RLELossless, a)
    d.save_as(name, enforce_file_format=True)
    read = pydicom.dcmread(name)
    v = read.pixel_array
    if photometric == "PALETTE COLOR":
        v = apply_color_lut(v, read).astype(float)
        v = np.floor(v / 256) if v.max() > 255 else v
    elif samples == 1:
        v = apply_modality_lut(v, read)
    if v.ndim > 2 and v.shape[-1] == 3:
        v = v.transpose(2, 0, 1)
    v = v.astype(float).ravel()
    return f"{name} {v.sum():.6f} {(v * (np.arange(v.size) % 977)).sum():.6f}\n"


def of(kind, low, high, shape=(ROWS, COLUMNS)):
    return RANDOM.integers(low, high, shape, endpoint=True).astype(kind)


def table(data, first):
    item = Dataset()
    item.add_new(0x00283002, "US", [len(data), first, 16])
    item.add_new(0x00283003, "LO", "density")
    item.ModalityLUTType = "OD"
    item.add_new(0x00283006, "US", list(data))
    return [item]


out = ""
out += write("implicit.dcm", of("u2", 0, 65535), ImplicitVRLittleEndian, RescaleSlope="0.25", RescaleIntercept="-3")
out += write("big-endian.dcm", of("i2", -9000, 9000), ExplicitVRBigEndian, RescaleSlope="1", RescaleIntercept="7")
out += write("big-endian-bytes.dcm", of("u1", 0, 255), ExplicitVRBigEndian)
out += write("signed-bytes.dcm", of("i1", -128, 127))
out += write("twelve.dcm", of("u2", 0, 4095), stored=12)
out += write("int32.dcm", of("i4", -70000, 70000), RescaleSlope="2", RescaleIntercept="1")
out += write("uint32.dcm", of("u4", 0, 1 << 23))
out += write("float.dcm", RANDOM.normal(0, 9, (ROWS, COLUMNS)).astype("f4"))
out += write("double.dcm", RANDOM.normal(0, 9, (ROWS, COLUMNS)).astype("f8"))
out += write("rle16.dcm", of("u2", 0, 4095), rle=True)
out += write("rle-rgb.dcm", of("u1", 0, 255, (ROWS, COLUMNS, 3)), photometric="RGB", samples=3, rle=True, PlanarConfiguration=0)
out += write("rgb.dcm", of("u1", 0, 255, (ROWS, COLUMNS, 3)), photometric="RGB", samples=3, PlanarConfiguration=0)
out += write("rgb-planes.dcm", of("u1", 0, 255, (3, ROWS, COLUMNS)), photometric="RGB", samples=3, PlanarConfiguration=1)
out += write("white-zero.dcm", of("u2", 0, 4095), photometric="MONOCHROME1")
out += write("table.dcm", of("u2", 0, 40), ModalityLUTSequence=table((np.arange(32) ** 2).tolist(), 5))
lut = {f"{c}PaletteColorLookupTableDescriptor": [16, 2, 16] for c in ("Red", "Green", "Blue")}
for n, c in enumerate(("Red", "Green", "Blue")):
    lut[f"{c}PaletteColorLookupTableData"] = (of("u2", 0, 65535, (16,)) | 256).astype("<u2").tobytes()
out += write("palette.dcm", of("u1", 0, 20), photometric="PALETTE COLOR", **lut)
with open("expected.txt", "w") as f:
    f.write(out)
