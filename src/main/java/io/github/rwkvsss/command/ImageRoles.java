package io.github.rwkvsss.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import ij.ImagePlus;

/** An image is never its own label image, truth or prediction: such a choice is a slip, and its result looks perfect. */
public final class ImageRoles {

	private ImageRoles() {}

	/**
	 * @param chosen images in the order of their inputs, none of them null
	 * @return one sentence on the first image that is chosen twice; empty if each has one role
	 */
	public static Optional<String> refusal(final Map<Input, ImagePlus> chosen) {
		final List<Map.Entry<Input, ImagePlus>> before = new ArrayList<>();
		for (final Map.Entry<Input, ImagePlus> entry : chosen.entrySet()) {
			for (final Map.Entry<Input, ImagePlus> other : before) if (other.getValue() == entry.getValue()) return Optional.of(
				sentence(other.getKey(), entry.getKey(), entry.getValue()));
			before.add(entry);
		}
		return Optional.empty();
	}

	private static String sentence(final Input first, final Input second, final ImagePlus image) {
		return second.label() + ": " + image.getTitle() + " is the " + first.label().toLowerCase(Locale.ROOT) +
			" itself; choose another image" + (second.required() ? "" : ", or none");
	}
}
