package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.Task;
import ij.IJ;

/** Images of which only a part is annotated. */
class SparseSampleTest {

	private static final byte NOT = (byte) Sample.IGNORE;

	/** One row of pixels. */
	private static Sample row(final byte[] target, final int[] instances) {
		return new Sample("row", new float[target.length], target, instances, 1, new int[] { 1, 1, target.length });
	}

	@Test
	void patchesAreCentredOnAnnotatedPixels() {
		final byte[] target = new byte[1000];
		Arrays.fill(target, NOT);
		target[17] = 0;
		target[400] = 1;
		final Sample sample = row(target, null);
		assertEquals(2, sample.annotatedPixels());
		final SplittableRandom random = new SplittableRandom(1);
		final boolean[] seen = new boolean[1000];
		for (int i = 0; i < 50; i++) {
			assertEquals(400, sample.place(true, random));
			seen[sample.place(false, random)] = true;
		}
		for (int i = 0; i < seen.length; i++) assertEquals(i == 17 || i == 400, seen[i], "pixel " + i);
	}

	@Test
	void objectsThatNobodyCouldHaveAnnotatedAreNotJudged() {
		final Sample sample = row(new byte[] { 0, 1, 1, 0, NOT, NOT, NOT, NOT }, new int[] { 0, 1, 1, 0, 0, 0, 0, 0 });
		// Object 7 lies half beyond the annotation, 8 and 9 mostly.
		assertArrayEquals(new int[] { 0, 7, 7, 7, 0, 0, 0, 0 }, sample.judgeable(new int[] { 0, 7, 7, 7, 7, 9, 9, 0 }));
		assertArrayEquals(new int[] { 0, 0, 0, 0, 0, 0, 0, 0 }, sample.judgeable(new int[] { 0, 0, 0, 8, 8, 8, 0, 0 }));
		final int[] all = { 3, 3 };
		assertEquals(all, row(new byte[] { 1, 1 }, null).judgeable(all));
	}

	@Test
	void aHoldoutPartsTheAnnotationAndKeepsObjectsWhole() {
		// Object 2 reaches over the cut at 7; its middle lies before it.
		final byte[] target = { 0, 1, 1, 0, NOT, 1, 1, 1, 0, 0, 1, 0 };
		final int[] objects = { 0, 1, 1, 0, 0, 2, 2, 2, 0, 0, 3, 0 };
		final Split<Sample> split = Holdout.of(row(target, objects), 0.4).orElseThrow();
		assertArrayEquals(new byte[] { 0, 1, 1, 0, NOT, 1, 1, 1, NOT, NOT, NOT, NOT }, split.training().get(0).target());
		assertArrayEquals(new byte[] { NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT, 0, 0, 1, 0 }, split.validation().get(0)
			.target());
		assertArrayEquals(new int[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0 }, split.validation().get(0).instances());
	}

	@Test
	void aHoldoutWithoutBothClassesIsNone() {
		assertTrue(Holdout.of(row(new byte[] { 1, 1, 0, 0, 0, 0, 0, 0 }, null), 0.25).isEmpty());
	}

	@Test
	void planesWithoutAnnotationAreLeftOut() {
		final PixelSource pixels = PixelSource.of(IJ.createImage("stack", "8-bit ramp", 4, 1, 3));
		final LabelImage labels = LabelImage.of("drawn", pixels.size(), new int[] { -1, -1, -1, -1 }, new int[] { 0, 5, 5, -1 },
			new int[] { -1, -1, -1, -1 });
		final List<Sample> samples = new SampleForm(Task.INSTANCE, 2, List.of(), Normalization.none()).samples("stack", pixels,
			labels, List.of(), null);
		assertEquals(1, samples.size());
		assertEquals("stack frame 1 slice 2", samples.get(0).name());
		assertArrayEquals(new int[] { 0, 5, 5, 0 }, samples.get(0).instances());
		assertEquals(Sample.IGNORE, samples.get(0).target()[3] & 0xff);
		assertFalse(samples.get(0).target()[1] == 0);
	}
}
