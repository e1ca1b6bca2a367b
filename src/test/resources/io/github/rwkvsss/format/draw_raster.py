"""Draws PNG, JPEG, BMP and GIF fixtures with Pillow 13 and ImageMagick 6, programs that are not ours.

Run:  python draw_raster.py    (numpy, Pillow; `convert` of ImageMagick)

Pixel (x, y) of a plane of 7 x 5 as in Fixtures.java, RGB as v, v/2, 255-v. The 16-bit BMPs are put together here by the
format's description; Pillow reads 5-6-5 and 5-5-5 with the values that the test asks for.
"""
import os
import struct
import subprocess

import numpy as np
from PIL import Image, ImageDraw

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "raster"))
Y, X = np.mgrid[0:5, 0:7]
V8 = ((X * 37 + Y * 11) % 256).astype("u1")
RGB = np.stack([V8, V8 // 2, 255 - V8], -1)


def bmp16(name, masks, topdown=False):
    rows = []
    for y in range(5) if topdown else range(4, -1, -1):
        row = b""
        for x in range(7):
            p = 0
            for c, m in enumerate(masks):
                shift = (m & -m).bit_length() - 1
                p |= (int(RGB[y, x, c]) * (m >> shift) // 255) << shift
            row += struct.pack("<H", p)
        rows.append(row.ljust(16, b"\0"))
    data = b"".join(rows)
    head = struct.pack("<IiiHHIIiiII", 40, 7, -5 if topdown else 5, 1, 16, 3, len(data), 2835, 2835, 0, 0)
    with open(name, "wb") as f:
        f.write(b"BM" + struct.pack("<IHHI", 66 + len(data), 0, 0, 66) + head + struct.pack("<3I", *masks) + data)


bmp16("bits565.bmp", (0xF800, 0x7E0, 0x1F))
bmp16("bits555-topdown.bmp", (0x7C00, 0x3E0, 0x1F), True)
# JPEG: eight orientations of one picture, an upright one among them; CMYK.
big = np.kron(np.array([[40, 90, 140], [190, 240, 15]], "u1"), np.ones((16, 16), "u1"))
for o in range(1, 9):
    exif = Image.Exif()
    exif[0x112] = o
    Image.fromarray(big).save(f"orientation{o}.jpg", quality=95, exif=exif)
Image.fromarray(np.stack([big] * 3, -1)).convert("CMYK").save("cmyk.jpg")
# PNG: transparency of one value is no other value; several pictures; orientation.
Image.fromarray(V8).save("transparent-value.png", transparency=int(V8[0, 1]))
Image.fromarray(V8).save("animated.png", save_all=True, append_images=[Image.fromarray(255 - V8)])
exif = Image.Exif()
exif[0x112] = 3
Image.fromarray(V8).save("orientation3.png", exif=exif)
# GIF: a picture smaller than its canvas; boxes that stay, are wiped, or give back what was there.
subprocess.run(["convert", "-size", "2x1", "xc:red", "-page", "7x5+3+2", "small.gif"], check=True)
frames = []
for i in range(3):
    frame = Image.new("P", (7, 5), 0)
    frame.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255] + [0] * 756)
    ImageDraw.Draw(frame).rectangle((2 * i, 1, 2 * i + 1, 3), fill=i + 1)
    frames.append(frame)
for disposal in (1, 2):
    frames[0].save(f"disposal{disposal}.gif", save_all=True, append_images=frames[1:], disposal=disposal, optimize=False)
