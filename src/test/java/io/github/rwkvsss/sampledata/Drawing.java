package io.github.rwkvsss.sampledata;

/**
 * A drawn image with its labels, both (height, width) row-major.
 *
 * @param image intensities 0 to 255
 * @param labels 0 background, others as the kind of drawing says
 */
record Drawing(int width, int height, int[] image, int[] labels) {}
