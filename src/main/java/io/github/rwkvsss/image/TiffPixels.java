package io.github.rwkvsss.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the pixels of one TIFF directory: one array per value of a pixel, {@code byte[]}, {@code short[]} or
 * {@code float[]} by the form they are stored in.
 */
final class TiffPixels {

	private final TiffFile file;
	private final TiffDirectory directory;
	private final Object[] planes;

	private TiffPixels(final TiffFile file, final TiffDirectory directory) {
		this.file = file;
		this.directory = directory;
		final int pixels = directory.width * directory.height;
		planes = new Object[directory.samples];
		for (int s = 0; s < planes.length; s++) {
			planes[s] = directory.bits == 16 ? new short[pixels] //
				: directory.bits <= 8 && directory.format == TiffDirectory.UNSIGNED ? new byte[pixels] : new float[pixels];
		}
	}

	/**
	 * @return (height, width) per sample. Bits become 0 and 255, white for 1 or as the photometric interpretation says;
	 *         signed 16 bits have 32768 added, as ImageJ stores them.
	 * @throws IOException in one sentence, if a piece is damaged
	 */
	static Object[] read(final TiffFile file, final TiffDirectory directory) throws IOException {
		final TiffPixels pixels = new TiffPixels(file, directory);
		pixels.readAll();
		return pixels.planes;
	}

	private void readAll() throws IOException {
		final TiffDirectory d = directory;
		final byte[] unpacked = new byte[(int) d.chunkBytes()];
		final int layers = d.separatePlanes ? d.samples : 1;
		int piece = 0;
		for (int layer = 0; layer < layers; layer++) {
			for (int row = 0; row < d.down(); row++) {
				for (int column = 0; column < d.across(); column++) {
					final int y = row * d.chunkHeight;
					final int rows = d.tiled ? d.chunkHeight : Math.min(d.chunkHeight, d.height - y);
					unpack(piece++, (int) (rows * d.rowBytes()), unpacked);
					final int visible = Math.min(rows, d.height - y);
					place(unpacked, layer, column * d.chunkWidth, y, visible);
				}
			}
		}
	}

	private void unpack(final int piece, final int expected, final byte[] into) throws IOException {
		final long offset = directory.offsets[piece];
		if (directory.compression == Decompression.NONE) {
			file.bytes(offset, expected).get(into, 0, expected);
		}
		else {
			final byte[] packed = file.bytes(offset, (int) Math.min(directory.lengths[piece], Integer.MAX_VALUE - 8)).array();
			final byte[] exact = expected == into.length ? into : new byte[expected];
			final int got = Decompression.unpack(directory.compression, packed, exact);
			if (got < expected) throw file.damaged("a piece of its pixels has " + got + " bytes, not " + expected);
			if (exact != into) System.arraycopy(exact, 0, into, 0, expected);
		}
		if (directory.predictor == 2) undoDifferences(into, expected);
	}

	/** Each value was stored as its difference from the pixel to the left. */
	private void undoDifferences(final byte[] bytes, final int count) {
		final int step = directory.separatePlanes ? 1 : directory.samples;
		final int rowBytes = (int) directory.rowBytes();
		final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(file.order());
		for (int row = 0; row < count; row += rowBytes) {
			switch (directory.bits) {
				case 8 -> {
					for (int i = row + step; i < row + rowBytes; i++) bytes[i] += bytes[i - step];
				}
				case 16 -> {
					for (int i = row + 2 * step; i < row + rowBytes; i += 2) {
						buffer.putShort(i, (short) (buffer.getShort(i) + buffer.getShort(i - 2 * step)));
					}
				}
				default -> {
					for (int i = row + 4 * step; i < row + rowBytes; i += 4) {
						buffer.putInt(i, buffer.getInt(i) + buffer.getInt(i - 4 * step));
					}
				}
			}
		}
	}

	private void place(final byte[] bytes, final int layer, final int x, final int y, final int rows) {
		final TiffDirectory d = directory;
		final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(file.order());
		final int columns = Math.min(d.chunkWidth, d.width - x);
		final int perPixel = d.separatePlanes ? 1 : d.samples;
		final int size = Math.max(1, d.bits / 8);
		for (int row = 0; row < rows; row++) {
			final int from = (int) (row * d.rowBytes());
			final int to = (y + row) * d.width + x;
			for (int s = 0; s < perPixel; s++) {
				final Object plane = planes[layer + s];
				if (d.bits == 8 && perPixel == 1 && plane instanceof byte[]) {
					System.arraycopy(bytes, from, plane, to, columns);
				}
				else for (int i = 0; i < columns; i++) {
					if (d.bits == 1) ((byte[]) plane)[to + i] = bit(bytes[from + i / 8] >> 7 - i % 8 & 1);
					else set(plane, to + i, buffer, from + (i * perPixel + s) * size);
				}
			}
		}
	}

	private byte bit(final int stored) {
		final boolean white = directory.photometric == 0 ? stored == 0 : stored == 1;
		return (byte) (white ? 255 : 0);
	}

	private void set(final Object plane, final int index, final ByteBuffer buffer, final int at) {
		if (plane instanceof final byte[] bytes) bytes[index] = buffer.get(at);
		else if (plane instanceof final short[] shorts) {
			final int zero = directory.format == TiffDirectory.SIGNED ? 32768 : 0;
			shorts[index] = (short) (buffer.getShort(at) + zero);
		}
		else ((float[]) plane)[index] = switch (directory.bits) {
			case 8 -> buffer.get(at);
			case 64 -> (float) buffer.getDouble(at);
			default -> directory.format == TiffDirectory.FLOAT ? buffer.getFloat(at) //
				: directory.format == TiffDirectory.SIGNED ? buffer.getInt(at) : Integer.toUnsignedLong(buffer.getInt(at));
		};
	}

	/** @return planes of a stack that ImageJ stored one after another without a directory each */
	static Object[] readContiguous(final TiffFile file, final TiffDirectory directory, final int index)
		throws IOException
	{
		final TiffPixels pixels = new TiffPixels(file, directory);
		final long planeBytes = directory.planeBytes();
		final byte[] bytes = file.bytes(directory.offsets[0] + index * planeBytes, Math.toIntExact(planeBytes)).array();
		pixels.place(bytes, 0, 0, 0, directory.height);
		return pixels.planes;
	}
}
