package io.github.rwkvsss.format;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Pixels of a TIFF page that the JDK decodes: fax codes, JPEG, luminance and colour. It gets a file in memory that holds
 * this page alone, with the tags that its pixels need and no others: the rest of a damaged file cannot lead it astray,
 * and pages of 64-bit files are read too.
 */
final class TiffThroughJdk {

	private static final int[] SHORTS = { 258, 259, 262, 266, 277, 284, 317, 322, 323, 338, 530, 531 };
	private static final int[] LONGS = { 256, 257, 278, 292, 293 };
	private static final int[] AS_THEY_ARE = { 347, 529, 532 };
	private static final int SHORT = 3;
	private static final int LONG = 4;
	private static final int RATIO = 5;
	private static final int BYTES = 7;

	private record Field(int type, int count, byte[] values) {}

	private TiffThroughJdk() {}

	/** @return (height, width) bytes: one plane of grey, bits as 0 and 255, or three of colour */
	static Object[] read(final TiffFile file, final TiffDirectory directory) throws IOException {
		final BufferedImage image;
		try {
			image = decode(alone(file, directory));
		}
		// NB: the JDK's decoders throw unchecked exceptions of many kinds on damaged files.
		catch (final IOException | RuntimeException e) {
			throw new IOException(file +
				" cannot be read: its compressed pixels are damaged, or of a kind that this Java does not decode", e);
		}
		if (image.getWidth() != directory.width || image.getHeight() != directory.height) throw file.damaged(
			"its compressed pixels have another size");
		final int bands = directory.photometric == TiffDirectory.RGB || directory.photometric == TiffDirectory.LUMINANCE ? 3
			: 1;
		if (image.getRaster().getNumBands() < bands) throw file.damaged("its compressed pixels have " + image.getRaster()
			.getNumBands() + " values, not " + bands);
		final Object[] planes = new Object[Math.max(bands, directory.samples)];
		for (int b = 0; b < planes.length; b++) planes[b] = bytes(image, Math.min(b, bands - 1), directory.bits == 1);
		return planes;
	}

	private static byte[] bytes(final BufferedImage image, final int band, final boolean shown) {
		final int[] samples = RasterReader.samples(image.getRaster(), band);
		final byte[] bytes = new byte[samples.length];
		final IndexColorModel palette = shown && image.getColorModel() instanceof final IndexColorModel model ? model : null;
		for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (palette != null ? palette.getRed(samples[i]) : shown
			? samples[i] * 255 : samples[i]);
		return bytes;
	}

	private static BufferedImage decode(final byte[] tiff) throws IOException {
		final Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("tiff");
		if (!readers.hasNext()) throw new IOException("this Java has no decoder for TIFF");
		ImageReader reader = readers.next();
		while (!reader.getClass().getName().startsWith("com.sun.") && readers.hasNext()) reader = readers.next();
		try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(tiff))) {
			reader.setInput(in, false, false);
			return reader.read(0);
		}
		finally {
			reader.dispose();
		}
	}

	private static byte[] alone(final TiffFile file, final TiffDirectory directory) throws IOException {
		final Map<Integer, Field> fields = new TreeMap<>();
		for (final int tag : SHORTS) put(fields, tag, SHORT, directory.entries.numbers(tag), file);
		for (final int tag : LONGS) put(fields, tag, LONG, directory.entries.numbers(tag), file);
		for (final int tag : AS_THEY_ARE) {
			final byte[] bytes = directory.entries.bytes(tag);
			if (bytes.length > 0) fields.put(tag, tag == 347 ? new Field(BYTES, bytes.length, bytes) : new Field(RATIO,
				bytes.length / 8, bytes));
		}
		final int pieces = (int) directory.chunks();
		final long[] lengths = Arrays.copyOf(directory.lengths, pieces);
		// The JDK looks a few bytes ahead of the last fax code.
		final int padding = directory.isLossy() ? 0 : 8;
		final long[] padded = Arrays.stream(lengths).map(length -> length + padding).toArray();
		final long total = Arrays.stream(padded).sum();
		final long[] offsets = new long[pieces];
		put(fields, directory.tiled ? 325 : 279, LONG, padded, file);
		put(fields, directory.tiled ? 324 : 273, LONG, offsets, file);
		long at = 8 + 2 + 12L * fields.size() + 4;
		final Map<Integer, Integer> places = new TreeMap<>();
		for (final Map.Entry<Integer, Field> field : fields.entrySet()) {
			if (field.getValue().values.length <= 4) continue;
			places.put(field.getKey(), (int) at);
			at += field.getValue().values.length + 1 & ~1;
		}
		if (at + total > Integer.MAX_VALUE - 8) throw new IOException("too large");
		final byte[] tiff = new byte[(int) (at + total)];
		for (int i = 0; i < pieces; i++) {
			offsets[i] = at;
			System.arraycopy(file.bytes(directory.offsets[i], (int) lengths[i]).array(), 0, tiff, (int) at, (int) lengths[i]);
			at += padded[i];
		}
		put(fields, directory.tiled ? 324 : 273, LONG, offsets, file);
		final ByteBuffer out = ByteBuffer.wrap(tiff).order(file.order());
		out.put((byte) (file.order() == ByteOrder.BIG_ENDIAN ? 'M' : 'I')).put(out.get(0)).putShort((short) 42).putInt(8);
		out.putShort((short) fields.size());
		for (final Map.Entry<Integer, Field> entry : fields.entrySet()) {
			final Field field = entry.getValue();
			out.putShort(entry.getKey().shortValue()).putShort((short) field.type).putInt(field.count);
			if (field.values.length <= 4) out.put(Arrays.copyOf(field.values, 4));
			else {
				final int place = places.get(entry.getKey());
				out.putInt(place);
				System.arraycopy(field.values, 0, tiff, place, field.values.length);
			}
		}
		return tiff;
	}

	private static void put(final Map<Integer, Field> fields, final int tag, final int type, final long[] numbers,
		final TiffFile file)
	{
		if (numbers.length == 0) return;
		final ByteBuffer values = ByteBuffer.allocate(numbers.length * (type == SHORT ? 2 : 4)).order(file.order());
		for (final long number : numbers) {
			if (type == SHORT) values.putShort((short) number);
			else values.putInt((int) number);
		}
		fields.put(tag, new Field(type, numbers.length, values.array()));
	}
}
