package io.github.rwkvsss.bioimage;

import java.util.List;

/** One step of what is done to a tensor before or after the network; the words differ between versions, these do not. */
public sealed interface ProcessingStep {

	/** Over which part of a sample is measured. */
	enum Over {
			/** Each channel separately. */
			EACH_CHANNEL,
			/** All channels as one. */
			ALL
	}

	/**
	 * Two percentiles become 0 and 1.
	 *
	 * @param low 0 to 100
	 * @param high 0 to 100
	 */
	record Percentiles(double low, double high, Over over) implements ProcessingStep {}

	/** Mean and standard deviation become 0 and 1. */
	record Moments(Over over) implements ProcessingStep {}

	/**
	 * {@code gain * value + offset}.
	 *
	 * @param gain one, or one per channel
	 * @param offset one, or one per channel
	 */
	record Linear(List<Double> gain, List<Double> offset) implements ProcessingStep {}

	/** Limits; either may be infinite. */
	record Clip(double low, double high) implements ProcessingStep {}

	/**
	 * 1 above, else 0.
	 *
	 * @param limits one, or one per channel
	 */
	record Threshold(List<Double> limits) implements ProcessingStep {}

	/** The logistic function. */
	record Sigmoid() implements ProcessingStep {}

	/** Exponentials that sum to 1 over the channels. */
	record Softmax() implements ProcessingStep {}
}
