package io.github.rwkvsss.segment;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a segmentation gives; any of them together. */
public enum ResultKind {

		/** An image with a number per object, or, of a semantic model, the label value of each pixel's class. */
		LABELS(".tif"),
		/** An image with 255 where there is an object, or any class but the first; else 0. */
		MASK(".tif"),
		/** An image of the probability of each class, one channel per class. */
		PROBABILITIES(".tif"),
		/** The outlines over the input. */
		OVERLAY(".tif"),
		/** The outlines for the ROI Manager. */
		ROIS(".zip"),
		/** Size, intensity and place of each object, or of each class. */
		TABLE(".csv"),
		/** The objects, or class regions, as polygons with their measurements in GeoJSON, as QuPath reads and writes it. */
		GEOJSON(".geojson"),
		/** The objects as instances in the JSON of the COCO data set. */
		COCO(".json");

	private final String extension;

	ResultKind(final String extension) {
		this.extension = extension;
	}

	/** @return the word by which users name this kind */
	public String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** @return whether it is an image; those come first */
	public boolean isImage() {
		return compareTo(ROIS) < 0;
	}

	/** @return how the names of its files end, with the dot */
	public String extension() {
		return extension;
	}

	/**
	 * @param words of the kinds, separated by commas
	 * @return the kinds in their own order. Not to be changed.
	 * @throws IllegalArgumentException if there is no such kind, or no word
	 */
	public static Set<ResultKind> of(final String words) {
		final List<String> wanted = Arrays.stream(words.split(",")).map(String::strip).toList();
		final EnumSet<ResultKind> kinds = EnumSet.noneOf(ResultKind.class);
		for (final String word : wanted) kinds.add(Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst()
			.orElseThrow(() -> new IllegalArgumentException("there is no result \"" + word + "\"; choose of " + Arrays.stream(
				values()).map(ResultKind::word).collect(Collectors.joining(", ")))));
		return Collections.unmodifiableSet(kinds);
	}
}
