package io.github.rwkvsss.train;

import java.util.List;

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
public record TrainingSettings(int steps, int epochSteps, List<Integer> patch, int batch, double learningRate, int warmup,
	double weightDecay, double averaging, double foregroundShare, Augmentation augmentation, double boundaryWeight,
	int patience, int validationImages, boolean recompute, long seed, double hardShare)
{

	/** Checks all ranges. */
	public TrainingSettings {
		patch = List.copyOf(patch);
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
		return new Builder(dimensions).build();
	}

	/**
	 * @param dimensions 2 or 3
	 * @return a builder that begins with {@link #standard}
	 */
	public static Builder builder(final int dimensions) {
		return new Builder(dimensions);
	}

	/** @return a builder that begins with these settings */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/** @return these settings with another length */
	public TrainingSettings withSteps(final int number, final int perEpoch) {
		return toBuilder().steps(number).epochSteps(perEpoch).warmup(Math.min(warmup, number / 4)).build();
	}

	/** @return these settings with other patches */
	public TrainingSettings withPatches(final List<Integer> edge, final int perStep) {
		return toBuilder().patch(edge).batch(perStep).build();
	}

	/** @return these settings with another learning rate */
	public TrainingSettings withLearningRate(final double rate) {
		return toBuilder().learningRate(rate).build();
	}

	/** @return these settings with another seed */
	public TrainingSettings withSeed(final long other) {
		return toBuilder().seed(other).build();
	}

	/** @return these settings with another stop rule */
	public TrainingSettings withPatience(final int validations) {
		return toBuilder().patience(validations).build();
	}

	/** @return these settings with another number of validation images */
	public TrainingSettings withValidationImages(final int images) {
		return toBuilder().validationImages(images).build();
	}

	/** @return these settings with blocks computed again, or not */
	public TrainingSettings withRecompute(final boolean again) {
		return toBuilder().recompute(again).build();
	}

	/** @return these settings with other random changes */
	public TrainingSettings withAugmentation(final Augmentation other) {
		return toBuilder().augmentation(other).build();
	}

	/** @return these settings with harder images more often, or not */
	public TrainingSettings withHardShare(final double share) {
		return toBuilder().hardShare(share).build();
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
		if (!valid) throw new IllegalArgumentException("training settings: " + name + " is " + got + ", but must be " + wanted);
	}

	/** Collects settings; what is not set stays as it was. */
	public static final class Builder {

		private int steps = 2000;
		private int epochSteps = 100;
		private List<Integer> patch;
		private int batch = 4;
		private double learningRate = 1e-3;
		private int warmup = 100;
		private double weightDecay = 1e-2;
		private double averaging = 0.995;
		private double foregroundShare = 0.5;
		private Augmentation augmentation = Augmentation.standard();
		private double boundaryWeight = 2;
		private int patience;
		private int validationImages = 20;
		private boolean recompute;
		private long seed = 1;
		private double hardShare;

		private Builder(final int dimensions) {
			patch = dimensions == 2 ? List.of(256, 256) : List.of(32, 64, 64);
		}

		private Builder(final TrainingSettings from) {
			steps = from.steps;
			epochSteps = from.epochSteps;
			patch = from.patch;
			batch = from.batch;
			learningRate = from.learningRate;
			warmup = from.warmup;
			weightDecay = from.weightDecay;
			averaging = from.averaging;
			foregroundShare = from.foregroundShare;
			augmentation = from.augmentation;
			boundaryWeight = from.boundaryWeight;
			patience = from.patience;
			validationImages = from.validationImages;
			recompute = from.recompute;
			seed = from.seed;
			hardShare = from.hardShare;
		}

		/** @param value optimiser steps in all, at least 1 */
		public Builder steps(final int value) {
			steps = value;
			return this;
		}

		/** @param value steps between two validations, at least 1 */
		public Builder epochSteps(final int value) {
			epochSteps = value;
			return this;
		}

		/** @param value edge of the training patch in pixels, per axis slowest first */
		public Builder patch(final List<Integer> value) {
			patch = value;
			return this;
		}

		/** @param value patches per step */
		public Builder batch(final int value) {
			batch = value;
			return this;
		}

		/** @param value largest learning rate, reached after the warm-up */
		public Builder learningRate(final double value) {
			learningRate = value;
			return this;
		}

		/** @param value steps of linear rise; a cosine falls to a hundredth afterwards */
		public Builder warmup(final int value) {
			warmup = value;
			return this;
		}

		/** @param value of AdamW, on kernels and matrices only */
		public Builder weightDecay(final double value) {
			weightDecay = value;
			return this;
		}

		/** @param value decay per step of the averaged weights (EMA), which are validated and saved; 0 to below 1 */
		public Builder averaging(final double value) {
			averaging = value;
			return this;
		}

		/** @param value share of the patches that are centred on a pixel of a class other than 0 */
		public Builder foregroundShare(final double value) {
			foregroundShare = value;
			return this;
		}

		/** @param value strength of the random changes */
		public Builder augmentation(final Augmentation value) {
			augmentation = value;
			return this;
		}

		/** @param value weight of class 2 in the cross-entropy of an instance model, others weigh 1 */
		public Builder boundaryWeight(final double value) {
			boundaryWeight = value;
			return this;
		}

		/** @param value validations without progress after which training stops; 0 for never */
		public Builder patience(final int value) {
			patience = value;
			return this;
		}

		/** @param value images validated after each epoch, at most, always the same ones; 0 for all */
		public Builder validationImages(final int value) {
			validationImages = value;
			return this;
		}

		/** @param value whether blocks are computed again in the backward pass to save memory */
		public Builder recompute(final boolean value) {
			recompute = value;
			return this;
		}

		/** @param value of weights, patches and augmentation */
		public Builder seed(final long value) {
			seed = value;
			return this;
		}

		/** @param value share of the patches whose image is chosen by how large its loss was, 0 to 1 */
		public Builder hardShare(final double value) {
			hardShare = value;
			return this;
		}

		/**
		 * @return the settings
		 * @throws IllegalArgumentException in one sentence if one is out of range
		 */
		public TrainingSettings build() {
			return new TrainingSettings(steps, epochSteps, patch, batch, learningRate, warmup, weightDecay, averaging,
				foregroundShare, augmentation, boundaryWeight, patience, validationImages, recompute, seed, hardShare);
		}
	}
}
