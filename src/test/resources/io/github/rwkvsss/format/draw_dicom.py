"""Draws the DICOM fixtures with pydicom, a program that is not ours, and nothing else.

Run:  python draw_dicom.py    (pydicom 3.0, numpy)

A series of four sagittal slices of 4 x 3 pixels, whose names, instance numbers and positions disagree in order. The
pixel in row j, column i of slice k (counted along the normal) holds i + 10 j + 100 k - 50, stored with intercept -1024.
"""
import os

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "dicom"))
ROW = [0.0, 1.0, 0.0]        # columns rise towards posterior
COLUMN = [0.0, 0.0, -1.0]    # rows rise towards inferior
NORMAL = np.cross(ROW, COLUMN)
ORIGIN = np.array([10.0, -20.0, 30.0])
GAP = 2.5


def slice_file(name, k, number, series="1.2.3.4"):
    d = Dataset()
    d.file_meta = FileMetaDataset()
    d.file_meta.MediaStorageSOPClassUID = CTImageStorage
    d.file_meta.MediaStorageSOPInstanceUID = f"{series}.{k + 1}"
    d.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    d.SOPClassUID = CTImageStorage
    d.SOPInstanceUID = f"{series}.{k + 1}"
    d.SeriesInstanceUID = series
    d.Modality = "CT"
    d.SliceThickness = "9"   # not the distance between slices
    d.InstanceNumber = str(number)
    d.ImagePositionPatient = [f"{v:.3f}" for v in ORIGIN + k * GAP * NORMAL]
    d.ImageOrientationPatient = [f"{v:.0f}" for v in ROW + COLUMN]
    d.PixelSpacing = ["0.75", "0.5"]
    d.Rows, d.Columns = 3, 4
    d.SamplesPerPixel, d.PhotometricInterpretation = 1, "MONOCHROME2"
    d.BitsAllocated, d.BitsStored, d.HighBit, d.PixelRepresentation = 16, 16, 15, 1
    d.RescaleIntercept, d.RescaleSlope = "-1024", "1"
    j, i = np.mgrid[0:3, 0:4]
    d.PixelData = (i + 10 * j + 100 * k - 50 + 1024).astype("<i2").tobytes()
    d.save_as(name, enforce_file_format=True)


slice_file("a.dcm", 2, 1)
slice_file("b.dcm", 0, 4)
slice_file("c.dcm", 3, 2)
slice_file("d", 1, 3)
