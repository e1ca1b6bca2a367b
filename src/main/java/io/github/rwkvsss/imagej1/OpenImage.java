package io.github.rwkvsss.imagej1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

import io.github.rwkvsss.format.ImageReader;

/** Finds the image that a macro means. */
final class OpenImage {

	/** Said where an image is needed and none is open. */
	static final String NONE_OPEN = "there is no image open; open one first";

	private OpenImage() {}

	/** @return the active image, if it is still open; null if there is none */
	static ImagePlus active() {
		final ImagePlus ofThread = WindowManager.getTempCurrentImage();
		if (ofThread != null) return ofThread;
		// NB: Fiji calls on a thread that does not know which image a macro in batch mode has selected.
		final ImagePlus selected = Interpreter.isBatchMode() ? Interpreter.getLastBatchModeImage() : null;
		final ImagePlus active = selected == null ? WindowManager.getCurrentImage() : selected;
		return active == null || !isOpen(active) ? null : active;
	}

	private static boolean isOpen(final ImagePlus image) {
		final int[] open = WindowManager.getIDList();
		return open != null && Arrays.stream(open).anyMatch(id -> id == image.getID());
	}

	/**
	 * @param name ID or title of an open image, or path of a file; empty for the active image
	 * @throws IllegalArgumentException in one sentence if there is no such image
	 * @throws IOException in one sentence if it is a file that cannot be read
	 */
	static ImagePlus of(final String name) throws IOException {
		final ImagePlus open = open(name);
		if (open != null) return open;
		if (name.isEmpty()) throw new IllegalArgumentException(NONE_OPEN);
		final Path file = file(name);
		if (file == null) throw new IllegalArgumentException("there is no image \"" + name +
			"\" open, and no file of that name; open are " + titles());
		return ImageReader.open(file);
	}

	private static String titles() {
		final int[] ids = WindowManager.getIDList();
		return ids == null ? "no images" : Arrays.stream(ids).mapToObj(WindowManager::getImage).filter(Objects::nonNull).map(
			ImagePlus::getTitle).collect(Collectors.joining(", "));
	}

	private static ImagePlus open(final String name) {
		if (name.isEmpty()) return active();
		final ImagePlus titled = WindowManager.getImage(name);
		if (titled != null) return titled;
		try {
			// Only negative numbers are IDs; ImageJ reads others as places in the window list.
			final int id = Integer.parseInt(name);
			return id < 0 ? WindowManager.getImage(id) : null;
		}
		catch (final NumberFormatException e) {
			return null;
		}
	}

	private static Path file(final String name) {
		try {
			final Path file = Path.of(name);
			return Files.exists(file) ? file : null;
		}
		catch (final InvalidPathException e) {
			return null;
		}
	}
}
