package io.github.rwkvsss.progress;

/** Thrown out of long work when its {@link Cancellation} asked it to end. Nothing is half-written then. */
public final class CanceledException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** A cancellation on the user's wish. */
	public CanceledException() {
		super("canceled");
	}
}
