package io.github.rwkvsss.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Color;
import java.awt.color.ColorSpace;

import ij.process.LUT;
import org.junit.jupiter.api.Test;

class HeatColoursTest {

	/** Java's own colour profiles tell the luminance; L* = 116 Y^(1/3) - 16 must rise evenly from 2 to 96. */
	@Test
	void lightnessRisesEvenly() {
		final LUT table = HeatColours.table();
		for (int i = 0; i < 256; i++) {
			final float[] xyz = new Color(table.getRGB(i)).getColorComponents(ColorSpace.getInstance(ColorSpace.CS_CIEXYZ), null);
			final double lightness = xyz[1] > 0.008856 ? 116 * Math.cbrt(xyz[1]) - 16 : 903.3 * xyz[1];
			assertEquals(2 + 94 * i / 255.0, lightness, 1.5, "colour " + i);
		}
	}
}
