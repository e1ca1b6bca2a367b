package io.github.rwkvsss.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/** Reads PNG, JPEG, BMP and GIF through the JDK, with the stored values, not the colours that a screen would show. */
final class RasterReader {

	private RasterReader() {}

	static BufferedImage read(final Path file) throws IOException {
		try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
			final Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
			if (!readers.hasNext()) throw new IOException("its beginning is not understood");
			final ImageReader reader = readers.next();
			try {
				reader.setInput(in, true, true);
				return read(reader, in.length());
			}
			finally {
				reader.dispose();
			}
		}
		// NB: the JDK's decoders throw unchecked exceptions of several kinds on damaged files.
		catch (final IOException | IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException
				| IllegalStateException | NullPointerException e) {
			throw new IOException(file + " is damaged and cannot be read" + reason(e), e);
		}
		catch (final OutOfMemoryError e) {
			throw new IOException(file + " does not fit into memory; close other images or raise the memory limit", e);
		}
	}

	private static BufferedImage read(final ImageReader reader, final long fileBytes) throws IOException {
		final long width = reader.getWidth(0);
		final long height = reader.getHeight(0);
		// One bit a pixel at the least, and PNG shrinks by no more than 1032, JPEG and GIF by less than twice that.
		if (width * height / 8 > 2000 * fileBytes) throw new IOException("it states " + width + " x " + height +
			" pixels in " + fileBytes + " bytes");
		final List<String> warnings = new ArrayList<>();
		reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
		final BufferedImage image = reader.read(0);
		// Of a JPEG that was cut the decoder fills the rest with grey and only warns.
		for (final String warning : warnings) if (warning.contains("remature end")) throw new IOException("it is cut short");
		return image;
	}

	private static String reason(final Throwable e) {
		final String said = e.getMessage();
		if (!(e instanceof IOException) || said == null || said.isBlank()) return "";
		return ": " + said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
	}

	/** @return 8-bit, 16-bit or RGB, or three channels of 16 bits */
	static ImagePlus toImage(final BufferedImage image) {
		final Raster raster = image.getRaster();
		if (image.getColorModel() instanceof IndexColorModel palette) return new ImagePlus("", paletteImage(raster, palette));
		final boolean deep = raster.getSampleModel().getDataType() != DataBuffer.TYPE_BYTE &&
			raster.getSampleModel().getSampleSize(0) > 8;
		final int colours = image.getColorModel().getNumColorComponents();
		if (colours < 3) return new ImagePlus("", deep ? shorts(raster, 0) : bytes(samples(raster, 0), raster));
		if (!deep) return new ImagePlus("", colour(samples(raster, 0), samples(raster, 1), samples(raster, 2), raster));
		final ImageStack stack = new ImageStack(raster.getWidth(), raster.getHeight());
		final String[] names = { "Red", "Green", "Blue" };
		for (int c = 0; c < names.length; c++) stack.addSlice(names[c], shorts(raster, c));
		final ImagePlus channels = new ImagePlus("", stack);
		channels.setDimensions(names.length, 1, 1);
		return new CompositeImage(channels, CompositeImage.COMPOSITE);
	}

	/** @return the stored values of one band; for a palette the indices */
	static int[] samples(final Raster raster, final int band) {
		return raster.getSamples(raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), band,
			(int[]) null);
	}

	/** Grey palettes become grey, which covers grey PNG of 1, 2 and 4 bits too; others become RGB. */
	private static ImageProcessor paletteImage(final Raster raster, final IndexColorModel palette) {
		final int[] red = samples(raster, 0);
		final int[] green = new int[red.length];
		final int[] blue = new int[red.length];
		boolean grey = true;
		for (int i = 0; i < red.length; i++) {
			final int index = red[i];
			red[i] = palette.getRed(index);
			green[i] = palette.getGreen(index);
			blue[i] = palette.getBlue(index);
			grey &= red[i] == green[i] && green[i] == blue[i];
		}
		return grey ? bytes(red, raster) : colour(red, green, blue, raster);
	}

	private static ByteProcessor bytes(final int[] samples, final Raster raster) {
		final byte[] pixels = new byte[samples.length];
		for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) samples[i];
		return new ByteProcessor(raster.getWidth(), raster.getHeight(), pixels, null);
	}

	private static ShortProcessor shorts(final Raster raster, final int band) {
		final int[] samples = samples(raster, band);
		final short[] pixels = new short[samples.length];
		for (int i = 0; i < pixels.length; i++) pixels[i] = (short) samples[i];
		return new ShortProcessor(raster.getWidth(), raster.getHeight(), pixels, null);
	}

	private static ColorProcessor colour(final int[] red, final int[] green, final int[] blue, final Raster raster) {
		final int[] pixels = new int[red.length];
		for (int i = 0; i < pixels.length; i++) pixels[i] = 0xff000000 | red[i] << 16 | green[i] << 8 | blue[i];
		return new ColorProcessor(raster.getWidth(), raster.getHeight(), pixels);
	}
}
