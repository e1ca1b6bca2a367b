package io.github.rwkvsss.ops;

import static io.github.rwkvsss.ops.Numbers.assertClose;
import static io.github.rwkvsss.ops.Numbers.normal;
import static io.github.rwkvsss.ops.Numbers.permutation;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Native Bi-WKV on random shapes, strides, types and orders, against the dense form in float64: the right value, or,
 * where an argument does not fit, one sentence. And its error at strong decay with scattered keys.
 */
class BiWkvFuzzTest {

	private static final int CASES = 2000;
	private static final ScalarType[] TYPES = { ScalarType.Float, ScalarType.Double, ScalarType.Half, ScalarType.BFloat16 };
	/** Of the largest value: a few roundings of each type. */
	private static final double[] TOLERANCES = { 1e-5, 1e-10, 4e-3, 3e-2 };
	private static final int[] LENGTHS = { 0, 1, 1, 2, 3, 5, 17, 31, 33, 40 };
	private static final int[] CHANNELS = { 0, 1, 2, 3, 5, 8, 15, 16, 17, 33 };

	@Test
	void anyShapeStrideTypeAndOrderGivesItsValueOrASentence() {
		final BlockOps ops = NativeForm.orSkip();
		final Random random = new Random(2025);
		for (int i = 0; i < CASES; i++) {
			final int number = i;
			try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
				final int type = random.nextInt(TYPES.length);
				final int batch = random.nextInt(4);
				final int tokens = LENGTHS[random.nextInt(LENGTHS.length)];
				final int channels = CHANNELS[random.nextInt(CHANNELS.length)];
				final Tensor k = strided(random, type, batch, tokens, channels);
				final Tensor v = strided(random, type, batch, tokens, channels);
				final Tensor w = normal(random, Math.pow(10, random.nextInt(3)), channels).to(TYPES[type]);
				final Tensor u = normal(random, 2, channels).to(TYPES[random.nextInt(2)]);
				final Tensor order = random.nextBoolean() ? permutation(random, tokens) : null;
				if (random.nextInt(4) > 0) {
					final Tensor exact = BiWkvForms.dense(wide(k), wide(v), wide(w), wide(u), order);
					assertClose(exact, ops.biWkv(k, v, w, u, order), TOLERANCES[type], "case " + i + ": " + TYPES[type] + " (" +
						batch + ", " + tokens + ", " + channels + ")");
				}
				else {
					final String message = assertThrows(RuntimeException.class, () -> misfit(ops, random, k, v, w, u), () -> "case " +
						number).getMessage();
					assertTrue(message.contains("bi_wkv") && message.contains(";"), message);
				}
			}
		}
	}

	/** Normal numbers (B, T, C) whose memory lies in any order of axes, or with gaps. */
	private static Tensor strided(final Random random, final int type, final long batch, final long tokens,
		final long channels)
	{
		switch (random.nextInt(4)) {
			case 0:
				return normal(random, 3, batch, channels, tokens).to(TYPES[type]).transpose(1, 2);
			case 1:
				return normal(random, 3, tokens, batch, channels).to(TYPES[type]).transpose(0, 1);
			case 2:
				return normal(random, 3, batch, tokens + 2, channels + 3).to(TYPES[type]).narrow(1, 1, tokens).narrow(2, 2,
					channels);
			default:
				return normal(random, 3, batch, tokens, channels).to(TYPES[type]);
		}
	}

	/** Calls with one argument that does not fit. */
	private static void misfit(final BlockOps ops, final Random random, final Tensor k, final Tensor v, final Tensor w,
		final Tensor u)
	{
		final int tokens = (int) k.size(1);
		final long channels = k.size(2);
		switch (random.nextInt(6)) {
			case 0:
				ops.biWkv(k, normal(random, 1, k.size(0), tokens + 1, channels).to(k.scalar_type()), w, u, null);
				break;
			case 1:
				ops.biWkv(k, v.to(k.scalar_type().intern() == ScalarType.Float ? ScalarType.Double : ScalarType.Float), w, u, null);
				break;
			case 2:
				ops.biWkv(k, v, normal(random, 1, channels + 1), u, null);
				break;
			case 3:
				ops.biWkv(k, v, w, u.unsqueeze(0), null);
				break;
			case 4:
				ops.biWkv(k, v, w, u, permutation(random, tokens + 1));
				break;
			default:
				ops.biWkv(k.to(ScalarType.Int), v.to(ScalarType.Int), w, u, null);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1", "2", "63", "64", "100", "1000", "4096" })
	void float32StaysWithinTheStatedErrorAtAnyDecay(final int tokens) {
		final BlockOps ops = NativeForm.orSkip();
		final Random random = new Random(tokens);
		for (final double decay : new double[] { -200, -30, 0, 5, 90, 200 }) try (TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard())
		{
			final Tensor k = normal(random, 10, 1, tokens, 2).to(ScalarType.Float);
			final Tensor v = normal(random, 1, 1, tokens, 2).to(ScalarType.Float);
			final Tensor w = Tensors.of(new double[] { decay, -decay / 2 }, 2).to(ScalarType.Float);
			final Tensor u = normal(random, 1, 2).to(ScalarType.Float);
			// The native form in float64 is compared with equation 8 in BiWkvTest; the dense form of 4096 tokens is too large.
			final Tensor exact = tokens > 1000 ? ops.biWkv(wide(k), wide(v), wide(w), wide(u), null) : BiWkvForms.dense(wide(k),
				wide(v), wide(w), wide(u), null);
			assertClose(exact, ops.biWkv(k, v, w, u, null), 1e-5, "T " + tokens + " w " + decay);
		}
	}

	private static Tensor wide(final Tensor tensor) {
		return tensor.to(ScalarType.Double);
	}
}
