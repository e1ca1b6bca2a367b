package io.github.rwkvsss.tensor;

import java.util.stream.Stream;

/** Tells whether LibTorch failed for want of memory, which it reports by the message only. */
public final class FailedAllocation {

	/**
	 * Of the processor, oneDNN's included, which has no more to say when there is no memory for a convolution's code; of GPUs,
	 * those of LibTorch's own allocator ("CUDA out of memory. Tried to allocate"), of CUDA ("CUDA error: out of memory") and of
	 * NVIDIA's libraries, such as CUBLAS_STATUS_ALLOC_FAILED. The last is how the op library's results fail, which LibTorch
	 * allocates and refuses with no more than that.
	 */
	private static final String[] MESSAGES = { "can't allocate memory", "not enough memory", "out of memory", "bad_alloc",
		"could not create a primitive", "STATUS_ALLOC_FAILED", "DEVICE_ALLOCATION_FAILED",
		"libtorch refused aoti_torch_empty_strided" };

	private FailedAllocation() {}

	/** @return whether memory ran out on the CPU or on a GPU */
	public static boolean isCauseOf(final RuntimeException failure) {
		final String message = String.valueOf(failure.getMessage());
		return Stream.of(MESSAGES).anyMatch(message::contains);
	}
}
