package io.github.rwkvsss.progress;

/** Receives how far long work is. Called on the working thread; must return quickly. */
@FunctionalInterface
public interface Progress {

	/** Ignores everything. */
	Progress NONE = (done, total, message) -> {};

	/**
	 * @param done units finished, 0 to total
	 * @param total units in all, at least 1
	 * @param message what is being done, one short phrase
	 */
	void update(long done, long total, String message);
}
