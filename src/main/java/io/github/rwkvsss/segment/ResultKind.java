package io.github.rwkvsss.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a segmentation gives. */
public enum ResultKind {

	/** A number per object, or, of a semantic model, the label value of each pixel's class. */
	LABELS,
	/** 255 where there is an object, or any class but the first; else 0. */
	MASK,
	/** The probability of each class, one channel per class. */
	PROBABILITIES;

	/** @return the words by which users name the kinds */
	public static List<String> words() {
		return Arrays.stream(values()).map(ResultKind::word).toList();
	}

	/** @return the word by which users name this kind */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * @param word one of {@link #words}
	 * @throws IllegalArgumentException if there is no such kind
	 */
	public static ResultKind of(final String word) {
		return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst().orElseThrow(
			() -> new IllegalArgumentException("there is no result \"" + word + "\"; choose " + String.join(", ", words())));
	}
}
