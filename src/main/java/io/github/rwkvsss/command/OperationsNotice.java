package io.github.rwkvsss.command;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Says, once until ImageJ ends, that the slower form of the network's operations is in use, and why. */
final class OperationsNotice {

	private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

	private OperationsNotice() {}

	/**
	 * @param device that computes
	 * @param reader given the sentence if there is one to say; LibTorch is loaded for it if it was not
	 */
	static void tell(final ComputeDevice device, final Consumer<String> reader) {
		if (OpLibrary.serves(device) || !TOLD.add(device.type())) return;
		final String reason = device.isCuda() ? OpLibrary.withoutCuda().orElse("") : "the op library has none for it";
		reader.accept("operations are " + (device.isCpu() ? OpLibrary.status() : "portable on " + device + ": " + reason) +
			"; results are the same, but slower. RWKV-SSS Check Installation tells more");
	}
}
