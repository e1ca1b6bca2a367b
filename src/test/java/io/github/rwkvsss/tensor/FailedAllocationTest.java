package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory that ran out is told by words alone. Those of the processor are LibTorch's here; those of GPUs are quoted. */
class FailedAllocationTest {

	@Test
	void ofTheProcessor() {
		try (TensorScope scope = new TensorScope()) {
			assertTrue(FailedAllocation.isCauseOf(assertThrows(RuntimeException.class, () -> torch.empty(new long[] { 1L << 50 },
				Tensors.options(ScalarType.Float), null))));
		}
	}

	/** In oneDNN's words, seen of a process whose address space ended within a convolution. */
	@Test
	void ofOneDnn() {
		assertTrue(FailedAllocation.isCauseOf(new RuntimeException("could not create a primitive")));
	}

	/** In the words of c10/cuda/CUDACachingAllocator.cpp, of CUDA, cuBLAS and cuDNN 9. */
	@ParameterizedTest
	@ValueSource(strings = {
		"CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 7.79 GiB of which 17.06 MiB is free.",
		"CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported at some other API call",
		"CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
		"cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED" })
	void ofACard(final String message) {
		assertTrue(FailedAllocation.isCauseOf(new RuntimeException(message)));
	}

	@Test
	void otherFailuresAreNot() {
		assertFalse(FailedAllocation.isCauseOf(new RuntimeException("CUDA error: an illegal memory access was encountered")));
		assertFalse(FailedAllocation.isCauseOf(new RuntimeException("CUDA error: no kernel image is available for execution")));
		assertFalse(FailedAllocation.isCauseOf(new RuntimeException((String) null)));
	}
}
