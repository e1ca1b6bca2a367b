package io.github.rwkvsss.model;

import java.util.List;
import java.util.SplittableRandom;

import io.github.rwkvsss.bioimage.Npy;
import io.github.rwkvsss.image.Normalization;

/**
 * A drawn image of one tile and what the model makes of it: by these another program that runs the model sees whether
 * it runs it rightly.
 *
 * @param extents of the tile, slowest first; multiples of the network's stride
 * @param image (1, C, *S) intensities from 0 to 255, before normalisation
 * @param probabilities (1, K, *S); of a model whose objects have classes the logits
 */
record BundleSample(int[] extents, Npy image, Npy probabilities) {

	/**
	 * @param model not closed
	 * @return a tile of the size of the training patch, predicted
	 */
	static BundleSample of(final SegmentationModel model) {
		final int[] extents = extents(model.manifest());
		final int channels = model.inputChannels();
		int pixels = 1;
		for (final int extent : extents) pixels = Math.multiplyExact(pixels, extent);
		final float[] image = new float[Math.multiplyExact(channels, pixels)];
		for (int c = 0; c < channels; c++) draw(image, c * pixels, extents, c);
		final float[] scaled = image.clone();
		for (int c = 0; c < channels; c++) {
			final float[] channel = java.util.Arrays.copyOfRange(image, c * pixels, (c + 1) * pixels);
			final Normalization.Scaling scaling = model.manifest().normalization().fit(channel);
			scaling.apply(scaled, c * pixels, (c + 1) * pixels);
		}
		final boolean logits = !model.manifest().objectClasses().isEmpty();
		return new BundleSample(extents, new Npy(shape(extents, channels), image), new Npy(shape(extents, model.classes()),
			logits ? model.logits(scaled, extents) : model.predict(new float[][] { scaled }, extents)[0]));
	}

	/** @return the training patch, made a multiple of the network's stride */
	static int[] extents(final ModelManifest manifest) {
		final int[] extents = manifest.network().stride();
		final List<Integer> patch = manifest.patch();
		for (int d = 0; d < extents.length; d++) {
			final int wanted = d < patch.size() ? patch.get(d) : 1;
			extents[d] *= Math.max(1, (wanted + extents[d] - 1) / extents[d]);
		}
		return extents;
	}

	private static long[] shape(final int[] extents, final int channels) {
		final long[] shape = new long[extents.length + 2];
		shape[0] = 1;
		shape[1] = channels;
		for (int d = 0; d < extents.length; d++) shape[d + 2] = extents[d];
		return shape;
	}

	/** Soft bright balls on a dim ground, whole numbers. */
	private static void draw(final float[] image, final int from, final int[] extents, final int channel) {
		final SplittableRandom random = new SplittableRandom(channel);
		final int axes = extents.length;
		final int balls = 14;
		final double[][] centres = new double[balls][axes];
		final double[] radii = new double[balls];
		for (int b = 0; b < balls; b++) {
			for (int d = 0; d < axes; d++) centres[b][d] = random.nextDouble() * extents[d];
			radii[b] = (0.04 + 0.05 * random.nextDouble()) * extents[axes - 1];
		}
		int pixels = 1;
		for (final int extent : extents) pixels *= extent;
		final double[] place = new double[axes];
		for (int i = 0; i < pixels; i++) {
			int rest = i;
			for (int d = axes - 1; d >= 0; d--) {
				place[d] = rest % extents[d];
				rest /= extents[d];
			}
			double brightest = 0;
			for (int b = 0; b < balls; b++) {
				double distance = 0;
				for (int d = 0; d < axes; d++) distance += (place[d] - centres[b][d]) * (place[d] - centres[b][d]);
				brightest = Math.max(brightest, Math.min(1, Math.max(0, (radii[b] - Math.sqrt(distance)) / 3 + 0.5)));
			}
			image[from + i] = Math.round(25 + 180 * brightest);
		}
	}
}
