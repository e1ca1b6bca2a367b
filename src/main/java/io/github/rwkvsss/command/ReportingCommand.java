package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.scijava.ItemVisibility;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;
import io.github.rwkvsss.check.InstalledJars;
import io.github.rwkvsss.check.LoadFailure;
import io.github.rwkvsss.file.InputFiles;
import io.github.rwkvsss.image.ReadingNotes;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.progress.Sentence;
import io.github.rwkvsss.tensor.LibTorch;
import io.github.rwkvsss.tile.TileMemoryException;

/**
 * A command that shows how far it is, can be canceled, and says in one sentence what went wrong: that sentence is the
 * reason of its cancellation.
 */
public abstract class ReportingCommand extends ContextCommand {

	/** What a macro wants if the work cannot be done. */
	static final String GO_ON = "continue";

	@Parameter(required = false)
	private StatusService status;

	@Parameter(required = false)
	private TaskService tasks;

	@Parameter(label = "If it fails",
		description = "On failure in a macro: stop ends the macro; continue lets it read the outcome.", choices = { "stop",
			GO_ON }, visibility = ItemVisibility.INVISIBLE, required = false, persist = false)
	private String on_failure = "stop";

	@Parameter(label = "Outcome",
		description = "File for the outcome of unattended runs: done, canceled, or failed with the reason (empty = none).",
		visibility = ItemVisibility.INVISIBLE, required = false, persist = false)
	private String outcome = "";

	private Progress listener = Progress.NONE;
	private Cancellation outside = Cancellation.NEVER;
	private Consumer<String> notices = IJ::log;
	private Consumer<String> previewReader = sentence -> IJ.showStatus("Preview: " + sentence);
	private Runnable afterwards = () -> {};
	private final List<Path> written = new ArrayList<>();
	private final Set<String> shown = new HashSet<>();
	private Audience audience = Audience.PROGRAM;
	private Thread asker;

	/** Who waits for the command, and so who is told that it failed, and how. */
	enum Audience {
			/** Somebody at the menu, or a macro. */
			USER,
			/** A script, or a program that examines the outcome itself. */
			PROGRAM,
			/** The class that runs it, which reports the failure itself. */
			TELLER
	}

	/** @param who waits for it; a program unless said otherwise */
	void workFor(final Audience who) {
		audience = who;
	}

	/** @param follower is told of the progress too */
	void follow(final Progress follower) {
		listener = follower;
	}

	/** @param asked a further way to cancel */
	void cancelWhen(final Cancellation asked) {
		outside = asked;
	}

	/** @param reader takes the notices, instead of ImageJ's log */
	void tell(final Consumer<String> reader) {
		notices = reader;
	}

	/** @param reader takes why a preview cannot be shown, on any thread; instead of ImageJ's status line */
	void tellPreview(final Consumer<String> reader) {
		previewReader = reader;
	}

	/** Tells why a preview cannot be shown. */
	protected final void previewRefused(final String sentence) {
		previewReader.accept(sentence);
	}

	/** @param then is run when the work is done */
	void whenDone(final Runnable then) {
		afterwards = then;
	}

	/** Tells the user something worth knowing about a run that goes on. */
	protected final void notice(final String sentence) {
		notices.accept(sentence);
	}

	/** @return the files that this call reads, which nothing may be written over */
	final InputFiles inputFiles() {
		return CallInputs.of(CommandCall.of(this));
	}

	/** Notes a file that the work left for the user. */
	protected final void wrote(final Path file) {
		written.add(file);
	}

	/** Notes that an output need not be shown, since what it holds is on the screen. */
	protected final void isOnScreen(final String output) {
		shown.add(output);
	}

	/** @return whether an output need not be shown */
	boolean isShown(final String output) {
		return shown.contains(output);
	}

	/** @return the files that the work left for the user, in order */
	List<Path> written() {
		return List.copyOf(written);
	}

	/** @return whether the work, with the inputs as they are, needs LibTorch */
	protected boolean computes() {
		return true;
	}

	/**
	 * Does the work and sets the outputs.
	 *
	 * @throws IOException in one sentence
	 * @throws IllegalArgumentException in one sentence
	 */
	protected abstract void work(Progress progress, Cancellation cancellation) throws IOException;

	@Override
	public final void run() {
		IJ.resetEscape();
		Outcome.RUNNING.note();
		final Task task = tasks == null ? null : tasks.createTask(CommandCall.labelOf(getClass()));
		if (task != null) task.start();
		final Outcome end;
		try {
			end = attempt(task);
		}
		catch (final RuntimeException | Error e) {
			finish(Outcome.failed("an error of the program, " + Sentence.of(e)));
			throw e;
		}
		finally {
			if (task != null) task.finish();
		}
		if (audience != Audience.TELLER) asker = Thread.currentThread();
		if (end.failure().isPresent()) refuse(end.failure().get());
		else if (end.equals(Outcome.CANCELED)) leave();
		else finish(end);
	}

	/** Tells what a file had besides the image that was taken. */
	private void tellOfReading() {
		final CommandCall call = CommandCall.of((Command) this);
		for (final Input input : call.inputs()) {
			if (call.module().getInput(input.key()) instanceof final ImagePlus image) ReadingNotes.of(image).forEach(
				this::notice);
		}
	}

	private Outcome attempt(final Task task) {
		try {
			Choices.check(this);
			tellOfReading();
			final Cancellation cancellation = () -> isCanceled() || outside.isCanceled() || IJ.escapePressed() || task != null &&
				task.isCanceled();
			// Here and not where it is first needed, because the first time it is unpacked, which is to be seen and canceled.
			if (computes()) LibTorch.load(progress(task), cancellation);
			work(progress(task), cancellation);
			afterwards.run();
			return Outcome.DONE;
		}
		catch (final CanceledException e) {
			return Outcome.CANCELED;
		}
		catch (final IOException | IllegalArgumentException | TileMemoryException e) {
			return Outcome.failed(Sentence.of(e));
		}
		catch (final OutOfMemoryError e) {
			return Outcome.failed(
				"there is not enough memory; close other images, or give Java more (Edit > Options > Memory & Threads)");
		}
		catch (final LinkageError e) {
			return Outcome.failed(LoadFailure.sentence(e, InstalledJars.here()));
		}
	}

	/**
	 * Ends the command without its work, and tells whoever waits for it: for what is found before it runs, too.
	 *
	 * @param sentence what went wrong
	 */
	public final void refuse(final String sentence) {
		cancel(sentence);
		finish(Outcome.failed(sentence));
		final String label = CommandCall.labelOf(getClass());
		final boolean goesOn = GO_ON.equals(on_failure);
		if (audience == Audience.USER && !goesOn) FailureNotice.show(label, sentence);
		else if (audience != Audience.TELLER) FailureNotice.log(label, sentence);
		if (!goesOn && audience == Audience.USER) CallingMacro.end();
	}

	/** Ends the command because its user does not want it any more, who needs no message. */
	final void leave() {
		if (!isCanceled()) cancel(CommandCall.CANCELED);
		finish(Outcome.CANCELED);
		if (audience != Audience.USER) return;
		IJ.showStatus(CommandCall.plain(CommandCall.labelOf(getClass())) + " was canceled");
		CallingMacro.end();
	}

	private void finish(final Outcome end) {
		end.note();
		if (outcome.isBlank()) return;
		try {
			final Path file = InputPath.of(outcome, "outcome");
			inputFiles().refuse(file);
			end.write(file);
		}
		catch (final IOException | IllegalArgumentException e) {
			FailureNotice.log(CommandCall.labelOf(getClass()), Sentence.of(e));
		}
	}

	/**
	 * NB: SciJava's module runner asks at once, on the thread that ran the command, and shows the answer in a window of its
	 * own. By then it has been told.
	 */
	@Override
	public String getCancelReason() {
		if (Thread.currentThread() != asker) return super.getCancelReason();
		asker = null;
		return isCanceled() ? "" : null;
	}

	/** Keeps the sentence that says why, where one is known. */
	@Override
	public void cancel(final String reason) {
		if (!isCanceled() || reason != null && !reason.isEmpty()) super.cancel(reason);
	}

	private Progress progress(final Task task) {
		return (done, total, message) -> {
			listener.update(done, total, message);
			if (status != null) status.showStatus((int) (1000 * done / Math.max(1, total)), 1000, message);
			if (task == null) return;
			task.setProgressMaximum(total);
			task.setProgressValue(done);
			task.setStatusMessage(message);
		};
	}
}
