package io.github.rwkvsss.correct;

/**
 * How a round learns.
 *
 * @param steps optimiser steps, at least 1
 * @param learningRate the largest, above 0
 * @param replayShare share of the patches that are of earlier examples and of the start model's training sample, 0 to below 1
 * @param tolerance by how much the mean score of what was marked before may fall for the new model to be kept, 0 to 1
 * @param keepWorse whether the new model is kept whatever it scores
 * @param seed of patches and their random changes
 */
public record RoundSettings(int steps, double learningRate, double replayShare, double tolerance, boolean keepWorse,
	long seed)
{

	/** What suits most images. */
	public static final RoundSettings STANDARD = new RoundSettings(60, 3e-4, 0.5, 0.02, false, 1);

	/** @throws IllegalArgumentException in one sentence if one is out of range */
	public RoundSettings {
		check(steps >= 1, "steps", steps, "at least 1");
		check(learningRate > 0 && learningRate <= 1, "the learning rate", learningRate, "above 0 and at most 1");
		check(replayShare >= 0 && replayShare < 1, "the share of replay", replayShare, "0 to below 1");
		check(tolerance >= 0 && tolerance <= 1, "the tolerance", tolerance, "0 to 1");
	}

	private static void check(final boolean valid, final String name, final Object got, final String wanted) {
		if (!valid) throw new IllegalArgumentException(name + " is " + got + ", but must be " + wanted);
	}

	/** @return the same for other steps */
	public RoundSettings withSteps(final int value) {
		return new RoundSettings(value, learningRate, replayShare, tolerance, keepWorse, seed);
	}

	/** @return the same with another learning rate */
	public RoundSettings withLearningRate(final double value) {
		return new RoundSettings(steps, value, replayShare, tolerance, keepWorse, seed);
	}

	/** @return the same with another share of replay */
	public RoundSettings withReplayShare(final double value) {
		return new RoundSettings(steps, learningRate, value, tolerance, keepWorse, seed);
	}

	/** @return the same with another tolerance */
	public RoundSettings withTolerance(final double value) {
		return new RoundSettings(steps, learningRate, replayShare, value, keepWorse, seed);
	}

	/** @return the same, keeping a worse model or not */
	public RoundSettings withKeepWorse(final boolean value) {
		return new RoundSettings(steps, learningRate, replayShare, tolerance, value, seed);
	}

	/** @return the same with another seed */
	public RoundSettings withSeed(final long value) {
		return new RoundSettings(steps, learningRate, replayShare, tolerance, keepWorse, value);
	}
}
