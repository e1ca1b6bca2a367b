package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.github.rwkvsss.file.OpenFile;
import io.github.rwkvsss.image.LabelSink;

/**
 * Writes labels box by box as TIFF without compression, as BigTIFF from 4 GB: 16 bits up to 65,535, 32-bit float up to
 * 2^24 - 1, as ImageJ has them, whole numbers of 32 bits above. Planes follow each other, one page each, so that ImageJ
 * opens what fits into its memory, and the rest as a virtual stack.
 */
public final class TiffLabels implements LabelSink {

	private static final int SHORT = 3;
	private static final int LONG = 4;
	private static final int TEXT = 2;
	private static final int RATIONAL = 5;
	private static final int LONG8 = 16;
	private static final int LARGEST_SHORT = 65_535;
	private static final int LARGEST_FLOAT = (1 << 24) - 1;
	/** Strips of about so many bytes. */
	private static final long STRIP = 1 << 20;
	private static final int FLOAT = 3;
	private static final int UNSIGNED = 1;

	private final OpenFile file;
	private final long[] size;
	private final int bytes;
	private final boolean isFloat;
	private final boolean big;
	private final long pixelsAt;
	private final int rowsPerStrip;
	private final int strips;

	private TiffLabels(final OpenFile file, final long[] size, final int highest, final double[] pixelSize, final String unit)
		throws IOException
	{
		this.file = file;
		this.size = size.clone();
		bytes = highest <= LARGEST_SHORT ? 2 : 4;
		isFloat = highest > LARGEST_SHORT && highest <= LARGEST_FLOAT;
		rowsPerStrip = (int) Math.max(1, Math.min(size[2], STRIP / (size[3] * bytes)));
		strips = (int) ((size[2] - 1) / rowsPerStrip + 1);
		final long pages = size[0] * size[1];
		final byte[] description = description(pixelSize, unit, highest).getBytes(StandardCharsets.ISO_8859_1);
		final long tables = pages * (16L * strips + 512) + description.length + 64;
		big = tables + pages * size[2] * size[3] * bytes > 0xffff_0000L;
		pixelsAt = tables;
		for (int page = 0; page < pages; page++) directory(page, (int) pages, description, pixelSize);
	}

	/**
	 * @param place replaced when all is written; its folder must exist
	 * @param size (frames, slices, height, width)
	 * @param highest label that occurs
	 * @param pixelSize along columns, rows, slices
	 * @param unit of it as ImageJ writes it
	 * @throws IOException in one sentence if it cannot be written there
	 */
	public static TiffLabels create(final Path place, final long[] size, final int highest, final double[] pixelSize,
		final String unit) throws IOException
	{
		final OpenFile file = OpenFile.of(place);
		try {
			return new TiffLabels(file, size, highest, pixelSize, unit);
		}
		catch (final IOException e) {
			file.close();
			throw e;
		}
	}

	private String description(final double[] pixelSize, final String unit, final int highest) {
		final StringBuilder text = new StringBuilder("ImageJ=1.54p\n");
		final long pages = size[0] * size[1];
		if (pages > 1) text.append("images=").append(pages).append('\n');
		if (size[1] > 1) text.append("slices=").append(size[1]).append('\n');
		if (size[0] > 1) text.append("frames=").append(size[0]).append('\n');
		if (size[0] > 1 && size[1] > 1) text.append("hyperstack=true\n");
		// NB: ImageJ reads any text as ISO 8859-1.
		if (!unit.isBlank() && !unit.equals("pixel")) text.append("unit=").append(unit.equals("\u00b5m") ? "micron" : unit)
			.append('\n');
		if (size[1] > 1) text.append("spacing=").append(pixelSize[2]).append('\n');
		return text.append("loop=false\nmin=0.0\nmax=").append(Math.max(1, highest)).append(".0\n").append('\0').toString();
	}

	/** Directory, tables of strips and texts of a page lie together at the beginning of the file. */
	private void directory(final int page, final int pages, final byte[] description, final double[] pixelSize)
		throws IOException
	{
		final int entrySize = big ? 20 : 12;
		final int entries = 13;
		final long slot = 16L * strips + 512;
		final long begin = big ? 16 : 8;
		final long texts = begin + pages * slot;
		final long at = begin + page * slot;
		final int head = big ? 8 : 2;
		final long offsetsAt = at + head + (long) entries * entrySize + (big ? 8 : 4);
		final long countsAt = offsetsAt + 8L * strips;
		final long ratiosAt = countsAt + 8L * strips;
		final ByteBuffer out = ByteBuffer.allocate((int) (slot));
		if (big) out.putLong(entries);
		else out.putShort((short) entries);
		entry(out, 256, LONG, 1, size[3]);
		entry(out, 257, LONG, 1, size[2]);
		entry(out, 258, SHORT, 1, bytes * 8L);
		entry(out, 259, SHORT, 1, 1);
		entry(out, 262, SHORT, 1, 1);
		entry(out, 270, TEXT, description.length, texts);
		entry(out, 273, big ? LONG8 : LONG, strips, strips == 1 ? strip(page, 0) : offsetsAt);
		entry(out, 277, SHORT, 1, 1);
		entry(out, 278, LONG, 1, rowsPerStrip);
		entry(out, 279, LONG, strips, strips == 1 ? stripBytes(0) : countsAt);
		entry(out, 282, RATIONAL, 1, ratiosAt);
		entry(out, 283, RATIONAL, 1, ratiosAt + 8);
		entry(out, 339, SHORT, 1, isFloat ? FLOAT : UNSIGNED);
		final long next = page + 1 < pages ? at + slot : 0;
		if (big) out.putLong(next);
		else out.putInt((int) next);
		for (int s = 0; s < strips; s++) {
			out.position((int) (offsetsAt - at) + s * (big ? 8 : 4));
			if (big) out.putLong(strip(page, s));
			else out.putInt((int) strip(page, s));
		}
		for (int s = 0; s < strips; s++) {
			out.position((int) (countsAt - at) + s * 4);
			out.putInt((int) stripBytes(s));
		}
		out.position((int) (ratiosAt - at));
		ratio(out, pixelSize[0]);
		ratio(out, pixelSize[1]);
		write(out.rewind(), at);
		if (page > 0) return;
		write(ByteBuffer.wrap(description), texts);
		final ByteBuffer header = ByteBuffer.allocate((int) begin).putShort((short) 0x4d4d);
		if (big) header.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(begin);
		else header.putShort((short) 42).putInt((int) begin);
		write(header.rewind(), 0);
	}

	/** Pixels per unit. */
	private static void ratio(final ByteBuffer out, final double pixelSize) {
		final double perUnit = pixelSize > 0 ? 1 / pixelSize : 1;
		final int scale = (int) Math.max(1, Math.min(1_000_000, 2e9 / Math.max(1, perUnit)));
		out.putInt((int) Math.round(Math.min(2e9, perUnit * scale))).putInt(scale);
	}

	private void entry(final ByteBuffer out, final int tag, final int type, final long count, final long value) {
		out.putShort((short) tag).putShort((short) type);
		if (big) out.putLong(count);
		else out.putInt((int) count);
		final int field = big ? 8 : 4;
		final int start = out.position();
		if (type == SHORT && count == 1) out.putShort((short) value);
		else if (big && (type == LONG8 || count > 1 || type == TEXT || type == RATIONAL)) out.putLong(value);
		else out.putInt((int) value);
		out.position(start + field);
	}

	private long strip(final int page, final int strip) {
		return pixelsAt + (page * size[2] + (long) strip * rowsPerStrip) * size[3] * bytes;
	}

	private long stripBytes(final int strip) {
		return Math.min(rowsPerStrip, size[2] - (long) strip * rowsPerStrip) * size[3] * bytes;
	}

	@Override
	public void write(final long[] min, final int[] boxSize, final int[] labels) throws IOException {
		final ByteBuffer row = ByteBuffer.allocate(boxSize[3] * bytes);
		int i = 0;
		for (int t = 0; t < boxSize[0]; t++) for (int z = 0; z < boxSize[1]; z++) for (int y = 0; y < boxSize[2]; y++) {
			row.clear();
			for (int x = 0; x < boxSize[3]; x++) {
				final int label = labels[i++];
				if (bytes == 2) row.putShort((short) label);
				else if (isFloat) row.putFloat(label);
				else row.putInt(label);
			}
			final long page = (min[0] + t) * size[1] + min[1] + z;
			write(row.flip(), pixelsAt + ((page * size[2] + min[2] + y) * size[3] + min[3]) * bytes);
		}
	}

	private void write(final ByteBuffer data, final long at) throws IOException {
		final FileChannel channel = file.channel();
		long place = at;
		while (data.hasRemaining()) place += channel.write(data, place);
	}

	@Override
	public void finish() throws IOException {
		file.finish();
	}

	@Override
	public void close() throws IOException {
		file.close();
	}
}
