package io.github.rwkvsss.image;

import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;

/**
 * What a user should know of how a file was read, beyond its pixels: pages that were passed over, an image that was
 * turned upright. They stay with the image in memory and are written to no file.
 */
public final class ReadingNotes {

	private static final String PROPERTY = "RWKV-SSS reading notes";

	private ReadingNotes() {}

	/** @return sentences, none for most images; never null */
	public static List<String> of(final ImagePlus image) {
		final Object notes = image.getProperty(PROPERTY);
		if (!(notes instanceof final List<?> list)) return List.of();
		return list.stream().map(String::valueOf).toList();
	}

	/** @return the same of pixels that view an image */
	public static List<String> of(final PixelSource pixels) {
		return pixels instanceof final ImagePlusPixels view ? of(view.image()) : List.of();
	}

	/** Adds one to those of the image. */
	public static void add(final ImagePlus image, final String sentence) {
		final List<String> notes = new ArrayList<>(of(image));
		notes.add(sentence);
		image.setProperty(PROPERTY, List.copyOf(notes));
	}
}
