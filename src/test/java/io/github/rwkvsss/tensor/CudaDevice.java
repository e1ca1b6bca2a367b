package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The first NVIDIA GPU, for tests that need one. */
public final class CudaDevice {

	private CudaDevice() {}

	/** @return the GPU; a test that asks for it is skipped, with the reason, where there is none */
	public static ComputeDevice get() {
		final CudaFacts cuda = CudaFacts.read();
		assumeTrue(cuda.devices() > 0, () -> cuda.obstacle().map(CudaFacts.Obstacle::toString).orElse(""));
		return ComputeDevice.cuda(0);
	}
}
