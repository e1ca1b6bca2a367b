package io.github.rwkvsss.correct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import io.github.rwkvsss.file.ProcessLock;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.train.AnnotatedImage;
import io.github.rwkvsss.train.FineTuning;
import io.github.rwkvsss.train.TrainingListener;
import io.github.rwkvsss.train.TrainingSettings;

/**
 * One round of learning: goes on from a project's current model with what was marked as done, mixes in the examples of earlier
 * rounds and the start model's training sample so that the model does not forget them, and scores the model before and the new
 * one on all of it. The new model becomes the project's current one unless it is worse on what was marked before; the old one
 * stays in any case. Examples that are added meanwhile are left to the next round.
 */
public final class LearningRound {

	/**
	 * Patches of the start model's own size: a smaller one has another number of tokens, by which the network divides its decay. Few
	 * at once, because waiting is what costs most.
	 */
	private static final int BATCH = 2;

	private final Project project;
	private final RoundSettings settings;
	private TrainingListener listener = row -> {};
	private Consumer<String> notices = notice -> {};
	private ComputeDevice device = ComputeDevice.CPU;
	private int threads;

	/**
	 * @param project to learn in
	 * @param settings how; {@link RoundSettings#STANDARD} suits most images
	 */
	public LearningRound(final Project project, final RoundSettings settings) {
		this.project = project;
		this.settings = settings;
	}

	/** @param other is told of every step, on the thread that learns */
	public void follow(final TrainingListener other) {
		listener = other;
	}

	/** @param reader takes what is worth knowing, a sentence each */
	public void tell(final Consumer<String> reader) {
		notices = reader;
	}

	/** @param other where to compute; unset, on the CPU */
	public void on(final ComputeDevice other) {
		device = other;
	}

	/** @param number of threads to compute on; 0, or unset, leaves it as it is */
	public void threads(final int number) {
		threads = number;
	}

	/**
	 * An image to learn from or to score.
	 *
	 * @param diameter pixels across its objects; 0 if the model is to find out
	 */
	private record Known(String name, ExampleScore.Kind kind, AnnotatedImage image, double diameter) {}

	/**
	 * Learns. An interrupted round of the same examples and settings is taken up again; after a cancel the project is as it was.
	 *
	 * @param progress told of every step and every image that is scored
	 * @param cancellation looked at between modules of the network, and between tiles
	 * @return the round, which is in the project now, whether its model was kept or not
	 * @throws io.github.rwkvsss.progress.CanceledException on a cancel
	 * @throws IOException in one sentence if the project has no example, another program is learning in it, or a file cannot
	 *           be read or written
	 * @throws IllegalArgumentException in one sentence if a step does not fit into memory
	 */
	public Round run(final Progress progress, final Cancellation cancellation) throws IOException {
		final int before = Threads.count();
		if (threads > 0) Threads.use(threads);
		try (ProcessLock lock = ProcessLock.take(project.folder().resolve(".learning.lock"),
			"a round is being learned in the project in " + project.folder() + " already; wait for it"))
		{
			return locked(progress, cancellation);
		}
		catch (final IllegalStateException e) {
			// How a training says that it diverged.
			throw new IOException(e.getMessage(), e);
		}
		finally {
			Threads.use(before);
		}
	}

	private Round locked(final Progress progress, final Cancellation cancellation) throws IOException {
		final long began = System.nanoTime();
		final List<Example> examples = project.examples();
		if (examples.isEmpty()) throw new IOException("the project in " + project.folder() +
			" has no example to learn from; correct a part of an image and mark it as done");
		final int from = project.currentRound();
		final List<Known> known = known(examples);
		final int number = project.rounds().stream().mapToInt(Round::number).max().orElse(0) + 1;
		try (SegmentationModel old = ModelFile.read(project.model(from), device)) {
			final LearningFolder work = new LearningFolder(project.learning(), from + " " + examples.stream().map(Example::serial)
				.toList() + " " + settings);
			final FineTuning.Tuned tuned = tune(old, known, work, part(progress, 0, 0.8), cancellation);
			final ModelManifest manifest = manifest(old.manifest(), number, examples.size(), tuned);
			final Path made = work.folder().resolve(Round.MODEL);
			ModelFile.write(made, manifest, tuned.weights(), Safetensors.Type.F16, tuned.log().csv());
			final List<ExampleScore> scores = scores(old, made, known, part(progress, 0.8, 0.2), cancellation);
			final String worse = worse(scores);
			final boolean kept = worse.isEmpty() || settings.keepWorse();
			final String reason = worse.isEmpty() ? "the new model is not worse on what was marked" : worse + (kept
				? "; it was kept all the same, as asked" : "; the model before stays the current one");
			notices.accept(reason);
			cancellation.check();
			final Round round = project.add(new Round(number, from, kept, reason, examples.stream().map(Example::serial).toList(),
				scores, settings, (System.nanoTime() - began) / 1e9, project.roundFolder(number)), folder -> {
					Files.copy(made, folder.resolve(Round.MODEL));
					Files.write(folder.resolve(Round.LOG), tuned.log().csv().getBytes(StandardCharsets.UTF_8));
				});
			work.close();
			return round;
		}
	}

	private static Progress part(final Progress progress, final double begin, final double share) {
		return (done, total, message) -> progress.update(Math.round(1000 * (begin + share * done / Math.max(1, total))), 1000,
			message);
	}

	private List<Known> known(final List<Example> examples) throws IOException {
		final int channels = project.manifest().network().inputChannels();
		final List<Integer> fresh = project.newExamples().stream().map(Example::serial).toList();
		final List<Known> known = new ArrayList<>();
		// Where nothing is new its user wants to go on learning from what there is.
		for (final Example each : examples) known.add(new Known(each.name(), fresh.isEmpty() || fresh.contains(each.serial())
			? ExampleScore.Kind.NEW : ExampleScore.Kind.EARLIER, each.annotated(channels), each.diameter()));
		for (final ReplayImage each : ReplayImage.of(project)) known.add(new Known(each.name(), ExampleScore.Kind.SAMPLE, each
			.annotated(), 0));
		return known;
	}

	private FineTuning.Tuned tune(final SegmentationModel old, final List<Known> known, final LearningFolder work,
		final Progress progress, final Cancellation cancellation) throws IOException
	{
		final TrainingSettings training = TrainingSettings.standard(old.dimensions()).withPatches(old.manifest().patch(), BATCH)
			.withLearningRate(settings.learningRate()).withSeed(settings.seed()).withSteps(settings.steps(), Math.max(1, settings
				.steps() / 5));
		final FineTuning tuning = new FineTuning(old, training);
		tuning.on(device);
		tuning.follow(listener);
		tuning.replayShare(settings.replayShare());
		for (final Known each : known) {
			if (each.kind() == ExampleScore.Kind.NEW) tuning.learn(each.image());
			else tuning.replay(each.image());
		}
		return work.run(resume -> tuning.run(work.folder(), resume, progress, cancellation));
	}

	private ModelManifest manifest(final ModelManifest old, final int number, final int examples,
		final FineTuning.Tuned tuned)
	{
		final Map<String, String> facts = new LinkedHashMap<>(old.provenance());
		facts.put("corrected", "round " + number + ", " + examples + (examples == 1 ? " example" : " examples") + ", " +
			settings.steps() + " steps, learning rate " + settings.learningRate() + ", replay " + settings.replayShare() +
			", seed " + settings.seed());
		return old.withProvenance(facts);
	}

	private List<ExampleScore> scores(final SegmentationModel old, final Path made, final List<Known> known,
		final Progress progress, final Cancellation cancellation) throws IOException
	{
		final List<ExampleScore> scores = new ArrayList<>();
		try (SegmentationModel young = ModelFile.read(made, device)) {
			for (int i = 0; i < known.size(); i++) {
				final Known each = known.get(i);
				progress.update(i, known.size(), "scoring " + each.name());
				scores.add(new ExampleScore(each.name(), each.kind(), score(old, each, cancellation), score(young, each,
					cancellation)));
			}
		}
		return scores;
	}

	private static double score(final SegmentationModel model, final Known known, final Cancellation cancellation) {
		final PixelSource pixels = known.image().pixels();
		final LabelImage found = Segmentation.with(model).diameter(model.facts().diameter() == null ? 0 : known.diameter())
			.build().labels(pixels, Progress.NONE, cancellation);
		return KnownScore.of(model.facts(), known.image().labels(), found);
	}

	/** @return one sentence part: on what the new model is worse; empty if it is not */
	private String worse(final List<ExampleScore> scores) {
		for (final ExampleScore.Kind kind : ExampleScore.Kind.values()) {
			final List<ExampleScore> of = scores.stream().filter(score -> score.kind() == kind).toList();
			if (of.isEmpty()) continue;
			final double before = of.stream().mapToDouble(ExampleScore::before).average().orElseThrow();
			final double after = of.stream().mapToDouble(ExampleScore::after).average().orElseThrow();
			if (after >= before - settings.tolerance()) continue;
			return String.format(Locale.ROOT, "the new model is worse on %s: %.3f instead of %.3f", switch (kind) {
				case NEW -> "what it learned from";
				case EARLIER -> "the examples of earlier rounds";
				case SAMPLE -> "the training sample of the start model";
			}, after, before);
		}
		return "";
	}
}
