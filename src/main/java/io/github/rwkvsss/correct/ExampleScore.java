package io.github.rwkvsss.correct;

import java.util.Locale;

/**
 * What two models score on what is known of one image: AP at IoU 0.5 of objects, or the mean Dice of classes, 0 to 1.
 *
 * @param name of the example, or of the image of the training sample
 * @param kind why it was scored
 * @param before score of the model that the round began with
 * @param after score of the model that the round made
 */
public record ExampleScore(String name, Kind kind, double before, double after) {

	/** Why an image is scored. */
	public enum Kind {

			/** Marked since the last round, so that the new model learned from it. */
			NEW,
			/** Learned in an earlier round. */
			EARLIER,
			/** Of the start model's training sample. */
			SAMPLE;

		/** @return as in a table */
		public String word() {
			return name().toLowerCase(Locale.ROOT);
		}
	}
}
