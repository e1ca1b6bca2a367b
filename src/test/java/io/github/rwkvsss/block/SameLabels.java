package io.github.rwkvsss.block;

import java.io.IOException;
import java.util.Arrays;

import io.github.rwkvsss.format.RegionReader;
import io.github.rwkvsss.image.RegionImage;

/**
 * Whether two label images of any extent are the same, pixel by pixel, numbers included: {@code SameLabels <one> <other>}.
 * Prints how many pixels were compared and the largest number; ends with 1 where they differ.
 */
public final class SameLabels {

	private static final int EDGE = 1024;

	private SameLabels() {}

	/** Compares them box by box. */
	public static void main(final String... args) throws IOException {
		try (RegionImage one = RegionReader.open(args[0]); RegionImage other = RegionReader.open(args[1])) {
			final long[] size = one.size();
			if (!Arrays.equals(size, other.size())) {
				System.out.println("sizes differ: " + Arrays.toString(size) + " and " + Arrays.toString(other.size()));
				System.exit(1);
			}
			long differ = 0;
			double highest = 0;
			final float[] here = new float[EDGE * EDGE];
			final float[] there = new float[EDGE * EDGE];
			for (long t = 0; t < size[0]; t++) for (long z = 0; z < size[1]; z++) for (long y = 0; y < size[2]; y += EDGE) {
				for (long x = 0; x < size[3]; x += EDGE) {
					final int[] box = { 1, 1, (int) Math.min(EDGE, size[2] - y), (int) Math.min(EDGE, size[3] - x) };
					final long[] min = { t, z, y, x };
					one.read(min, box, here);
					other.read(min, box, there);
					for (int i = 0; i < box[2] * box[3]; i++) {
						if (here[i] != there[i]) differ++;
						highest = Math.max(highest, here[i]);
					}
				}
			}
			System.out.printf("%d pixels compared, %d differ, highest number %.0f%n", size[0] * size[1] * size[2] * size[3],
				differ, highest);
			System.exit(differ > 0 || highest == 0 ? 1 : 0);
		}
	}
}
