package io.github.rwkvsss.imagej1;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.imageio.ImageIO;

/** Pictures of windows in few colours, for small files. */
public final class Palette {

	private Palette() {}

	/** @return the file of a picture, in all its colours if it then has at most so many bytes */
	public static byte[] png(final BufferedImage picture, final int most) throws IOException {
		final byte[] whole = encoded(picture);
		return whole.length <= most ? whole : encoded(reduce(picture));
	}

	private static byte[] encoded(final BufferedImage picture) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageIO.write(picture, "png", bytes);
		return bytes.toByteArray();
	}

	/** @return the same picture with an index of colours where it has at most 256, else with each channel in few steps */
	private static BufferedImage reduce(final BufferedImage picture) {
		for (int bits = 8; bits >= 2; bits--) {
			final BufferedImage reduced = indexed(picture, bits);
			if (reduced != null) return reduced;
		}
		throw new IllegalStateException("four steps a channel are 64 colours");
	}

	/** @return null if there are more than 256 colours when each channel keeps so many bits */
	private static BufferedImage indexed(final BufferedImage picture, final int bits) {
		final int mask = 0xff >> 8 - bits << 8 - bits;
		final Map<Integer, Integer> indices = new LinkedHashMap<>();
		final int width = picture.getWidth();
		final int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
		for (int i = 0; i < pixels.length; i++) {
			final int color = pixels[i] & (mask << 16 | mask << 8 | mask);
			final Integer index = indices.computeIfAbsent(color, unseen -> indices.size());
			if (index > 255) return null;
			pixels[i] = index;
		}
		final int[] colors = indices.keySet().stream().mapToInt(color -> stretched(color, bits)).toArray();
		final BufferedImage reduced = new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
			new IndexColorModel(8, colors.length, colors, 0, false, -1, 0));
		reduced.getRaster().setPixels(0, 0, width, picture.getHeight(), pixels);
		return reduced;
	}

	/** White stays white: the highest step of a channel becomes 255. */
	private static int stretched(final int color, final int bits) {
		int whole = 0;
		for (int shift = 0; shift < 24; shift += 8) whole |= (color >> shift + 8 - bits & (1 << bits) - 1) * 255 / ((1 << bits) -
			1) << shift;
		return whole;
	}
}
