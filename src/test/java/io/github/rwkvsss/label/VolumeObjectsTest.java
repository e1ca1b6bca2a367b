package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.metric.InstanceMatching;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.sampledata.EllipsoidDrawing;

/** What is found slice by slice is what {@link InstanceSegmentation} finds in the whole volume. */
class VolumeObjectsTest {

	private static VolumeObjects.Objects bySlice(final float[][] p, final int[] size, final InstanceParameters parameters) {
		final VolumeObjects objects = new VolumeObjects(size[1], size[2], parameters, Cancellation.NEVER);
		final int plane = size[1] * size[2];
		for (int z = 0; z < size[0]; z++) {
			final int from = z * plane;
			objects.accept(z, Arrays.copyOfRange(p[0], from, from + plane), Arrays.copyOfRange(p[1], from, from + plane), Arrays
				.copyOfRange(p[2], from, from + plane), Arrays.stream(p).skip(3).map(share -> Arrays.copyOfRange(share, from, from +
					plane)).toArray(float[][]::new));
		}
		return objects.finish();
	}

	private static void assertSame(final float[][] p, final int[] size, final InstanceParameters parameters) {
		final SmallObjects whole = SmallObjects.without(InstanceSegmentation.labels(p[0], p[1], p[2], size, parameters
			.withMinimumSize(1)), parameters.minimumSize());
		final VolumeObjects.Objects found = bySlice(p, size, parameters);
		assertArrayEquals(whole.labels(), found.labels().volume(0), () -> Arrays.toString(size) + " " + parameters);
		assertArrayEquals(ObjectScores.of(whole.labels(), p[0]), found.scores());
		assertEquals(whole.removed(), found.removed());
		final ObjectVotes votes = ObjectVotes.of(whole.labels(), Arrays.copyOfRange(p, 3, p.length));
		assertArrayEquals(votes.classes(), found.votes().classes());
		assertArrayEquals(votes.scores(), found.votes().scores());
	}

	/** Smoothed noise has clusters of all shapes, gaps in them, and clusters in gaps. */
	@Test
	void noiseGivesTheSameObjects() {
		final Random random = new Random(5);
		for (int round = 0; round < 150; round++) {
			final int[] size = { 1 + random.nextInt(14), 1 + random.nextInt(16), 1 + random.nextInt(16) };
			// Every other time objects have classes, too.
			final float[][] p = new float[round % 2 == 0 ? 3 : 5][size[0] * size[1] * size[2]];
			for (int k = 3; k < p.length; k++) for (int i = 0; i < p[k].length; i++) p[k][i] = random.nextFloat();
			final int grain = 1 + random.nextInt(3);
			final float level = random.nextFloat() * 2;
			for (int i = 0; i < p[0].length; i++) {
				final int block = i % size[2] / grain + 31 * (i / size[2] % size[1] / grain) + 997 * (i / size[2] / size[1] /
					grain);
				final Random of = new Random(round * 100_003L + block);
				float sum = 0;
				for (int k = 0; k < 3; k++) {
					p[k][i] = of.nextFloat() * (k == 0 ? level : 1) + 0.1f * random.nextFloat();
					sum += p[k][i];
				}
				for (int k = 0; k < 3; k++) p[k][i] /= sum;
			}
			assertSame(p, size, new InstanceParameters(0.3f + 0.4f * random.nextFloat(), 0.05f + random.nextFloat(), 1 + random
				.nextInt(6), 1 + random.nextInt(20), random.nextBoolean()));
		}
	}

	@Test
	void aShellWithAnObjectInItIsNotFilled() {
		final int[] size = { 11, 11, 11 };
		final float[][] p = new float[3][11 * 11 * 11];
		for (int i = 0; i < p[0].length; i++) {
			final double r = Math.sqrt(Math.pow(i / 121 - 5, 2) + Math.pow(i / 11 % 11 - 5, 2) + Math.pow(i % 11 - 5, 2));
			p[r < 1.5 || r > 3.2 && r < 4.8 ? 1 : 0][i] = 1;
		}
		final InstanceParameters parameters = InstanceParameters.DEFAULT.withMinimumSize(1);
		assertSame(p, size, parameters);
		final int[] labels = bySlice(p, size, parameters).labels().volume(0);
		assertEquals(2, Arrays.stream(labels).max().orElse(0));
		assertEquals(0, labels[(5 * 11 + 5) * 11 + 3]);
	}

	@Test
	void touchingEllipsoidsInThickSlicesAreFoundAndNumberedOnce() {
		final double[] spacing = { 2.2, 1, 1 };
		final EllipsoidDrawing.Volume drawn = new EllipsoidDrawing(new int[] { 24, 64, 64 }, spacing[0], 16, 3).draw(16);
		assertTrue(drawn.count() >= 12, "drew " + drawn.count());
		final byte[] classes = InstanceTargets.of(drawn.labels(), drawn.size(), InstanceTargets.DEFAULT_THICKNESS, spacing);
		final float[][] p = softened(classes, drawn.size(), new Random(2));
		assertSame(p, drawn.size(), InstanceParameters.DEFAULT);
		final InstanceMatching matching = InstanceMatching.of(drawn.labels(), bySlice(p, drawn.size(),
			InstanceParameters.DEFAULT).labels().volume(0));
		assertTrue(matching.at(0.5).averagePrecision() >= 0.95, "AP@0.5 " + matching.at(0.5));
		assertTrue(matching.at(0.75).averagePrecision() >= 0.9, "AP@0.75 " + matching.at(0.75));
	}

	/** As a network that is not sure: the mean of the neighbours, and noise. */
	private static float[][] softened(final byte[] classes, final int[] size, final Random random) {
		final Grid grid = new Grid(size, Connectivity.FACE);
		final int[] around = new int[grid.degree()];
		final float[][] p = new float[3][classes.length];
		for (int i = 0; i < classes.length; i++) {
			final int found = grid.neighbours(i, around);
			p[classes[i]][i] += 3;
			for (int k = 0; k < found; k++) p[classes[around[k]]][i]++;
			float sum = 0;
			for (int k = 0; k < 3; k++) sum += p[k][i] += random.nextFloat();
			for (int k = 0; k < 3; k++) p[k][i] /= sum;
		}
		return p;
	}

	@Test
	void beginsAnewAtSliceZero() {
		final int[] size = { 3, 6, 6 };
		final float[][] p = { new float[108], new float[108], new float[108] };
		Arrays.fill(p[1], 1);
		final VolumeObjects objects = new VolumeObjects(6, 6, InstanceParameters.DEFAULT, Cancellation.NEVER);
		objects.accept(0, new float[36], new float[36], new float[36]);
		objects.accept(1, new float[36], new float[36], new float[36]);
		for (int z = 0; z < 3; z++) objects.accept(z, new float[36], Arrays.copyOf(p[1], 36), new float[36]);
		final VolumeObjects.Objects found = objects.finish();
		assertArrayEquals(bySlice(p, size, InstanceParameters.DEFAULT).labels().volume(0), found.labels().volume(0));
		assertEquals(1, found.scores().length);
		assertEquals(108, Arrays.stream(found.labels().volume(0)).sum());
	}

	@Test
	void isCanceledWithinASlice() {
		final VolumeObjects objects = new VolumeObjects(2, 2, InstanceParameters.DEFAULT, () -> true);
		assertThrows(CanceledException.class, () -> objects.accept(0, new float[4], new float[4], new float[4]));
	}

	@Test
	void valuesThatAreNotFiniteAreNamed() {
		final VolumeObjects objects = new VolumeObjects(1, 2, InstanceParameters.DEFAULT, Cancellation.NEVER);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> objects.accept(0, new float[] { 0, Float.NaN },
			new float[2], new float[2])).getMessage().contains("pixel 1 of slice 0"));
	}
}
