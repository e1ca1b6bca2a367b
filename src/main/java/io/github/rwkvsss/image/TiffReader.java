package io.github.rwkvsss.image;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;

/**
 * Reads TIFF as ImageJ does. ImageJ's own reader answers damage with dialogs, log windows or half an image, and a global
 * calibration with a question, so this one reads the file itself.
 */
final class TiffReader {

	private TiffReader() {}

	static ImagePlus read(final Path path) throws IOException {
		try (TiffFile file = new TiffFile(path)) {
			final List<TiffDirectory> directories = file.directories();
			final TiffDirectory first = directories.get(0);
			final ImageJDescription description = new ImageJDescription(first);
			final ImageStack stack = new ImageStack(first.width, first.height);
			final int contiguous = directories.size() > 1 || first.samples * first.bits == 48 || first.bits < 8 ? 1 //
				: description.images();
			if (contiguous > 1) readContiguous(file, first, contiguous, stack);
			else for (final TiffDirectory directory : directories) {
				// Of images that differ, such as thumbnails, ImageJ opens the first.
				if (directory.alike(first)) addPlanes(TiffPixels.read(file, directory), directory, stack);
			}
			label(stack, first.sliceLabels);
			return finish(stack, first, description);
		}
		catch (final OutOfMemoryError e) {
			throw new IOException(path + " does not fit into memory; close other images or raise the memory limit", e);
		}
	}

	private static void readContiguous(final TiffFile file, final TiffDirectory directory, final int images,
		final ImageStack stack) throws IOException
	{
		if (directory.compression != Decompression.NONE) throw file.damaged("it states " + images +
			" planes and has a directory for one");
		file.requireWithin(directory.offsets[0], images * directory.planeBytes());
		for (int i = 0; i < images; i++) addPlanes(TiffPixels.readContiguous(file, directory, i), directory, stack);
	}

	/** One plane for grey, one of RGB, or one per channel. */
	private static void addPlanes(final Object[] samples, final TiffDirectory directory, final ImageStack stack) {
		final int w = directory.width;
		final int h = directory.height;
		if (isColour(directory)) {
			final ColorProcessor colour = new ColorProcessor(w, h);
			colour.setRGB((byte[]) samples[0], (byte[]) samples[1], (byte[]) samples[2]);
			stack.addSlice(colour);
			return;
		}
		final ColorModel display = display(directory);
		for (int s = 0; s < channels(directory); s++) {
			if (samples[s] instanceof final byte[] bytes) stack.addSlice(new ByteProcessor(w, h, bytes, display));
			else if (samples[s] instanceof final short[] shorts) stack.addSlice(new ShortProcessor(w, h, shorts, display));
			else stack.addSlice(new FloatProcessor(w, h, (float[]) samples[s], display));
		}
	}

	private static boolean isColour(final TiffDirectory directory) {
		return directory.photometric == TiffDirectory.RGB && directory.samples >= 3 && directory.bits == 8 &&
			directory.format == TiffDirectory.UNSIGNED;
	}

	private static int channels(final TiffDirectory directory) {
		return isColour(directory) ? 1 : Math.max(1, directory.samples - (directory.alpha ? 1 : 0));
	}

	/** @return the palette, or grey, dark for high values where the file says so; the stored values stay */
	private static ColorModel display(final TiffDirectory directory) {
		final byte[][] colours = new byte[3][256];
		final long[] map = directory.colourMap;
		final boolean palette = directory.photometric == TiffDirectory.PALETTE && map.length == 768;
		for (int i = 0; i < 256; i++) {
			for (int c = 0; c < 3; c++) {
				if (palette) colours[c][i] = (byte) (map[c * 256 + i] >> 8);
				else colours[c][i] = (byte) (directory.photometric == 0 && directory.bits > 1 ? 255 - i : i);
			}
		}
		return new IndexColorModel(8, 256, colours[0], colours[1], colours[2]);
	}

	private static void label(final ImageStack stack, final String[] labels) {
		for (int i = 0; i < Math.min(labels.length, stack.getSize()); i++) {
			if (!labels[i].isEmpty()) stack.setSliceLabel(labels[i], i + 1);
		}
	}

	private static ImagePlus finish(final ImageStack stack, final TiffDirectory first,
		final ImageJDescription description)
	{
		final ImagePlus image = new ImagePlus("", stack);
		final int channels = channels(first);
		if (channels > 1) image.setDimensions(channels, stack.getSize() / channels, 1);
		description.applyTo(image);
		if (!first.info.isEmpty()) image.setProperty("Info", first.info);
		for (int i = 0; i + 1 < first.properties.length; i += 2) image.setProp(first.properties[i], first.properties[i + 1]);
		if (image.getBitDepth() == 16 || image.getBitDepth() == 32) image.getProcessor().resetMinAndMax();
		return image.getNChannels() > 1 && image.getType() != ImagePlus.COLOR_RGB //
			? new CompositeImage(image, CompositeImage.COMPOSITE) : image;
	}
}
