package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rwkvsss.file.NewFolder;
import io.github.rwkvsss.file.ProcessLock;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * Trains one network on many data sets together, with a head for each, as a starting point for trainings on any of them or
 * others: those take over the body. Nothing is validated; the averaged weights after the last step are the model's.
 */
public final class SharedStart {

	private final String name;
	private final String preset;
	private final int channels;
	private final TrainingSettings settings;
	private Consumer<String> notices = notice -> {};
	private ComputeDevice device = ComputeDevice.CPU;

	/**
	 * @param name of the model
	 * @param preset of the network, see {@link NetworkConfig#preset}
	 * @param channels of the network; grey images are repeated in all of them
	 * @param settings how to train; of the validation nothing counts
	 */
	public SharedStart(final String name, final String preset, final int channels, final TrainingSettings settings) {
		this.name = name;
		this.preset = preset;
		this.channels = channels;
		this.settings = settings;
	}

	/** @param reader takes a sentence after every epoch: the mean loss of each set */
	public void tell(final Consumer<String> reader) {
		notices = reader;
	}

	/** @param other where to compute; unset, on the CPU */
	public void on(final ComputeDevice other) {
		device = other;
	}

	/**
	 * Trains and writes the model.
	 *
	 * @param sets to learn from, all of planes or all of volumes
	 * @param model file to write, replaced if it exists; the checkpoint lies in {@link ModelTraining#workFolder}
	 * @param resume whether to go on from the checkpoint, if there is one
	 * @param progress told of every step
	 * @param cancellation looked at before every step and module of the network
	 * @return the model's manifest
	 * @throws CanceledException on a cancel; the checkpoint stays, no model is written
	 * @throws IOException in one sentence if a file cannot be read or written
	 */
	public ModelManifest run(final List<JointSet> sets, final Path model, final boolean resume, final Progress progress,
		final Cancellation cancellation) throws IOException
	{
		final Path work = ModelTraining.workFolder(model);
		NewFolder.make(work.getParent());
		try (ProcessLock lock = ProcessLock.take(work.resolveSibling("." + work.getFileName() + ".lock"),
			"another training is writing " + model + "; wait for it, or choose another output"))
		{
			final List<JointSet> alike = sets.stream().map(set -> set.withChannels(channels)).toList();
			final ModelManifest manifest = manifest(alike);
			final List<Sample> samples = new ArrayList<>();
			for (final JointSet set : alike) samples.addAll(set.data().training());
			final Training training = new Training(manifest, settings, samples, List.of());
			training.on(device);
			final JointPatches patches = new JointPatches(alike, settings);
			training.drawFrom(patches);
			training.follow(row -> notices.accept(String.format(Locale.ROOT, "step %d, loss of each set: %s", row.step(), patches
				.losses())));
			final Training.Outcome outcome = training.run(work, resume, progress, cancellation);
			if (!outcome.finished()) throw new CanceledException();
			ModelFile.write(model, manifest, outcome.weights(), Safetensors.Type.F16, outcome.log().csv());
			Files.deleteIfExists(work.resolve(Training.CHECKPOINT));
			return manifest;
		}
	}

	private ModelManifest manifest(final List<JointSet> sets) {
		final List<String> classes = sets.stream().flatMap(set -> set.classNames().stream()).toList();
		final int dimensions = sets.get(0).form().dimensions();
		final Map<String, String> provenance = new LinkedHashMap<>();
		provenance.put("trained on", sets.stream().map(set -> set.name() + " (" + set.data().training().size() + " images)")
			.collect(Collectors.joining(", ")));
		provenance.put("validated on", "nothing");
		provenance.put("settings", settings.toString());
		return new ModelManifest(ModelFile.FORMAT, name,
			"A start for trainings, to be named as start_from; not to segment with.", Task.SEMANTIC, classes, IntStream.range(0,
				classes.size()).boxed().toList(), NetworkConfig.preset(preset, dimensions, channels, classes.size()), Normalization
					.standard(), null, settings.patch(), "", provenance);
	}
}
