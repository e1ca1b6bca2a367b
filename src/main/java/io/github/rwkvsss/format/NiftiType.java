package io.github.rwkvsss.format;

import java.nio.ByteBuffer;

/** How a NIfTI-1 file stores a value, by the code of its {@code datatype} field. */
enum NiftiType {

		UINT8(2, 1), INT16(4, 2), INT32(8, 4), FLOAT32(16, 4), FLOAT64(64, 8), RGB24(128, 3), INT8(256, 1), UINT16(512, 2),
		UINT32(768, 4), INT64(1024, 8), UINT64(1280, 8), RGBA32(2304, 4);

	private final int code;
	private final int bytes;

	NiftiType(final int code, final int bytes) {
		this.code = code;
		this.bytes = bytes;
	}

	static NiftiType of(final int code) throws NiftiHeader.Unreadable {
		for (final NiftiType type : values()) if (type.code == code) return type;
		throw new NiftiHeader.Unreadable(switch (code) {
			case 1 -> "has pixels of one bit; save them as 8 bits";
			case 32, 1792, 2048 -> "has complex pixels; save their magnitude as 32-bit float";
			case 1536 -> "has pixels of 128 bits; save them as 32-bit float";
			default -> "is damaged: its datatype " + code + " is not one of NIfTI-1";
		});
	}

	int code() {
		return code;
	}

	int bytes() {
		return bytes;
	}

	boolean isColour() {
		return this == RGB24 || this == RGBA32;
	}

	/** @return whether ImageJ holds such values as 32-bit float, already scaled */
	boolean isFloat() {
		return !isColour() && bytes >= 4;
	}

	/** @return what ImageJ's unsigned 8 and 16 bits add to a signed value */
	int zero() {
		return this == INT8 ? 128 : this == INT16 ? 32768 : 0;
	}

	/** @return a plane's array as ImageJ wants it: {@code byte[]}, {@code short[]}, {@code float[]} or RGB {@code int[]} */
	Object allocate(final int pixels) {
		if (isColour()) return new int[pixels];
		return bytes == 1 ? new byte[pixels] : bytes == 2 ? new short[pixels] : new float[pixels];
	}

	/**
	 * Converts stored values.
	 *
	 * @param from in the file's byte order, read from its position
	 * @param plane as {@link #allocate} made it
	 * @param start first index to fill
	 * @param count how many
	 */
	void unpack(final ByteBuffer from, final Object plane, final int start, final int count, final double slope,
		final double intercept)
	{
		final int end = start + count;
		if (plane instanceof final byte[] values) for (int i = start; i < end; i++) values[i] = (byte) (from.get() + zero());
		else if (plane instanceof final short[] values) for (int i = start; i < end; i++) values[i] = (short) (from.getShort() +
			zero());
		else if (plane instanceof final int[] colours) for (int i = start; i < end; i++) {
			colours[i] = 0xff000000 | (from.get() & 0xff) << 16 | (from.get() & 0xff) << 8 | from.get() & 0xff;
			if (this == RGBA32) from.get();
		}
		else {
			final float[] values = (float[]) plane;
			final boolean plain = slope == 1 && intercept == 0;
			for (int i = start; i < end; i++) values[i] = (float) (plain ? value(from) : slope * value(from) + intercept);
		}
	}

	private double value(final ByteBuffer from) {
		return switch (this) {
			case FLOAT32 -> from.getFloat();
			case FLOAT64 -> from.getDouble();
			case INT32 -> from.getInt();
			case UINT32 -> Integer.toUnsignedLong(from.getInt());
			case INT64 -> from.getLong();
			case UINT64 -> unsigned(from.getLong());
			default -> throw new IllegalStateException(this + " is no type of 32-bit images");
		};
	}

	private static double unsigned(final long value) {
		return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
	}
}
