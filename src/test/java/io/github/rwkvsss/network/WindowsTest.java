package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** The window schedule of draft equation 4, and the folding of batch norms. */
class WindowsTest {

	private static int[] window(final int dimensions, final SpatialMix.Branch branch, final int stage, final int... extents) {
		return SpatialMix.window(NetworkConfig.preset("tiny", dimensions, 1, 2), branch, stage, extents);
	}

	@Test
	void globalWindowsAreEightAndLocalOnesTwoThenFour() {
		final int[] local = { 2, 2, 4, 4 };
		for (int stage = 1; stage <= 4; stage++) {
			assertArrayEquals(new int[] { 8, 8 }, window(2, SpatialMix.Branch.GLOBAL, stage, 64, 64));
			assertArrayEquals(new int[] { local[stage - 1], local[stage - 1] }, window(2, SpatialMix.Branch.LOCAL, stage, 64,
				64));
		}
	}

	@Test
	void windowsAreNoWiderThanTheFeatures() {
		assertArrayEquals(new int[] { 3, 3 }, window(2, SpatialMix.Branch.GLOBAL, 1, 3, 64));
		assertArrayEquals(new int[] { 1, 1 }, window(2, SpatialMix.Branch.LOCAL, 1, 1, 64));
		assertArrayEquals(new int[] { 2, 4, 4 }, window(3, SpatialMix.Branch.GLOBAL, 1, 2, 64, 5));
		assertArrayEquals(new int[] { 2, 2, 2 }, window(3, SpatialMix.Branch.LOCAL, 4, 2, 64, 5));
	}

	/** With statistics set by hand, convolution and norm by plain loops. */
	@Test
	void foldedConvolutionIsConvolutionThenBatchNorm() {
		final Random random = new Random(3);
		final int in = 2;
		final int out = 8;
		final int height = 5;
		final int width = 4;
		try (TensorScope scope = new TensorScope(); Weights weights = new Weights(1, ComputeDevice.CPU)) {
			final ConvNorm layer = new ConvNorm(weights, "layer", in, out, 3, new long[] { 2, 1 });
			final double[][] norm = new double[4][out];
			final String[] names = { "weight", "bias", "mean", "variance" };
			try (NoGradGuard guard = new NoGradGuard()) {
				for (int n = 0; n < 4; n++) {
					for (int c = 0; c < out; c++) norm[n][c] = n == 3 ? 0.5 + random.nextDouble() : random.nextGaussian();
					weights.get("layer.norm." + names[n]).copy_(Tensors.of(norm[n], out));
				}
			}
			weights.touch();
			final double[] image = random.doubles(height * width * in).toArray();
			final float[] narrow = new float[image.length];
			for (int i = 0; i < narrow.length; i++) narrow[i] = (float) image[i];
			final double[] kernel = Tensors.doubles(weights.get("layer.weight"));
			final int rows = 3;
			final double[] expected = new double[rows * width * out];
			for (int y = 0; y < rows; y++) for (int x = 0; x < width; x++) for (int o = 0; o < out; o++) {
				double sum = 0;
				for (int c = 0; c < in; c++) for (int i = 0; i < 3; i++) for (int j = 0; j < 3; j++) {
					final int py = 2 * y + i - 1;
					final int px = x + j - 1;
					if (py >= 0 && py < height && px >= 0 && px < width) sum += kernel[((o * in + c) * 3 + i) * 3 + j] * image[(py *
						width + px) * in + c];
				}
				expected[(y * width + x) * out + o] = (sum - norm[2][o]) / Math.sqrt(norm[3][o] + 1e-5) * norm[0][o] + norm[1][o];
			}
			try (NoGradGuard guard = new NoGradGuard()) {
				final Tensor result = layer.apply(Tensors.of(narrow, 1, height, width, in), Pass.predict());
				assertArrayEquals(new long[] { 1, rows, width, out }, Tensors.shape(result));
				assertArrayEquals(expected, Tensors.doubles(result), 1e-5);
				// Folded copies follow the weights.
				weights.get("layer.norm.bias").add_(new org.bytedeco.pytorch.Scalar(1));
				weights.touch();
				assertEquals(expected[0] + 1, Tensors.doubles(layer.apply(Tensors.of(narrow, 1, height, width, in), Pass
					.predict()))[0], 1e-5);
			}
			layer.close();
		}
	}

	/** Training normalises by the batch and moves the statistics a tenth of the way. */
	@Test
	void trainingNormalisesByTheBatchAndFollowsItsStatistics() {
		final Random random = new Random(3);
		try (TensorScope scope = new TensorScope();
				Weights weights = new Weights(1, ComputeDevice.CPU);
				NoGradGuard guard = new NoGradGuard())
		{
			final ConvNorm.BatchNorm norm = new ConvNorm.BatchNorm(weights, "norm", 1);
			final int count = 12;
			final float[] values = new float[count];
			double mean = 0;
			double square = 0;
			for (int i = 0; i < count; i++) {
				values[i] = (float) (3 + 2 * random.nextGaussian());
				mean += values[i] / (double) count;
			}
			for (final float value : values) square += (value - mean) * (value - mean);
			final double[] expected = new double[count];
			for (int i = 0; i < count; i++) expected[i] = (values[i] - mean) / Math.sqrt(square / count + 1e-5);
			assertArrayEquals(expected, Tensors.doubles(norm.apply(Tensors.of(values, 1, 3, 4, 1), Pass.train())), 1e-5);
			assertEquals(0.1 * mean, Tensors.doubles(weights.get("norm.mean"))[0], 1e-6);
			assertEquals(0.9 + 0.1 * square / (count - 1), Tensors.doubles(weights.get("norm.variance"))[0], 1e-6);
		}
	}
}
