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

import io.github.rwkvsss.image.ImagePairs;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.AtomicFile;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Progress;

/**
 * From a folder of images and one of their labels to a model file. The files are split by name into training and
 * validation; checkpoint and log lie in the folder {@code <model>-training} beside the model until it is written, the
 * log stays.
 *
 * @param images folder of images
 * @param labels folder of label images of the same names
 * @param task what the labels are
 * @param preset network of {@link NetworkConfig#preset}
 * @param channels of the images to use, from 0; empty for all
 * @param classNames one per class of a semantic model; empty for names made from the label values
 * @param normalization of the intensities
 * @param validationShare part of the files that is only validated, 0 to below 1
 * @param settings how to train; the length of its patch says whether in 2D or 3D
 * @param start model to go on from, whose network is used; null to begin with random weights
 * @param name of the model
 * @param description one sentence: for which images
 */
public record FolderTraining(Path images, Path labels, Task task, String preset, List<Integer> channels,
	List<String> classNames, Normalization normalization, double validationShare, TrainingSettings settings,
	SegmentationModel start, String name, String description)
{

	/** Name of the log in the work folder. */
	public static final String LOG = "training-log.csv";

	/**
	 * What came of it.
	 *
	 * @param manifest of the model that was written
	 * @param log of the training
	 */
	public record Result(ModelManifest manifest, TrainingLog log) {}

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
	 * @param resume whether to go on from the checkpoint in the work folder, if there is one
	 * @param progress told of every file and step
	 * @param cancellation looked at before every file and step
	 * @return the model's manifest and the log
	 * @throws CanceledException on a cancel; the checkpoint stays, no model is written
	 * @throws IOException in one sentence if a file cannot be read or written, or images and labels do not fit
	 */
	public Result run(final Path model, final boolean resume, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final Split<ImagePairs.Pair> split = Split.of(ImagePairs.of(images, labels), validationShare, settings.seed());
		final int[] values = task == Task.SEMANTIC ? classValues(split) : null;
		final List<Sample> training = read(split.training(), values, progress, cancellation);
		final List<Sample> validation = read(split.validation(), values, progress, cancellation);
		final ModelManifest manifest = manifest(training.get(0).channels(), values);
		requireStatistics(manifest.network());
		final Path work = workFolder(model);
		final Training run = new Training(manifest, settings, training, validation);
		if (start != null) run.startFrom(start);
		final String[] latest = { "" };
		run.follow(row -> latest[0] = String.format(Locale.ROOT, ", validation Dice %.3f", row.validationDice()));
		final Training.Outcome outcome = run.run(work, resume, (done, total, message) -> progress.update(done, total,
			message + latest[0]), cancellation);
		final byte[] csv = outcome.log().csv().getBytes(StandardCharsets.UTF_8);
		if (!outcome.log().rows().isEmpty()) AtomicFile.write(work.resolve(LOG), csv);
		if (!outcome.finished()) throw new CanceledException();
		final ModelManifest finished = tuned(manifest, outcome, training, cancellation).withProvenance(provenance(split,
			outcome));
		ModelFile.write(model, finished, outcome.weights(), Safetensors.Type.F16, outcome.log().csv());
		Files.deleteIfExists(work.resolve(Training.CHECKPOINT));
		return new Result(finished, outcome.log());
	}

	/** The manifest with its objects' parameters fitted to the trained network, on training images. */
	private static ModelManifest tuned(final ModelManifest manifest, final Training.Outcome outcome,
		final List<Sample> training, final Cancellation cancellation) throws IOException
	{
		if (manifest.task() != Task.INSTANCE) return manifest;
		try (SegmentationModel model = new SegmentationModel(manifest, SegmentationNetwork.build(manifest.network(), 0))) {
			WeightArrays.into(outcome.weights(), model.network().weights());
			return manifest.withInstances(InstanceTuning.of(model, training, cancellation));
		}
	}

	/** A batch norm over a single value has no variance, and would leave NaN in the model. */
	private void requireStatistics(final NetworkConfig network) {
		long values = settings.batch();
		for (int d = 0; d < network.stride().length; d++) values *= (settings.patch().get(d) + network.stride()[d] - 1) /
			network.stride()[d];
		if (values < 2) throw new IllegalArgumentException("a patch of " + settings.patch() + " pixels and a batch of " +
			settings.batch() + " leave a single value at the network's lowest resolution; choose a larger patch or batch");
	}

	private int[] classValues(final Split<ImagePairs.Pair> split) throws IOException {
		final List<ImagePairs.Pair> all = new ArrayList<>(split.training());
		all.addAll(split.validation());
		final int[] values = TrainingSamples.classValues(all);
		if (values.length < 2) throw new IOException("the label images in " + labels +
			" hold a single value; a semantic model needs at least two classes");
		return values;
	}

	private List<Sample> read(final List<ImagePairs.Pair> pairs, final int[] values, final Progress progress,
		final Cancellation cancellation) throws IOException
	{
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < pairs.size(); i++) {
			cancellation.check();
			final ImagePairs.Sample read = pairs.get(i).read();
			final PixelSource chosen = channels.isEmpty() ? read.pixels() : read.pixels().select(channels.stream().mapToInt(
				Integer::intValue).toArray());
			TrainingSamples.add(samples, read.name(), chosen, read.labels(), settings.patch().size(), normalization, values);
			progress.update(i + 1, pairs.size(), "reading images");
		}
		return samples;
	}

	private ModelManifest manifest(final int imageChannels, final int[] values) {
		final List<String> names = task == Task.INSTANCE ? List.of("background", "interior", "boundary") : semanticNames(
			values);
		final List<Integer> numbers = task == Task.INSTANCE ? List.of(0, 1, 2) : Arrays.stream(values).boxed().toList();
		final NetworkConfig network = start == null ? NetworkConfig.preset(preset, settings.patch().size(), imageChannels, names
			.size()) : start.manifest().network();
		final InstanceParameters instances = task == Task.SEMANTIC ? null : start != null && start.manifest()
			.instances() != null ? start.manifest().instances() : InstanceParameters.DEFAULT;
		if (network.classes() != names.size()) throw new IllegalArgumentException("model " + start.manifest().name() +
			" tells " + network.classes() + " classes apart, the labels have " + names.size() +
			"; start from another model, or anew");
		return new ModelManifest(ModelFile.FORMAT, name, description, task, names, numbers, network, normalization, instances,
			settings.patch(), "", Map.of());
	}

	private List<String> semanticNames(final int[] values) {
		if (classNames.isEmpty()) return Arrays.stream(values).mapToObj(value -> "class " + value).toList();
		if (classNames.size() != values.length) throw new IllegalArgumentException(classNames.size() +
			" class names are given, but the labels have the values " + Arrays.toString(values) + "; give one name for each");
		return classNames;
	}

	private Map<String, String> provenance(final Split<ImagePairs.Pair> split, final Training.Outcome outcome) {
		final Map<String, String> facts = new LinkedHashMap<>();
		facts.put("trained on", images.toAbsolutePath().normalize().getFileName() + " of " + images.toAbsolutePath()
			.normalize().getParent().getFileName() + ", " + split.training().size() + " files");
		facts.put("validated on", split.validation().size() + " files, share " + validationShare + ", seed " + settings.seed());
		facts.put("started from", start == null ? "random weights" : start.manifest().name());
		facts.put("settings", settings.toString());
		facts.put("operations", OpLibrary.isLoaded() ? "native" : "portable");
		facts.put("best epoch", outcome.epoch() + " of " + outcome.log().rows().size());
		outcome.log().rows().stream().filter(row -> row.epoch() == outcome.epoch()).findFirst().ifPresent(row -> {
			facts.put("validation Dice", String.format(Locale.ROOT, "%.4f", row.validationDice()));
			if (task == Task.INSTANCE) facts.put("validation AP@0.5", String.format(Locale.ROOT, "%.4f", row.validationAp50()));
			facts.put("seconds", String.format(Locale.ROOT, "%.0f", outcome.log().rows().get(outcome.log().rows().size() - 1)
				.seconds()));
		});
		return facts;
	}
}
