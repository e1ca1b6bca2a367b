package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;

/** A training in a process of its own, for tests that end it. Says each step; argument: folder of the checkpoint. */
public final class TrainingProcess {

	private TrainingProcess() {}

	public static void main(final String... args) throws IOException {
		Threads.use(1);
		final Training training = training();
		training.follow(new TrainingListener() {

			@Override
			public void epoch(final TrainingLog.Row row) {
				// Its step was said already.
			}

			@Override
			public void step(final int done, final int steps, final double loss) {
				System.out.println("step " + done);
			}
		});
		System.out.println("ended " + training.run(Path.of(args[0]), true, Progress.NONE, Cancellation.NEVER).ending());
	}

	/** @return the training, the same each time */
	static Training training() {
		final TrainingSettings settings = TrainingSettings.standard(2).withPatches(List.of(32, 32), 2).withSteps(12, 2)
			.withSeed(5);
		return new Training(Models.semantic(1), settings, Discs.draw(3, 48, 1), Discs.draw(1, 32, 2));
	}
}
