"""Draws TIFF fixtures with tifffile 2026.3, imagecodecs and Pillow 13, programs that are not ours.

Run:  python draw_tiff.py    (numpy, tifffile, imagecodecs, Pillow)

Planes are 7 x 5, pixel (x, y) as in Fixtures.java. Where no program writes what is wanted, `bare` puts tags and bytes
together; tifffile reads each of those back here with the values that they were made of.
"""
import os
import struct

import imagecodecs
import numpy as np
import tifffile
from PIL import Image

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tiff"))
Y, X = np.mgrid[0:5, 0:7]
V8 = ((X * 37 + Y * 11) % 256).astype("u1")
V16 = ((X * 9001 + Y * 4567) % 65536).astype("u2")


def bare(name, tags, data):
    """A little-endian TIFF of one strip or tile: tags {number: (type, values)}."""
    tags = dict(tags)
    head = 8
    size = {3: 2, 4: 4}
    at = head + 2 + 12 * (len(tags) + 2) + 4
    tags.setdefault(273, (4, [at]))
    tags.setdefault(279, (4, [len(data)]))
    at = head + 2 + 12 * len(tags) + 4
    offset = 324 if 324 in tags else 273
    tags[offset] = (4, [at])
    out = struct.pack("<2sHIH", b"II", 42, head, len(tags))
    for tag in sorted(tags):
        kind, values = tags[tag]
        packed = b"".join(struct.pack("<H" if kind == 3 else "<I", v) for v in values)
        assert len(packed) <= 4 and size[kind]
        out += struct.pack("<HHI", tag, kind, len(values)) + packed.ljust(4, b"\0")
    out += struct.pack("<I", 0)
    with open(name, "wb") as f:
        f.write(out.ljust(at, b"\0") + data)


def grey(bits, compression=1, photometric=1, **more):
    tags = {256: (3, [7]), 257: (3, [5]), 258: (3, [bits]), 259: (3, [compression]), 262: (3, [photometric]),
            277: (3, [1]), 278: (3, [5])}
    tags.update({int(k[1:]): (3, [v]) for k, v in more.items()})
    return tags


def check(name, expected):
    assert np.array_equal(tifffile.imread(name), expected), name


# Few, odd and many bits; floats of all widths; differences of pixels.
for bits in (2, 4, 12):
    a = (V16 >> (16 - bits)).astype("u1" if bits < 8 else "u2")
    bare(f"bits{bits}.tif", grey(bits), b"".join(imagecodecs.packints_encode(np.ascontiguousarray(r), bits) for r in a))
    check(f"bits{bits}.tif", a)
for kind in ("f2", "f4", "f8"):
    tifffile.imwrite(f"float-differences-{kind}.tif", (V8 - 100.5).astype(kind), compression="zlib", predictor=True,
                     byteorder=">" if kind == "f4" else "<")
tifffile.imwrite("uint64.tif", V16.astype("u8"), photometric="minisblack")
tifffile.imwrite("int8.tif", V8.astype("i1"), photometric="minisblack")
# Bits and bytes in an older order, tiles under the names of strips.
bare("lowest-bit-first.tif", grey(8, x266=2), imagecodecs.bitorder_encode(V8.tobytes()))
check("lowest-bit-first.tif", V8)
codes, bits, n = [256, *V8.ravel().tolist(), 257], 0, 0
for c in codes:
    bits |= c << n
    n += 9
bare("old-lzw.tif", grey(8, 5), bits.to_bytes((n + 7) // 8, "little"))
check("old-lzw.tif", V8)
tile = np.zeros((16, 16), "u1")
tile[:5, :7] = V8
tags = grey(8, x322=16, x323=16)
del tags[278]
bare("tiles-as-strips.tif", tags, tile.tobytes())
# Colours, transparency and what is refused.
rgb = np.stack([V8, V8 // 2, 255 - V8, V8 // 3], -1)
for extra in ("unspecified", "unassalpha"):
    tifffile.imwrite(f"rgb-and-{extra}.tif", rgb, photometric="rgb", extrasamples=[extra])
tifffile.imwrite("grey-alpha.tif", rgb[..., :2], photometric="minisblack", planarconfig="contig", extrasamples=["unassalpha"])
tifffile.imwrite("cmyk.tif", rgb, photometric="separated")
tifffile.imwrite("lab.tif", rgb[..., :3], photometric="cielab")
tifffile.imwrite("complex.tif", V8.astype("c8"))
for compression in ("zstd", "lerc"):
    tifffile.imwrite(f"{compression}.tif", V8, compression=compression)
# Pages of several kinds.
with tifffile.TiffWriter("two-kinds.tif") as t:
    t.write(V8, photometric="minisblack")
    t.write(V16, photometric="minisblack")
with tifffile.TiffWriter("black-and-white-zero.tif") as t:
    t.write(V8, photometric="minisblack")
    t.write(V8, photometric="miniswhite")
with tifffile.TiffWriter("reduced.tif") as t:
    t.write(V8, photometric="minisblack")
    t.write(V16, subfiletype=1, photometric="minisblack")
    t.write(V8 // 2, photometric="minisblack")
# Decoded by the JDK.
bw = Image.fromarray((X + Y) % 4 < 2)
for c in ("group3", "group4", "tiff_ccitt"):
    bw.save(f"{c}.tif", compression=c)
ramp = np.clip(np.mgrid[0:16, 0:16][1] * 10 + 40, 0, 255).astype("u1")
Image.fromarray(np.stack([ramp, 255 - ramp, ramp // 2], -1)).save("jpeg-rgb.tif", compression="jpeg", quality=95)
# As they are to be shown.
for o in range(1, 9):
    tifffile.imwrite(f"orientation{o}.tif", V8, photometric="minisblack", extratags=[(274, "H", 1, o, True)])
# Labels.
tifffile.imwrite("labels-beyond-float.tif", np.array([[16777217, 2147483647, 0]], "i4"))
tifffile.imwrite("labels-too-large.tif", np.array([[4294967295, 0]], "u4"))
tifffile.imwrite("labels-float-2p24.tif", np.array([[16777216, 0]], "f4"))
# OME: plane (t, z, c) holds 100 t + 10 z + c in every pixel.
for axes in ("TCZYX", "ZTCYX", "CZTYX", "TZCYX"):
    sizes = {"T": 3, "Z": 4, "C": 2}
    shape = [sizes[a] for a in axes[:3]]
    index = dict(zip(axes, np.indices(shape)))
    planes = 100 * index["T"] + 10 * index["Z"] + index["C"]
    tifffile.imwrite(f"{axes}.ome.tif", np.broadcast_to(planes[..., None, None], shape + [5, 7]).astype("u1"), photometric="minisblack", metadata={
        "axes": axes, "PhysicalSizeX": 200, "PhysicalSizeXUnit": "nm", "PhysicalSizeY": 3000, "PhysicalSizeYUnit": "Å",
        "PhysicalSizeZ": 0.001, "PhysicalSizeZUnit": "mm", "TimeIncrement": 500, "TimeIncrementUnit": "ms"})
tifffile.imwrite("rgb.ome.tif", np.stack([rgb[..., :3], rgb[..., :3] // 2]), photometric="rgb", metadata={"axes": "ZYXS"})
with tifffile.TiffWriter("two-images.ome.tif") as t:
    t.write(np.stack([V8, V8]), metadata={"axes": "CYX"}, photometric="minisblack")
    t.write(V16, metadata={"axes": "YX"}, photometric="minisblack")
OME = ('<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" UUID="urn:uuid:1">{}</OME>')
PIXELS = ('<Image ID="Image:0"><Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint8" SizeX="7" SizeY="5" SizeZ="1" '
          'SizeC="2" SizeT="1">{}</Pixels></Image>')
DATA = '<TiffData FirstC="{0}" IFD="0"><UUID FileName="{1}">urn:uuid:{0}</UUID></TiffData>'
for name, xml in {
        "split.ome.tif": OME.format(PIXELS.format(DATA.format(1, "split.ome.tif") + DATA.format(0, "other.ome.tif"))),
        "binary-only.ome.tif": OME.format('<BinaryOnly MetadataFile="main.companion.ome" UUID="urn:uuid:9"/>'),
        "missing-planes.ome.tif": OME.format(PIXELS.format('<TiffData IFD="0" PlaneCount="1"/>')),
        "dtd.ome.tif": '<!DOCTYPE OME [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + OME.format("&x;")}.items():
    tifffile.imwrite(name, V8, description=xml, metadata=None, photometric="minisblack")
