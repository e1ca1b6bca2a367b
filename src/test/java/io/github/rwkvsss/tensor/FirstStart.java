package io.github.rwkvsss.tensor;

import java.io.IOException;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.progress.Cancellation;

/** A process that starts the plugin's native parts, says how far it is, and computes something with each of them. */
final class FirstStart {

	private FirstStart() {}

	/** Ends with 0 if all of it worked, with 1 and a sentence if it could not be unpacked. */
	public static void main(final String[] arguments) {
		final long start = System.nanoTime();
		try {
			LibTorch.load((done, total, message) -> System.out.println(message), Cancellation.NEVER);
		}
		catch (final IOException e) {
			System.out.println("refused: " + e.getMessage());
			System.exit(1);
		}
		System.out.println("loading OpLibrary: " + OpLibrary.status());
		try (TensorScope scope = new TensorScope()) {
			final Tensor square = torch.matmul(torch.ones(40, 40), torch.ones(40, 40));
			System.out.println("works " + torch.sum(square).item_float() + " native " + OpLibrary.isLoaded());
		}
		System.out.printf("seconds %.2f%n", (System.nanoTime() - start) / 1e9);
	}
}
