package io.github.rwkvsss.correct;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.tensor.Threads;

/**
 * Rounds of correction by a {@link SimulatedUser} on one image, and what they do to the rest of that image, to its sisters and
 * to images that the start model was validated by. A program, see {@code docs/workbench.md}:
 * <pre>
 * CorrectionSession data=FOLDER image=NAME sisters=NAME,NAME split=FILE out=FOLDER [model=nuclei-2d] [rounds=3] [objects=10]
 *   [steps= rate= replay= seed= threads=2] [validate=30]
 * </pre>
 */
public final class CorrectionSession {

	private final Arguments given;
	private final PrintStream out;
	private final Project project;

	private CorrectionSession(final Arguments given, final PrintStream out) throws IOException {
		this.given = given;
		this.out = out;
		project = Project.create(Path.of(given.text("out", "")), given.text("model", "nuclei-2d"));
	}

	/** {@code key=value} pairs. */
	private record Arguments(String... pairs) {

		String text(final String key, final String other) {
			for (final String pair : pairs) if (pair.startsWith(key + "=")) return pair.substring(key.length() + 1);
			return other;
		}

		int number(final String key, final int other) {
			return Integer.parseInt(text(key, Integer.toString(other)));
		}

		double real(final String key, final double other) {
			return Double.parseDouble(text(key, Double.toString(other)));
		}
	}

	/** An image with its true labels. */
	private record Truth(String name, ImagePlus image, LabelImage labels) {}

	public static void main(final String... args) throws IOException {
		final Arguments given = new Arguments(args);
		Threads.use(given.number("threads", 2));
		new CorrectionSession(given, System.out).run();
	}

	private Truth read(final String name) throws IOException {
		final Path data = Path.of(given.text("data", ""));
		return new Truth(name, ImageReader.read(data.resolve("images").resolve(name + ".png")), LabelReader.read(data.resolve(
			"labels").resolve(name + ".png")));
	}

	private void run() throws IOException {
		final Truth subject = read(given.text("image", ""));
		final List<Truth> sisters = new ArrayList<>();
		for (final String name : given.text("sisters", "").split(",")) if (!name.isBlank()) sisters.add(read(name));
		final List<Truth> validation = validation(subject, sisters);
		final SimulatedUser user = new SimulatedUser(subject.labels(), given.number("objects", 10));
		final KnownRegion known = new KnownRegion(subject.labels().size());
		final RoundSettings settings = RoundSettings.STANDARD.withSteps(given.number("steps", RoundSettings.STANDARD.steps()))
			.withLearningRate(given.real("rate", RoundSettings.STANDARD.learningRate())).withReplayShare(given.real("replay",
				RoundSettings.STANDARD.replayShare())).withSeed(given.number("seed", 1));
		final List<int[]> rests = new ArrayList<>();
		for (int round = 1; round <= given.number("rounds", 3); round++) {
			final Roi region;
			try (SegmentationModel model = ModelLibrary.open(project.currentModel().toString())) {
				region = user.correct(found(model, subject).plane(0));
			}
			known.add(0, 0, region);
			project.addExample(subject.name(), subject.image(), LabelImage.of("corrected", subject.labels().size(), user.known()),
				known);
			rests.add(user.rest());
			final LearningRound learning = new LearningRound(project, settings.withKeepWorse(given.number("keep_worse", 0) == 1));
			final Round made = learning.run(Progress.NONE, Cancellation.NEVER);
			say("round %d: %d objects corrected in %s, %.0f s, %s: %s", round, user.corrected(), region.getBounds(), made
				.seconds(), made.kept() ? "kept" : "not kept", made.reason());
			for (final ExampleScore score : made.scores()) say("   %s %s %.3f -> %.3f", score.kind().word(), score.name(), score
				.before(), score.after());
			table(made.model(), subject, rests.get(rests.size() - 1), sisters, List.of());
		}
		say("at the end, on the rest that was never marked");
		table(project.startModel(), subject, user.rest(), sisters, validation);
		table(project.currentModel(), subject, user.rest(), sisters, validation);
	}

	/** @return images that the start model never learned from, but those of the session */
	private List<Truth> validation(final Truth subject, final List<Truth> sisters) throws IOException {
		final int count = given.number("validate", 30);
		if (count == 0) return List.of();
		final List<String> names = Files.readAllLines(Path.of(given.text("split", ""))).stream().filter(line -> line.startsWith(
			"choose ") || line.startsWith("report ")).map(line -> line.substring(line.indexOf(' ') + 1).strip()).filter(
				name -> !name.equals(subject.name()) && sisters.stream().noneMatch(sister -> sister.name().equals(name))).toList();
		final List<Truth> chosen = new ArrayList<>();
		final int number = Math.min(count, names.size());
		for (int i = 0; i < number; i++) chosen.add(read(names.get(i * names.size() / number)));
		return chosen;
	}

	private static LabelImage found(final SegmentationModel model, final Truth truth) {
		return Segmentation.with(model).build().labels(PixelSource.of(truth.image()), Progress.NONE, Cancellation.NEVER);
	}

	private void table(final Path file, final Truth subject, final int[] rest, final List<Truth> sisters,
		final List<Truth> validation) throws IOException
	{
		try (SegmentationModel model = ModelLibrary.open(file.toString())) {
			final StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "   AP@0.5 rest %.3f", KnownScore.matches(
				rest, found(model, subject).plane(0), (int) subject.labels().size()[2], (int) subject.labels().size()[3])
				.averagePrecision()));
			for (final Truth each : sisters) line.append(String.format(Locale.ROOT, ", %s %.3f", each.name(), score(model,
				each)));
			if (!validation.isEmpty()) line.append(String.format(Locale.ROOT, ", validation (%d) %.4f", validation.size(),
				validation.stream().mapToDouble(each -> score(model, each)).average().orElseThrow()));
			say("%s   %s", line, project.folder().relativize(file));
		}
	}

	private static double score(final SegmentationModel model, final Truth truth) {
		return KnownScore.of(model.facts(), truth.labels(), found(model, truth));
	}

	private void say(final String format, final Object... values) {
		out.printf(Locale.ROOT, format + "%n", values);
	}
}
