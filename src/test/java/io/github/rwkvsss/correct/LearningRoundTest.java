package io.github.rwkvsss.correct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.metric.Matches;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;
import io.github.rwkvsss.train.TrainingListener;
import io.github.rwkvsss.train.TrainingLog;

/** Rounds on drawn discs, from a model of random weights. */
class LearningRoundTest {

	/** A network of random weights learns at a rate that a trained one would forget by. */
	private static final RoundSettings QUICK = RoundSettings.STANDARD.withSteps(16).withLearningRate(5e-3);

	@TempDir
	private Path folder;
	private Project project;
	private final ImagePlus image = DrawnImages.discs(8, 48, 48, 1, 2, 1);

	@BeforeEach
	void begin() throws IOException {
		project = Project.create(folder.resolve("project"), SmallModels.semantic(folder, 2, 1).toString());
		mark("first", 0);
	}

	/** Marks most of a slice: what is bright there is inside, all else is not. */
	private void mark(final String name, final int slice) throws IOException {
		final LabelImage labels = LabelImage.allocate("discs", 1, 2, 48, 48);
		for (int z = 0; z < 2; z++) for (int i = 0; i < 48 * 48; i++) labels.plane(z)[i] = image.getStack().getProcessor(z + 1)
			.get(i) > 90 ? 255 : 0;
		project.addExample(name, image, labels, new KnownRegion(1, 2, 48, 48).add(0, slice, new Roi(0, 0, 48, 40)));
	}

	private Round learn(final RoundSettings settings) throws IOException {
		return new LearningRound(project, settings).run(Progress.NONE, Cancellation.NEVER);
	}

	@Test
	void aRoundImprovesAndAWorseModelIsNotKeptUnlessAskedFor() throws IOException {
		final List<Integer> told = new ArrayList<>();
		final LearningRound first = new LearningRound(project, QUICK);
		first.follow(new TrainingListener() {

			@Override
			public void epoch(final TrainingLog.Row row) {}

			@Override
			public void step(final int done, final int steps, final double loss) {
				told.add(done);
			}
		});
		final Round good = first.run(Progress.NONE, Cancellation.NEVER);
		assertEquals(16, told.size());
		assertTrue(good.meanAfter(ExampleScore.Kind.NEW) > good.meanBefore(ExampleScore.Kind.NEW) + 0.2, good.scores()
			.toString());
		assertTrue(good.kept(), good.reason());
		assertEquals(good.model(), project.currentModel());
		assertEquals(List.of(), project.newExamples());

		mark("second", 1);
		final Round bad = learn(QUICK.withSteps(1).withLearningRate(0.3));
		assertFalse(bad.kept(), bad.scores().toString());
		assertTrue(bad.reason().endsWith("; the model before stays the current one"), bad.reason());
		assertEquals(List.of(ExampleScore.Kind.EARLIER, ExampleScore.Kind.NEW), bad.scores().stream().map(ExampleScore::kind)
			.toList());
		assertEquals(good.model(), project.currentModel());
		assertTrue(Files.exists(bad.model()), "both models stay");

		final Round again = learn(QUICK.withSteps(1).withLearningRate(0.3).withKeepWorse(true));
		assertEquals(1, again.before());
		assertEquals(again.model(), Project.open(project.folder()).currentModel());
		project.use(0);
		assertEquals(project.startModel(), Project.open(project.folder()).currentModel());
		assertEquals(List.of(1, 2, 3), Project.open(project.folder()).rounds().stream().map(Round::number).toList());
		assertEquals("image,kind,before,after", Files.readAllLines(bad.folder().resolve("scores.csv")).get(0));
		assertEquals(3, Files.readAllLines(bad.folder().resolve("scores.csv")).size());
	}

	@Test
	void aCancelLeavesTheProjectAsItWas() throws IOException {
		final List<Path> before = all();
		final int[] steps = { 0 };
		final LearningRound round = new LearningRound(project, QUICK);
		assertThrows(CanceledException.class, () -> round.run((done, total, message) -> steps[0]++, () -> steps[0] >= 2));
		assertEquals(2, steps[0], "within a step");
		assertEquals(before, all());
	}

	/** A killed process leaves a checkpoint in the folder of its work; the round that follows ends as if there had been none. */
	@Test
	void anInterruptedRoundGoesOn() throws IOException {
		final RoundSettings settings = QUICK.withSteps(10);
		final Path work = project.folder().resolve("learning");
		final Path killed = folder.resolve("killed");
		final LearningRound round = new LearningRound(project, settings);
		// The folder as it is after the last checkpoint but one.
		final int[] seen = { 0 };
		round.follow(row -> {
			if (++seen[0] == 3) copy(work, killed);
		});
		final Round whole = round.run(Progress.NONE, Cancellation.NEVER);
		assertFalse(Files.exists(work));
		deleteRounds();
		copy(killed, work);
		final int[] steps = { 0 };
		final LearningRound resumed = new LearningRound(project, settings);
		resumed.follow(new TrainingListener() {

			@Override
			public void epoch(final TrainingLog.Row row) {}

			@Override
			public void step(final int done, final int all, final double loss) {
				steps[0]++;
			}
		});
		final Round other = resumed.run(Progress.NONE, Cancellation.NEVER);
		assertEquals(4, steps[0], "of ten steps six were done");
		assertEquals(whole.scores(), other.scores());
	}

	private void deleteRounds() throws IOException {
		ProjectFiles.removeFolder(project.folder().resolve("rounds"));
	}

	private static void copy(final Path from, final Path to) {
		try (Stream<Path> files = Files.list(from)) {
			Files.createDirectories(to);
			for (final Path file : files.toList()) Files.copy(file, to.resolve(file.getFileName().toString()));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Test
	void oneRoundAtATime() throws IOException {
		final LearningRound round = new LearningRound(project, QUICK.withSteps(1));
		final String[] refusal = { "" };
		round.follow(row -> refusal[0] = assertThrows(IOException.class, () -> learn(QUICK)).getMessage());
		round.run(Progress.NONE, Cancellation.NEVER);
		assertEquals("a round is being learned in the project in " + project.folder() + " already; wait for it", refusal[0]);
	}

	@Test
	void settingsOutOfRangeAreRefused() {
		assertEquals("the share of replay is 1.0, but must be 0 to below 1", assertThrows(IllegalArgumentException.class,
			() -> RoundSettings.STANDARD.withReplayShare(1)).getMessage());
		assertThrows(IllegalArgumentException.class, () -> RoundSettings.STANDARD.withSteps(0));
		assertThrows(IllegalArgumentException.class, () -> RoundSettings.STANDARD.withTolerance(-1));
	}

	/** Counted by hand, in a row: 5 is right, 6 is no object, 2 is missed; 3 and 7 reach into what nobody knows. */
	@Test
	void whatReachesIntoTheUnknownIsNotJudged() {
		final int[] truth = { 1, 1, 0, 0, 2, 2, 0, 3, 3, -1, -1, -1, 0 };
		final int[] found = { 5, 5, 0, 6, 0, 0, 0, 0, 0, 7, 7, 7, 7 };
		final Matches matches = KnownScore.matches(truth, found, 1, 13);
		assertEquals(1, matches.truePositives());
		assertEquals(1, matches.falsePositives());
		assertEquals(1, matches.falseNegatives());
	}

	private List<Path> all() throws IOException {
		try (Stream<Path> files = Files.walk(project.folder())) {
			return files.sorted().toList();
		}
	}
}
