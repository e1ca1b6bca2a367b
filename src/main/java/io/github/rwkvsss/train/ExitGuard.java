package io.github.rwkvsss.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.rwkvsss.progress.Cancellation;

/**
 * Lets a training end before the Java machine does. LibTorch's static destructors run at exit, and a step that is
 * still computing then crashes; so while a guard is open, an exit cancels and waits for the guard to be closed. On a
 * machine so busy that half a minute does not suffice, the process ends at once, without the destructors.
 */
final class ExitGuard implements AutoCloseable, Cancellation {

	/** A step takes about a second; a machine that shuts down will not wait for ever. */
	private static final int SECONDS = 30;
	/** What a process ended by a signal to terminate gives; the code of another exit is not known here. */
	private static final int TERMINATED = 128 + 15;

	private final CountDownLatch closed = new CountDownLatch(1);
	private final Thread hook = new Thread(this::exit, "RWKV-SSS end of training");
	private volatile boolean exiting;

	private ExitGuard() {}

	/** @return a guard, which must be closed by the thread that computes */
	static ExitGuard open() {
		final ExitGuard guard = new ExitGuard();
		try {
			Runtime.getRuntime().addShutdownHook(guard.hook);
		}
		catch (final IllegalStateException e) {
			// The machine is ending already.
			guard.exiting = true;
		}
		return guard;
	}

	private void exit() {
		exiting = true;
		try {
			if (!closed.await(SECONDS, TimeUnit.SECONDS)) Runtime.getRuntime().halt(TERMINATED);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** @return whether the Java machine is ending */
	@Override
	public boolean isCanceled() {
		return exiting;
	}

	@Override
	public void close() {
		closed.countDown();
		if (exiting) return;
		try {
			Runtime.getRuntime().removeShutdownHook(hook);
		}
		catch (final IllegalStateException e) {
			// It began to end just now; the hook finds the guard closed.
			exiting = true;
		}
	}
}
