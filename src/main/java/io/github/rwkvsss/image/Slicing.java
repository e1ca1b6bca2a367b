package io.github.rwkvsss.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Along which direction a volume is cut into the slices that a 2D model sees. */
public enum Slicing {

		/** Slices, rows and columns as the file stores them. */
		STORED(0, 1, 2),
		/** From inferior to superior. */
		AXIAL(0, 1, 2),
		/** From posterior to anterior; rows rise towards superior. */
		CORONAL(1, 0, 2),
		/** From left to right; rows rise towards superior, columns towards anterior. */
		SAGITTAL(2, 0, 1);

	/** Of superior, anterior and right, numbered from 0: across the slices, along their rows' and columns' numbers. */
	private final int[] directions;

	Slicing(final int... directions) {
		this.directions = directions;
	}

	int direction(final int axis) {
		return directions[axis];
	}

	/** @return the words by which users name them */
	public static List<String> words() {
		return Arrays.stream(values()).map(Slicing::word).toList();
	}

	/** @return the word by which users name it */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * @param word one of {@link #words}
	 * @throws IllegalArgumentException if there is no such slicing
	 */
	public static Slicing of(final String word) {
		return Arrays.stream(values()).filter(slicing -> slicing.word().equals(word)).findFirst().orElseThrow(
			() -> new IllegalArgumentException("there are no slices \"" + word + "\"; choose " + String.join(", ", words())));
	}
}
