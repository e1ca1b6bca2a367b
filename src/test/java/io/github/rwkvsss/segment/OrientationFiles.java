package io.github.rwkvsss.segment;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The files that {@code draw_volumes.py} wrote. */
public final class OrientationFiles {

	private OrientationFiles() {}

	/** @return the place of {@code volume.nii.gz} or {@code volume-reoriented.nii.gz} */
	public static Path file(final String name) {
		try {
			return Path.of(OrientationFiles.class.getResource(name).toURI());
		}
		catch (final URISyntaxException e) {
			throw new IllegalArgumentException(e);
		}
	}
}
