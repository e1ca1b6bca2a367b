package io.github.rwkvsss.ops;

import static io.github.rwkvsss.ops.Numbers.assertClose;
import static io.github.rwkvsss.ops.Numbers.error;
import static io.github.rwkvsss.ops.Numbers.normal;
import static io.github.rwkvsss.ops.Numbers.permutation;
import static io.github.rwkvsss.ops.Numbers.single;
import static io.github.rwkvsss.ops.Numbers.valuesAndGradients;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * All forms of Bi-WKV: a double loop written from equation 8 is the oracle of the dense form, the dense form in
 * float64 that of the others.
 */
class BiWkvTest {

	private TensorScope scope;

	@BeforeEach
	void open() {
		scope = new TensorScope();
	}

	@AfterEach
	void close() {
		scope.close();
	}

	/** Equation 8 as it stands, each exponent lowered by the target's largest. */
	static double[] equation8(final double[] k, final double[] v, final double[] w, final double[] u, final int[] order,
		final int batch, final int tokens, final int channels)
	{
		final double[] y = new double[k.length];
		for (int b = 0; b < batch; b++) for (int c = 0; c < channels; c++) for (int t = 0; t < tokens; t++) {
			double largest = Double.NEGATIVE_INFINITY;
			for (int i = 0; i < tokens; i++) largest = Math.max(largest, exponent(k, w, u, order, b, c, t, i, tokens, channels));
			double numerator = 0;
			double denominator = 0;
			for (int i = 0; i < tokens; i++) {
				final double share = Math.exp(exponent(k, w, u, order, b, c, t, i, tokens, channels) - largest);
				numerator += share * v[(b * tokens + order[i]) * channels + c];
				denominator += share;
			}
			y[(b * tokens + order[t]) * channels + c] = numerator / denominator;
		}
		return y;
	}

	private static double exponent(final double[] k, final double[] w, final double[] u, final int[] order, final int b,
		final int c, final int t, final int i, final int tokens, final int channels)
	{
		final double key = k[(b * tokens + order[i]) * channels + c];
		return i == t ? u[c] + key : -(Math.abs(t - i) - 1) * w[c] / tokens + key;
	}

	@ParameterizedTest
	@CsvSource({ "1,1,1", "2,1,3", "1,2,2", "2,7,3", "1,33,2", "2,64,1" })
	void denseFormIsEquation8(final int batch, final int tokens, final int channels) {
		final Random random = new Random(tokens);
		for (final double decay : new double[] { -200, -3, 0, 1, 40, 200 }) {
			final Tensor k = normal(random, 10, batch, tokens, channels);
			final Tensor v = normal(random, 1, batch, tokens, channels);
			final Tensor w = normal(random, 1, channels).add(Tensors.of(new double[] { decay }));
			final Tensor u = normal(random, 3, channels);
			final Tensor order = permutation(random, tokens);
			final int[] identity = Tensors.ints(order).clone();
			java.util.Arrays.setAll(identity, i -> i);
			assertEquals(0, error(equation8(Tensors.doubles(k), Tensors.doubles(v), Tensors.doubles(w), Tensors.doubles(u),
				identity, batch, tokens, channels), Tensors.doubles(BiWkvForms.dense(k, v, w, u, null))), 1e-12);
			assertEquals(0, error(equation8(Tensors.doubles(k), Tensors.doubles(v), Tensors.doubles(w), Tensors.doubles(u),
				Tensors.ints(order), batch, tokens, channels), Tensors.doubles(BiWkvForms.dense(k, v, w, u, order))), 1e-12);
		}
	}

	@Test
	void oneTokenKeepsItsValueAndNoTokenIsLegal() {
		final Random random = new Random(3);
		for (final BlockOps ops : forms()) {
			final Tensor v = normal(random, 1, 2, 1, 5);
			final Tensor y = ops.biWkv(normal(random, 10, 2, 1, 5), v, normal(random, 50, 5), normal(random, 5, 5), null);
			assertArrayEquals(Tensors.doubles(v), Tensors.doubles(y), 1e-15, ops.form());
			for (final long[] shape : new long[][] { { 2, 0, 5 }, { 0, 3, 5 }, { 2, 3, 0 } }) {
				final Tensor none = normal(random, 1, shape);
				final Tensor w = normal(random, 1, shape[2]);
				assertArrayEquals(shape, Tensors.shape(ops.biWkv(none, none, w, w, null)), ops.form());
			}
		}
	}

	private static BlockOps[] forms() {
		return OpLibrary.isLoaded() ? new BlockOps[] { BlockOps.portable(), BlockOps.fused() } : new BlockOps[] { BlockOps
			.portable() };
	}

	@ParameterizedTest
	@CsvSource({ "1,3,200", "2,32,-200", "63,65,80", "64,1,-80", "64,32,0", "100,3,30", "1000,1,200", "1000,1,-40" })
	void cumulativeFormEqualsDenseForm(final int tokens, final int channels, final double decay) {
		compare(BlockOps.portable(), tokens, channels, decay, 1e-5);
	}

	@ParameterizedTest
	@CsvSource({ "1,1,200", "1,65,-200", "2,3,-200", "2,32,30", "63,65,80", "63,1,-200", "64,32,200", "64,3,0", "64,65,-80",
		"1000,1,-200", "1000,3,200", "1000,1,0" })
	void nativeFormEqualsDenseForm(final int tokens, final int channels, final double decay) {
		compare(NativeForm.orSkip(), tokens, channels, decay, 1e-5);
	}

	/** Values in float32 and float64 within the tolerance of the dense form in float64; gradients in float64. */
	private static void compare(final BlockOps ops, final int tokens, final int channels, final double decay,
		final double tolerance)
	{
		final Random random = new Random(31 * tokens + channels);
		final int batch = tokens > 100 ? 1 : 2;
		final Tensor[] inputs = { normal(random, 10, batch, tokens, channels), normal(random, 1, batch, tokens, channels),
			normal(random, 1, channels).add(Tensors.of(new double[] { decay })), normal(random, 3, channels) };
		final Tensor[] direction = { normal(random, 1, batch, tokens, channels) };
		final Tensor permuted = permutation(random, tokens);
		for (final Tensor order : tokens > 100 ? new Tensor[] { permuted } : new Tensor[] { null, permuted }) {
			final String what = ops.form() + " T " + tokens + " C " + channels + " w " + decay + (order == null ? ""
				: " ordered");
			final Tensor[] expected = valuesAndGradients(in -> new Tensor[] { BiWkvForms.dense(in[0], in[1], in[2], in[3],
				order) }, inputs, direction);
			final Tensor[] actual = valuesAndGradients(in -> new Tensor[] { ops.biWkv(in[0], in[1], in[2], in[3], order) },
				inputs, direction);
			final String[] names = { "y", "dk", "dv", "dw", "du" };
			for (int i = 0; i < names.length; i++) assertClose(expected[i], actual[i], 1e-9, names[i] + " of " + what);
			// The float32 form is judged against float64 of the same, rounded inputs.
			final Tensor[] rounded = new Tensor[4];
			for (int i = 0; i < 4; i++) rounded[i] = single(inputs[i]);
			final Tensor exact = BiWkvForms.dense(wide(rounded[0]), wide(rounded[1]), wide(rounded[2]), wide(rounded[3]), order);
			assertClose(exact, ops.biWkv(rounded[0], rounded[1], rounded[2], rounded[3], order), tolerance, "float32 y of " +
				what);
		}
	}

	private static Tensor wide(final Tensor tensor) {
		return tensor.to(org.bytedeco.pytorch.global.torch.ScalarType.Double);
	}

	@Test
	void gradientsAreCentralDifferences() {
		final Random random = new Random(5);
		for (final BlockOps ops : forms()) for (final int tokens : new int[] { 1, 2, 5 }) {
			final Tensor[] inputs = { normal(random, 1, 2, tokens, 3), normal(random, 1, 2, tokens, 3), normal(random, 4, 3),
				normal(random, 1, 3) };
			final Tensor[] direction = { normal(random, 1, 2, tokens, 3) };
			final Tensor order = permutation(random, tokens);
			final Numbers.Operation operation = in -> new Tensor[] { ops.biWkv(in[0], in[1], in[2], in[3], order) };
			final Tensor[] all = valuesAndGradients(operation, inputs, direction);
			for (int i = 0; i < 4; i++) assertArrayEquals(Numbers.finiteDifferences(operation, inputs, direction, i, 1e-5),
				Tensors.doubles(all[1 + i]), 1e-8, ops.form() + " input " + i + " of " + tokens + " tokens");
		}
	}

	/** What tracing asks: shapes and types without numbers. */
	@ParameterizedTest
	@ValueSource(longs = { 0, 7 })
	void metaTensorsHaveTheResultsShape(final long tokens) {
		final BlockOps ops = NativeForm.orSkip();
		final TensorOptions meta = Tensors.options(ScalarType.Half, new Device("meta"));
		final Tensor k = torch.empty(new long[] { 2, tokens, 3 }, meta, null);
		final Tensor w = torch.empty(new long[] { 3 }, meta, null);
		final Tensor y = ops.biWkv(k, k, w, w, null);
		assertTrue(y.is_meta());
		assertArrayEquals(new long[] { 2, tokens, 3 }, Tensors.shape(y));
		assertEquals(ScalarType.Half, y.scalar_type().intern());
		final Tensor[] gradients = NativeOps.call(NativeOps.find("bi_wkv_backward"), 4, k, k, k, w, w, null);
		assertArrayEquals(new long[] { 2, tokens, 3 }, Tensors.shape(gradients[1]));
		assertArrayEquals(new long[] { 3 }, Tensors.shape(gradients[2]));
	}

	/** No token: nothing to sum, so the parameters' gradients are zero, not what lay in memory. */
	@Test
	void noTokenGivesNoGradient() {
		final BlockOps ops = NativeForm.orSkip();
		final Random random = new Random(7);
		final Tensor none = normal(random, 1, 2, 0, 5);
		final Tensor[] all = valuesAndGradients(in -> new Tensor[] { ops.biWkv(in[0], in[1], in[2], in[3], null) },
			new Tensor[] { none, none.clone(), normal(random, 1, 5), normal(random, 1, 5) }, new Tensor[] { none.clone() });
		assertArrayEquals(new double[5], Tensors.doubles(all[3]));
		assertArrayEquals(new double[5], Tensors.doubles(all[4]));
	}

	@Test
	void badArgumentsAreNamed() {
		final BlockOps ops = NativeForm.orSkip();
		final Random random = new Random(5);
		final Tensor k = normal(random, 1, 2, 4, 3);
		final Tensor w = normal(random, 1, 3);
		final Tensor tooShort = normal(random, 1, 2);
		final String decay = assertThrows(RuntimeException.class, () -> ops.biWkv(k, k, tooShort, w, null)).getMessage();
		assertTrue(decay.contains("w has 2 entries"), decay);
		final Tensor twice = Tensors.of(new int[] { 0, 1, 1, 3 }, 4);
		final String order = assertThrows(RuntimeException.class, () -> ops.biWkv(k, k, w, w, twice)).getMessage();
		assertTrue(order.contains("twice"), order);
		for (final int outside : new int[] { -1, 4 }) {
			final Tensor beyond = Tensors.of(new int[] { 0, 1, 2, outside }, 4);
			final String range = assertThrows(RuntimeException.class, () -> ops.biWkv(k, k, w, w, beyond)).getMessage();
			assertTrue(range.contains("order[3] is " + outside + " but tokens are 0 to 3"), range);
		}
	}
}
