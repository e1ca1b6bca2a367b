package io.github.rwkvsss.imagej1;

import java.nio.file.Path;
import java.util.List;

/**
 * A use of a command: what is answered in its dialog, and where the outcome shows.
 *
 * @param name of its pictures
 * @param label of the command in the menu
 * @param images that are open, the last one active
 * @param answers key=value, as far as they are not the defaults
 * @param file that the command writes; null if none
 */
record Scene(String name, String label, List<Path> images, List<String> answers, Path file) {

	/** @return whether there is an image, of which the command makes something */
	boolean hasImage() {
		return !images.isEmpty();
	}

	/** @return whether an image of this title was there before */
	boolean shows(final String title) {
		return images.stream().anyMatch(image -> image.getFileName().toString().equals(title));
	}
}
