package io.github.rwkvsss.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The elements of a DICOM file, or of one item of a sequence, as far as anything here asks for them. */
final class DicomDataset {

	private final ByteOrder order;
	private final Map<Integer, byte[]> values = new HashMap<>();
	private final Map<Integer, List<DicomDataset>> sequences = new HashMap<>();

	DicomDataset(final ByteOrder order) {
		this.order = order;
	}

	void put(final int tag, final byte[] value) {
		values.putIfAbsent(tag, value);
	}

	void put(final int tag, final List<DicomDataset> items) {
		sequences.putIfAbsent(tag, items);
	}

	boolean has(final int tag) {
		return values.containsKey(tag) || sequences.containsKey(tag);
	}

	/** @return the items of a sequence; none if it is absent */
	List<DicomDataset> items(final int tag) {
		return sequences.getOrDefault(tag, List.of());
	}

	/** @return the text of an element, empty if it is absent */
	String text(final int tag) {
		final byte[] value = values.get(tag);
		if (value == null) return "";
		return new String(value, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
	}

	/**
	 * @param count how many numbers are needed; 0 for as many as there are
	 * @return the numbers that an element writes as text; null if there are fewer, or they are none
	 */
	double[] numbers(final int tag, final int count) {
		final String text = text(tag);
		if (text.isEmpty()) return null;
		final String[] parts = text.split("\\\\");
		if (parts.length < count) return null;
		final double[] numbers = new double[count == 0 ? parts.length : count];
		try {
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] = Double.parseDouble(parts[i].strip());
				if (!Double.isFinite(numbers[i])) return null;
			}
		}
		catch (final NumberFormatException e) {
			return null;
		}
		return numbers;
	}

	double number(final int tag, final double absent) {
		final double[] number = numbers(tag, 1);
		return number == null ? absent : number[0];
	}

	/** @return the unsigned 16-bit number of an element */
	int unsigned(final int tag, final int absent) {
		final int[] numbers = unsigned(tag);
		return numbers.length == 0 ? absent : numbers[0];
	}

	/** @return the unsigned 16-bit numbers of an element; none if it is absent */
	int[] unsigned(final int tag) {
		final byte[] value = values.get(tag);
		if (value == null) return new int[0];
		final ByteBuffer buffer = ByteBuffer.wrap(value).order(order);
		final int[] numbers = new int[value.length / 2];
		for (int i = 0; i < numbers.length; i++) numbers[i] = Short.toUnsignedInt(buffer.getShort());
		return numbers;
	}

	/** @return the bytes of an element; null if it is absent; not a copy */
	byte[] bytes(final int tag) {
		return values.get(tag);
	}

	/** @return lines as ImageJ shows them, of what is text and short */
	String info() {
		final List<Integer> tags = new ArrayList<>(values.keySet());
		tags.sort(Integer::compareUnsigned);
		final StringBuilder lines = new StringBuilder();
		for (final int tag : tags) {
			final String name = DicomTag.name(tag);
			if (name != null) lines.append(String.format("%04X,%04X  %s: %s%n", tag >>> 16, tag & 0xffff, name, text(tag)));
		}
		return lines.toString();
	}
}
