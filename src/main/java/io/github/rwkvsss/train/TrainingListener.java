package io.github.rwkvsss.train;

/** Follows a training, for windows and logs. Called on the training thread; must return quickly. */
@FunctionalInterface
public interface TrainingListener {

	/** @param row of the epoch that has just been validated */
	void epoch(TrainingLog.Row row);

	/**
	 * @param done steps finished
	 * @param steps in all
	 * @param loss of the last one
	 */
	default void step(final int done, final int steps, final double loss) {}

	/**
	 * @param sample the first of those validated in this epoch
	 * @param found (D, H, W) objects numbered from 1, or classes; 0 for background; not to be changed
	 */
	default void validated(final Sample sample, final int[] found) {}
}
