package io.github.rwkvsss.model;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The thumbnail of a model: its sample tile on the left, the class of each pixel on the right; twice as wide as high. */
final class BundleCover {

	private static final int EDGE = 192;

	private BundleCover() {}

	/**
	 * @param classes how many of the channels, from the first on, are to be separated
	 * @return a PNG file
	 */
	static byte[] of(final BundleSample sample, final int classes) throws IOException {
		final int[] extents = sample.extents();
		final int height = extents[extents.length - 2];
		final int width = extents[extents.length - 1];
		final int plane = height * width;
		final int middle = extents.length == 3 ? extents[0] / 2 * plane : 0;
		final int pixels = extents.length == 3 ? extents[0] * plane : plane;
		final BufferedImage picture = new BufferedImage(2 * EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < EDGE; y++) for (int x = 0; x < EDGE; x++) {
			final int at = middle + y * height / EDGE * width + x * width / EDGE;
			final int grey = Math.min(255, Math.max(0, (int) sample.image().values()[at]));
			picture.setRGB(x, y, grey << 16 | grey << 8 | grey);
			int best = 0;
			for (int k = 1; k < classes; k++) if (sample.probabilities().values()[k * pixels + at] > sample.probabilities()
				.values()[best * pixels + at]) best = k;
			picture.setRGB(EDGE + x, y, best == 0 ? 0 : Color.HSBtoRGB(0.61803f * best, 0.7f, 0.95f) & 0xffffff);
		}
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		// NB: not ImageIO's own stream, which may want a cache file.
		try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
			ImageIO.write(picture, "png", out);
		}
		return bytes.toByteArray();
	}
}
