package io.github.rwkvsss.image;

import java.io.IOException;
import java.nio.file.Path;

import ij.ImagePlus;

/** Opens image files without windows, dialogs or log messages. */
public final class ImageReader {

	private ImageReader() {}

	/**
	 * Reads a file as ImageJ would open it: TIFF of 8, 16 or 32 bits with stacks, hyperstacks and calibration; PNG of 8
	 * or 16 bits with its values kept, fewer bits spread to 8; JPEG, BMP, GIF. Palettes become RGB, RGB of 16 bits three
	 * channels; transparency is dropped.
	 *
	 * @return never null, not shown; its title is the file's name
	 * @throws IOException with one sentence that names the file and what is wrong with it
	 */
	public static ImagePlus read(final Path file) throws IOException {
		final ImagePlus image = ImageFile.kindOf(file) == ImageFile.TIFF ? TiffReader.read(file) //
			: RasterReader.toImage(RasterReader.read(file));
		image.setTitle(file.getFileName().toString());
		return image;
	}
}
