/**
 * Images as ImageJ's {@code ImagePlus} and as plain arrays: pixels, geometry, calibration and normalisation; files are read and
 * written in {@code format}. Arrays are row-major with the axes (channel, frame, slice, row, column), column fastest.
 */
package io.github.rwkvsss.image;
