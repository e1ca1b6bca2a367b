package io.github.rwkvsss.command;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.rwkvsss.ops.OpLibrary;

/** Says, once until ImageJ ends, that the slower form of the network's operations is in use, and why. */
final class OperationsNotice {

	private static final AtomicBoolean TOLD = new AtomicBoolean();

	private OperationsNotice() {}

	/** @param reader given the sentence if there is one to say; LibTorch is loaded for it if it was not */
	static void tell(final Consumer<String> reader) {
		if (OpLibrary.isLoaded() || TOLD.getAndSet(true)) return;
		reader.accept("operations are " + OpLibrary.status() +
			"; results are the same, but slower. RWKV-SSS Check Installation tells more");
	}
}
