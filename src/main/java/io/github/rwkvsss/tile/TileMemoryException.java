package io.github.rwkvsss.tile;

/** Memory did not suffice for a tile. Thrown by a predictor it asks for smaller tiles; thrown to a user none is left. */
public final class TileMemoryException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** @param message what did not fit, one sentence */
	public TileMemoryException(final String message) {
		super(message);
	}

	/**
	 * @param message what did not fit, one sentence
	 * @param cause the failed allocation
	 */
	public TileMemoryException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
