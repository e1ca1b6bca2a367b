package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.network.Weights;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Split, schedule, loss, optimiser and patches against numbers worked out by hand or by plain loops. */
class TrainingPartsTest {

	@Test
	void splitsAreDisjointCompleteAndOfTheAskedSize() {
		for (int count = 0; count < 40; count++) for (final double share : new double[] { 0, 0.1, 0.2, 0.5, 0.99 }) {
			final List<Integer> all = IntStream.range(0, count).boxed().toList();
			final Split<Integer> split = Split.of(all, share, 7);
			final Set<Integer> together = new HashSet<>(split.training());
			together.addAll(split.validation());
			assertEquals(count, split.training().size() + split.validation().size());
			assertEquals(new HashSet<>(all), together);
			assertTrue(share == 0 || count < 2 || split.validation().size() >= 1 && split.training().size() >= 1);
			assertTrue(count < 10 || Math.abs(split.validation().size() - share * count) <= 1, count + " " + share);
			assertEquals(split, Split.of(all, share, 7));
		}
		final List<Integer> all = IntStream.range(0, 40).boxed().toList();
		assertNotEquals(Split.of(all, 0.2, 1), Split.of(all, 0.2, 2));
		assertThrows(IllegalArgumentException.class, () -> Split.of(all, 1, 1));
		assertThrows(IllegalArgumentException.class, () -> Split.of(all, Double.NaN, 1));
	}

	@Test
	void augmentationIsMadeWeakerAndStronger() {
		final Augmentation half = Augmentation.standard().times(0.5);
		assertEquals(Augmentation.standard().mirrored(), half.mirrored());
		assertEquals(22.5, half.rotation(), 1e-12);
		// Half of the strength twice is the whole: factors multiply, ranges add.
		assertEquals(1.4, half.scale() * half.scale(), 1e-12);
		assertEquals(1.5, half.gamma() * half.gamma(), 1e-12);
		assertEquals(0.3, half.contrast() + half.contrast(), 1e-12);
		assertEquals(0.08, half.noise() + half.noise(), 1e-12);
		assertEquals(Augmentation.standard(), Augmentation.standard().times(1));
		assertThrows(IllegalArgumentException.class, () -> Augmentation.standard().times(2.1));
		assertThrows(IllegalArgumentException.class, () -> Augmentation.standard().times(Double.NaN));
	}

	@Test
	void theLearningRateRisesLinearlyAndFallsAsACosine() {
		final TrainingSettings settings = TrainingSettings.standard(2).withSteps(1000, 100).withLearningRate(2e-3);
		assertEquals(100, settings.warmup());
		assertEquals(2e-3 / 100, settings.learningRateAt(0), 1e-12);
		assertEquals(1e-3, settings.learningRateAt(49), 1e-12);
		assertEquals(2e-3, settings.learningRateAt(99), 1e-12);
		assertEquals(2e-3, settings.learningRateAt(100), 1e-12);
		// Half way: the mean of the largest and a hundredth of it.
		assertEquals((2e-3 + 2e-5) / 2, settings.learningRateAt(550), 1e-12);
		// A quarter: cos 45 degrees.
		assertEquals(2e-5 + (2e-3 - 2e-5) * (1 + Math.sqrt(0.5)) / 2, settings.learningRateAt(325), 1e-12);
		assertEquals(2e-5, settings.learningRateAt(1000), 1e-12);
	}

	/** Two pixels of class 0 and 1, one ignored; logits with shares 3/4, 1/4 and so on. */
	@Test
	void theLossIsCrossEntropyPlusSoftDice() {
		try (TensorScope scope = new TensorScope()) {
			final float log3 = (float) Math.log(3);
			final Tensor logits = Tensors.of(new float[] { log3, 0, 0, 0, 0, log3, 50, -50 }, 1, 2, 2, 2);
			final Tensor target = Tensors.of(new long[] { 0, 1, 1, Sample.IGNORE }, 1, 2, 2);
			final SegmentationLoss.Parts parts = SegmentationLoss.of(logits, target, Tensors.of(new float[] { 1, 2 }, 2),
				SegmentationLoss.Agreement.CLASSES);
			// Weights 1, 2, 2; shares of the true classes 3/4, 1/2, 3/4.
			final double crossEntropy = -(Math.log(0.75) + 2 * Math.log(0.5) + 2 * Math.log(0.75)) / 5;
			assertEquals(crossEntropy, parts.crossEntropy().item_double(), 1e-6);
			// Class 0: both 3/4, sizes 3/4 + 1/2 + 1/4 and 1; class 1: both 5/4, sizes 3/2 and 2. Smoothed by 1.
			final double dice0 = (2 * 0.75 + 1) / (1.5 + 1 + 1);
			final double dice1 = (2 * 1.25 + 1) / (1.5 + 2 + 1);
			assertEquals(1 - (dice0 + dice1) / 2, parts.dice().item_double(), 1e-6);
			assertEquals(crossEntropy + 1 - (dice0 + dice1) / 2, parts.total().item_double(), 1e-6);
		}
	}

	/** The numbers of the test above, from probabilities. */
	@Test
	void validationHasTheLossOfTheTraining() {
		final double crossEntropy = -(Math.log(0.75) + 2 * Math.log(0.5) + 2 * Math.log(0.75)) / 5;
		final double dice0 = (2 * 0.75 + 1) / (1.5 + 1 + 1);
		final double dice1 = (2 * 1.25 + 1) / (1.5 + 2 + 1);
		assertEquals(crossEntropy + 1 - (dice0 + dice1) / 2, Validation.loss(new float[][] { { 0.75f, 0.5f, 0.25f, 1 }, { 0.25f,
			0.5f, 0.75f, 0 } }, new byte[] { 0, 1, 1, (byte) Sample.IGNORE }, new float[] { 1, 2 },
			SegmentationLoss.Agreement.CLASSES), 1e-6);
	}

	/** Of three classes the first is background and does not count in the Dice loss. */
	@Test
	void theDiceLossOfThreeClassesLeavesOutTheBackground() {
		try (TensorScope scope = new TensorScope()) {
			final Tensor logits = Tensors.of(new float[6], 1, 1, 2, 3);
			final Tensor target = Tensors.of(new long[] { 0, 1 }, 1, 1, 2);
			final SegmentationLoss.Parts parts = SegmentationLoss.of(logits, target, Tensors.of(new float[] { 1, 1, 1 }, 3),
				SegmentationLoss.Agreement.CLASSES);
			final double dice1 = (2 / 3.0 + 1) / (2 / 3.0 + 1 + 1);
			final double dice2 = (0 + 1) / (2 / 3.0 + 0 + 1);
			assertEquals(1 - (dice1 + dice2) / 2, parts.dice().item_double(), 1e-6);
			assertEquals(Math.log(3), parts.crossEntropy().item_double(), 1e-6);
		}
	}

	/** Patch by patch: shares of 1/3 each, one patch of an interior and a boundary pixel, one of background alone. */
	@Test
	void theDiceLossOfObjectsCountsTheirForegroundOfEveryPatch() {
		try (TensorScope scope = new TensorScope()) {
			final Tensor logits = Tensors.of(new float[12], 2, 1, 2, 3);
			final Tensor target = Tensors.of(new long[] { 1, 2, 0, 0 }, 2, 1, 2);
			final SegmentationLoss.Parts parts = SegmentationLoss.of(logits, target, Tensors.of(new float[] { 1, 1, 1 }, 3),
				SegmentationLoss.Agreement.OBJECTS);
			// Sizes: interior and boundary 2/3 and 1 or 0 each, both together 4/3 and 2 or 0. Smoothed by 1.
			final double present = (2 / 3.0 + 1) / (2 / 3.0 + 1 + 1);
			final double absent = 1 / (2 / 3.0 + 1);
			final double both = (2 * 4 / 3.0 + 1) / (4 / 3.0 + 2 + 1);
			final double neither = 1 / (4 / 3.0 + 1);
			assertEquals(1 - ((present + absent) / 2 + (both + neither) / 2) / 2, parts.dice().item_double(), 1e-6);
		}
	}

	@Test
	void withNothingAnnotatedTheLossIsFiniteAndSoIsItsGradient() {
		try (TensorScope scope = new TensorScope()) {
			final Tensor logits = Tensors.of(new float[] { 1, -1, 2, 3 }, 1, 1, 2, 2).set_requires_grad(true);
			final Tensor target = Tensors.of(new long[] { Sample.IGNORE, Sample.IGNORE }, 1, 1, 2);
			final SegmentationLoss.Parts parts = SegmentationLoss.of(logits, target, Tensors.of(new float[] { 1, 1 }, 2),
				SegmentationLoss.Agreement.CLASSES);
			assertEquals(0, parts.total().item_double(), 1e-6);
			parts.total().backward();
			assertArrayEquals(new float[4], Tensors.floats(logits.grad()));
		}
	}

	@Test
	void ignoredPixelsChangeNothing() {
		try (TensorScope scope = new TensorScope()) {
			final Tensor weights = Tensors.of(new float[] { 1, 1 }, 2);
			final double alone = SegmentationLoss.of(Tensors.of(new float[] { 1, -1, 0.5f, 2 }, 1, 1, 2, 2), Tensors.of(
				new long[] { 0, 1 }, 1, 1, 2), weights, SegmentationLoss.Agreement.CLASSES).total().item_double();
			final double among = SegmentationLoss.of(Tensors.of(new float[] { 1, -1, 9, 9, 0.5f, 2, -7, 8 }, 1, 1, 4, 2), Tensors
				.of(new long[] { 0, Sample.IGNORE, 1, Sample.IGNORE }, 1, 1, 4), weights, SegmentationLoss.Agreement.CLASSES)
				.total().item_double();
			assertEquals(alone, among, 1e-6);
		}
	}

	/** Three steps of AdamW in double arithmetic, with clipping to a norm of one and decay on matrices only. */
	@Test
	void adamWTakesTheStepsOfItsPaper() {
		final NetworkConfig config = NetworkConfig.preset("unet", 2, 1, 2);
		try (TensorScope scope = new TensorScope();
				SegmentationNetwork network = SegmentationNetwork.build(config, 1);
				AdamW optimizer = new AdamW(network.weights(), 0.1))
		{
			final Weights weights = network.weights();
			final String matrix = "encoder.0.first.weight";
			final String vector = "encoder.0.first.norm.bias";
			final Map<String, double[]> expected = new HashMap<>();
			final Map<String, double[]> first = new HashMap<>();
			final Map<String, double[]> second = new HashMap<>();
			for (final String name : List.of(matrix, vector)) {
				expected.put(name, Tensors.doubles(weights.get(name)));
				first.put(name, new double[expected.get(name).length]);
				second.put(name, new double[expected.get(name).length]);
			}
			for (int step = 0; step < 3; step++) {
				final double rate = 0.01 * (step + 1);
				// The gradient of sum(factor * w) is the factor; the third step's is beyond a norm of one.
				final double[] factors = step == 2 ? new double[] { 0.5, -0.25 } : new double[] { 0.01 * (step + 1), -0.02 };
				final double norm = Math.sqrt(expected.get(matrix).length * factors[0] * factors[0] + expected.get(vector).length *
					factors[1] * factors[1]);
				final double clip = Math.min(1, 1 / (norm + 1e-6));
				weights.get(matrix).sum().mul(new Scalar(factors[0])).add(weights.get(vector).sum().mul(new Scalar(factors[1])))
					.backward();
				optimizer.step(step, rate);
				for (final String name : expected.keySet()) {
					final double gradient = factors[name.equals(matrix) ? 0 : 1] * clip;
					final double[] w = expected.get(name);
					for (int i = 0; i < w.length; i++) {
						if (name.equals(matrix)) w[i] *= 1 - rate * 0.1;
						first.get(name)[i] = 0.9 * first.get(name)[i] + 0.1 * gradient;
						second.get(name)[i] = 0.999 * second.get(name)[i] + 0.001 * gradient * gradient;
						final double m = first.get(name)[i] / (1 - Math.pow(0.9, step + 1));
						final double v = second.get(name)[i] / (1 - Math.pow(0.999, step + 1));
						w[i] -= rate * m / (Math.sqrt(v) + 1e-8);
					}
					assertArrayEquals(w, Tensors.doubles(weights.get(name)), 2e-6, name + " after step " + step);
					for (final float g : Tensors.floats(weights.get(name).grad())) assertEquals(0, g);
				}
			}
			final Map<String, Safetensors.Array> state = new HashMap<>();
			optimizer.save(state);
			assertEquals(first.get(vector)[0], state.get("adamw.first." + vector).values()[0], 1e-6);
			assertEquals(second.get(matrix)[0], state.get("adamw.second." + matrix).values()[0], 1e-7);
		}
	}

	private static Sample numbered(final int height, final int width, final int channels) {
		final float[] image = new float[channels * height * width];
		final byte[] target = new byte[height * width];
		for (int i = 0; i < target.length; i++) {
			target[i] = (byte) (i % 251);
			for (int c = 0; c < channels; c++) image[c * target.length + i] = i % 251 + 1000 * c;
		}
		return new Sample("numbered", image, target, null, channels, new int[] { 1, height, width });
	}

	private static TrainingSettings settings(final Augmentation augmentation, final int... patch) {
		return TrainingSettings.standard(patch.length).withPatches(Arrays.stream(patch).boxed().toList(), 1).withAugmentation(
			augmentation);
	}

	@Test
	void withoutChangesAPatchIsACrop() {
		final Sample sample = numbered(40, 50, 2);
		final PatchSampler sampler = new PatchSampler(List.of(sample), settings(Augmentation.none(), 15, 9));
		final Set<Integer> corners = new HashSet<>();
		for (int step = 0; step < 50; step++) {
			final float[] image = new float[2 * 15 * 9];
			final long[] target = new long[15 * 9];
			sampler.draw(step, 0, image, target);
			final int corner = findCorner(sample, target, 15, 9);
			// The centre may lie between pixels, so only crops on the grid are compared to the last bit.
			if (corner < 0) continue;
			corners.add(corner);
			for (int p = 0; p < target.length; p++) {
				final int at = corner + p / 9 * 50 + p % 9;
				assertEquals(sample.target()[at] & 0xff, target[p]);
				assertTrue(Math.abs(image[2 * p] - image[2 * p + 1] + 1000) < 1e-2);
			}
		}
		assertTrue(corners.size() > 20, corners.size() + " different crops");
	}

	private static int findCorner(final Sample sample, final long[] target, final int height, final int width) {
		for (int y = 0; y + height <= 40; y++) for (int x = 0; x + width <= 50; x++) {
			boolean same = true;
			for (int p = 0; same && p < target.length; p++) same = (sample.target()[(y + p / width) * 50 + x + p % width] &
				0xff) == target[p];
			if (same) return y * 50 + x;
		}
		return -1;
	}

	/** The image shows its own labels: after any flip, turn, scale and bend they must still agree. */
	@Test
	void labelsMoveWithTheImage() {
		final int edge = 64;
		final float[] image = new float[edge * edge];
		final byte[] target = new byte[edge * edge];
		for (int i = 0; i < target.length; i++) {
			target[i] = (byte) (Math.hypot(i / edge - 20, i % edge - 40) < 15 ? 1 : 0);
			image[i] = target[i];
		}
		final Sample sample = new Sample("disc", image, target, null, 1, new int[] { 1, edge, edge });
		for (final Augmentation augmentation : List.of(Augmentation.none(), new Augmentation(EnumSet.allOf(
			Augmentation.Edge.class), true, 0, 0, 1, 0, 0, 0, 1, 0), new Augmentation(EnumSet.allOf(Augmentation.Edge.class),
				true, 45, 0, 1.5, 5, 0, 0, 1, 0)))
		{
			final PatchSampler sampler = new PatchSampler(List.of(sample), settings(augmentation, 32, 32));
			int foreground = 0;
			for (int step = 0; step < 40; step++) {
				final float[] patch = new float[32 * 32];
				final long[] labels = new long[32 * 32];
				sampler.draw(step, 0, patch, labels);
				for (int p = 0; p < labels.length; p++) {
					// Where interpolation does not mix both classes, the label is the intensity.
					if (patch[p] < 0.02 || patch[p] > 0.98) assertEquals(Math.round(patch[p]), labels[p], augmentation + " step " +
						step);
					foreground += labels[p];
				}
			}
			assertTrue(foreground > 40 * 32 * 32 / 20, "the disc is seen");
		}
	}

	@Test
	void aPatchDependsOnSeedStepAndIndexAlone() {
		final List<Sample> samples = Discs.draw(3, 48, 1);
		final TrainingSettings settings = settings(Augmentation.standard(), 32, 32);
		final List<float[]> seen = new ArrayList<>();
		for (int step = 0; step < 3; step++) {
			final float[] image = new float[32 * 32];
			final float[] again = new float[2 * 32 * 32];
			final long[] target = new long[2 * 32 * 32];
			new PatchSampler(samples, settings).draw(step, 0, image, target);
			final PatchSampler other = new PatchSampler(samples, settings);
			other.draw(7, 1, again, target);
			other.draw(step, 0, again, target);
			assertArrayEquals(image, Arrays.copyOf(again, image.length));
			for (final float[] before : seen) assertTrue(!Arrays.equals(before, image));
			seen.add(image);
			new PatchSampler(samples, settings.withSeed(9)).draw(step, 0, again, target);
			assertTrue(!Arrays.equals(image, Arrays.copyOf(again, image.length)));
		}
	}

	@Test
	void patchesLargerThanTheImageAreMirrored() {
		final Sample sample = numbered(10, 12, 1);
		final float[] image = new float[32 * 32];
		final long[] target = new long[32 * 32];
		new PatchSampler(List.of(sample), settings(Augmentation.none(), 32, 32)).draw(0, 0, image, target);
		final Random random = new Random(1);
		for (int i = 0; i < 100; i++) {
			final int y = random.nextInt(16);
			final int x = random.nextInt(16);
			// The image is centred, so the patch is its own mirror image about its middle's far periods.
			assertTrue(image[y * 32 + x] >= 0 && image[y * 32 + x] < 251);
			assertTrue(target[y * 32 + x] < 120);
		}
	}

	@Test
	void settingsOutOfRangeAreNamed() {
		final TrainingSettings settings = TrainingSettings.standard(2);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> settings.withLearningRate(0)).getMessage().contains(
			"learningRate is 0.0"));
		assertThrows(IllegalArgumentException.class, () -> settings.withLearningRate(Double.NaN));
		assertThrows(IllegalArgumentException.class, () -> settings.withSteps(0, 1));
		assertThrows(IllegalArgumentException.class, () -> settings.withPatches(List.of(4, 4), 1));
		assertThrows(IllegalArgumentException.class, () -> settings.withPatches(List.of(32, 32), 0));
	}
}
