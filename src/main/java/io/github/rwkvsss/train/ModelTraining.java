package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.rwkvsss.file.NewFolder;
import io.github.rwkvsss.file.ProcessLock;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * From annotated samples to a model file. Checkpoint and log lie in the folder {@code <model>-training} beside the
 * model; when the model is written the checkpoint goes, the log stays.
 */
public final class ModelTraining {

	/** Up to this ratio of their edges voxels are taken for cubes. */
	private static final double CUBES = 1.5;

	private final TrainingGoal goal;
	private final SampleForm form;
	private final TrainingData data;
	private final SettingsFit fit;
	private TrainingListener listener = row -> {};
	private Cancellation stop = Cancellation.NEVER;
	private Consumer<String> notices = notice -> {};
	private double minutes;
	private ComputeDevice device = ComputeDevice.CPU;

	/**
	 * @param goal which model to make
	 * @param form of the data
	 * @param data to learn from
	 * @param fit how to train
	 */
	public ModelTraining(final TrainingGoal goal, final SampleForm form, final TrainingData data, final SettingsFit fit) {
		this.goal = goal;
		this.form = form;
		this.data = data;
		this.fit = fit;
	}

	/**
	 * What came of it.
	 *
	 * @param manifest of the model that was written
	 * @param log of the training
	 * @param ending how it ended
	 */
	public record Result(ModelManifest manifest, TrainingLog log, Ending ending) {}

	/** @param other where to compute; unset, on the CPU */
	public void on(final ComputeDevice other) {
		device = other;
	}

	/** @param other is told of every step and epoch */
	public void follow(final TrainingListener other) {
		listener = other;
	}

	/** @param asked before every step whether to stop now, keep the best weights and write the model */
	public void stopWhen(final Cancellation asked) {
		stop = asked;
	}

	/** @param most minutes that the training may take from its first step on; 0 for any number */
	public void limit(final double most) {
		minutes = most;
	}

	/** @param reader takes what was chosen automatically, a sentence each */
	public void tell(final Consumer<String> reader) {
		notices = reader;
	}

	/**
	 * @param model file that the training writes
	 * @return folder of its checkpoint and log
	 */
	public static Path workFolder(final Path model) {
		final String file = model.getFileName().toString();
		return model.toAbsolutePath().resolveSibling((file.endsWith(".zip") ? file.substring(0, file.length() - 4) : file) +
			"-training");
	}

	/**
	 * Trains and writes the model.
	 *
	 * @param model file to write, replaced if it exists
	 * @param resume whether to go on from the checkpoint in the work folder, if there is one, with its settings
	 * @param progress told of every step
	 * @param cancellation looked at before every step and module of the network
	 * @return the model's manifest and the log
	 * @throws CanceledException on a cancel; the checkpoint stays, no model is written
	 * @throws IOException in one sentence if a file cannot be read or written, or another training writes this model
	 */
	public Result run(final Path model, final boolean resume, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final Path work = workFolder(model);
		try (ProcessLock lock = lock(model, work)) {
			WholeFile.removeAbandoned(model);
			if (Files.isDirectory(work)) WholeFile.removeAbandonedIn(work, 1);
			return locked(model, work, resume, progress, cancellation);
		}
	}

	/** Beside the work folder, so that a training that never came to its first checkpoint leaves none. */
	private static ProcessLock lock(final Path model, final Path work) throws IOException {
		try {
			NewFolder.make(work.getParent());
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + model + ": the folder " + work.getParent() +
				" cannot be made; check its name and your rights there", e);
		}
		return ProcessLock.take(work.resolveSibling("." + work.getFileName() + ".lock"), "another training is writing " +
			model + "; wait for it, or choose another output");
	}

	private Result locked(final Path model, final Path work, final boolean resume, final Progress progress,
		final Cancellation cancellation) throws IOException
	{
		final NetworkConfig network = goal.network(form, data);
		final TrainingSettings settings = upright(settings(work, resume, network, cancellation));
		requireStatistics(settings, network);
		final ModelManifest manifest = goal.manifest(form, data, settings.patch());
		final Training run = new Training(manifest, settings, data.training(), data.validation());
		run.on(device);
		if (goal.start() != null) start(run);
		final String[] latest = { "" };
		run.follow(new Relay(latest));
		final long end = minutes > 0 ? System.nanoTime() + (long) (minutes * 60e9) : Long.MAX_VALUE;
		run.stopWhen(() -> stop.isCanceled() || minutes > 0 && System.nanoTime() - end > 0);
		final Training.Outcome outcome = run.run(work, resume, (done, total, message) -> progress.update(done, total, message +
			latest[0]), cancellation);
		if (!outcome.finished()) throw new CanceledException();
		final ModelManifest finished = finish(manifest, settings, outcome, progress, cancellation);
		ModelFile.write(model, finished, outcome.weights(), Safetensors.Type.F16, outcome.log().csv());
		Files.deleteIfExists(work.resolve(Training.CHECKPOINT));
		return new Result(finished, outcome.log(), outcome.ending());
	}

	/** A resumed training keeps its settings where they fit themselves, whatever memory is free today. */
	private TrainingSettings settings(final Path work, final boolean resume, final NetworkConfig network,
		final Cancellation cancellation) throws IOException
	{
		final Path checkpoint = work.resolve(Training.CHECKPOINT);
		if (resume && Files.exists(checkpoint)) {
			notices.accept("going on from " + checkpoint);
			return fit.as(Checkpoint.read(checkpoint).getKey().settings());
		}
		final SettingsFit.Fitted fitted = fit.to(data, network);
		fitted.reasons().forEach(notices);
		if (minutes == 0) return fitted.settings();
		requireStatistics(fitted.settings(), network);
		final double pace = Pace.secondsPerStep(goal.manifest(form, data, fitted.settings().patch()), fitted.settings(), data,
			device, cancellation);
		final SettingsFit.Fitted limited = fit.within(fitted.settings(), 60 * minutes, pace);
		limited.reasons().forEach(notices);
		return limited.settings();
	}

	private TrainingSettings upright(final TrainingSettings settings) {
		final DoubleSummaryStatistics edges = Arrays.stream(data.spacing()).summaryStatistics();
		return edges.getMax() < CUBES * edges.getMin() ? settings : settings.withAugmentation(settings.augmentation()
			.withoutTilt());
	}

	private void start(final Training run) {
		final StartWeights start = run.startFrom(goal.start());
		final ModelManifest from = goal.start().manifest();
		notices.accept("starting from the weights of " + from.name() + (start.random().isEmpty() ? ""
			: ", all but those of its classes, which are other ones: " + String.join(", ", start.random())) + (start.spread()
				.isEmpty() ? "" : "; its " + from.network().inputChannels() +
					" channels are not those of the images, so the weights on them are spread: " + String.join(", ", start
						.spread())));
		final List<String> lost = from.objectClasses().stream().filter(name -> !data.objectClasses().contains(name)).toList();
		if (!lost.isEmpty()) notices.accept("the model will not know the classes " + String.join(", ", lost) + " of " + from
			.name() + " any more" + (data.objectClasses().isEmpty() ? "; give object_classes=true to learn classes" : ""));
	}

	/** Adds the latest score to what is shown. */
	private final class Relay implements TrainingListener {

		private final String[] latest;

		Relay(final String[] latest) {
			this.latest = latest;
		}

		@Override
		public void epoch(final TrainingLog.Row row) {
			if (!Double.isNaN(row.validationDice())) latest[0] = String.format(Locale.ROOT, ", validation Dice %.3f", row
				.validationDice());
			listener.epoch(row);
		}

		@Override
		public void step(final int done, final int steps, final double loss) {
			listener.step(done, steps, loss);
		}

		@Override
		public void validated(final Sample sample, final int[] found) {
			listener.validated(sample, found);
		}
	}

	/** @return the manifest with its objects' parameters fitted on training images, and what the model scores */
	private ModelManifest finish(final ModelManifest manifest, final TrainingSettings settings,
		final Training.Outcome outcome, final Progress progress, final Cancellation cancellation) throws IOException
	{
		final Map<String, String> facts = provenance(settings, outcome);
		final boolean instances = manifest.task() == Task.INSTANCE;
		final boolean inPart = settings.validationImages() > 0 && settings.validationImages() < data.validation().size();
		final boolean regions = !instances && manifest.dimensions() == 3;
		final FitBudget budget = new FitBudget(settings, outcome.log().rows().isEmpty() ? settings.steps() : outcome.log()
			.rows().get(outcome.log().rows().size() - 1).step());
		final boolean classes = !manifest.objectClasses().isEmpty() && !data.validation().isEmpty();
		if (!instances && !regions && !inPart) return manifest.withProvenance(facts);
		try (ExitGuard guard = ExitGuard.open()) {
			final Cancellation ended = () -> cancellation.isCanceled() || guard.isCanceled();
			ModelManifest fitted = manifest;
			if (instances) {
				try (SegmentationModel model = model(manifest, outcome)) {
					fitted = manifest.withInstances(InstanceTuning.of(model, budget.forObjects(data.training(),
						InstanceTuning.MOST_SAMPLES), progress, ended));
				}
			}
			if (regions) {
				final List<Sample> whole = budget.forRegions(data.training().stream().filter(Sample::isWhole).toList(),
					RegionFit.LEAST_SAMPLES, RegionFit.MOST_SAMPLES);
				try (SegmentationModel model = model(manifest, outcome)) {
					fitted = manifest.withSingleRegions(RegionFit.of(model, whole, progress, ended));
				}
				if (!fitted.singleRegions().isEmpty()) notices.accept("of " + names(fitted) +
					" the model keeps the largest region of a volume, which is nearer to the annotation of the training volumes");
			}
			if (inPart || classes) {
				// Chosen by some of them, so that their score is a little too good; told by all, or as many as time allows.
				final List<Sample> last = budget.forValidation(data.validation(), inPart ? settings.validationImages() : data
					.validation().size());
				try (SegmentationModel model = model(fitted, outcome)) {
					scores(Validation.of(model, last, progress, ended)).forEach((name, score) -> facts.put(name, score));
				}
				if (last.size() < data.validation().size()) facts.put("validated on", facts.get("validated on") + ", " + last
					.size() + " of them");
			}
			return fitted.withProvenance(facts);
		}
	}

	private static String names(final ModelManifest manifest) {
		return String.join(" and ", manifest.singleRegions().stream().map(manifest.classNames()::get).toList());
	}

	private SegmentationModel model(final ModelManifest manifest, final Training.Outcome outcome) throws IOException {
		final SegmentationModel model = new SegmentationModel(manifest, SegmentationNetwork.build(manifest.network(), 0,
			device));
		WeightArrays.into(outcome.weights(), model.network().weights());
		return model;
	}

	/** A batch norm over a single value has no variance, and would leave NaN in the model. */
	private static void requireStatistics(final TrainingSettings settings, final NetworkConfig network) {
		long values = settings.batch();
		for (int d = 0; d < network.stride().length; d++) values *= (settings.patch().get(d) + network.stride()[d] - 1) /
			network.stride()[d];
		if (values < 2) throw new IllegalArgumentException("a patch of " + settings.patch() + " pixels and a batch of " +
			settings.batch() + " leave a single value at the network's lowest resolution; choose a larger patch or batch");
	}

	private Map<String, String> provenance(final TrainingSettings settings, final Training.Outcome outcome) {
		final Map<String, String> facts = new LinkedHashMap<>();
		facts.put("trained on", data.source());
		facts.put("validated on", data.validation().isEmpty() ? "nothing" : data.heldOut());
		facts.put("started from", goal.start() == null ? "random weights" : goal.start().manifest().name());
		facts.put("settings", settings.toString());
		facts.put("operations", BlockOps.best(device).form());
		if (!device.isCpu()) facts.put("device", device.toString());
		facts.put("ended", outcome.ending().words());
		facts.put("best epoch", outcome.epoch() + " of " + outcome.log().rows().size());
		outcome.log().rows().stream().filter(row -> row.epoch() == outcome.epoch()).findFirst().ifPresent(row -> {
			facts.putAll(scores(new Validation(row.validationDice(), row.validationAp50(), row.validationLoss())));
			facts.put("seconds", String.format(Locale.ROOT, "%.0f", outcome.log().rows().get(outcome.log().rows().size() - 1)
				.seconds()));
		});
		return facts;
	}

	private static Map<String, String> scores(final Validation validation) {
		final Map<String, String> scores = new LinkedHashMap<>();
		if (!Double.isNaN(validation.dice())) scores.put("validation Dice", fourDigits(validation.dice()));
		if (!Double.isNaN(validation.averagePrecision())) scores.put("validation AP@0.5", fourDigits(validation
			.averagePrecision()));
		if (!Double.isNaN(validation.classAccuracy())) scores.put("validation class accuracy", fourDigits(validation
			.classAccuracy()));
		return scores;
	}

	private static String fourDigits(final double score) {
		return String.format(Locale.ROOT, "%.4f", score);
	}
}
