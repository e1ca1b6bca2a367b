package io.github.rwkvsss.model;

/** IEEE 754 half precision. NB: the JDK has this from version 20 on; this project targets 17. */
final class Half {

	private Half() {}

	/** @return the nearest half, ties to even; beyond 65504 infinity */
	static short of(final float value) {
		final int bits = Float.floatToIntBits(value);
		final int sign = bits >>> 16 & 0x8000;
		final int magnitude = bits & 0x7fffffff;
		if (magnitude > 0x7f800000) return (short) (sign | 0x7e00);
		if (magnitude >= 0x47800000) return (short) (sign | 0x7c00);
		if (magnitude < 0x38800000) {
			// A subnormal half counts in steps of 2^-24.
			final float steps = Math.abs(value) * 0x1p24f;
			return (short) (sign | (int) Math.rint(steps));
		}
		final int rebiased = magnitude - (112 << 23);
		final int rounded = rebiased + 0xfff + (rebiased >>> 13 & 1);
		return (short) (sign | rounded >>> 13);
	}

	/** @return whether none of them, finite, would become an infinity */
	static boolean hold(final float[] values) {
		for (final float value : values) if (Float.isFinite(value) && (of(value) & 0x7fff) == 0x7c00) return false;
		return true;
	}

	static float toFloat(final short half) {
		final int sign = (half & 0x8000) << 16;
		final int exponent = half >>> 10 & 0x1f;
		final int mantissa = half & 0x3ff;
		if (exponent == 0x1f) return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
		if (exponent == 0) {
			final float value = mantissa * 0x1p-24f;
			return sign == 0 ? value : -value;
		}
		return Float.intBitsToFloat(sign | exponent + 112 << 23 | mantissa << 13);
	}
}
