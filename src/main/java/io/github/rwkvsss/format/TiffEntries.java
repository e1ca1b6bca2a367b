package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The entries of one TIFF directory by their tag. */
final class TiffEntries {

	private static final int MAX_BYTES = 1 << 28;
	private static final int[] BYTES_OF_TYPE = { 1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 1, 1, 8, 8, 8 };

	/** One entry; {@code at} is where its values begin in the file. */
	private record Entry(int type, int count, long at) {}

	private final TiffFile file;
	private final Map<Integer, Entry> entries = new HashMap<>();

	TiffEntries(final TiffFile file, final long first, final int count) throws IOException {
		this.file = file;
		final boolean big = file.isBig();
		final int perEntry = big ? 20 : 12;
		final int inside = big ? 8 : 4;
		final ByteBuffer raw = file.bytes(first, perEntry * count);
		for (int i = 0; i < count; i++) {
			final int tag = Short.toUnsignedInt(raw.getShort());
			final int type = Short.toUnsignedInt(raw.getShort());
			final long values = big ? raw.getLong() : Integer.toUnsignedLong(raw.getInt());
			final long pointer = big ? raw.getLong() : Integer.toUnsignedLong(raw.getInt());
			if (type >= BYTES_OF_TYPE.length || values < 0 || values > MAX_BYTES / BYTES_OF_TYPE[type]) continue;
			final long at = values * BYTES_OF_TYPE[type] <= inside ? first + (long) perEntry * (i + 1) - inside : pointer;
			entries.putIfAbsent(tag, new Entry(type, (int) values, at));
		}
	}

	/** @return the first value of a tag, or what stands in for it */
	long number(final int tag, final long absent) throws IOException {
		final long[] numbers = numbers(tag);
		return numbers.length == 0 ? absent : numbers[0];
	}

	/** @return the unsigned whole numbers of a tag; none if it is absent or of another type */
	long[] numbers(final int tag) throws IOException {
		final Entry entry = entries.get(tag);
		if (entry == null || !isUnsigned(entry.type)) return new long[0];
		final ByteBuffer raw = file.bytes(entry.at, entry.count * BYTES_OF_TYPE[entry.type]);
		final long[] numbers = new long[entry.count];
		for (int i = 0; i < numbers.length; i++) {
			numbers[i] = switch (entry.type) {
				case 1 -> Byte.toUnsignedLong(raw.get());
				case 3 -> Short.toUnsignedLong(raw.getShort());
				case 16, 18 -> raw.getLong();
				default -> Integer.toUnsignedLong(raw.getInt());
			};
		}
		return numbers;
	}

	private static boolean isUnsigned(final int type) {
		return type == 1 || type == 3 || type == 4 || type == 13 || type == 16 || type == 18;
	}

	/** @return the fractions of a tag; none if it is absent or of another type */
	double[] ratios(final int tag) throws IOException {
		final Entry entry = entries.get(tag);
		if (entry == null || entry.type != 5) return new double[0];
		final ByteBuffer raw = file.bytes(entry.at, entry.count * 8);
		final double[] ratios = new double[entry.count];
		for (int i = 0; i < ratios.length; i++) ratios[i] = Integer.toUnsignedLong(raw.getInt()) / (double) Integer
			.toUnsignedLong(raw.getInt());
		return ratios;
	}

	/** @return the bytes of a tag whatever they mean; none if it is absent */
	byte[] bytes(final int tag) throws IOException {
		final Entry entry = entries.get(tag);
		return entry == null ? new byte[0] : file.bytes(entry.at, entry.count * BYTES_OF_TYPE[entry.type]).array();
	}

	/** @return the fraction of a tag, 0 if absent or undefined */
	double ratio(final int tag) throws IOException {
		final Entry entry = entries.get(tag);
		if (entry == null || entry.type != 5 || entry.count < 1) return 0;
		final ByteBuffer raw = file.bytes(entry.at, 8);
		final double above = Integer.toUnsignedLong(raw.getInt());
		final double below = Integer.toUnsignedLong(raw.getInt());
		return below == 0 ? 0 : above / below;
	}

	/** @return the text of a tag, empty if absent */
	String text(final int tag) throws IOException {
		final Entry entry = entries.get(tag);
		if (entry == null || entry.type > 2) return "";
		final String text = new String(file.bytes(entry.at, entry.count).array(), StandardCharsets.UTF_8);
		final int end = text.indexOf('\0');
		return end < 0 ? text : text.substring(0, end);
	}

	boolean isAbsent(final int tag) {
		return !entries.containsKey(tag);
	}

	/** @return where the values of a tag begin in the file, -1 if absent */
	long place(final int tag) {
		final Entry entry = entries.get(tag);
		return entry == null ? -1 : entry.at;
	}
}
