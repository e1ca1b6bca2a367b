package io.github.rwkvsss.ablation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.rwkvsss.bench.ProcessMemory;
import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.train.SampleForm;
import io.github.rwkvsss.train.Training;
import io.github.rwkvsss.train.TrainingData;
import io.github.rwkvsss.train.TrainingGoal;
import io.github.rwkvsss.train.TrainingSettings;

/**
 * Trains variants of a network on data sets, each with several seeds, and compares them. All variants of a seed see the
 * same split, patches and augmentation. The weights after the last step are scored on what is held out; nothing is chosen
 * by it.
 * <p>
 * Each run becomes a row of {@value #RUNS} as it ends. Runs whose row is there are not done again; one that was killed
 * goes on from its checkpoint.
 * </p>
 */
public final class Ablation {

	/** Name of the CSV file with a row per run. */
	public static final String RUNS = "runs.csv";
	/** Name of the table in Markdown. */
	public static final String TABLE = "table.md";
	/** Name of the plot. */
	public static final String PLOT = "plot.png";

	private final Plan plan;
	private final Path folder;
	/** Asked once: what is checked out may change while runs go on. */
	private final String commit = SourceCommit.here();
	private Consumer<String> notices = notice -> {};

	/**
	 * What is to be compared.
	 *
	 * @param preset of the whole network
	 * @param variants to train
	 * @param data sets to train on
	 * @param seeds one run each of every variant on every data set
	 * @param form how files become samples
	 * @param heldOut share of the files that is held out where a data set does not say which
	 * @param settings of every training; the seed in them does not matter
	 * @param device to compute on
	 */
	public record Plan(String preset, List<Variant> variants, List<DataSet> data, List<Long> seeds, SampleForm form,
		double heldOut, TrainingSettings settings, ComputeDevice device)
	{

		/** Copies the lists and checks that nothing is missing. */
		public Plan {
			variants = List.copyOf(variants);
			data = List.copyOf(data);
			seeds = List.copyOf(seeds);
			if (variants.isEmpty() || data.isEmpty() || seeds.isEmpty()) throw new IllegalArgumentException(
				"there is nothing to train; give at least one variant, one data set and one seed");
			if (data.stream().map(DataSet::name).distinct().count() < data.size()) throw new IllegalArgumentException(
				"two data sets have the same name " + data.stream().map(DataSet::name).toList() + "; rename a folder");
		}
	}

	/**
	 * @param plan what to compare
	 * @param folder for table, plot and checkpoints, made if missing
	 */
	public Ablation(final Plan plan, final Path folder) {
		this.plan = plan;
		this.folder = folder;
	}

	/** @param reader takes a sentence about each run that ends */
	public void tell(final Consumer<String> reader) {
		notices = reader;
	}

	/**
	 * Does the runs that are not done yet, and writes table and plot.
	 *
	 * @param progress told of every step
	 * @param cancellation looked at before every step and module of a network
	 * @return the comparison of all runs in the folder
	 * @throws CanceledException on a cancel; checkpoint and rows stay
	 * @throws IOException in one sentence if a file cannot be read or written
	 */
	public Comparison run(final Progress progress, final Cancellation cancellation) throws IOException {
		final RunTable table = RunTable.of(folder.resolve(RUNS));
		final int all = plan.data().size() * plan.seeds().size() * plan.variants().size();
		int begun = 0;
		for (final DataSet set : plan.data()) {
			TrainingData data = null;
			final EqualCost cost = new EqualCost(plan.settings().patch().stream().mapToInt(Integer::intValue).toArray());
			// Seeds outside: whoever stops early has whole pairs.
			for (final long seed : plan.seeds()) for (final Variant variant : plan.variants()) {
				final Run.Key key = key(variant, set, seed);
				final int number = ++begun;
				if (table.find(key).isPresent()) continue;
				if (data == null) data = set.read(plan.form(), plan.heldOut(), progress, cancellation);
				final String place = "run " + number + " of " + all + ", " + key.variant() + " on " + key.data() + ", seed " + seed;
				final Run run = train(key, variant, cost, data, (done, total, message) -> progress.update((number - 1L) * total +
					done, (long) all * total, place + ": " + message), cancellation);
				table.add(run);
				// Not before its row is written: a kill in between must not cost the training.
				Files.deleteIfExists(folder.resolve(key.folder()).resolve(Training.CHECKPOINT));
				notices.accept(String.format(Locale.ROOT, "%s: score %.4f after %.0f s", place, run.score(), run.seconds()));
			}
		}
		return write(table.runs(), folder);
	}

	/**
	 * Writes table and plot of the runs of a folder, without training.
	 *
	 * @param folder with {@value #RUNS}
	 * @return the comparison
	 * @throws IOException in one sentence if there are none
	 */
	public static Comparison compare(final Path folder) throws IOException {
		final RunTable table = RunTable.of(folder.resolve(RUNS));
		if (table.runs().isEmpty()) throw new IOException("there are no runs in " + folder.resolve(RUNS) +
			"; give data sets to train on");
		return write(table.runs(), folder);
	}

	private static Comparison write(final List<Run> runs, final Path folder) throws IOException {
		final Comparison comparison = new Comparison(runs, Variant.FULL.title());
		AtomicFile.write(folder.resolve(TABLE), comparison.markdown().getBytes(StandardCharsets.UTF_8));
		AtomicFile.write(folder.resolve(PLOT), ComparisonPlot.png(comparison));
		return comparison;
	}

	private Run.Key key(final Variant variant, final DataSet set, final long seed) {
		final TrainingSettings settings = plan.settings();
		return new Run.Key(variant.title(), set.name(), seed, settings.steps(), plan.preset(), settings.patch().stream().map(
			String::valueOf).collect(Collectors.joining("x")), settings.batch());
	}

	private Run train(final Run.Key key, final Variant variant, final EqualCost cost, final TrainingData data,
		final Progress progress, final Cancellation cancellation) throws IOException
	{
		final TrainingSettings settings = plan.settings().withSeed(key.seed());
		final TrainingGoal goal = new TrainingGoal(key.variant(), "", plan.preset(), ScanCurve.HILBERT, List.of(), null);
		final NetworkConfig network = variant.of(goal.network(plan.form(), data), cost);
		final ModelManifest manifest = goal.manifest(plan.form(), data, settings.patch()).withNetwork(network);
		// Nothing is validated on the way: the last weights are those that count.
		final Training training = new Training(manifest, settings, data.training(), List.of());
		training.on(plan.device());
		final Path work = folder.resolve(key.folder());
		ProcessMemory.resetPeak();
		final Training.Outcome outcome = training.run(work, true, progress, cancellation);
		if (!outcome.finished()) throw new CanceledException();
		final HeldOutScores scores;
		try (SegmentationModel model = new SegmentationModel(manifest, SegmentationNetwork.build(network, 0, plan.device()))) {
			WeightArrays.into(outcome.weights(), model.network().weights());
			scores = HeldOutScores.of(model, data.validation(), cancellation);
		}
		final OptionalLong peak = ProcessMemory.peak();
		final var last = outcome.log().rows().get(outcome.log().rows().size() - 1);
		return new Run(key, cost.parameters(network), cost.operations(network), scores.score(), scores.parts(), last.loss(),
			last.seconds(), peak.isPresent() ? peak.getAsLong() / 0x1p20 : Double.NaN, commit);
	}
}
