package io.github.rwkvsss.progress;

/** Tells long work that its user wants it to end. Polled once per tile or training step. */
@FunctionalInterface
public interface Cancellation {

	/** Never canceled. */
	Cancellation NEVER = () -> false;

	/** @return true once the work should end; stays true from then on */
	boolean isCanceled();

	/** @throws CanceledException if {@link #isCanceled()} */
	default void check() {
		if (isCanceled()) throw new CanceledException();
	}
}
