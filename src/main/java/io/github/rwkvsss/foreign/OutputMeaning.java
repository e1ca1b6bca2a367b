package io.github.rwkvsss.foreign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.Task;

/** What the channels of a foreign model's output say, which its description leaves to its users. */
public enum OutputMeaning {

		/** One channel: the probability that a pixel belongs to something. */
		FOREGROUND,

		/** A channel for each class, the first one the background; each pixel's sum to 1, or are made to. */
		CLASSES,

		/** Two channels: the probabilities of an object, its border included, and of the border between objects. */
		FOREGROUND_BOUNDARY;

	/** Beyond 0 and 1 only rounding is forgiven. */
	private static final float TOLERANCE = 1e-3f;

	/**
	 * @param word as users write it
	 * @throws IllegalArgumentException in one sentence if there is no such meaning
	 */
	public static OutputMeaning of(final String word) {
		return Arrays.stream(values()).filter(meaning -> meaning.word().equals(word)).findFirst().orElseThrow(
			() -> new IllegalArgumentException("the meaning \"" + word + "\" is not known; choose " + Arrays.stream(values()).map(
				OutputMeaning::word).collect(Collectors.joining(", "))));
	}

	/** @return the meaning as users write it */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * @param channels of the output
	 * @param example an output
	 * @return what they say if there is no doubt
	 * @throws IllegalArgumentException in one sentence if there is
	 */
	static OutputMeaning guess(final int channels, final float[] example) {
		if (channels == 1) return FOREGROUND;
		final int pixels = example.length / channels;
		for (int i = 0; i < pixels; i++) {
			double sum = 0;
			for (int k = 0; k < channels; k++) sum += example[k * pixels + i];
			if (Math.abs(sum - 1) > TOLERANCE) throw new IllegalArgumentException("the model gives " + channels +
				" channels that do not sum to 1, and nothing says what they mean; choose meaning=classes if each is a class and " +
				"the first the background, or meaning=foreground_boundary for objects and the borders between them");
		}
		return CLASSES;
	}

	/**
	 * @param channels of the output
	 * @throws IllegalArgumentException in one sentence if these cannot mean that
	 */
	void require(final int channels) {
		final boolean fits = switch (this) {
			case FOREGROUND -> channels == 1;
			case CLASSES -> channels >= 2 && channels <= 255;
			case FOREGROUND_BOUNDARY -> channels == 2;
		};
		if (!fits) throw new IllegalArgumentException("the model gives " + channels + (channels == 1 ? " channel"
			: " channels") + ", which cannot mean " + word());
	}

	Task task() {
		return this == FOREGROUND_BOUNDARY ? Task.INSTANCE : Task.SEMANTIC;
	}

	InstanceParameters instances() {
		return this == FOREGROUND_BOUNDARY ? InstanceParameters.DEFAULT : null;
	}

	/** @param channelNames of the output; empty if they have none */
	List<String> classNames(final int channels, final List<String> channelNames) {
		return switch (this) {
			case FOREGROUND -> List.of("background", channelNames.size() == 1 ? channelNames.get(0) : "foreground");
			case CLASSES -> channelNames.size() == channels ? List.copyOf(channelNames) : IntStream.range(0, channels).mapToObj(
				k -> "class" + k).toList();
			case FOREGROUND_BOUNDARY -> List.of("background", "interior", "boundary");
		};
	}

	/**
	 * @param output (K, pixels)
	 * @param channels K
	 * @return (classes, pixels) probabilities that sum to 1
	 * @throws IllegalArgumentException in one sentence if the values are no probabilities
	 */
	float[] probabilities(final float[] output, final int channels) {
		final int pixels = output.length / channels;
		for (final float value : output) if (!(value >= -TOLERANCE && (this == CLASSES || value <= 1 + TOLERANCE)))
			throw new IllegalArgumentException("the model gives the value " + value +
				", which is no probability; import it with activation=sigmoid or activation=softmax");
		final int classes = this == FOREGROUND ? 2 : this == CLASSES ? channels : 3;
		final float[] shares = new float[Math.multiplyExact(classes, pixels)];
		for (int i = 0; i < pixels; i++) {
			switch (this) {
				case FOREGROUND -> {
					final float share = unit(output[i]);
					shares[i] = 1 - share;
					shares[pixels + i] = share;
				}
				case CLASSES -> {
					float sum = 0;
					for (int k = 0; k < channels; k++) sum += Math.max(0, output[k * pixels + i]);
					for (int k = 0; k < channels; k++) shares[k * pixels + i] = sum > 0 ? Math.max(0, output[k * pixels + i]) / sum
						: k == 0 ? 1 : 0;
				}
				default -> {
					final float object = unit(output[i]);
					final float border = unit(output[pixels + i]);
					shares[i] = 1 - object;
					shares[pixels + i] = object * (1 - border);
					shares[2 * pixels + i] = object * border;
				}
			}
		}
		return shares;
	}

	private static float unit(final float value) {
		return Math.min(1, Math.max(0, value));
	}

	/** @return 0, 1, … */
	List<Integer> classValues(final int classes) {
		final List<Integer> values = new ArrayList<>();
		for (int k = 0; k < classes; k++) values.add(k);
		return values;
	}
}
