/**
 * Image files to ImageJ's {@code ImagePlus} and back: TIFF, OME-TIFF, DICOM, NIfTI, PNG, JPEG, BMP and GIF, what they say of
 * calibration, orientation and labels, and pairs of images and label images in two folders.
 */
package io.github.rwkvsss.format;
