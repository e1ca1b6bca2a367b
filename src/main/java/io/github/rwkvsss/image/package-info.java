/**
 * Images as files, as ImageJ's {@code ImagePlus}, and as plain arrays: reading and writing, axes, calibration and
 * normalisation. Arrays are row-major with the axes (channel, frame, slice, row, column), column fastest.
 */
package io.github.rwkvsss.image;
