package io.github.rwkvsss.segment;

import java.awt.Color;

import ij.ImagePlus;
import ij.process.LUT;

/** Colours in which objects of neighbouring numbers look different; background is black. */
public final class ObjectColours {

	/** The golden ratio's part: hues that follow each other by it stay far apart. */
	private static final double HUE_STEP = 0.618033988749895;

	private ObjectColours() {}

	/** Shows a label image in these colours; its values are not changed. */
	static void show(final ImagePlus labels, final double highest) {
		labels.setLut(table());
		// Up to 255 objects each have a colour of their own, more share them.
		labels.setDisplayRange(0, Math.max(255, highest));
	}

	/**
	 * @param number of an object, at least 1
	 * @return its colour where each of the first 255 has its own
	 */
	public static Color of(final int number) {
		final int i = (number - 1) % 255 + 1;
		final float saturation = 0.55f + 0.45f * (i % 3) / 2;
		final float brightness = 1 - 0.3f * (i / 3 % 2);
		return Color.getHSBColor((float) (i * HUE_STEP % 1), saturation, brightness);
	}

	private static LUT table() {
		final byte[] red = new byte[256];
		final byte[] green = new byte[256];
		final byte[] blue = new byte[256];
		for (int i = 1; i < 256; i++) {
			final Color colour = of(i);
			red[i] = (byte) colour.getRed();
			green[i] = (byte) colour.getGreen();
			blue[i] = (byte) colour.getBlue();
		}
		return new LUT(red, green, blue);
	}
}
