package io.github.rwkvsss.imagej1;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import ij.ImagePlus;
import ij.WindowManager;

/** The images that are open, for a user to choose from. */
final class OpenImages {

	private final String none;
	/** NB: null stands for none. */
	private final List<ImagePlus> images = new ArrayList<>();

	private OpenImages(final String none) {
		this.none = none;
	}

	/**
	 * @param none words for the first entry, which is no image; null to have no such entry
	 * @return the images now open, the active one first
	 * @throws IllegalArgumentException in one sentence if there is no entry
	 */
	static OpenImages now(final String none) {
		final OpenImages now = new OpenImages(none);
		if (none != null) now.images.add(null);
		final ImagePlus active = OpenImage.active();
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
			if (image == null) return none;
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

	/** @return the place of the image that a macro would name so; 0 if there is none */
	int indexOf(final String macroName) {
		return IntStream.range(0, images.size()).filter(i -> macroName.equals(macroName(i))).findFirst().orElse(0);
	}

	private boolean isAlone(final ImagePlus image) {
		return images.stream().filter(other -> other != null && other.getTitle().equals(image.getTitle())).count() == 1;
	}
}
