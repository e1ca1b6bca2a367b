package io.github.rwkvsss.image;

import java.io.IOException;
import java.nio.file.Path;

import ij.ImagePlus;
import ij.io.FileInfo;
import ij.io.Opener;
import ij.io.TiffDecoder;

/**
 * Reads TIFF through ImageJ. ImageJ answers damage with dialogs, log windows or half an image, so the file is first
 * checked by {@link TiffCheck} and decoded without pixels, and what was read is compared with what was promised.
 */
final class TiffReader {

	private TiffReader() {}

	static ImagePlus read(final Path file) throws IOException {
		TiffCheck.check(file);
		final Path absolute = file.toAbsolutePath();
		final String folder = absolute.getParent() + file.getFileSystem().getSeparator();
		final String name = absolute.getFileName().toString();
		final FileInfo[] info = decode(file, folder, name);
		final Opener opener = new Opener();
		opener.setSilentMode(true);
		final ImagePlus image;
		try {
			image = opener.openTiff(folder, name);
		}
		catch (final IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
			throw new IOException(file + " is damaged and cannot be read", e);
		}
		catch (final OutOfMemoryError e) {
			throw new IOException(file + " does not fit into memory", e);
		}
		if (image == null || image.getProcessor() == null || image.getWidth() == 0) {
			throw new IOException(file + " is damaged and cannot be read");
		}
		final int promised = alike(info) ? Math.max(info.length, info[0].nImages) : 1;
		if (image.getStackSize() < promised) throw new IOException("only " + image.getStackSize() + " of " + promised +
			" planes of " + file + " could be read; open it in Fiji and save it again");
		return image;
	}

	private static FileInfo[] decode(final Path file, final String folder, final String name) throws IOException {
		final FileInfo[] info;
		try {
			info = new TiffDecoder(folder, name).getTiffInfo();
		}
		catch (final IOException e) {
			throw new IOException(file + " is a TIFF of a kind that ImageJ cannot read (" + firstLine(e.getMessage()) +
				"); open it with Bio-Formats and save it as TIFF", e);
		}
		catch (final IndexOutOfBoundsException | NegativeArraySizeException | OutOfMemoryError e) {
			throw new IOException(file + " is damaged and cannot be read", e);
		}
		if (info == null || info.length == 0) throw new IOException(file + " is damaged: it holds no image");
		return info;
	}

	private static String firstLine(final String message) {
		return message == null ? "no reason given" : message.lines().findFirst().orElse("").replaceAll("\\.$", "");
	}

	/** Only images of one size and type become a stack; of others, such as thumbnails, ImageJ opens the first. */
	private static boolean alike(final FileInfo[] info) {
		for (final FileInfo fi : info) {
			if (fi.width != info[0].width || fi.height != info[0].height || fi.fileType != info[0].fileType) return false;
		}
		return true;
	}
}
