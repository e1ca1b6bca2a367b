package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.scijava.app.StatusService;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Parameter;
import org.scijava.task.Task;
import org.scijava.task.TaskService;

import ij.IJ;
import io.github.rwkvsss.check.InstalledJars;
import io.github.rwkvsss.check.LoadFailure;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.TileMemoryException;

/**
 * A command that shows how far it is, can be canceled, and says in one sentence what went wrong: that sentence is the
 * reason of its cancellation.
 */
public abstract class ReportingCommand extends ContextCommand {

	@Parameter(required = false)
	private StatusService status;

	@Parameter(required = false)
	private TaskService tasks;

	private Progress listener = Progress.NONE;
	private Cancellation outside = Cancellation.NEVER;
	private Consumer<String> notices = IJ::log;
	private Consumer<String> previewReader = sentence -> IJ.showStatus("Preview: " + sentence);
	private Runnable afterwards = () -> {};
	private final List<Path> written = new ArrayList<>();

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

	/** Notes a file that the work left for the user. */
	protected final void wrote(final Path file) {
		written.add(file);
	}

	/** @return the files that the work left for the user, in order */
	List<Path> written() {
		return List.copyOf(written);
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
		final Task task = tasks == null ? null : tasks.createTask(CommandCall.labelOf(getClass()));
		if (task != null) task.start();
		IJ.resetEscape();
		try {
			Choices.check(this);
			work(progress(task), () -> isCanceled() || outside.isCanceled() || IJ.escapePressed() || task != null && task
				.isCanceled());
			afterwards.run();
		}
		catch (final CanceledException e) {
			if (!isCanceled()) cancel(CommandCall.CANCELED);
		}
		catch (final IOException | IllegalArgumentException | TileMemoryException e) {
			cancel(Sentence.of(e));
		}
		catch (final OutOfMemoryError e) {
			cancel("there is not enough memory; close other images, or give Java more (Edit > Options > Memory & Threads)");
		}
		catch (final LinkageError e) {
			cancel(LoadFailure.sentence(e, InstalledJars.here()));
		}
		finally {
			if (task != null) task.finish();
		}
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
