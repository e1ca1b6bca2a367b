package io.github.rwkvsss.train;

/**
 * How to train. Immutable; with the data and the network's configuration it determines the result on one thread.
 *
 * @param steps optimiser steps in all, at least 1
 * @param epochSteps steps between two validations, at least 1
 * @param patch edge of the training patch in pixels, per axis slowest first
 * @param batch patches per step
 * @param learningRate largest learning rate, reached after the warm-up
 * @param warmup steps of linear rise; a cosine falls to a hundredth afterwards
 * @param weightDecay of AdamW, on kernels and matrices only
 * @param averaging decay per step of the averaged weights (EMA), which are validated and saved; 0 to below 1
 * @param foregroundShare share of the patches that are centred on a pixel of a class other than 0
 * @param augmentation strength of the random changes
 * @param boundaryWeight weight of class 2 in the cross-entropy of an instance model, others weigh 1
 * @param patience validations without progress after which training stops; 0 for never
 * @param validationImages images validated after each epoch, at most, always the same ones; 0 for all
 * @param recompute whether blocks are computed again in the backward pass to save memory
 * @param seed of weights, patches and augmentation
 * @param hardShare share of the patches whose image is chosen by how large the loss of its patches was, 0 to 1; the others'
 *          images are as likely all
 */
public record TrainingSettings(int steps, int epochSteps, java.util.List<Integer> patch, int batch, double learningRate,
	int warmup, double weightDecay, double averaging, double foregroundShare, Augmentation augmentation,
	double boundaryWeight, int patience, int validationImages, boolean recompute, long seed, double hardShare)
{

	/** Checks all ranges. */
	public TrainingSettings {
		patch = java.util.List.copyOf(patch);
		check(steps >= 1, "steps", steps, "at least 1");
		check(epochSteps >= 1, "epochSteps", epochSteps, "at least 1");
		check(patch.stream().allMatch(p -> p >= 8), "patch", patch, "at least 8 pixels per axis");
		check(batch >= 1, "batch", batch, "at least 1");
		check(learningRate > 0, "learningRate", learningRate, "above 0");
		check(warmup >= 0, "warmup", warmup, "at least 0");
		check(weightDecay >= 0, "weightDecay", weightDecay, "at least 0");
		check(averaging >= 0 && averaging < 1, "averaging", averaging, "0 to below 1");
		check(foregroundShare >= 0 && foregroundShare <= 1, "foregroundShare", foregroundShare, "0 to 1");
		check(boundaryWeight > 0, "boundaryWeight", boundaryWeight, "above 0");
		check(patience >= 0, "patience", patience, "at least 0");
		check(hardShare >= 0 && hardShare <= 1, "hardShare", hardShare, "0 to 1");
		check(validationImages >= 0, "validationImages", validationImages, "at least 0");
	}

	/**
	 * @param dimensions 2 or 3
	 * @return settings that suit most data sets
	 */
	public static TrainingSettings standard(final int dimensions) {
		return new TrainingSettings(2000, 100, dimensions == 2 ? java.util.List.of(256, 256) : java.util.List.of(32, 64, 64),
			4, 1e-3, 100, 1e-2, 0.995, 0.5, Augmentation.standard(), 2, 0, 20, false, 1, 0);
	}

	/** @return these settings with another length */
	public TrainingSettings withSteps(final int number, final int perEpoch) {
		return new TrainingSettings(number, perEpoch, patch, batch, learningRate, Math.min(warmup, number / 4), weightDecay,
			averaging, foregroundShare, augmentation, boundaryWeight, patience, validationImages, recompute, seed, hardShare);
	}

	/** @return these settings with other patches */
	public TrainingSettings withPatches(final java.util.List<Integer> edge, final int perStep) {
		return new TrainingSettings(steps, epochSteps, edge, perStep, learningRate, warmup, weightDecay, averaging,
			foregroundShare, augmentation, boundaryWeight, patience, validationImages, recompute, seed, hardShare);
	}

	/** @return these settings with another learning rate */
	public TrainingSettings withLearningRate(final double rate) {
		return new TrainingSettings(steps, epochSteps, patch, batch, rate, warmup, weightDecay, averaging, foregroundShare,
			augmentation, boundaryWeight, patience, validationImages, recompute, seed, hardShare);
	}

	/** @return these settings with another seed */
	public TrainingSettings withSeed(final long other) {
		return new TrainingSettings(steps, epochSteps, patch, batch, learningRate, warmup, weightDecay, averaging,
			foregroundShare, augmentation, boundaryWeight, patience, validationImages, recompute, other, hardShare);
	}

	/** @return these settings with another stop rule */
	public TrainingSettings withPatience(final int validations) {
		return new TrainingSettings(steps, epochSteps, patch, batch, learningRate, warmup, weightDecay, averaging,
			foregroundShare, augmentation, boundaryWeight, validations, validationImages, recompute, seed, hardShare);
	}

	/** @return these settings with another number of validation images */
	public TrainingSettings withValidationImages(final int images) {
		return new TrainingSettings(steps, epochSteps, patch, batch, learningRate, warmup, weightDecay, averaging,
			foregroundShare, augmentation, boundaryWeight, patience, images, recompute, seed, hardShare);
	}

	/** @return these settings with blocks computed again, or not */
	public TrainingSettings withRecompute(final boolean again) {
		return new TrainingSettings(steps, epochSteps, patch, batch, learningRate, warmup, weightDecay, averaging,
			foregroundShare, augmentation, boundaryWeight, patience, validationImages, again, seed, hardShare);
	}

	/** @return these settings with other random changes */
	public TrainingSettings withAugmentation(final Augmentation other) {
		return new TrainingSettings(steps, epochSteps, patch, batch, learningRate, warmup, weightDecay, averaging,
			foregroundShare, other, boundaryWeight, patience, validationImages, recompute, seed, hardShare);
	}

	/** @return these settings with harder images more often, or not */
	public TrainingSettings withHardShare(final double share) {
		return new TrainingSettings(steps, epochSteps, patch, batch, learningRate, warmup, weightDecay, averaging,
			foregroundShare, augmentation, boundaryWeight, patience, validationImages, recompute, seed, share);
	}

	/**
	 * @param step from 0
	 * @return learning rate of that step
	 */
	public double learningRateAt(final int step) {
		if (step < warmup) return learningRate * (step + 1) / warmup;
		final double done = (step - warmup) / (double) Math.max(1, steps - warmup);
		return learningRate * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, done))));
	}

	private static void check(final boolean valid, final String name, final Object got, final String wanted) {
		if (!valid) throw new IllegalArgumentException("training settings: " + name + " is " + got + ", but must be " +
			wanted);
	}
}
