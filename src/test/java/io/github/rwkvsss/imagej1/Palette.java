package io.github.rwkvsss.imagej1;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.imageio.ImageIO;

/** Pictures of windows in few colours, for small files. */
public final class Palette {

	private static final int COLORS = 256;

	private Palette() {}

	/** @return the file of a picture, in all its colours if it then has at most so many bytes */
	public static byte[] png(final BufferedImage picture, final int most) throws IOException {
		final byte[] whole = encoded(picture);
		return whole.length <= most ? whole : encoded(reduced(picture));
	}

	private static byte[] encoded(final BufferedImage picture) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageIO.write(picture, "png", bytes);
		return bytes.toByteArray();
	}

	/** @return the same picture with an index of at most 256 colours, each the mean of those that it stands for */
	private static BufferedImage reduced(final BufferedImage picture) {
		final int width = picture.getWidth();
		final int height = picture.getHeight();
		final int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
		final Map<Integer, Integer> counts = new HashMap<>();
		for (final int pixel : pixels) counts.merge(pixel & 0xffffff, 1, Integer::sum);
		final List<Group> groups = groups(new ArrayList<>(counts.keySet()));
		final int[] colors = new int[groups.size()];
		final Map<Integer, Integer> indices = new HashMap<>();
		for (int i = 0; i < colors.length; i++) {
			colors[i] = groups.get(i).mean(counts);
			for (final int color : groups.get(i).colors) indices.put(color, i);
		}
		for (int i = 0; i < pixels.length; i++) pixels[i] = indices.get(pixels[i] & 0xffffff);
		final BufferedImage reduced = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8,
			colors.length, colors, 0, false, -1, 0));
		reduced.getRaster().setPixels(0, 0, width, height, pixels);
		return reduced;
	}

	/** Halves the widest group of colours until there are enough, so that rare colours that are like no other stay. */
	private static List<Group> groups(final List<Integer> colors) {
		final List<Group> groups = new ArrayList<>(List.of(new Group(colors)));
		while (groups.size() < COLORS) {
			final Group widest = groups.stream().max(Comparator.comparingInt(group -> group.high - group.low)).orElseThrow();
			if (widest.high == widest.low) break;
			final int middle = (widest.low + widest.high) / 2;
			groups.remove(widest);
			groups.add(new Group(widest.colors.stream().filter(color -> channel(color, widest.shift) <= middle).toList()));
			groups.add(new Group(widest.colors.stream().filter(color -> channel(color, widest.shift) > middle).toList()));
		}
		return groups;
	}

	private static int channel(final int color, final int shift) {
		return color >> shift & 0xff;
	}

	/** Colours, and the channel in which they differ most. */
	private static final class Group {

		private final List<Integer> colors;
		private int shift;
		private int low;
		private int high;

		Group(final List<Integer> colors) {
			this.colors = colors;
			for (int channel = 0; channel <= 16; channel += 8) {
				final int of = channel;
				final int least = colors.stream().mapToInt(color -> channel(color, of)).min().orElseThrow();
				final int most = colors.stream().mapToInt(color -> channel(color, of)).max().orElseThrow();
				if (most - least < high - low || channel > 0 && most - least == high - low) continue;
				shift = channel;
				low = least;
				high = most;
			}
		}

		int mean(final Map<Integer, Integer> counts) {
			final long all = colors.stream().mapToLong(counts::get).sum();
			int mean = 0;
			for (int channel = 0; channel <= 16; channel += 8) {
				final int of = channel;
				mean |= (int) (colors.stream().mapToLong(color -> (long) channel(color, of) * counts.get(color)).sum() / all) << of;
			}
			return mean;
		}
	}
}
