package io.github.rwkvsss.format;

import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** JPEG within other files, decoded by the JDK to the values that are stored, whatever colours they mean. */
final class JpegData {

	private JpegData() {}

	/**
	 * @param in a whole JPEG stream; not closed
	 * @return (height, width, samples) bytes
	 * @throws IOException if it is damaged, or of another size than stated
	 */
	static byte[] samples(final InputStream in, final int width, final int height, final int samples) throws IOException {
		final Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
		if (!readers.hasNext()) throw new IOException("this Java has no decoder for JPEG");
		final ImageReader reader = readers.next();
		try (ImageInputStream input = new MemoryCacheImageInputStream(in)) {
			reader.setInput(input, true, true);
			if (reader.getWidth(0) != width || reader.getHeight(0) != height) throw new IOException("they are " + reader.getWidth(
				0) + " x " + reader.getHeight(0) + " pixels, not " + width + " x " + height);
			final Raster raster = reader.readRaster(0, null);
			if (raster.getNumBands() != samples) throw new IOException("they have " + raster.getNumBands() +
				" values per pixel, not " + samples);
			final byte[] bytes = new byte[Math.multiplyExact(Math.multiplyExact(width, height), samples)];
			final int[] row = new int[width * samples];
			for (int y = 0; y < height; y++) {
				raster.getPixels(0, y, width, 1, row);
				for (int i = 0; i < row.length; i++) bytes[y * row.length + i] = (byte) row[i];
			}
			return bytes;
		}
		// NB: the JDK's decoder throws unchecked exceptions of several kinds on damaged files.
		catch (final IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException | NegativeArraySizeException
				| NullPointerException | ArithmeticException e)
		{
			throw new IOException("damaged", e);
		}
		finally {
			reader.dispose();
		}
	}
}
