package io.github.rwkvsss.workbench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.correct.LearningRound;
import io.github.rwkvsss.correct.Project;
import io.github.rwkvsss.correct.Round;
import io.github.rwkvsss.correct.RoundSettings;
import io.github.rwkvsss.ops.RequestedDevice;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.DeviceChoice;
import io.github.rwkvsss.train.TrainingListener;

/** Lets the project's model learn from what is marked as done, in the background, and shows what became of it. */
final class Learning {

	private final WorkbenchState state;
	private final Work work;
	private final Marking marking;
	private final Consumer<String> words;
	private TrainingListener curve = row -> {};
	private Consumer<Round> reader = round -> {};
	private Round last;
	private int steps = RoundSettings.STANDARD.steps();

	Learning(final WorkbenchState state, final Work work, final Marking marking, final Consumer<String> words) {
		this.state = state;
		this.work = work;
		this.marking = marking;
		this.words = words;
	}

	/**
	 * @param listener told of each step, on the thread that learns
	 * @param rounds told of each round, on the event thread
	 */
	void follow(final TrainingListener listener, final Consumer<Round> rounds) {
		curve = listener;
		reader = rounds;
	}

	/** @param number of steps of a round */
	void steps(final int number) {
		steps = number;
	}

	int steps() {
		return steps;
	}

	/** @return the round that was learned last */
	Optional<Round> last() {
		return Optional.ofNullable(last);
	}

	/** Begins a round, after what is marked was written to the project. */
	void start() {
		final Project project = state.project().orElse(null);
		if (project == null) {
			words.accept("Open a project folder first, or make a new one: what is marked as done is kept there.");
			return;
		}
		final List<Marking.Unsaved> unsaved = marking.unsaved();
		final RoundSettings settings = RoundSettings.STANDARD.withSteps(steps);
		// NB: without an input the command would add the active image.
		MacroCall.of("RWKV-SSS Learn from Corrections").with("project", project.folder().toString()).with("input", "")
			.withNumber("steps", steps == RoundSettings.STANDARD.steps() ? 0 : steps).record();
		work.start("learning", (progress, cancellation) -> {
			for (final Marking.Unsaved each : unsaved) each.write(project);
			final LearningRound round = new LearningRound(project, settings);
			round.on(RequestedDevice.of(DeviceChoice.AUTO).device());
			round.follow(curve);
			final Round learned = round.run(progress, cancellation);
			return new Learned(learned, project.currentModel().toString());
		}, learned -> {
			for (final Marking.Unsaved each : unsaved) each.session().saved(each.version());
			last = learned.round;
			state.model(learned.model);
			state.changed();
			words.accept(Correcting.capital(learned.round.reason()) + ".");
			reader.accept(learned.round);
		});
	}

	private record Learned(Round round, String model) {}

	/** Writes what is marked to the project without learning. */
	void save() {
		final Project project = state.project().orElse(null);
		final List<Marking.Unsaved> unsaved = marking.unsaved();
		if (project == null || unsaved.isEmpty() || work.isBusy()) return;
		work.start("saving what is marked", (progress, cancellation) -> {
			for (final Marking.Unsaved each : unsaved) each.write(project);
			return unsaved;
		}, all -> {
			for (final Marking.Unsaved each : all) each.session().saved(each.version());
			state.changed();
		});
	}

	/** Writes what is marked when the work that was canceled has ended: the window may be gone by then. */
	void saveAfterwards() {
		work.whenIdle(this::save);
	}

	/** Uses the model of the last round, or the one before it, from now on. */
	void keep(final boolean young) {
		final Project project = state.project().orElse(null);
		if (project == null || last == null) return;
		final int number = young ? last.number() : last.before();
		work.start("choosing the model", (progress, cancellation) -> {
			project.use(number);
			return project.currentModel().toString();
		}, model -> {
			state.model(model);
			state.changed();
			words.accept(young ? "The new model is used from now on." : "The model before is used again.");
		});
	}

	/** Shows the outlines of the last round's two models on the slice that is shown, or ends it. */
	void compare(final boolean wanted) {
		final ImageSession session = state.current().orElse(null);
		if (session == null) return;
		if (!wanted || last == null) {
			session.view().compare(List.of());
			return;
		}
		final Project project = state.project().orElseThrow();
		final ImagePlus plane = Segmenting.shownSlice(session.image());
		final int shown = session.plane();
		final double diameter = state.diameter();
		final Round round = last;
		work.start("comparing", (progress, cancellation) -> compared(project, round, plane, diameter, progress, cancellation),
			both -> {
				both.forEach(roi -> session.view().place(roi, shown));
				session.view().compare(both);
				words.accept("Outlines of the model before and the new one; press Compare again for your objects.");
			});
	}

	private static List<Roi> compared(final Project project, final Round round, final ImagePlus plane, final double diameter,
		final Progress progress, final Cancellation cancellation) throws IOException
	{
		return new ArrayList<>(Segmenting.compared(plane, project.model(round.before()).toString(), project.model(round
			.number()).toString(), diameter, progress, cancellation));
	}
}
