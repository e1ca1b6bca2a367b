"""Draws the NIfTI fixtures with nibabel, a program that is not ours, and nothing else.

Run:  python draw_nifti.py    (nibabel 5.4, numpy)

Voxel (i, j, k) of frame t and channel c holds v = i + 5 j + 20 k + 60 t + 120 c, plus what each file says.
"""
import gzip
import os

import nibabel
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
SIZE = (5, 4, 3)
i, j, k = np.meshgrid(*map(np.arange, SIZE), indexing="ij")
v = i + 5 * j + 20 * k
# Left, posterior, superior and tilted: nothing that a lucky guess would give.
AFFINE = nibabel.affines.from_matvec(np.array([[-0.9, 0.0, 0.4], [0.0, -1.2, 0.0], [0.2, 0.0, 4.5]]), [12.5, -7.25, 3])


def save(name, data, affine=AFFINE, order="<", slope=None, intercept=None, sform=1, qform=0, units=("mm", "sec"), zooms=None):
    header = nibabel.Nifti1Header(endianness=order)
    header.set_data_dtype(data.dtype)
    image = nibabel.Nifti1Image(data, affine, header)
    if affine is not None:
        image.header.set_sform(affine, sform)
        image.header.set_qform(affine if qform else None, qform)
    image.header.set_xyzt_units(*units)
    if zooms is not None:
        image.header.set_zooms(zooms)
    if slope is not None:
        image.header.set_slope_inter(slope, intercept)
        # nibabel would divide by the slope; the fixture wants the stored values as they are.
        raw = gzip.open if name.endswith(".gz") else open
        blob = bytearray(image.header.binaryblock) + b"\0" * 4
        blob[108:112] = np.array(352, order + "f4").tobytes()
        blob[112:120] = np.array([slope, intercept], order + "f4").tobytes()
        with raw(name, "wb") as f:
            f.write(bytes(blob) + data.astype(data.dtype.newbyteorder(order)).tobytes(order="F"))
        return
    nibabel.save(image, name)


for kind in ("u1", "i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"):
    base = -30 if kind[0] in "if" else 0
    save(f"nifti-{kind}.nii", (v + base).astype(kind), order=">" if kind in ("u2", "i4", "f8") else "<")
save("nifti-slope-i2.nii.gz", (v - 10).astype("i2"), slope=0.5, intercept=-1024)
save("nifti-slope-u1.nii", v.astype("u1"), slope=2, intercept=3, order=">")
save("nifti-slope-f4.nii", v.astype("f4"), slope=3, intercept=-1)
four = np.stack([v + 60 * t for t in range(2)], axis=-1)
# Sagittal slices, i towards anterior, j superior, k left, by a quaternion alone.
save("nifti-time.nii.gz", four.astype("u1"), zooms=(1, 1.2, 4.5, 2.5), sform=0, qform=1,
     affine=nibabel.affines.from_matvec(np.array([[0, 0, -4.5], [1, 0, 0], [0, 1.2, 0]]), [1, 2, 3]))
save("nifti-quaternion.nii", v.astype("u1"), sform=0, qform=2, affine=nibabel.affines.from_matvec(
    np.array([[0.8, 0.6, 0], [-0.6, 0.8, 0], [0, 0, -1]]) @ np.diag([1, 1.5, 2]), [-4, 5, 6]))
five = np.stack([four + 120 * c for c in range(2)], axis=-1)
save("nifti-channels.nii", five.astype("u2"))
rgb = np.zeros(SIZE, dtype=[("R", "u1"), ("G", "u1"), ("B", "u1")])
rgb["R"], rgb["G"], rgb["B"] = v, 2 * v, 255 - v
save("nifti-rgb.nii", rgb)
save("nifti-micron.nii", v.astype("u1"), units=("micron", "unknown"), affine=None, zooms=(1, 2, 3))
save("nifti-complex.nii", v.astype("c8"))
nibabel.save(nibabel.Nifti2Image(v.astype("u1"), AFFINE), "nifti-two.nii")
for name in ("time.nii.gz", "quaternion.nii"):
    h = nibabel.load("nifti-" + name).header
    print(name, h["pixdim"], h["quatern_b"], h["quatern_c"], h["quatern_d"], h.get_best_affine())
