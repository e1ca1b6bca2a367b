package io.github.rwkvsss.foreign;

import java.util.List;
import java.util.Locale;

import io.github.rwkvsss.bioimage.ProcessingStep;

/** What a network leaves to its users to be done last. */
public enum Activation {

		/** Nothing. */
		NONE,
		/** The logistic function of each value. */
		SIGMOID,
		/** Class probabilities, over the channels. */
		SOFTMAX;

	/**
	 * @param word as users write it
	 * @throws IllegalArgumentException in one sentence if there is none such
	 */
	public static Activation of(final String word) {
		for (final Activation activation : values()) if (activation.name().toLowerCase(Locale.ROOT).equals(word))
			return activation;
		throw new IllegalArgumentException("the activation \"" + word + "\" is not known; choose none, sigmoid or softmax");
	}

	List<ProcessingStep> steps() {
		return switch (this) {
			case NONE -> List.of();
			case SIGMOID -> List.of(new ProcessingStep.Sigmoid());
			case SOFTMAX -> List.of(new ProcessingStep.Softmax());
		};
	}
}
