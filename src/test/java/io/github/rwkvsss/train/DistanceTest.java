package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;

import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.metric.InstanceMatching;
import io.github.rwkvsss.sampledata.EllipsoidDrawing;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import org.junit.jupiter.api.Test;

/** Objects as distances to their borders. */
class DistanceTest {

	private static int[] unsigned(final byte[] levels) {
		final int[] values = new int[levels.length];
		for (int i = 0; i < values.length; i++) values[i] = levels[i] & 0xff;
		return values;
	}

	@Test
	void levelsRiseFromTheBorderToTheMiddle() {
		// Distances 1, 2, 3, 2, 1 of 3 at most: a third of 49 levels is 16, two thirds 33.
		assertArrayEquals(new int[] { 0, 17, 34, 50, 34, 17, 0, 255 }, unsigned(DistanceTargets.of(new int[] { 0, 4, 4, 4, 4, 4,
			0, -1 }, new int[] { 1, 8 }, new double[] { 1, 1 })));
	}

	@Test
	void neighboursAreBordersAndTheImagesSideAndUnknownPixelsAreNone() {
		assertArrayEquals(new int[] { 50, 26, 26, 50, 255 }, unsigned(DistanceTargets.of(new int[] { 1, 1, 2, 2, -1 },
			new int[] { 1, 5 }, new double[] { 1, 1 })));
		assertArrayEquals(new int[] { 50, 50 }, unsigned(DistanceTargets.of(new int[] { 3, 3 }, new int[] { 1, 2 },
			new double[] { 1, 1 })));
	}

	@Test
	void spacingCounts() {
		// A column of three voxels, three apart, in a row: up and down is 3 away, sideways 1.
		final int[] labels = new int[3 * 3];
		labels[4] = 1;
		labels[1] = 1;
		labels[7] = 1;
		assertArrayEquals(new int[] { 0, 50, 0, 0, 50, 0, 0, 50, 0 }, unsigned(DistanceTargets.of(labels, new int[] { 3, 3 },
			new double[] { 3, 1 })));
	}

	/** As shares of a network that is sure, they give the objects back, touching ones in volumes included. */
	@Test
	void objectsAreFoundAgainFromTheirDistances() {
		final EllipsoidDrawing.Volume drawn = new EllipsoidDrawing(new int[] { 20, 56, 56 }, 2, 16, 7).draw(14);
		final byte[] levels = DistanceTargets.of(drawn.labels(), drawn.size(), new double[] { 2, 1, 1 });
		final float[][] p = new float[3][levels.length];
		final Random random = new Random(1);
		for (int i = 0; i < levels.length; i++) {
			final float distance = levels[i] == 0 ? 0 : Math.max(0, Math.min(1, (levels[i] - 1) / 49f + 0.1f * (float) random
				.nextGaussian()));
			p[0][i] = levels[i] == 0 ? 1 : 0;
			p[1][i] = levels[i] == 0 ? 0 : distance;
			p[2][i] = levels[i] == 0 ? 0 : 1 - distance;
		}
		final int[] found = InstanceSegmentation.labels(p[0], p[1], p[2], drawn.size(), InstanceParameters.DEFAULT
			.withRepresentation(Representation.DISTANCE));
		final double precision = InstanceMatching.of(drawn.labels(), found).at(0.5).averagePrecision();
		assertTrue(precision >= 0.9, "AP@0.5 " + precision);
	}

	/** Least where the network's shares are those of the target: by hand for two pixels. */
	@Test
	void theLossIsThatOfTheShares() {
		final float[] logits = { 0, 0, 0, (float) Math.log(2), (float) Math.log(1), (float) Math.log(1), 9, 9, 9 };
		try (TensorScope scope = new TensorScope()) {
			// The second pixel lies half way: level 1 + 24.5 is no level, so 25 of 50, that is 24/49.
			final SegmentationLoss.Parts loss = DistanceLoss.of(Tensors.of(logits, 1, 3, 3), Tensors.of(new long[] { 0, 25,
				InstanceTargets.IGNORE }, 1, 3));
			final double expected = (Math.log(3) + Math.log(4)) / 2;
			assertEquals(expected, loss.crossEntropy().item_double(), 1e-5);
			// Foreground shares 2/3 and 1/2 against 0 and 1, smoothed by 1.
			final double dice = 1 - (2 * 0.5 + 1) / (2.0 / 3 + 0.5 + 1 + 1);
			assertEquals(dice, loss.dice().item_double(), 1e-5);
			assertEquals(loss.crossEntropy().item_double() + loss.dice().item_double(), loss.total().item_double(), 1e-6);
		}
	}

	@Test
	void parametersOfOldModelsAreOfBoundaries() {
		assertEquals(Representation.BOUNDARY, new com.google.gson.Gson().fromJson(
			"{\"foregroundThreshold\":0.5,\"prominence\":0.5,\"minimumSeedSize\":6,\"minimumSize\":16,\"fillHoles\":true}",
			InstanceParameters.class).representation());
		assertEquals(Representation.DISTANCE, InstanceParameters.DEFAULT.withRepresentation(Representation.DISTANCE)
			.withProminence(0.3f).representation());
		assertTrue(Arrays.asList(Representation.values()).contains(InstanceParameters.DEFAULT.representation()));
	}
}
