package io.github.rwkvsss.imagej1;

import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.WindowManager;

/** The images that are open, for a user to choose from. */
final class OpenImages {

	private static final String NONE = "(none)";

	/** NB: null stands for none. */
	private final List<ImagePlus> images = new ArrayList<>();

	private OpenImages() {}

	/**
	 * @param required whether none is no choice
	 * @return the images now open, the active one first
	 * @throws IllegalArgumentException in one sentence if one is required and none is open
	 */
	static OpenImages now(final boolean required) {
		final OpenImages now = new OpenImages();
		if (!required) now.images.add(null);
		final ImagePlus active = WindowManager.getCurrentImage();
		if (active != null) now.images.add(active);
		final int[] ids = WindowManager.getIDList();
		if (ids != null) for (final int id : ids) {
			final ImagePlus image = WindowManager.getImage(id);
			if (image != null && image != active) now.images.add(image);
		}
		if (now.images.isEmpty()) throw new IllegalArgumentException(OpenImage.NONE_OPEN);
		return now;
	}

	/** @return a name for each, in order */
	List<String> names() {
		return images.stream().map(image -> {
			if (image == null) return NONE;
			return isAlone(image) ? image.getTitle() : image.getTitle() + " [" + image.getID() + "]";
		}).toList();
	}

	/** @return the image at a place of the list; null for none */
	ImagePlus image(final int index) {
		return images.get(index);
	}

	/** @return how a macro names the image: by title, or by ID where others have the same; null for none */
	String macroName(final int index) {
		final ImagePlus image = images.get(index);
		if (image == null) return null;
		return isAlone(image) ? image.getTitle() : String.valueOf(image.getID());
	}

	private boolean isAlone(final ImagePlus image) {
		return images.stream().filter(other -> other != null && other.getTitle().equals(image.getTitle())).count() == 1;
	}
}
