package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;

/** Half precision against IEEE 754's formula and against numpy's rounding (make_fixtures.py). */
class HalfTest {

	@Test
	void everyHalfHasTheValueOfItsFormula() {
		for (int bits = 0; bits < 65536; bits++) {
			final int exponent = bits >> 10 & 31;
			final int mantissa = bits & 1023;
			final double sign = bits >> 15 == 0 ? 1 : -1;
			final double expected = exponent == 31 ? mantissa == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN : exponent == 0
				? sign * mantissa * Math.pow(2, -24) : sign * (1 + mantissa / 1024.0) * Math.pow(2, exponent - 15);
			final float value = Half.toFloat((short) bits);
			assertEquals(expected, value, 0, Integer.toHexString(bits));
			if (Double.isNaN(expected)) assertTrue(Float.isNaN(Half.toFloat(Half.of(value))));
			else assertEquals((short) bits, Half.of(value), Integer.toHexString(bits));
		}
	}

	@Test
	void singlesAreRoundedAsNumpyRounds() throws IOException {
		try (InputStream in = HalfTest.class.getResourceAsStream("rounding.bin")) {
			final ByteBuffer pairs = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
			assertTrue(pairs.remaining() > 10000);
			while (pairs.hasRemaining()) {
				final int single = pairs.getInt();
				assertEquals(pairs.getShort(), Half.of(Float.intBitsToFloat(single)), () -> Float.intBitsToFloat(single) + "");
			}
		}
	}
}
