package io.github.rwkvsss.segment;

import java.util.List;

import io.github.rwkvsss.image.PixelSource;

/**
 * The channels that a model saw, with the image's own values, from which intensities are measured.
 *
 * @param pixels calibrated values
 * @param numbers of the channels in the image, from 1
 */
record MeasuredChannels(PixelSource pixels, List<Integer> numbers) {}
