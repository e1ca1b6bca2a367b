package io.github.rwkvsss.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Random;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** A TorchScript archive made by Python (src/test/python/make_bi_wkv_archive.py) finds the op that Java loaded. */
class BiWkvArchiveTest {

	@Test
	void anArchiveCallsTheOp() throws Exception {
		assumeTrue(OpLibrary.isLoaded(), OpLibrary.status());
		final Path archive = Path.of(BiWkvArchiveTest.class.getResource("bi_wkv.pt").toURI());
		final int length = 37;
		final int channels = 11;
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			final Tensor k = normal(1, 2, length, channels);
			final Tensor v = normal(2, 2, length, channels);
			final Tensor w = normal(3, channels);
			final Tensor u = normal(4, channels);
			final int[] reversed = new int[length];
			for (int t = 0; t < length; t++) reversed[t] = length - 1 - t;
			reversed[0] = 0;
			reversed[length - 1] = length - 1;
			final Tensor order = Tensors.of(reversed, length);
			final JitModule module = torch.load(archive.toString());
			final IValueVector arguments = new IValueVector();
			for (final Tensor tensor : new Tensor[] { k, v, w, u, order }) arguments.push_back(new IValue(tensor));
			final Tensor result = module.forward(arguments).toTensor();
			assertArrayEquals(Tensors.floats(BiWkvForms.dense(k, v, w, u, order)), Tensors.floats(result), 2e-6f);
		}
	}

	private static Tensor normal(final long seed, final long... shape) {
		long count = 1;
		for (final long extent : shape) count *= extent;
		final float[] values = new float[(int) count];
		final Random random = new Random(seed);
		for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
		return Tensors.of(values, shape);
	}
}
