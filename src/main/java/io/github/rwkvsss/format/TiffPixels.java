package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.github.rwkvsss.image.LabelImage;

/**
 * Reads the pixels of one TIFF directory: one array per value of a pixel, {@code byte[]}, {@code short[]} or
 * {@code float[]} by the form they are stored in, or {@code int[]} for labels.
 */
final class TiffPixels {

	/** What pixels are read for. */
	enum Use {
			/** Intensities: few bits are spread to 8, whole numbers of 32 bits become 32-bit float. */
			IMAGE,
			/** Labels: the stored numbers, 1 for white where there is one bit. */
			LABELS
	}

	private final TiffFile file;
	private final TiffDirectory directory;
	private final Use use;
	private final TiffBox box;
	private final Object[] planes;

	private TiffPixels(final TiffFile file, final TiffDirectory directory, final Use use, final TiffBox box) {
		this.file = file;
		this.directory = directory;
		this.use = use;
		this.box = box;
		final int pixels = Math.multiplyExact(box.width(), box.height());
		planes = new Object[directory.samples];
		for (int s = 0; s < planes.length; s++) planes[s] = allocate(pixels);
	}

	private Object allocate(final int pixels) {
		if (use == Use.LABELS) return new int[pixels];
		if (directory.bits == 16 && directory.format != TiffDirectory.FLOAT) return new short[pixels];
		if (directory.format != TiffDirectory.UNSIGNED || directory.bits > 16) return new float[pixels];
		return directory.bits <= 8 ? new byte[pixels] : new short[pixels];
	}

	/**
	 * @return (height, width) per sample. Bits become 0 and 255, white for 1 or as the photometric interpretation says;
	 *         signed 16 bits have 32768 added, as ImageJ stores them.
	 * @throws IOException in one sentence, if a piece is damaged, or a value is no label where labels are asked for
	 */
	static Object[] read(final TiffFile file, final TiffDirectory directory, final Use use) throws IOException {
		directory.requireReadable(file);
		if (directory.isForJdk()) {
			if (use == Use.IMAGE) return TiffThroughJdk.read(file, directory);
			if (directory.isLossy()) throw new IOException(file +
				" is compressed as JPEG, which alters values; save the labels without compression");
			final Object[] planes = TiffThroughJdk.read(file, directory);
			for (int s = 0; s < planes.length; s++) planes[s] = labels((byte[]) planes[s], directory.bits == 1 ? 255 : 1);
			return planes;
		}
		final TiffPixels pixels = new TiffPixels(file, directory, use, TiffBox.all(directory));
		pixels.readAll(new TiffPieces(0));
		return pixels.planes;
	}

	/**
	 * Reads a part of a page whose pixels need no decoder of the JDK's.
	 *
	 * @param directory that has been found readable
	 * @param box within it
	 * @param pieces that were unpacked lately, of this page
	 * @return as {@link #read}, of the box's size
	 */
	static Object[] read(final TiffFile file, final TiffDirectory directory, final TiffBox box, final TiffPieces pieces)
		throws IOException
	{
		final TiffPixels pixels = new TiffPixels(file, directory, Use.IMAGE, box);
		pixels.readAll(pieces);
		return pixels.planes;
	}

	private static int[] labels(final byte[] bytes, final int unit) {
		final int[] labels = new int[bytes.length];
		for (int i = 0; i < labels.length; i++) labels[i] = (bytes[i] & 0xff) / unit;
		return labels;
	}

	private void readAll(final TiffPieces pieces) throws IOException {
		final TiffDirectory d = directory;
		final int layers = d.separatePlanes ? d.samples : 1;
		for (int layer = 0; layer < layers; layer++) {
			for (int row = box.y() / d.chunkHeight; row <= (box.y() + box.height() - 1) / d.chunkHeight; row++) {
				for (int column = box.x() / d.chunkWidth; column <= (box.x() + box.width() - 1) / d.chunkWidth; column++) {
					final int piece = (layer * d.down() + row) * d.across() + column;
					final int y = row * d.chunkHeight;
					final int rows = d.tiled ? d.chunkHeight : Math.min(d.chunkHeight, d.height - y);
					if (d.compression == Decompression.NONE) readRows(piece, layer, column, y, Math.min(rows, d.height - y));
					else {
						byte[] unpacked = pieces.get(piece);
						if (unpacked == null) {
							unpacked = new byte[(int) (rows * d.rowBytes())];
							unpack(piece, unpacked);
							pieces.put(piece, unpacked);
						}
						place(unpacked, layer, column * d.chunkWidth, y, Math.min(rows, d.height - y));
					}
				}
			}
		}
	}

	/** Of what is not compressed, the rows of the box alone: a strip may be the whole page. */
	private void readRows(final int piece, final int layer, final int column, final int y, final int rows)
		throws IOException
	{
		final int first = Math.max(y, box.y());
		final int count = Math.min(y + rows, box.y() + box.height()) - first;
		final byte[] bytes = new byte[Math.toIntExact(count * directory.rowBytes())];
		if (!directory.isSparse(piece)) {
			file.bytes(directory.offsets[piece] + box.shift() + (first - y) * directory.rowBytes(), bytes.length).get(bytes);
			if (directory.lowestBitFirst) turnBits(bytes);
		}
		place(bytes, layer, column * directory.chunkWidth, first, count);
	}

	private void unpack(final int piece, final byte[] into) throws IOException {
		if (directory.isSparse(piece)) return;
		final byte[] packed = file.bytes(directory.offsets[piece], (int) Math.min(directory.lengths[piece], Integer.MAX_VALUE -
			8)).array();
		if (directory.lowestBitFirst) turnBits(packed);
		final int got = Decompression.unpack(directory.compression, packed, into);
		if (got < into.length) throw file.damaged("a piece of its pixels has " + got + " bytes, not " + into.length);
		if (directory.predictor == 2) undoDifferences(into, into.length);
		else if (directory.predictor == 3) undoFloatDifferences(into, into.length);
	}

	private static void turnBits(final byte[] bytes) {
		for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (Integer.reverse(bytes[i]) >>> 24);
	}

	/** Each value was stored as its difference from the pixel to the left. */
	private void undoDifferences(final byte[] bytes, final int count) {
		final int step = directory.separatePlanes ? 1 : directory.samples;
		final int rowBytes = (int) directory.rowBytes();
		final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(file.order());
		for (int row = 0; row < count; row += rowBytes) {
			final int end = row + rowBytes;
			switch (directory.bits) {
				case 8 -> {
					for (int i = row + step; i < end; i++) bytes[i] += bytes[i - step];
				}
				case 16 -> {
					for (int i = row + 2 * step; i < end; i += 2) {
						buffer.putShort(i, (short) (buffer.getShort(i) + buffer.getShort(i - 2 * step)));
					}
				}
				case 32 -> {
					for (int i = row + 4 * step; i < end; i += 4) buffer.putInt(i, buffer.getInt(i) + buffer.getInt(i - 4 * step));
				}
				default -> {
					for (int i = row + 8 * step; i < end; i += 8) buffer.putLong(i, buffer.getLong(i) + buffer.getLong(i - 8 * step));
				}
			}
		}
	}

	/**
	 * Of a row of floats all highest bytes come first, then all second ones, and so on, each as its difference from the
	 * pixel to the left (Adobe Photoshop TIFF Technical Note 3).
	 */
	private void undoFloatDifferences(final byte[] bytes, final int count) {
		final int step = directory.separatePlanes ? 1 : directory.samples;
		final int rowBytes = (int) directory.rowBytes();
		final int size = directory.bits / 8;
		final int values = rowBytes / size;
		final byte[] turned = new byte[rowBytes];
		for (int row = 0; row < count; row += rowBytes) {
			for (int i = row + step; i < row + rowBytes; i++) bytes[i] += bytes[i - step];
			for (int i = 0; i < values; i++) {
				for (int b = 0; b < size; b++) {
					final int place = file.order() == ByteOrder.BIG_ENDIAN ? b : size - 1 - b;
					turned[i * size + place] = bytes[row + b * values + i];
				}
			}
			System.arraycopy(turned, 0, bytes, row, rowBytes);
		}
	}

	/** Puts what of some rows of a piece lies in the box into its place. */
	private void place(final byte[] bytes, final int layer, final int x, final int y, final int rows) throws IOException {
		final TiffDirectory d = directory;
		final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(file.order());
		final int skipped = Math.max(0, box.x() - x);
		final int columns = Math.min(Math.min(d.chunkWidth, d.width - x), box.x() + box.width() - x);
		final int perPixel = d.separatePlanes ? 1 : d.samples;
		for (int row = Math.max(0, box.y() - y); row < Math.min(rows, box.y() + box.height() - y); row++) {
			final int from = (int) (row * d.rowBytes());
			final int to = (y + row - box.y()) * box.width() + x - box.x();
			for (int s = 0; s < perPixel; s++) {
				final Object plane = planes[layer + s];
				if (d.bits == 8 && perPixel == 1 && plane instanceof byte[]) {
					System.arraycopy(bytes, from + skipped, plane, to + skipped, columns - skipped);
				}
				else for (int i = skipped; i < columns; i++) set(plane, to + i, stored(buffer, from, i * perPixel + s));
			}
		}
	}

	/** @return the bits of one value, the highest of them its sign if it has one */
	private long stored(final ByteBuffer buffer, final int row, final int index) {
		return switch (directory.bits) {
			case 8 -> buffer.get(row + index) & 0xff;
			case 16 -> Short.toUnsignedLong(buffer.getShort(row + 2 * index));
			case 32 -> Integer.toUnsignedLong(buffer.getInt(row + 4 * index));
			case 64 -> buffer.getLong(row + 8 * index);
			case 24 -> {
				final int at = row + 3 * index;
				final int first = buffer.get(at) & 0xff;
				final int last = buffer.get(at + 2) & 0xff;
				final int middle = (buffer.get(at + 1) & 0xff) << 8;
				yield file.order() == ByteOrder.BIG_ENDIAN ? first << 16 | middle | last : last << 16 | middle | first;
			}
			default -> packed(buffer, 8L * row + (long) directory.bits * index);
		};
	}

	/** Values that are no whole bytes follow each other without a gap, the highest bit first in any file. */
	private long packed(final ByteBuffer buffer, final long bit) {
		long value = 0;
		int have = -(int) (bit & 7);
		for (int at = (int) (bit >> 3); have < directory.bits; have += 8) value = value << 8 | buffer.get(at++) & 0xff;
		return value >> have - directory.bits & (1L << directory.bits) - 1;
	}

	private void set(final Object plane, final int index, final long stored) throws IOException {
		if (plane instanceof final byte[] bytes) bytes[index] = (byte) (directory.bits == 8 ? stored : spread((int) stored));
		else if (plane instanceof final short[] shorts) {
			shorts[index] = (short) (stored + (directory.format == TiffDirectory.SIGNED ? 32768 : 0));
		}
		else if (plane instanceof final int[] labels) labels[index] = label(stored);
		else((float[]) plane)[index] = (float) value(stored);
	}

	private int spread(final int stored) {
		if (directory.bits == 1) return bit(stored) * 255;
		// NB: of a palette the numbers are places in it.
		return directory.photometric == TiffDirectory.PALETTE ? stored : stored * 255 / ((1 << directory.bits) - 1);
	}

	/** @return 1 for white */
	private int bit(final int stored) {
		return directory.photometric == TiffDirectory.WHITE_IS_ZERO ? 1 - stored : stored;
	}

	private double value(final long stored) {
		final int bits = directory.bits;
		return switch (directory.format) {
			case TiffDirectory.SIGNED -> stored << 64 - bits >> 64 - bits;
			case TiffDirectory.FLOAT -> switch (bits) {
				case 16 -> small(stored, 5, 10);
				case 24 -> small(stored, 7, 16);
				case 32 -> Float.intBitsToFloat((int) stored);
				default -> Double.longBitsToDouble(stored);
			};
			default -> bits < 64 || stored >= 0 ? stored : (stored >>> 1 | stored & 1) * 2.0;
		};
	}

	/** A float with few bits, built as IEEE 754 builds the others. */
	private static double small(final long stored, final int exponentBits, final int fractionBits) {
		final int bias = (1 << exponentBits - 1) - 1;
		final int exponent = (int) (stored >> fractionBits) & (1 << exponentBits) - 1;
		final double fraction = (stored & (1L << fractionBits) - 1) / (double) (1L << fractionBits);
		final double size = exponent == 2 * bias + 1 ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN : exponent == 0
			? Math.scalb(fraction, 1 - bias) : Math.scalb(1 + fraction, exponent - bias);
		return stored >> exponentBits + fractionBits == 1 ? -size : size;
	}

	private int label(final long stored) throws IOException {
		if (directory.bits == 1 && directory.photometric != TiffDirectory.PALETTE) return bit((int) stored);
		final double value = value(stored);
		try {
			return LabelImage.label(file.toString(), value, directory.format == TiffDirectory.FLOAT && directory.bits <= 32
				? LabelImage.LARGEST_FLOAT : Integer.MAX_VALUE);
		}
		catch (final IllegalArgumentException e) {
			throw new IOException(e.getMessage(), e);
		}
	}

	/** @return planes of a stack that ImageJ stored one after another without a directory each */
	static Object[] readContiguous(final TiffFile file, final TiffDirectory directory, final int index, final Use use)
		throws IOException
	{
		final TiffPixels pixels = new TiffPixels(file, directory, use, TiffBox.all(directory));
		final long planeBytes = directory.planeBytes();
		final byte[] bytes = file.bytes(directory.offsets[0] + index * planeBytes, Math.toIntExact(planeBytes)).array();
		pixels.place(bytes, 0, 0, 0, directory.height);
		return pixels.planes;
	}
}
