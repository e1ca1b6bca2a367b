package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.label.ObjectDiameter;
import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * Goes on from a trained model with a few annotated images. The model stays what it is: its classes, channels, intensities and
 * sizes. Patches of images that it knew before are mixed in, so that it does not forget them.
 */
public final class FineTuning {

	private final SegmentationModel start;
	private final TrainingSettings settings;
	private final List<AnnotatedImage> fresh = new ArrayList<>();
	private final List<AnnotatedImage> replayed = new ArrayList<>();
	private double replayShare = 0.5;
	private TrainingListener listener = row -> {};
	private ComputeDevice device = ComputeDevice.CPU;

	/**
	 * @param start model to go on from; not changed, not closed
	 * @param settings how to train
	 */
	public FineTuning(final SegmentationModel start, final TrainingSettings settings) {
		this.start = start;
		this.settings = settings;
	}

	/** @param image to learn from, of as many channels as the model takes; unknown pixels are -1 */
	public void learn(final AnnotatedImage image) {
		fresh.add(image);
	}

	/** @param image that was learned before, of as many channels as the model takes */
	public void replay(final AnnotatedImage image) {
		replayed.add(image);
	}

	/** @param share of the patches that are of images of before, 0 to below 1; half unless said otherwise */
	public void replayShare(final double share) {
		if (!(share >= 0 && share < 1)) throw new IllegalArgumentException("the share of replay is " + share +
			", but must be 0 to below 1");
		replayShare = share;
	}

	/** @param other where to compute; unset, on the CPU */
	public void on(final ComputeDevice other) {
		device = other;
	}

	/** @param other is told of every step and epoch */
	public void follow(final TrainingListener other) {
		listener = other;
	}

	/**
	 * @param weights of the network that was trained, by name
	 * @param log of the training
	 */
	public record Tuned(Map<String, Safetensors.Array> weights, TrainingLog log) {}

	/**
	 * @param work folder of the checkpoint, made if missing; null for none
	 * @param resume whether to go on from a checkpoint in it
	 * @param progress told of every step
	 * @param cancellation looked at before every step and module of the network
	 * @return the trained weights
	 * @throws CanceledException on a cancel; the checkpoint of the last whole epoch stays
	 * @throws IOException in one sentence if a checkpoint cannot be read or written, or is of another training
	 * @throws IllegalArgumentException in one sentence if nothing is annotated, or a step does not fit into memory
	 * @throws IllegalStateException in one sentence if the training diverges
	 */
	public Tuned run(final Path work, final boolean resume, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final Training training = new Training(start.manifest(), settings, samples(), List.of());
		training.on(device);
		training.startFrom(start);
		// Two patches a step would soon replace the statistics of all images that the model ever saw.
		training.keepStatistics();
		training.follow(listener);
		final Training.Outcome outcome = training.run(work, resume, progress, cancellation);
		if (!outcome.finished()) throw new CanceledException();
		return new Tuned(outcome.weights(), outcome.log());
	}

	/** @return the samples that patches are drawn from, as often as their share asks for */
	List<Sample> samples() {
		return ReplayMix.of(samples(fresh), samples(replayed), replayShare);
	}

	private List<Sample> samples(final List<AnnotatedImage> images) {
		final ModelManifest model = start.manifest();
		final List<Sample> samples = new ArrayList<>();
		for (final AnnotatedImage image : images) samples.addAll(form(image).samples(image.pixels().name(), image.pixels(),
			image.labels(), image.classNumbers(model.objectClasses()), model.task() == Task.INSTANCE ? List.of() : model
				.classValues(), model.voxelSize()));
		return samples;
	}

	/** Images come to the network as they do when it segments: resized only if their objects are of quite another size. */
	private SampleForm form(final AnnotatedImage image) {
		final ModelManifest model = start.manifest();
		return new SampleForm(model.task(), model.dimensions(), List.of(), model.normalization(), model.voxelSize(), isResized(
			image) ? model.diameter() : 0, model.instances() == null ? Representation.BOUNDARY : model.instances()
				.representation(), !model.objectClasses().isEmpty());
	}

	private boolean isResized(final AnnotatedImage image) {
		final ModelManifest model = start.manifest();
		if (model.diameter() == null) return false;
		final int[][] planes = new int[image.labels().planes()][];
		Arrays.setAll(planes, image.labels()::plane);
		final double typical = Arrays.stream(planes).mapToDouble(ObjectDiameter::typical).filter(own -> own > 0).average()
			.orElse(0);
		return typical > 0 && Math.max(typical / model.diameter(), model.diameter() / typical) > model.tolerance();
	}
}
