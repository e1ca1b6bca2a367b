package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.CudaDevice;

/** Networks on an NVIDIA GPU; skipped where there is none, as it was wherever this ran so far. */
class CudaTest {

	/** NB: a GPU that is there without the op library for it is a fault of this build. */
	@Test
	void theOpLibraryServesTheCard() {
		final ComputeDevice gpu = CudaDevice.get();
		assertEquals("native", BlockOps.best(gpu).form(), OpLibrary.cudaStatus());
	}

	@ParameterizedTest
	@CsvSource({ "tiny,2", "tiny,3", "base,2", "base,3", "draft,2", "unet,2", "unet,3" })
	void predictsThereWhatTheProcessorDoes(final String preset, final int dimensions) {
		final ComputeDevice gpu = CudaDevice.get();
		final NetworkConfig config = NetworkConfig.preset(preset, dimensions, 1, 2);
		final float[] here = ForeignDeviceTest.predict(config, ComputeDevice.CPU, BlockOps.portable());
		for (final BlockOps ops : new BlockOps[] { BlockOps.best(gpu), BlockOps.portable() }) assertArrayEquals(here,
			ForeignDeviceTest.predict(config, gpu, ops), 1e-4f, preset + " " + ops.form());
	}
}
