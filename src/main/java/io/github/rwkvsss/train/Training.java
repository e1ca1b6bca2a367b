package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.ModuleProbe;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.Pass;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.network.Weights;
import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.FailedAllocation;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * The training loop: AdamW with warm-up and cosine, averaged weights, a validation and a checkpoint per epoch, the
 * best weights kept. On one thread, the same data, settings and seed give the same weights, interrupted or not.
 */
public final class Training {

	/** Name of the checkpoint in the work folder. */
	public static final String CHECKPOINT = "checkpoint.safetensors";
	/** Name of the log in the work folder. */
	public static final String LOG = "training-log.csv";

	private final ModelManifest manifest;
	private final TrainingSettings settings;
	private final List<Sample> training;
	private final List<Sample> validation;
	private TrainingListener listener = row -> {};
	private Cancellation stop = Cancellation.NEVER;
	private Map<String, Safetensors.Array> initial;
	private ComputeDevice device = ComputeDevice.CPU;
	private JointPatches joint;
	private boolean keepsStatistics;

	/**
	 * @param manifest of the model to train; its network says what is built
	 * @param settings how to train
	 * @param training samples to learn from, at least one
	 * @param validation samples to choose the best weights by; if empty, the last weights are the best
	 */
	public Training(final ModelManifest manifest, final TrainingSettings settings, final List<Sample> training,
		final List<Sample> validation)
	{
		if (training.isEmpty()) throw new IllegalArgumentException(
			"there are no training images; give at least one image with labels");
		for (final Sample sample : training) check(sample, manifest);
		for (final Sample sample : validation) check(sample, manifest);
		if (settings.patch().size() != manifest.network().dimensions()) throw new IllegalArgumentException("the patch has " +
			settings.patch().size() + " axes, the network " + manifest.network().dimensions());
		this.manifest = manifest;
		this.settings = settings;
		this.training = List.copyOf(training);
		this.validation = List.copyOf(validation);
	}

	private static void check(final Sample sample, final ModelManifest manifest) {
		if (sample.channels() != manifest.network().inputChannels()) throw new IllegalArgumentException("image " + sample
			.name() + " has " + sample.channels() + " channels, the network takes " + manifest.network().inputChannels() +
			"; choose the channels to use");
		if (!manifest.objectClasses().isEmpty() && sample.objectClasses() == null) throw new IllegalArgumentException("image " +
			sample.name() + " says of no object of which class it is, but the network is to learn it");
	}

	/** @param other where to compute; unset, on the CPU. Checkpoints are the same for all. */
	public void on(final ComputeDevice other) {
		device = other;
	}

	/** @param other is told of every epoch */
	public void follow(final TrainingListener other) {
		listener = other;
	}

	/** @param patches of several sets, judged by a head each, instead of the samples' own */
	void drawFrom(final JointPatches patches) {
		joint = patches;
	}

	/** Leaves the statistics of batch norms as they are, and normalises by them. */
	void keepStatistics() {
		keepsStatistics = true;
	}

	/** @param asked before every step whether to end now and keep the best weights, as after the last step */
	public void stopWhen(final Cancellation asked) {
		stop = asked;
	}

	/**
	 * @param model whose weights are the starting point instead of random ones; of the same network configuration but for
	 *          the number of classes and of channels
	 * @return what was taken
	 */
	StartWeights startFrom(final SegmentationModel model) {
		final NetworkConfig given = model.network().config();
		if (!given.withClasses(manifest.network().classes()).withInputChannels(manifest.network().inputChannels()).equals(
			manifest.network())) throw new IllegalArgumentException("model " + model.manifest().name() +
				" has another network than the one to train; choose the same preset");
		try (SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), settings.seed())) {
			final StartWeights start = StartWeights.of(WeightArrays.of(model.network().weights()), WeightArrays.of(network
				.weights()), given.inputChannels(), manifest.network().inputChannels(), logitsOf(model.manifest()));
			initial = start.weights();
			return start;
		}
	}

	/** What finds objects is taken whatever classes they have, and of these the ones of the same name. */
	private int[] logitsOf(final ModelManifest start) {
		if (start.task() != Task.INSTANCE || manifest.task() != Task.INSTANCE || start.classNames().equals(manifest
			.classNames())) return null;
		final int[] logits = new int[manifest.network().classes()];
		for (int k = 0; k < logits.length; k++) {
			final int same = k < InstanceTargets.CLASSES ? -1 : start.objectClasses().indexOf(manifest.classNames().get(k));
			logits[k] = k < InstanceTargets.CLASSES ? k : same < 0 ? -1 : InstanceTargets.CLASSES + same;
		}
		return logits;
	}

	/**
	 * @param weights the best averaged weights, by name
	 * @param score their validation score; NaN without validation
	 * @param epoch theirs, from 1
	 * @param log of all epochs
	 * @param ending how it came to its end
	 */
	public record Outcome(Map<String, Safetensors.Array> weights, double score, int epoch, TrainingLog log, Ending ending) {

		/** @return false if a cancel ended the training */
		public boolean finished() {
			return ending != Ending.CANCELED;
		}
	}

	/**
	 * Trains until the last step, until patience ends, or until stopped or canceled; on a cancel the best weights so far
	 * are the outcome, and the checkpoint of the last whole epoch stays in the work folder. An exit of the Java machine
	 * is a cancel.
	 *
	 * @param folder for the checkpoint, made if missing; null for none
	 * @param resume whether to go on from a checkpoint in the folder, if there is one
	 * @param progress told of every step
	 * @param cancellation looked at before every step and module of the network
	 * @return the outcome
	 * @throws IOException in one sentence if a checkpoint cannot be read or written, or is of another training
	 * @throws IllegalArgumentException in one sentence if a step does not fit into memory; the checkpoint stays
	 */
	public Outcome run(final Path folder, final boolean resume, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		try (ExitGuard guard = ExitGuard.open();
				Loop loop = new Loop(folder, () -> cancellation.isCanceled() || guard.isCanceled()))
		{
			loop.begin(resume);
			return loop.run(progress);
		}
		catch (final RuntimeException e) {
			if (!FailedAllocation.isCauseOf(e)) throw e;
			throw new IllegalArgumentException("a step of " + settings.batch() + " patches of " + settings.patch() +
				" pixels does not fit into memory" + (device.isCuda() ? " of " + device : "") +
				"; choose a smaller patch or batch, or close other images and programs", e);
		}
	}

	/** The state of one run. */
	private final class Loop implements AutoCloseable {

		private final Path checkpoint;
		private final SegmentationNetwork network = SegmentationNetwork.build(manifest.network(), settings.seed(), device);
		private final SegmentationModel averaged = new SegmentationModel(manifest, SegmentationNetwork.build(manifest.network(),
			settings.seed(), device));
		private final AdamW optimizer = new AdamW(network.weights(), settings.weightDecay());
		private final PatchSampler sampler = manifest.diameter() == null ? new PatchSampler(training, settings)
			: new PatchSampler(training, settings, manifest.diameter());
		private final TrainingLog log = new TrainingLog();
		private final Cancellation cancellation;
		private final Pass pass;
		private final float[] image;
		private final long[] target;
		/** Of each pixel the class of its object; null where these are not learned. */
		private final long[] ofObjects;
		private final ObjectClassLoss objectLoss;
		private final long[] shape;
		private Map<String, Safetensors.Array> bestWeights;
		private double best = Double.NEGATIVE_INFINITY;
		private int bestEpoch;
		private int step;
		private double secondsBefore;

		Loop(final Path folder, final Cancellation cancellation) {
			this.cancellation = cancellation;
			// A step of a large network takes seconds: a cancel is heard between its modules.
			final Pass plain = Pass.train(device).with(new ModuleProbe() {

				@Override
				public void enter(final String module) {
					cancellation.check();
				}
			});
			final Pass kept = keepsStatistics ? plain.keepingStatistics() : plain;
			pass = settings.recompute() ? kept.recomputing() : kept;
			checkpoint = folder == null ? null : folder.resolve(CHECKPOINT);
			final int axes = settings.patch().size();
			shape = new long[axes + 1];
			shape[0] = settings.batch();
			int pixels = settings.batch();
			for (int d = 0; d < axes; d++) {
				shape[d + 1] = settings.patch().get(d);
				pixels *= settings.patch().get(d);
			}
			image = new float[pixels * manifest.network().inputChannels()];
			target = new long[pixels];
			final int classes = manifest.objectClasses().size();
			ofObjects = classes == 0 ? null : new long[pixels];
			objectLoss = classes == 0 ? null : ObjectClassLoss.of(training, classes);
		}

		void begin(final boolean resume) throws IOException {
			if (initial != null) {
				WeightArrays.into(initial, network.weights());
				averaged.network().weights().copyFrom(network.weights());
			}
			if (!resume || checkpoint == null || !Files.exists(checkpoint)) return;
			final Map.Entry<Checkpoint.State, Map<String, Safetensors.Array>> saved = Checkpoint.read(checkpoint);
			final Checkpoint.State state = saved.getKey();
			if (!state.settings().equals(settings) || !state.manifest().network().equals(manifest.network()) || !state.samples()
				.equals(names())) throw new IOException("checkpoint " + checkpoint +
					" is of a training with other settings or images; give the same ones, or start anew without resume");
			WeightArrays.into(Checkpoint.part(saved.getValue(), "weights."), network.weights());
			WeightArrays.into(Checkpoint.part(saved.getValue(), "averaged."), averaged.network().weights());
			optimizer.load(saved.getValue());
			final Map<String, Safetensors.Array> kept = Checkpoint.part(saved.getValue(), "best.");
			bestWeights = kept.isEmpty() ? null : kept;
			best = kept.isEmpty() ? Double.NEGATIVE_INFINITY : state.best();
			bestEpoch = state.bestEpoch();
			step = state.step();
			sampler.hard().restore(state.losses());
			for (final TrainingLog.Row row : state.rows()) {
				log.add(row);
				secondsBefore = row.seconds();
			}
		}

		Outcome run(final Progress progress) throws IOException {
			Ending ending;
			try {
				ending = steps(progress);
			}
			catch (final CanceledException e) {
				ending = Ending.CANCELED;
			}
			if (bestWeights == null) {
				bestWeights = WeightArrays.of(averaged.network().weights());
				bestEpoch = log.rows().size();
			}
			return new Outcome(bestWeights, Double.isInfinite(best) ? Double.NaN : best, bestEpoch, log, ending);
		}

		/** @throws CanceledException on a cancel */
		private Ending steps(final Progress progress) throws IOException {
			final long start = System.nanoTime();
			final double[] sums = new double[3];
			int counted = 0;
			while (step < settings.steps() && !exhausted()) {
				cancellation.check();
				// A model of random weights is of no use to anybody, so one step is made in any case.
				final boolean stopped = step > 0 && stop.isCanceled();
				if (stopped && (bestWeights != null || counted == 0)) return Ending.STOPPED;
				if (!stopped) {
					final double[] losses = train();
					for (int i = 0; i < sums.length; i++) sums[i] += losses[i];
					counted++;
					step++;
					listener.step(step, settings.steps(), losses[0]);
					progress.update(step, settings.steps(), String.format(Locale.ROOT, "training, loss %.3f", losses[0]));
				}
				// Who stops before the first validation gets one, so that the model has a score.
				if (!stopped && step % settings.epochSteps() != 0 && step != settings.steps()) continue;
				epoch(sums, counted, start, progress);
				Arrays.fill(sums, 0);
				counted = 0;
				if (stopped) return Ending.STOPPED;
			}
			return step < settings.steps() ? Ending.NO_PROGRESS : Ending.ALL_STEPS;
		}

		private void epoch(final double[] sums, final int counted, final long start, final Progress progress)
			throws IOException
		{
			final Validation scores = validate((done, total, message) -> progress.update(step, settings.steps(), message));
			final double seconds = secondsBefore + (System.nanoTime() - start) / 1e9;
			final TrainingLog.Row row = new TrainingLog.Row(log.rows().size() + 1, step, sums[0] / counted, sums[1] / counted,
				sums[2] / counted, scores.loss(), scores.dice(), scores.averagePrecision(), scores.score(), seconds, settings
					.learningRateAt(step - 1));
			log.add(row);
			// Without validation images the score is NaN and the latest weights are kept.
			if (!(row.score() <= best)) {
				best = Double.isNaN(row.score()) ? Double.NEGATIVE_INFINITY : row.score();
				bestEpoch = row.epoch();
				bestWeights = WeightArrays.of(averaged.network().weights());
			}
			save();
			listener.epoch(row);
		}

		private boolean exhausted() {
			return settings.patience() > 0 && log.rows().size() - bestEpoch >= settings.patience();
		}

		/** @return loss, cross-entropy and Dice loss of one step */
		private double[] train() {
			final int[] drawn = new int[settings.batch()];
			for (int b = 0; b < drawn.length; b++) {
				if (joint == null) drawn[b] = sampler.draw(step, b, image, target, ofObjects);
				else joint.draw(step, b, image, target);
			}
			final double[] losses;
			try (TensorScope scope = new TensorScope(); GradientTape tape = GradientTape.open()) {
				final long[] imageShape = Arrays.copyOf(shape, shape.length + 1);
				imageShape[shape.length] = manifest.network().inputChannels();
				final Tensor logits = network.forward(device.take(Tensors.of(image, imageShape)), pass);
				final Tensor truth = device.take(Tensors.of(target, shape));
				final SegmentationLoss.Parts loss = joint != null ? joint.loss(logits, truth, device) : loss(logits, truth);
				if (settings.hardShare() > 0 && joint == null) tell(drawn, logits);
				backward(loss.total(), tape);
				losses = new double[] { loss.total().item_double(), loss.crossEntropy().item_double(), loss.dice().item_double() };
			}
			if (!Double.isFinite(losses[0])) throw new IllegalStateException("the training diverged at step " + step + " (loss " +
				losses[0] + "); lower the learning rate of " + settings.learningRate());
			optimizer.step(step, settings.learningRateAt(step));
			average();
			return losses;
		}

		private SegmentationLoss.Parts loss(final Tensor logits, final Tensor truth) {
			final float[] weights = classWeights();
			final SegmentationLoss.Parts pixels = SegmentationLoss.of(ofPixels(logits), truth, device.take(Tensors.of(weights,
				weights.length)), SegmentationLoss.Agreement.of(manifest));
			if (objectLoss == null) return pixels;
			final Tensor classes = objectLoss.of(logits.narrow(logits.dim() - 1, weights.length, manifest.objectClasses().size()),
				device.take(Tensors.of(ofObjects, shape)), device);
			return new SegmentationLoss.Parts(pixels.total().add(classes), pixels.crossEntropy().add(classes), pixels.dice());
		}

		/** @return the logits without those of the objects' classes */
		private Tensor ofPixels(final Tensor logits) {
			return objectLoss == null ? logits : logits.narrow(logits.dim() - 1, 0, InstanceTargets.CLASSES);
		}

		private void tell(final int[] drawn, final Tensor logits) {
			final float[] weights = classWeights();
			final double[] losses = SegmentationLoss.ofPatches(ofPixels(logits), device.take(Tensors.of(target, shape)), device
				.take(Tensors.of(weights, weights.length)), SegmentationLoss.Agreement.of(manifest));
			for (int b = 0; b < drawn.length; b++) if (!Double.isNaN(losses[b])) sampler.hard().add(drawn[b], losses[b]);
		}

		/** A cancel is heard between its blocks, too; it comes back through LibTorch as an exception of another class. */
		private void backward(final Tensor loss, final GradientTape tape) {
			tape.checking(cancellation::check);
			try {
				loss.backward();
			}
			catch (final RuntimeException e) {
				cancellation.check();
				throw e;
			}
		}

		private float[] classWeights() {
			final float[] weights = new float[manifest.task() == Task.INSTANCE ? InstanceTargets.CLASSES : manifest.network()
				.classes()];
			Arrays.fill(weights, 1);
			if (manifest.task() == Task.INSTANCE) weights[2] = (float) settings.boundaryWeight();
			return weights;
		}

		/** Early on the average must forget the random start, so its decay rises to the one asked for. */
		private void average() {
			final double decay = Math.min(settings.averaging(), (1.0 + step) / (10.0 + step));
			final Weights to = averaged.network().weights();
			try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
				final Scalar share = new Scalar(1 - decay);
				for (final String name : to.names()) to.get(name).lerp_(network.weights().get(name), share);
			}
			to.touch();
		}

		private Validation validate(final Progress progress) {
			if (validation.isEmpty()) return Validation.NONE;
			final int count = settings.validationImages() == 0 ? validation.size() : Math.min(validation.size(), settings
				.validationImages());
			// The same ones every time, or scores could not be compared; spread over the list, which may be sorted by kind.
			final List<Sample> chosen = java.util.stream.IntStream.range(0, count).mapToObj(i -> validation.get((int) ((long) i *
				validation.size() / count))).toList();
			return Validation.of(averaged, chosen, classWeights(), objectLoss, (sample, found) -> {
				if (sample == chosen.get(0)) listener.validated(sample, found);
			}, progress, cancellation);
		}

		private void save() throws IOException {
			if (checkpoint == null) return;
			final Map<String, Safetensors.Array> arrays = new LinkedHashMap<>();
			WeightArrays.of(network.weights()).forEach((name, array) -> arrays.put("weights." + name, array));
			WeightArrays.of(averaged.network().weights()).forEach((name, array) -> arrays.put("averaged." + name, array));
			if (bestWeights != null) bestWeights.forEach((name, array) -> arrays.put("best." + name, array));
			optimizer.save(arrays);
			Checkpoint.write(checkpoint, new Checkpoint.State(step, best, bestEpoch, settings, manifest, names(), log.rows(),
				sampler.hard().losses()), arrays);
			AtomicFile.write(checkpoint.resolveSibling(LOG), log.csv().getBytes(StandardCharsets.UTF_8));
		}

		private List<String> names() {
			return training.stream().map(Sample::name).toList();
		}

		@Override
		public void close() {
			optimizer.close();
			network.close();
			averaged.close();
		}
	}
}
