package io.github.rwkvsss.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;

/** How long a step of a training takes here and now. */
final class Pace {

	/** The first step finds buffers to make and code to compile. */
	private static final int STEPS = 3;

	private Pace() {}

	/**
	 * @return seconds of the fastest of a few steps, whose result is thrown away
	 * @throws CanceledException on a cancel
	 */
	static double secondsPerStep(final ModelManifest manifest, final TrainingSettings settings, final TrainingData data,
		final ComputeDevice device, final Cancellation cancellation) throws IOException
	{
		final List<Long> ends = new ArrayList<>();
		final Training training = new Training(manifest, settings.withSteps(STEPS, STEPS), data.training(), List.of());
		training.on(device);
		training.follow(new TrainingListener() {

			@Override
			public void epoch(final TrainingLog.Row row) {
				// There is nothing to validate.
			}

			@Override
			public void step(final int done, final int steps, final double loss) {
				ends.add(System.nanoTime());
			}
		});
		if (!training.run(null, false, Progress.NONE, cancellation).finished()) throw new CanceledException();
		long fastest = Long.MAX_VALUE;
		for (int i = 1; i < ends.size(); i++) fastest = Math.min(fastest, ends.get(i) - ends.get(i - 1));
		return fastest / 1e9;
	}
}
