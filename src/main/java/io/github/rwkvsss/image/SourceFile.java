package io.github.rwkvsss.image;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import ij.ImagePlus;
import ij.io.FileInfo;

/** The file from which an image was read, by this program or by ImageJ. */
public final class SourceFile {

	private static final String PROPERTY = "rwkvsss.file";

	private SourceFile() {}

	/** Notes it; the note is not saved with the image. */
	public static void note(final ImagePlus image, final Path file) {
		image.setProperty(PROPERTY, file.toAbsolutePath());
	}

	/** @return the file or folder; empty if the image came from none, or from the net */
	public static Optional<Path> of(final ImagePlus image) {
		if (image.getProperty(PROPERTY) instanceof final Path file) return Optional.of(file);
		final FileInfo info = image.getOriginalFileInfo();
		if (info == null || info.fileName == null || info.fileName.isEmpty() || info.directory == null || info.directory
			.isEmpty()) return Optional.empty();
		try {
			return Optional.of(Path.of(info.directory).resolve(info.fileName));
		}
		catch (final InvalidPathException e) {
			return Optional.empty();
		}
	}
}
