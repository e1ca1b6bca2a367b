package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** Who frees what, and arrays that go to tensors and back. */
class TensorScopeTest {

	@Test
	void scopesFreeWhatTheyDoNotKeep() {
		final Tensor kept;
		final Tensor freed;
		try (TensorScope outer = new TensorScope()) {
			try (TensorScope inner = new TensorScope()) {
				freed = Tensors.of(new float[] { 1, 2 }, 2);
				kept = inner.keep(freed.mul(new Scalar(2)));
			}
			assertTrue(freed.isNull());
			assertArrayEquals(new float[] { 2, 4 }, Tensors.floats(kept));
		}
		assertTrue(kept.isNull());
	}

	@Test
	void ownedObjectsLiveUntilTheyAreFreed() {
		final Tensor owned;
		try (TensorScope scope = new TensorScope()) {
			owned = TensorScope.own(Tensors.of(new int[] { 7 }, 1));
		}
		assertFalse(owned.isNull());
		assertArrayEquals(new int[] { 7 }, Tensors.ints(owned));
		TensorScope.free(owned);
		assertTrue(owned.isNull());
		TensorScope.free(owned);
		TensorScope.free(null);
	}

	/** What a getter returns points into its object, and would dangle once that is freed. */
	@Test
	void pointersIntoOtherObjectsAreNotKept() {
		try (TensorScope scope = new TensorScope()) {
			final Tensor leaf = Tensors.of(new float[] { 1, 2 }, 2).set_requires_grad(true);
			leaf.square().sum().backward();
			final Tensor gradient = leaf.grad();
			assertThrows(IllegalArgumentException.class, () -> scope.keep(gradient));
			assertThrows(IllegalArgumentException.class, () -> TensorScope.own(gradient));
			assertArrayEquals(new float[] { 2, 4 }, Tensors.floats(scope.keep(new Tensor(gradient))));
		}
	}

	@Test
	void arraysComeBackAsTheyWent() {
		try (TensorScope scope = new TensorScope()) {
			final float[] values = { 1.5f, -2, Float.MAX_VALUE, 0, 3, 4 };
			assertArrayEquals(values, Tensors.floats(Tensors.of(values, 2, 3)));
			assertArrayEquals(new float[] { 1.5f, 0, -2, 3, Float.MAX_VALUE, 4 }, Tensors.floats(Tensors.of(values, 2, 3).t()));
			assertArrayEquals(new double[] { 1e300, -1 }, Tensors.doubles(Tensors.of(new double[] { 1e300, -1 }, 2)));
			assertArrayEquals(new int[] { Integer.MIN_VALUE, 5 }, Tensors.ints(Tensors.of(new int[] { Integer.MIN_VALUE, 5 },
				2)));
			assertArrayEquals(new long[] { Long.MAX_VALUE }, Tensors.longs(Tensors.of(new long[] { Long.MAX_VALUE }, 1)));
			assertArrayEquals(new float[0], Tensors.floats(Tensors.of(new float[0], 0, 4)));
			assertArrayEquals(new long[] { 2, 3 }, Tensors.shape(Tensors.of(values, 2, 3)));
			assertArrayEquals(new int[] { 3, 4 }, Tensors.spatial(Tensors.of(new float[24], 1, 3, 4, 2)));
			assertArrayEquals(new float[] { 3 }, Tensors.floats(Tensors.of(new int[] { 3 }, 1).to(ScalarType.Double)));
			final String message = assertThrows(IllegalArgumentException.class, () -> Tensors.of(values, 2, 2)).getMessage();
			assertEquals("a tensor of shape [2, 2] holds 4 values, but 6 were given", message);
		}
	}
}
