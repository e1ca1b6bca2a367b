"""Draws one volume twice with nibabel, a program that is not ours: as it is, and reoriented.

Run:  python draw_volumes.py    (nibabel 5.4, numpy)

Voxels of 1 x 1 x 5 mm. In the second file the first axis runs along the old second, the second against the old third,
the third against the old first: other[j, 7 - k, 23 - i] = volume[i, j, k].
"""
import os

import nibabel
import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
i, j, k = np.meshgrid(np.arange(24), np.arange(20), np.arange(8), indexing="ij")
inside = ((i - 9) / 7) ** 2 + ((j - 11) / 6) ** 2 + ((k - 4) / 2.5) ** 2 <= 1
data = (40 + 5 * ((3 * i + 5 * j + 7 * k) % 7) + 120 * inside).astype("u1")
volume = nibabel.Nifti1Image(data, np.array([[1, 0, 0, -11], [0, 1, 0, 4], [0, 0, 5, 30], [0, 0, 0, 1]]))
volume.header.set_xyzt_units("mm")
nibabel.save(volume, "volume.nii.gz")
other = volume.as_reoriented(np.array([[2, -1], [0, 1], [1, -1]]))
assert (np.asarray(other.dataobj)[3, 7 - 2, 23 - 5] == data[5, 3, 2]).all() and other.shape == (20, 8, 24)
nibabel.save(other, "volume-reoriented.nii.gz")
print(other.affine)
