"""Draws the fixtures in this folder with programs that are not ImageJ: Pillow, tifffile, zlib.

Run:  python draw_fixtures.py    (pillow 12, tifffile, numpy)

Every pixel value is a formula of its place, which the tests repeat.
"""
import os
import struct
import zlib

import numpy as np
import tifffile
from PIL import Image

os.chdir(os.path.dirname(os.path.abspath(__file__)))
W, H = 7, 5
y, x = np.mgrid[0:H, 0:W]
v8 = ((x * 37 + y * 11) % 256).astype(np.uint8)
v16 = ((x * 9001 + y * 4567) % 65536).astype(np.uint16)
rgb = np.stack([v8, v8 // 2, 255 - v8], axis=-1)
labels = ((x // 3) + 2 * (y // 3)).astype(np.uint8)


def png(path, width, height, depth, colour, rows):
    """A PNG by hand, for kinds that Pillow does not write."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    raw = b"".join(b"\0" + r for r in rows)
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
                + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


# PNG
Image.fromarray(v8).save("gray8.png")
Image.fromarray(v16).save("gray16.png")
Image.fromarray(rgb).save("rgb8.png")
Image.fromarray(np.dstack([v8, 255 - v8]), "LA").save("gray8-alpha.png")
Image.fromarray(np.dstack([rgb, v8]), "RGBA").save("rgb8-alpha.png")
Image.fromarray((x + y) % 2 == 0).save("gray1.png")
palette = Image.fromarray(labels, "P")
palette.putpalette([0, 0, 0, 200, 0, 0, 0, 200, 0, 0, 0, 200, 90, 80, 70] + [0] * 753)
palette.save("palette.png")
png("gray4.png", 4, 1, 4, 0, [bytes([0x01, 0xaf])])
rgb16 = np.dstack([v16, v16 // 2, 65535 - v16]).astype(">u2")
png("rgb16.png", W, H, 16, 2, [r.tobytes() for r in rgb16])

jy, jx = np.mgrid[0:64, 0:64]
Image.fromarray((2 * jx + jy).astype(np.uint8)).save("ramp.jpg", quality=95)
Image.fromarray(rgb).save("rgb8.bmp")

# TIFF by Pillow
Image.fromarray(v8).save("gray8.tif")
Image.fromarray(v16).save("gray16-lzw.tif", compression="tiff_lzw")
Image.fromarray(v16).save("gray16-lzw-predictor.tif", compression="tiff_lzw", tiffinfo={317: 2})
Image.fromarray(rgb).save("rgb8-lzw-predictor.tif", compression="tiff_lzw", tiffinfo={317: 2})
Image.fromarray(v8).save("gray8-packbits.tif", compression="packbits")
Image.fromarray((x + y) % 2 == 0).save("gray1.tif")
long = np.mgrid[0:120, 0:130].prod(axis=0) * 2654435761 // 4096 % 65536
Image.fromarray(long.astype(np.uint16)).save("long-lzw.tif", compression="tiff_lzw")
Image.fromarray(rgb).save("rgb8-deflate.tif", compression="tiff_adobe_deflate")
Image.fromarray((v8 - 100.5).astype(np.float32)).save("float32.tif")
pages = [Image.fromarray((v16 + i).astype(np.uint16)) for i in range(3)]
pages[0].save("pages16.tif", save_all=True, append_images=pages[1:])

# TIFF by tifffile
tifffile.imwrite("int32.tif", (labels.astype(np.int32) * 100000))
tifffile.imwrite("big-endian16.tif", v16, byteorder=">")
ty, tx = np.mgrid[0:18, 0:21]
tifffile.imwrite("tiled-deflate.tif", (ty * 1000 + tx).astype(np.uint16), tile=(16, 16), compression="zlib")
tifffile.imwrite("rgb8-planar.tif", np.moveaxis(rgb, -1, 0).copy(), photometric="rgb", planarconfig="separate")
tifffile.imwrite("rgb16.tif", rgb16.astype(np.uint16), photometric="rgb", rowsperstrip=2)
tifffile.imwrite("uint32.tif", np.array([[0, 1], [65536, 2**31]], np.uint32))
tifffile.imwrite("half.tif", v8.astype(np.float16))
tifffile.imwrite("bigtiff.tif", v8, bigtiff=True)
tifffile.imwrite("float64.tif", v8.astype(np.float64))
tifffile.imwrite("other-sizes.tif", v8)
tifffile.imwrite("other-sizes.tif", v8[:2, :3], append=True)
t, z, c = np.mgrid[0:2, 0:3, 0:2]
hyper = (10000 * t + 1000 * z + 100 * c)[..., None, None] + v8[None, None, None] % 100
tifffile.imwrite("hyperstack.tif", hyper.astype(np.uint16), imagej=True, resolution=(4, 2),
                 metadata={"axes": "TZCYX", "spacing": 2.5, "unit": "um", "finterval": 0.5,
                           "Labels": [f"plane {i}" for i in range(12)]})

# Label images
tifffile.imwrite("labels16.tif", labels.astype(np.uint16))
tifffile.imwrite("labels-float.tif", labels.astype(np.float32))
tifffile.imwrite("labels-int16.tif", labels.astype(np.int16))
nan = labels.astype(np.float32)
nan[2, 3] = np.nan
tifffile.imwrite("labels-nan.tif", nan)
tifffile.imwrite("labels-half.tif", (labels / 2).astype(np.float32))
