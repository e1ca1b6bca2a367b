package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.rwkvsss.AddressSpace;
import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;
import org.junit.jupiter.api.Test;

/** A training for which memory does not suffice says so, and what to do. */
class TrainingMemoryTest {

	/** Trains a step that fits, then one that a limit of the address space does not allow. */
	public static final class Child {

		public static void main(final String... args) throws IOException, InterruptedException {
			Threads.use(1);
			train(32);
			AddressSpace.limit(60);
			try {
				train(512);
				System.out.println("it fitted");
			}
			catch (final IllegalArgumentException e) {
				System.out.println(e.getMessage());
			}
			AddressSpace.leave();
		}

		private static void train(final int patch) throws IOException {
			final TrainingSettings settings = TrainingSettings.standard(2).withPatches(List.of(patch, patch), 2).withSteps(1, 1);
			new Training(Models.semantic(1), settings, Discs.draw(1, 48, 1), List.of()).run(null, false, Progress.NONE,
				Cancellation.NEVER);
		}
	}

	@Test
	void theSentenceNamesPatchAndBatch() throws IOException, InterruptedException {
		AddressSpace.assumeLimits();
		final Process child = AddressSpace.process(Child.class, 300).start();
		final String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, child.waitFor(), out);
		assertEquals(
			"a step of 2 patches of [512, 512] pixels does not fit into memory; choose a smaller patch or batch, or close other images and programs",
			out.strip());
	}
}
