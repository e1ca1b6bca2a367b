package io.github.rwkvsss.workbench;

import java.awt.EventQueue;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.rwkvsss.check.InstalledJars;
import io.github.rwkvsss.check.LoadFailure;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.progress.Sentence;
import io.github.rwkvsss.tensor.LibTorch;
import io.github.rwkvsss.tile.TileMemoryException;

/**
 * One long work at a time, on a thread of its own. Asked and answered on the event thread, which never waits for it.
 */
final class Work {

	/** Long work. */
	@FunctionalInterface
	interface Task<T> {

		/** @throws IOException or an IllegalArgumentException in one sentence */
		T run(Progress progress, Cancellation cancellation) throws IOException;
	}

	/** Follows work, on the event thread. */
	interface Listener {

		/** @param what of the work; null if it ended */
		void running(String what);

		/**
		 * @param done of total
		 * @param message one short phrase
		 */
		void progress(long done, long total, String message);

		/** @param sentence what came out, or went wrong */
		void say(String sentence);
	}

	private record Told(long done, long total, String message) {}

	private final Listener listener;
	/** Many steps may pass until the event thread comes to show one: it shows the latest. */
	private final AtomicReference<Told> pending = new AtomicReference<>();
	private Thread thread;
	private volatile boolean alone;
	private Runnable afterwards;
	private volatile boolean canceled;

	Work(final Listener listener) {
		this.listener = listener;
	}

	/** @return whether something runs */
	boolean isBusy() {
		return thread != null;
	}

	/**
	 * Begins, unless something runs already.
	 *
	 * @param what of it, such as "segmenting"
	 * @param task on a thread of its own
	 * @param done given the result, on the event thread; not called after a cancel or a failure
	 */
	<T> void start(final String what, final Task<T> task, final Consumer<T> done) {
		if (isBusy()) {
			listener.say("Wait until the work that runs has ended, or cancel it.");
			return;
		}
		canceled = false;
		thread = new Thread(() -> run(what, task, done), "RWKV-SSS workbench");
		// So that ImageJ can end; what is written is whole or not there.
		thread.setDaemon(true);
		listener.running(what);
		thread.start();
	}

	/** As {@link #start}, for work that changes the objects: corrections wait for its end. */
	<T> void startAlone(final String what, final Task<T> task, final Consumer<T> done) {
		if (!isBusy()) alone = true;
		start(what, task, done);
	}

	/** @return whether objects are being changed, so that nobody else may */
	boolean isAlone() {
		return alone;
	}

	/** Lets the work end within a tile or a step; returns at once. */
	void cancel() {
		canceled = true;
	}

	/** @param then done at once if nothing runs, else when what runs has ended */
	void whenIdle(final Runnable then) {
		if (isBusy()) afterwards = then;
		else then.run();
	}

	private <T> void run(final String what, final Task<T> task, final Consumer<T> done) {
		try {
			final Progress progress = this::tell;
			final Cancellation cancellation = () -> canceled;
			LibTorch.load(progress, cancellation);
			final T result = task.run(progress, cancellation);
			end(() -> done.accept(result));
		}
		catch (final CanceledException e) {
			end(() -> listener.say("Canceled: " + what + "."));
		}
		catch (final IOException | IllegalArgumentException | TileMemoryException | OutOfMemoryError e) {
			refuse(Sentence.of(e));
		}
		catch (final LinkageError e) {
			refuse(LoadFailure.sentence(e, InstalledJars.here()));
		}
		catch (final RuntimeException e) {
			refuse("An error of the program: " + Sentence.of(e));
			throw e;
		}
	}

	private void refuse(final String sentence) {
		end(() -> listener.say(sentence));
	}

	private void end(final Runnable then) {
		EventQueue.invokeLater(() -> {
			thread = null;
			alone = false;
			pending.set(null);
			listener.running(null);
			then.run();
			final Runnable next = afterwards;
			afterwards = null;
			if (next != null && !isBusy()) next.run();
		});
	}

	private void tell(final long done, final long total, final String message) {
		if (pending.getAndSet(new Told(done, total, message)) != null) return;
		EventQueue.invokeLater(() -> {
			final Told told = pending.getAndSet(null);
			if (told != null && isBusy()) listener.progress(told.done, told.total, told.message);
		});
	}
}
