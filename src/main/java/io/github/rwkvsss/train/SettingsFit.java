package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.network.NetworkConfig;

/**
 * Chooses those settings that a user left open, from the size of the images, of the objects and of the annotation, and
 * from the free memory; says in a line each what was chosen and why. The rules are experience, no theory: a patch
 * should show some objects whole, a step about as many pixels as four patches of 256 x 256 (in 3D of 32 x 64 x 64),
 * and little annotation is seen more often than much.
 */
public final class SettingsFit {

	/** A setting that can be left open. */
	public enum Open {
			/** Edge of the patch. */
			PATCH,
			/** Patches per step. */
			BATCH,
			/** Steps in all. */
			STEPS,
			/** Steps between two validations. */
			EPOCH
	}

	private static final int PIXELS_PER_STEP = 4 * 256 * 256;
	private static final int VOXELS_PER_STEP = 4 * 32 * 64 * 64;
	private static final int OBJECTS_PER_EDGE = 8;
	/** Of the free memory, what is left to other images and to Java. */
	private static final double MEMORY_SHARE = 0.7;
	/** Of the time, what is left to validation. */
	private static final double TIME_SHARE = 0.75;

	private final TrainingSettings base;
	private final Set<Open> open;
	private final long freeBytes;

	/**
	 * @param base settings to use where they are not open
	 * @param open settings to choose
	 * @param freeBytes memory that a training may take; 0 if unknown
	 */
	public SettingsFit(final TrainingSettings base, final Set<Open> open, final long freeBytes) {
		this.base = base;
		this.open = open.isEmpty() ? EnumSet.noneOf(Open.class) : EnumSet.copyOf(open);
		this.freeBytes = freeBytes;
	}

	/** @return settings that are used as they are */
	public static SettingsFit exactly(final TrainingSettings settings) {
		return new SettingsFit(settings, EnumSet.noneOf(Open.class), 0);
	}

	/**
	 * @param settings for a training
	 * @param reasons a line for each setting that was open
	 */
	public record Fitted(TrainingSettings settings, List<String> reasons) {

		/** Copies the reasons. */
		public Fitted {
			reasons = List.copyOf(reasons);
		}
	}

	/**
	 * @param data to train on
	 * @param network to train
	 * @return settings that suit them
	 */
	Fitted to(final TrainingData data, final NetworkConfig network) {
		final List<String> reasons = new ArrayList<>();
		List<Integer> patch = base.patch();
		if (open.contains(Open.PATCH)) {
			patch = patch(data, network);
			reasons.add("patch " + text(patch) + ": " + patchReason(data));
		}
		int batch = base.batch();
		if (open.contains(Open.BATCH)) {
			batch = batch(patch);
			reasons.add("batch " + batch + ": about " + perStep(patch) / 1024 + " thousand pixels a step");
		}
		boolean recompute = base.recompute();
		final double wanted = bytes(network, patch, batch);
		if (freeBytes > 0 && wanted > MEMORY_SHARE * freeBytes) {
			// Recomputation saves about a quarter (bench network=base size=512); the rest is the batch's.
			recompute = true;
			if (open.contains(Open.BATCH)) while (batch > 1 && 0.75 * bytes(network, patch, batch) > MEMORY_SHARE * freeBytes)
				batch--;
			reasons.add(String.format(Locale.ROOT,
				"batch %d, blocks computed again in the backward pass: the training would need about %.1f GiB and %.1f GiB are free",
				batch, wanted / 0x1p30, freeBytes / 0x1p30));
		}
		final TrainingSettings patched = base.withPatches(patch, batch).withRecompute(recompute);
		final int steps = open.contains(Open.STEPS) ? steps(data, perStep(patch)) : base.steps();
		if (open.contains(Open.STEPS)) reasons.add(String.format(Locale.ROOT,
			"steps %d: %.2f million annotated pixels in %d images", steps, annotated(data) / 1e6, data.training().size()));
		int every = base.epochSteps();
		if (open.contains(Open.EPOCH)) {
			every = every(steps);
			reasons.add("validation every " + every + " steps");
		}
		return new Fitted(patched.withSteps(steps, every), reasons);
	}

	/**
	 * @param settings for a training
	 * @param seconds that it may take
	 * @param pace seconds per step
	 * @return settings of fewer steps if those would take longer and are open, so that the learning rate comes to its end
	 */
	Fitted within(final TrainingSettings settings, final double seconds, final double pace) {
		final int possible = (int) Math.max(1, TIME_SHARE * seconds / pace);
		if (!open.contains(Open.STEPS) || possible >= settings.steps()) return new Fitted(settings, List.of());
		final int every = open.contains(Open.EPOCH) ? every(possible) : settings.epochSteps();
		return new Fitted(settings.withSteps(possible, every), List.of(String.format(Locale.ROOT,
			"steps %d: %.2f seconds each in %.1f minutes, with a quarter left for validation", possible, pace, seconds / 60)));
	}

	private static int every(final int steps) {
		return Math.max(1, Math.min(100, steps / 20));
	}

	/**
	 * @param saved settings with which a training began
	 * @return these settings where they are open, the given ones elsewhere
	 */
	TrainingSettings as(final TrainingSettings saved) {
		return base.withPatches(open.contains(Open.PATCH) ? saved.patch() : base.patch(), open.contains(Open.BATCH) ? saved
			.batch() : base.batch()).withRecompute(base.recompute() || saved.recompute()).withSteps(open.contains(Open.STEPS)
				? saved.steps() : base.steps(), open.contains(Open.EPOCH) ? saved.epochSteps() : base.epochSteps());
	}

	private static List<Integer> patch(final TrainingData data, final NetworkConfig network) {
		final int axes = network.dimensions();
		final List<Integer> preset = TrainingSettings.standard(axes).patch();
		final double diameter = diameter(data);
		final int[] typical = data.typicalSize();
		final Integer[] patch = new Integer[axes];
		for (int d = 0; d < axes; d++) {
			final int stride = network.stride()[d];
			int edge = preset.get(d);
			if (axes == 2 && diameter > 0) edge = (int) Math.max(edge / 2, Math.min(edge, Math.ceil(OBJECTS_PER_EDGE *
				diameter)));
			// A patch beyond the image would show its mirror only.
			edge = Math.min(edge, typical[d + 3 - axes]);
			patch[d] = Math.max(8, (edge + stride - 1) / stride * stride);
		}
		return Arrays.asList(patch);
	}

	private static String patchReason(final TrainingData data) {
		final double diameter = diameter(data);
		final int[] size = data.typicalSize();
		return (diameter > 0 ? "objects of about " + Math.round(diameter) + " pixels in " : "") + "images of " + (size[0] > 1
			? size[0] + " x " : "") + size[1] + " x " + size[2];
	}

	private static int batch(final List<Integer> patch) {
		return Math.max(2, Math.min(16, (int) Math.round(perStep(patch) / (double) pixels(patch))));
	}

	private static int perStep(final List<Integer> patch) {
		return patch.size() == 2 ? PIXELS_PER_STEP : VOXELS_PER_STEP;
	}

	/** 300 where a step sees all there is, more by the cube root of how often it would have to. */
	private static int steps(final TrainingData data, final int perStep) {
		final double passes = Math.cbrt(annotated(data) / (double) perStep);
		return (int) (Math.round(Math.max(300, Math.min(3000, 300 * passes)) / 20) * 20);
	}

	private static long annotated(final TrainingData data) {
		return data.training().stream().mapToLong(Sample::annotatedPixels).sum();
	}

	/** Memory of a step's features and of weights, gradients and moments; measured by {@code bench}, to a third. */
	private static double bytes(final NetworkConfig network, final List<Integer> patch, final int batch) {
		final double perPixel = (network.architecture() == Architecture.UNET ? 70 : 50) * network.widths().get(0);
		final int widest = network.widths().get(Math.min(3, network.widths().size() - 1));
		final double parameters = 30.0 * widest * widest;
		return perPixel * pixels(patch) * batch + 20 * parameters;
	}

	private static long pixels(final List<Integer> patch) {
		return patch.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
	}

	/** @return median diameter of a disc of an object's area; 0 if there are no objects, or volumes */
	private static double diameter(final TrainingData data) {
		final List<Integer> areas = new ArrayList<>();
		for (final Sample sample : data.training()) {
			if (sample.instances() == null || sample.size()[0] > 1) return 0;
			final int[] counts = new int[Arrays.stream(sample.instances()).max().orElse(0) + 1];
			for (final int label : sample.instances()) counts[label]++;
			for (int label = 1; label < counts.length; label++) if (counts[label] > 0) areas.add(counts[label]);
		}
		if (areas.isEmpty()) return 0;
		Collections.sort(areas);
		return Math.sqrt(4 * areas.get(areas.size() / 2) / Math.PI);
	}

	private static String text(final List<Integer> patch) {
		return patch.stream().map(String::valueOf).collect(Collectors.joining(" x "));
	}
}
