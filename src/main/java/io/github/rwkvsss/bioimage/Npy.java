package io.github.rwkvsss.bioimage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An array in NumPy's file format, version 1.0: magic, header length, a line of text with type, order and shape, then
 * the numbers.
 *
 * @param shape extents, slowest first
 * @param values row-major
 */
public record Npy(long[] shape, float[] values) {

	private static final byte[] MAGIC = { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y' };

	private static final Pattern HEADER = Pattern.compile(
		"\\s*\\{\\s*'descr'\\s*:\\s*'([<>|=])([fiub])([1248])'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,\\s*" +
			"'shape'\\s*:\\s*\\(([0-9, ]*)\\)\\s*,?\\s*\\}\\s*");

	/** @return the file's bytes, of type float32 */
	public byte[] toBytes() {
		final String extents = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", ")) +
			(shape.length == 1 ? "," : "");
		final String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + extents + "), }";
		// Padded so that the numbers begin at a multiple of 64, as NumPy does.
		final int length = (MAGIC.length + 4 + text.length() + 1 + 63) / 64 * 64 - MAGIC.length - 4;
		final ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length + 4 + length + 4 * values.length).order(
			ByteOrder.LITTLE_ENDIAN);
		bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
		bytes.put((text + " ".repeat(length - text.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
		bytes.asFloatBuffer().put(values);
		return bytes.array();
	}

	/**
	 * @param bytes a whole file, of any plain number type
	 * @throws IOException in one sentence if it is none
	 */
	public static Npy read(final byte[] bytes) throws IOException {
		if (bytes.length < 12 || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) throw broken("it has no such head");
		final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(8);
		final long length = bytes[6] == 1 ? Short.toUnsignedInt(buffer.getShort()) : Integer.toUnsignedLong(buffer.getInt());
		if (length > buffer.remaining()) throw broken("its header is cut off");
		final byte[] text = new byte[(int) length];
		buffer.get(text);
		final Matcher header = HEADER.matcher(new String(text, StandardCharsets.ISO_8859_1));
		if (!header.matches()) throw broken("its header is not of plain numbers");
		if (header.group(4).equals("True")) throw broken("its columns are stored first; save it in C order");
		final long[] shape = shape(header.group(5));
		final int width = Integer.parseInt(header.group(3));
		long count = 1;
		for (final long extent : shape) {
			if (extent > Integer.MAX_VALUE || count * extent > Integer.MAX_VALUE) throw broken("its shape is " + Arrays.toString(
				shape));
			count *= extent;
		}
		if (count * width != buffer.remaining()) throw broken("its shape " + Arrays.toString(shape) + " wants " + count *
			width + " bytes, it has " + buffer.remaining());
		final ByteBuffer numbers = buffer.slice().order(header.group(1).equals(">") ? ByteOrder.BIG_ENDIAN
			: ByteOrder.LITTLE_ENDIAN);
		final float[] values = new float[(int) count];
		final String kind = header.group(2);
		for (int i = 0; i < values.length; i++) values[i] = number(numbers, kind, width, i * width);
		return new Npy(shape, values);
	}

	private static long[] shape(final String text) throws IOException {
		try {
			return Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty()).mapToLong(Long::parseLong)
				.toArray();
		}
		catch (final NumberFormatException e) {
			throw broken("its shape is (" + text + ")");
		}
	}

	private static float number(final ByteBuffer numbers, final String kind, final int width, final int at)
		throws IOException
	{
		if (kind.equals("f")) {
			if (width == 4) return numbers.getFloat(at);
			if (width == 8) return (float) numbers.getDouble(at);
			throw broken("half precision is not read here; save it as float32");
		}
		final boolean signed = kind.equals("i");
		switch (width) {
			case 1:
				return signed ? numbers.get(at) : Byte.toUnsignedInt(numbers.get(at));
			case 2:
				return signed ? numbers.getShort(at) : Short.toUnsignedInt(numbers.getShort(at));
			case 4:
				return signed ? numbers.getInt(at) : Integer.toUnsignedLong(numbers.getInt(at));
			default:
				return numbers.getLong(at);
		}
	}

	private static IOException broken(final String what) {
		return new IOException("the array is not a NumPy file that can be read here: " + what);
	}
}
