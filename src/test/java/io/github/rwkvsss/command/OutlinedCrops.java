package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;

import io.github.rwkvsss.format.ImagePairs;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.train.Split;

/**
 * Trains as a biologist would who outlined all nuclei in five small images: crops of real images, with the outline of
 * each annotated nucleus as a region in the overlay. The images that are held out of nuclei-2d's training are not
 * touched, so that its validation scores this training too.
 */
public final class OutlinedCrops {

	private static final double SHARE = 0.2;
	private static final long SEED = 1;
	private static final int COUNT = 5;
	private static final int EDGE = 256;
	private static final int LEAST_OBJECTS = 5;

	private OutlinedCrops() {}

	/**
	 * Trains and says what came of it. Arguments: folder of nuclei-fluo, model file to write, further key=value pairs of
	 * {@code train_image}.
	 */
	public static void main(final String... args) throws IOException {
		final CommandCall call = CommandCall.of(TrainImageCommand.class);
		final ImagePlus crops = draw(Path.of(args[0]));
		System.out.println(crops.getOverlay().size() + " regions in " + crops.getStackSize() + " crops: " + String.join(", ",
			crops.getStack().getSliceLabels()));
		call.setValue("input", crops);
		call.set("annotation", "overlay");
		call.set("unlabelled", "background");
		call.set("output", args[1]);
		for (final String pair : Arrays.copyOfRange(args, 2, args.length)) call.set(pair.substring(0, pair.indexOf('=')), pair
			.substring(pair.indexOf('=') + 1));
		call.tell(System.out::println);
		final long[] shown = { -1 };
		final Optional<String> refusal = call.run((done, total, message) -> {
			if (20 * done / total == shown[0]) return;
			shown[0] = 20 * done / total;
			System.out.println(done + " of " + total + ": " + message);
		}, Cancellation.NEVER);
		System.out.println(refusal.orElseGet(() -> (String) call.output("report")));
		System.out.println("processor time " + ProcessHandle.current().info().totalCpuDuration().orElseThrow().toSeconds() +
			" s");
		System.exit(refusal.isPresent() ? 1 : 0);
	}

	/**
	 * @param data folder of nuclei-fluo
	 * @return a stack of crops, with a region for each nucleus on its slice
	 */
	static ImagePlus draw(final Path data) throws IOException {
		final List<ImagePairs.Pair> training = Split.of(ImagePairs.of(data.resolve("images"), data.resolve("labels")), SHARE,
			SEED).training();
		final SplittableRandom random = new SplittableRandom(SEED);
		final ImageStack stack = new ImageStack(EDGE, EDGE);
		final Overlay overlay = new Overlay();
		final List<Integer> left = new ArrayList<>(java.util.stream.IntStream.range(0, training.size()).boxed().toList());
		while (stack.size() < COUNT) {
			final ImagePairs.Sample sample = training.get(left.remove(random.nextInt(left.size()))).read();
			final long[] size = sample.pixels().size();
			final int top = random.nextInt((int) size[2] - EDGE + 1);
			final int start = random.nextInt((int) size[3] - EDGE + 1);
			final float[] labels = new float[EDGE * EDGE];
			for (int i = 0; i < labels.length; i++) labels[i] = sample.labels().plane(0, 0)[(top + i / EDGE) * (int) size[3] +
				start + i % EDGE];
			final List<Roi> outlines = outlines(labels);
			// Nobody would choose an empty place to annotate.
			if (outlines.size() < LEAST_OBJECTS) continue;
			final float[] pixels = new float[sample.pixels().channels() * labels.length];
			sample.pixels().read(new long[] { 0, 0, top, start }, new int[] { 1, 1, EDGE, EDGE }, pixels);
			stack.addSlice(sample.name(), new FloatProcessor(EDGE, EDGE, Arrays.copyOf(pixels, labels.length)));
			for (final Roi outline : outlines) {
				outline.setPosition(stack.size());
				overlay.add(outline);
			}
		}
		final ImagePlus crops = new ImagePlus("five crops", stack);
		crops.setOverlay(overlay);
		return crops;
	}

	private static List<Roi> outlines(final float[] labels) {
		final ImageProcessor processor = new FloatProcessor(EDGE, EDGE, labels);
		final List<Roi> outlines = new ArrayList<>();
		for (final double label : java.util.stream.IntStream.range(0, labels.length).mapToDouble(i -> labels[i]).filter(
			v -> v > 0).distinct().sorted().toArray())
		{
			processor.setThreshold(label, label, ImageProcessor.NO_LUT_UPDATE);
			outlines.add(new ThresholdToSelection().convert(processor));
		}
		return outlines;
	}

	/** @return whether the data are there */
	static boolean isPossible(final Path data) {
		return Files.isDirectory(data.resolve("images"));
	}
}
