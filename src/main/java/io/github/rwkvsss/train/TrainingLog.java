package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One row per epoch, as CSV. */
public final class TrainingLog {

	private static final String HEADER =
		"epoch,step,train_loss,train_cross_entropy,train_dice_loss,validation_loss,validation_dice,validation_ap50,validation_score,seconds,learning_rate";

	private final List<Row> rows = new ArrayList<>();

	/**
	 * @param epoch from 1
	 * @param step steps done
	 * @param loss mean of the epoch's losses
	 * @param crossEntropy its part
	 * @param diceLoss its part
	 * @param validationLoss mean loss of the averaged weights per validation image; NaN without validation images, null
	 *          in checkpoints written before it was known, which makes it NaN
	 * @param validationDice mean foreground Dice of the averaged weights per validation image, 0 to 1; NaN
	 *          without validation images
	 * @param validationAp50 mean average precision at IoU 0.5 per validation image; NaN for semantic models too
	 * @param score by which the best weights are chosen
	 * @param seconds spent so far
	 * @param learningRate of the epoch's last step
	 */
	public record Row(int epoch, int step, double loss, double crossEntropy, double diceLoss, Double validationLoss,
		double validationDice, double validationAp50, double score, double seconds, double learningRate)
	{

		/** Fills in what an older checkpoint does not know. */
		public Row {
			if (validationLoss == null) validationLoss = Double.NaN;
		}

		String csv() {
			return String.format(Locale.ROOT, "%d,%d,%.6f,%.6f,%.6f,%s,%s,%s,%s,%.1f,%.3e", epoch, step, loss, crossEntropy,
				diceLoss, known(validationLoss), known(validationDice), known(validationAp50), known(score), seconds, learningRate);
		}

		private static String known(final double value) {
			return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6f", value);
		}
	}

	/** @return all rows, oldest first */
	public List<Row> rows() {
		return List.copyOf(rows);
	}

	void add(final Row row) {
		rows.add(row);
	}

	/** @return the whole log, with header */
	public String csv() {
		final StringBuilder text = new StringBuilder(HEADER).append('\n');
		rows.forEach(row -> text.append(row.csv()).append('\n'));
		return text.toString();
	}
}
