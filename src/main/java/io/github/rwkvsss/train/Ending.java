package io.github.rwkvsss.train;

/** How a training came to its end. */
public enum Ending {

		/** After the last step. */
		ALL_STEPS("after all steps"),
		/** After as many validations without progress as patience allows. */
		NO_PROGRESS("for want of progress"),
		/** Asked to stop and to keep the best weights. */
		STOPPED("stopped by its user"),
		/** Canceled: nothing is kept but the checkpoint. */
		CANCELED("canceled");

	private final String words;

	Ending(final String words) {
		this.words = words;
	}

	/** @return as in "the training ended ..." */
	public String words() {
		return words;
	}
}
