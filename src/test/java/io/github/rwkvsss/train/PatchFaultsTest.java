package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class PatchFaultsTest {

	private static final int EDGE = 64;

	/** Two discs on a ground of 0.1, the second one half as bright. */
	private static float[] image(final int[] objects, final long[] target) {
		final float[] image = new float[EDGE * EDGE];
		for (int i = 0; i < image.length; i++) {
			objects[i] = Math.hypot(i / EDGE - 20, i % EDGE - 20) < 10 ? 1 : Math.hypot(i / EDGE - 44, i % EDGE - 44) < 10 ? 2
				: 0;
			target[i] = objects[i] == 0 ? 0 : 1;
			image[i] = 0.1f + (objects[i] == 1 ? 0.8f : objects[i] == 2 ? 0.4f : 0);
		}
		return image;
	}

	@Test
	void withoutFaultsNothingChanges() {
		final int[] objects = new int[EDGE * EDGE];
		final long[] target = new long[EDGE * EDGE];
		final float[] image = image(objects, target);
		final float[] before = image.clone();
		for (int seed = 0; seed < 20; seed++) new PatchFaults(EDGE, EDGE, 1, 0, 20).apply(image, target, 0, objects,
			new SplittableRandom(seed));
		assertArrayEquals(before, image);
	}

	@Test
	void faultsKeepTheAnnotationButForDeadCells() {
		int changed = 0;
		int dead = 0;
		int dimmed = 0;
		for (int seed = 0; seed < 300; seed++) {
			final int[] objects = new int[EDGE * EDGE];
			final long[] target = new long[EDGE * EDGE];
			final float[] image = image(objects, target);
			final float[] before = image.clone();
			final long[] truth = target.clone();
			new PatchFaults(EDGE, EDGE, 1, 1, 20).apply(image, target, 0, objects, new SplittableRandom(seed));
			boolean ignored = false;
			boolean same = true;
			for (int i = 0; i < image.length; i++) {
				assertTrue(Float.isFinite(image[i]) && image[i] <= 1, "seed " + seed + ": " + image[i]);
				if (target[i] == Sample.IGNORE) ignored = true;
				else assertEquals(truth[i], target[i]);
				same &= image[i] == before[i];
			}
			if (!same) changed++;
			if (ignored) dead++;
			// The middle of the brighter disc below the other's brightness: it was dimmed.
			if (image[20 * EDGE + 20] < 0.4f) dimmed++;
		}
		assertTrue(changed > 200, changed + " of 300 changed");
		// Usually one in five patches.
		assertTrue(dead > 30 && dead < 90, dead + " of 300 with dead cells");
		assertTrue(dimmed > 10, dimmed + " of 300 dimmed");
	}

	@Test
	void aPartOfABatchIsChangedAlone() {
		final int pixels = EDGE * EDGE;
		for (int seed = 0; seed < 20; seed++) {
			final float[] image = new float[3 * pixels];
			final long[] target = new long[3 * pixels];
			new PatchFaults(EDGE, EDGE, 1, 1, 20).apply(image, target, pixels, new int[pixels], new SplittableRandom(seed));
			for (int i = 0; i < pixels; i++) assertTrue(image[i] == 0 && image[2 * pixels + i] == 0 && target[i] == 0 &&
				target[2 * pixels + i] == 0);
		}
	}
}
