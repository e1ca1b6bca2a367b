package io.github.rwkvsss.explain;

import ij.process.LUT;

/**
 * Colours for heat maps, from black over violet and red to pale yellow: lightness rises by equal steps (CIE 1976 L*a*b*,
 * L* from 2 to 96), so that equal differences of a value look alike, also without colour vision and in print.
 */
final class HeatColours {

	private static final int COLOURS = 256;

	private HeatColours() {}

	/** @return the colours as a table. A new one. */
	static LUT table() {
		final byte[][] channels = new byte[3][COLOURS];
		for (int i = 0; i < COLOURS; i++) {
			final double[] rgb = colour(i / (COLOURS - 1.0));
			for (int c = 0; c < 3; c++) channels[c][i] = (byte) Math.round(255 * rgb[c]);
		}
		return new LUT(channels[0], channels[1], channels[2]);
	}

	/** Hue turns from violet past red to yellow; chroma stays below what sRGB can show at each lightness. */
	private static double[] colour(final double share) {
		final double hue = Math.toRadians(300 + 155 * share);
		final double chroma = 60 * Math.sin(Math.PI * (0.04 + 0.9 * share));
		return sRgb(2 + 94 * share, chroma * Math.cos(hue), chroma * Math.sin(hue));
	}

	/** CIE 15:2004 with the white D65, then IEC 61966-2-1. */
	private static double[] sRgb(final double lightness, final double a, final double b) {
		final double y = (lightness + 16) / 116;
		final double[] xyz = { 0.95047 * cubed(y + a / 500), cubed(y), 1.08883 * cubed(y - b / 200) };
		final double[][] matrix = { { 3.2404542, -1.5371385, -0.4985314 }, { -0.9692660, 1.8760108, 0.0415560 }, { 0.0556434,
			-0.2040259, 1.0572252 } };
		final double[] rgb = new double[3];
		for (int c = 0; c < 3; c++) {
			double linear = 0;
			for (int j = 0; j < 3; j++) linear += matrix[c][j] * xyz[j];
			final double inside = Math.min(1, Math.max(0, linear));
			rgb[c] = inside <= 0.0031308 ? 12.92 * inside : 1.055 * Math.pow(inside, 1 / 2.4) - 0.055;
		}
		return rgb;
	}

	private static double cubed(final double f) {
		return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29);
	}
}
