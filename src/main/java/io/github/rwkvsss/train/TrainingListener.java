package io.github.rwkvsss.train;

/** Follows a training, for windows and logs. Called on the training thread. */
@FunctionalInterface
public interface TrainingListener {

	/** @param row of the epoch that has just been validated */
	void epoch(TrainingLog.Row row);
}
