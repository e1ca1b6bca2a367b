package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import io.github.rwkvsss.tensor.Threads;

/** Many steps of training and predicting leave native memory where it was. */
class NativeMemoryTest {

	/** Small operations gain nothing from threads, and wait for each other where tests share a machine. */
	@BeforeAll
	static void oneThread() {
		Threads.use(1);
	}

	private static final Path STATUS = Path.of("/proc/self/statm");

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void stepsAndPredictionsOfChangingSizesKeepMemoryFlat(final boolean recompute) throws IOException {
		assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS + ", which this system does not have");
		final Pass pass = recompute ? Pass.train().recomputing() : Pass.train();
		try (SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 3), 1)) {
			steps(network, pass, 0, recompute ? 10 : 20);
			System.gc();
			final long before = resident();
			steps(network, pass, 20, recompute ? 50 : 120);
			System.gc();
			final long grown = resident() - before;
			// One step's leaked gradients alone are 8 MiB; the scans of new sizes are kept up to a limit.
			assertTrue(grown < 64L << 20, "resident memory grew by " + (grown >> 20) + " MiB");
		}
	}

	private static void steps(final SegmentationNetwork network, final Pass pass, final int from, final int to) {
		for (int step = from; step < to; step++) {
			try (TensorScope scope = new TensorScope(); GradientTape tape = GradientTape.open()) {
				final Tensor logits = network.forward(Tensors.of(new float[32 * 32], 1, 32, 32, 1), pass);
				logits.square().mean().backward();
			}
			try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
				for (final String name : network.weights().parameters()) network.weights().get(name).grad().zero_();
				network.weights().touch();
				final int height = 17 + step % 23;
				final int width = 20 + step % 31;
				network.forward(Tensors.of(new float[height * width], 1, height, width, 1), Pass.predict());
			}
		}
	}

	private static long resident() throws IOException {
		return 4096 * Long.parseLong(Files.readString(STATUS).split(" ")[1]);
	}
}
