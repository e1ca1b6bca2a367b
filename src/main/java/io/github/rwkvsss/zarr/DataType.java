package io.github.rwkvsss.zarr;

import java.nio.ByteBuffer;
import java.util.Locale;

/** The numbers that an array holds. */
public enum DataType {

		BOOL(1, "b1"), INT8(1, "i1"), UINT8(1, "u1"), INT16(2, "i2"), UINT16(2, "u2"), INT32(4, "i4"), UINT32(4, "u4"), INT64(8,
			"i8"), UINT64(8, "u8"), FLOAT16(2, "f2"), FLOAT32(4, "f4"), FLOAT64(8, "f8");

	private static final double TWO_TO_64 = 0x1p64;

	private final int bytes;
	private final String numpy;

	DataType(final int bytes, final String numpy) {
		this.bytes = bytes;
		this.numpy = numpy;
	}

	/** @return bytes of a value */
	public int bytes() {
		return bytes;
	}

	/** @return whether values are whole numbers */
	public boolean isWhole() {
		return ordinal() < FLOAT16.ordinal();
	}

	/** @return the name in Zarr 3, such as uint16 */
	String word() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** @return NumPy's name without its byte order, such as u2 */
	String numpy() {
		return numpy;
	}

	/** @return the type of this name in Zarr 3; null if it is none of these */
	static DataType ofWord(final String word) {
		for (final DataType type : values()) if (type.word().equals(word)) return type;
		return null;
	}

	/** @return the type of this name of NumPy's, with its byte order; null if it is none of these */
	static DataType ofNumpy(final String name) {
		if (name.length() != 3 || "<>|".indexOf(name.charAt(0)) < 0) return null;
		for (final DataType type : values()) if (type.numpy.equals(name.substring(1))) return type;
		return null;
	}

	/**
	 * @param values in their byte order
	 * @param index of a value, counted in values
	 * @return it; of 64 bits the nearest double
	 */
	public double get(final ByteBuffer values, final int index) {
		return switch (this) {
			case BOOL -> values.get(index) == 0 ? 0 : 1;
			case INT8 -> values.get(index);
			case UINT8 -> values.get(index) & 0xff;
			case INT16 -> values.getShort(2 * index);
			case UINT16 -> values.getShort(2 * index) & 0xffff;
			case INT32 -> values.getInt(4 * index);
			case UINT32 -> values.getInt(4 * index) & 0xffffffffL;
			case INT64 -> values.getLong(8 * index);
			case UINT64 -> unsigned(values.getLong(8 * index));
			case FLOAT16 -> half(values.getShort(2 * index));
			case FLOAT32 -> values.getFloat(4 * index);
			case FLOAT64 -> values.getDouble(8 * index);
		};
	}

	/**
	 * @return a value of a whole type, exactly; of UINT64 its bits
	 * @throws ArithmeticException if a value of another type is not whole
	 */
	public long whole(final ByteBuffer values, final int index) {
		if (this == INT64 || this == UINT64) return values.getLong(8 * index);
		final double value = get(values, index);
		if (value != Math.rint(value) || Math.abs(value) > 1L << 53) throw new ArithmeticException(value +
			" is not a whole number");
		return (long) value;
	}

	/** Writes a value; whole types take the nearest that they can hold. */
	public void put(final ByteBuffer values, final int index, final double value) {
		switch (this) {
			case BOOL -> values.put(index, (byte) (value == 0 ? 0 : 1));
			case INT8, UINT8 -> values.put(index, (byte) Math.round(value));
			case INT16, UINT16 -> values.putShort(2 * index, (short) Math.round(value));
			case INT32, UINT32 -> values.putInt(4 * index, (int) Math.round(value));
			case INT64, UINT64 -> values.putLong(8 * index, value >= 0x1p63 ? (long) (value - 0x1p63) + Long.MIN_VALUE
				: (long) value);
			case FLOAT16 -> values.putShort(2 * index, half(value));
			case FLOAT32 -> values.putFloat(4 * index, (float) value);
			case FLOAT64 -> values.putDouble(8 * index, value);
		}
	}

	private static double unsigned(final long bits) {
		return bits >= 0 ? bits : bits + TWO_TO_64;
	}

	/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
	private static double half(final short bits) {
		final int exponent = bits >> 10 & 31;
		final int fraction = bits & 1023;
		final double size = exponent == 31 ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN : exponent == 0 ? fraction *
			0x1p-24 : Math.scalb(1 + fraction / 1024.0, exponent - 15);
		return bits < 0 ? -size : size;
	}

	private static short half(final double value) {
		final int sign = value < 0 ? 0x8000 : 0;
		if (Double.isNaN(value)) return 0x7e00;
		final double size = Math.abs(value);
		if (size >= 65520) return (short) (sign | 0x7c00);
		if (size < 0x1p-14) return (short) (sign | (int) Math.rint(size * 0x1p24));
		final int exponent = Math.getExponent(size);
		// NB: a fraction that rounds up to 1024 carries into the exponent, as it should.
		return (short) (sign | (exponent + 15 << 10) + (int) Math.rint((Math.scalb(size, -exponent) - 1) * 1024));
	}
}
