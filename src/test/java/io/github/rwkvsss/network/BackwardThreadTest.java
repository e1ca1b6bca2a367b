package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * LibTorch runs the backward pass of a GPU on a thread of its own, not on the one that went forward. Here another thread
 * asks for it, which is the same to all that is called back.
 */
class BackwardThreadTest {

	/** Who runs the backward pass. */
	@FunctionalInterface
	private interface Runner {

		void run(Runnable backward) throws InterruptedException;
	}

	private static void onAnotherThread(final Runnable backward) throws InterruptedException {
		final AtomicInteger ended = new AtomicInteger();
		final Thread other = new Thread(() -> {
			backward.run();
			ended.incrementAndGet();
		}, "backward");
		other.start();
		other.join();
		assertEquals(1, ended.get(), "the backward pass failed, see above");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void gradientsAndCancelAreThoseOfOneThread(final boolean recompute) throws InterruptedException {
		final AtomicInteger asked = new AtomicInteger();
		final Map<String, float[]> expected = gradients(recompute, Runnable::run, asked);
		final int checks = asked.getAndSet(0);
		assertTrue(checks > 0);
		final Map<String, float[]> actual = gradients(recompute, BackwardThreadTest::onAnotherThread, asked);
		// What is computed again within the backward pass asks too.
		assertEquals(checks, asked.get(), "questions whether to cancel");
		assertEquals(expected.keySet(), actual.keySet());
		expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), 1e-6f, name));
	}

	private static Map<String, float[]> gradients(final boolean recompute, final Runner runner, final AtomicInteger asked)
		throws InterruptedException
	{
		final Map<String, float[]> gradients = new LinkedHashMap<>();
		try (TensorScope scope = new TensorScope();
				SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("draft", 2, 1, 2), 3))
		{
			final float[] ramp = new float[64 * 64];
			for (int i = 0; i < ramp.length; i++) ramp[i] = i % 64 / 64f;
			try (GradientTape tape = GradientTape.open()) {
				tape.checking(asked::incrementAndGet);
				final Pass pass = recompute ? Pass.train().recomputing() : Pass.train();
				final Tensor loss = network.forward(Tensors.of(ramp, 1, 64, 64, 1), pass).square().mean();
				runner.run(loss::backward);
			}
			for (final String name : network.weights().parameters()) gradients.put(name, Tensors.floats(network.weights().get(
				name).grad()));
		}
		return gradients;
	}
}
