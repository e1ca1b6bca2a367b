package io.github.rwkvsss.train;

import java.util.List;
import java.util.stream.Stream;

/** RGB images of greys only: one of their channels is learned from, if all images of a training are so. */
final class GreySamples {

	private GreySamples() {}

	/** @return whether there is nothing but grey images, some of them in three channels, and none were chosen */
	static boolean are(final SampleForm form, final List<Sample> training, final List<Sample> validation) {
		return form.channels().isEmpty() && Stream.of(training, validation).flatMap(List::stream).anyMatch(sample -> sample
			.channels() == 3) && Stream.of(training, validation).flatMap(List::stream).allMatch(sample -> sample
				.channels() == 1 || sample.isGrey());
	}

	static List<Sample> oneChannel(final List<Sample> samples) {
		return samples.stream().map(sample -> sample.channels() == 1 ? sample : sample.firstChannel()).toList();
	}
}
