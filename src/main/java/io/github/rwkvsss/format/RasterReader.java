package io.github.rwkvsss.format;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
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

import io.github.rwkvsss.image.ReadingNotes;

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

	/** Takes what was decoded, while the reader is open. */
	@FunctionalInterface
	private interface Decoding<T> {

		T of(ImageReader reader, long fileBytes) throws IOException;
	}

	/**
	 * @return 8-bit, 16-bit or RGB, or three channels of 16 bits; of a GIF a slice for each picture
	 * @throws IOException in one sentence
	 */
	static ImagePlus read(final Path file, final ImageFile kind) throws IOException {
		final RasterFacts facts = RasterFacts.of(file, kind);
		final ImagePlus image = decode(file, (reader, bytes) -> {
			requirePlausible(reader, bytes);
			return kind == ImageFile.GIF ? stack(GifFrames.of(reader)) : toImage(decode(reader));
		});
		if (facts.animated()) ReadingNotes.add(image, file + " is an animation; its first picture was taken");
		Upright.turn(image, facts.orientation());
		return image;
	}

	/**
	 * @return an image whose planes hold {@code int} places in the palette instead of colours; empty if there is no palette.
	 *         PNG and BMP of few bits have a grey one.
	 * @throws IOException in one sentence
	 */
	static ImagePlus readIndices(final Path file, final ImageFile kind) throws IOException {
		final RasterFacts facts = RasterFacts.of(file, kind);
		final ImagePlus image = decode(file, (reader, bytes) -> {
			requirePlausible(reader, bytes);
			if (kind == ImageFile.GIF) {
				final GifFrames frames = GifFrames.of(reader);
				return planes(frames.indices(), frames.width(), frames.height());
			}
			final BufferedImage read = decode(reader);
			if (!(read.getColorModel() instanceof final IndexColorModel palette)) return null;
			final ImagePlus indices = planes(List.of(samples(read.getRaster(), 0)), read.getWidth(), read.getHeight());
			if (palette.getPixelSize() == 1) LabelReader.markOneBit(indices);
			return indices;
		});
		if (image != null) Upright.turn(image, facts.orientation());
		return image;
	}

	private static ImagePlus planes(final List<int[]> planes, final int width, final int height) {
		final ImageStack stack = new ImageStack(width, height);
		for (final int[] plane : planes) stack.addSlice(new ColorProcessor(width, height, plane));
		return new ImagePlus("", stack);
	}

	private static <T> T decode(final Path file, final Decoding<T> decoding) throws IOException {
		try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
			final Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
			if (!readers.hasNext()) throw new IOException("its beginning is not understood");
			final ImageReader reader = readers.next();
			try {
				reader.setInput(in, false, false);
				return decoding.of(reader, in.length());
			}
			finally {
				reader.dispose();
			}
		}
		// NB: the JDK's decoders throw unchecked exceptions of many kinds on damaged files.
		catch (final IOException | RuntimeException e) {
			throw new IOException(file + " is damaged and cannot be read" + reason(e), e);
		}
		catch (final OutOfMemoryError e) {
			throw new IOException(file + " does not fit into memory; close other images or raise the memory limit", e);
		}
	}

	private static void requirePlausible(final ImageReader reader, final long fileBytes) throws IOException {
		final long width = reader.getWidth(0);
		final long height = reader.getHeight(0);
		// One bit a pixel at the least, and PNG shrinks by no more than 1032, JPEG and GIF by less than twice that.
		if (width * height / 8 > 2000 * fileBytes) throw new IOException("it states " + width + " x " + height + " pixels in " +
			fileBytes + " bytes");
	}

	private static BufferedImage decode(final ImageReader reader) throws IOException {
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
		return ": " + said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1).replace('\n', ' ');
	}

	private static ImagePlus stack(final GifFrames frames) {
		boolean grey = true;
		for (final int[] plane : frames.colours()) for (final int c : plane) grey &= (c >> 16 & 0xff) == (c & 0xff) && (c >> 8 &
			0xff) == (c & 0xff);
		final ImageStack stack = new ImageStack(frames.width(), frames.height());
		for (final int[] plane : frames.colours()) {
			if (grey) stack.addSlice(bytes(plane, frames.width(), frames.height()));
			else {
				for (int i = 0; i < plane.length; i++) plane[i] |= 0xff000000;
				stack.addSlice(new ColorProcessor(frames.width(), frames.height(), plane));
			}
		}
		return new ImagePlus("", stack);
	}

	private static ImagePlus toImage(final BufferedImage image) {
		final Raster raster = image.getRaster();
		if (image.getColorModel() instanceof IndexColorModel palette) return new ImagePlus("", paletteImage(raster, palette));
		if (image.getColorModel() instanceof DirectColorModel) return new ImagePlus("", packed(image));
		final boolean deep = raster.getSampleModel().getDataType() != DataBuffer.TYPE_BYTE && raster.getSampleModel()
			.getSampleSize(0) > 8;
		final int colours = image.getColorModel().getNumColorComponents();
		if (colours < 3) return new ImagePlus("", deep ? shorts(raster, 0) : bytes(samples(raster, 0), raster.getWidth(), raster
			.getHeight()));
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
		return raster.getSamples(raster.getMinX(), raster.getMinY(), raster.getWidth(), raster.getHeight(), band, (int[]) null);
	}

	/** Colours of 4, 5, 6 or 10 bits, as BMP packs them, become 8 bits each. */
	private static ImageProcessor packed(final BufferedImage image) {
		final Raster raster = image.getRaster();
		final int[][] bands = new int[3][];
		for (int b = 0; b < bands.length; b++) {
			bands[b] = samples(raster, b);
			final int bits = image.getColorModel().getComponentSize(b);
			final double largest = Math.pow(2, bits) - 1;
			if (bits != 8) for (int i = 0; i < bands[b].length; i++) bands[b][i] = (int) Math.floor(bands[b][i] * 255 / largest +
				0.5);
		}
		return colour(bands[0], bands[1], bands[2], raster);
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
		return grey ? bytes(red, raster.getWidth(), raster.getHeight()) : colour(red, green, blue, raster);
	}

	private static ByteProcessor bytes(final int[] samples, final int width, final int height) {
		final byte[] pixels = new byte[samples.length];
		for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) samples[i];
		return new ByteProcessor(width, height, pixels, null);
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
