package io.github.rwkvsss.check;

/** Which form of the network's own operations is in use, and why. */
final class OperationCheck {

	private OperationCheck() {}

	/** @param status as the op library states it: "native: file" or "portable: reason" */
	static Finding of(final String status) {
		if (status.startsWith("native")) return Finding.fine("operations", status);
		if (status.contains("asked for")) return Finding.fine("operations", status);
		final String advice = status.contains("did not load")
			? "Install the plugin anew; if it stays so, report this line: results are the same, but slower."
			: "Use a build that has the op library of this system; results are the same without it, but slower.";
		return Finding.note("operations", status, advice);
	}

	/** @param status of the library for GPUs, as the op library states it: "native: file" or "none: reason" */
	static Finding ofCards(final String status) {
		return status.startsWith("native") ? Finding.fine("GPU operations", status) : Finding.note("GPU operations", status,
			"device=auto keeps to the CPU; device=cuda computes on the GPU with LibTorch's own operations, which is slower.");
	}
}
