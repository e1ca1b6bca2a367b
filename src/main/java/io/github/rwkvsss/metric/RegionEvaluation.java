package io.github.rwkvsss.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares predicted class images with true ones, image by image: Dice, IoU, HD95, average symmetric surface
 * distance and surface Dice of each class ({@link Overlap}, {@link SurfaceDistance}).
 */
public final class RegionEvaluation {

	private static final List<String> TEXTS = List.of("image", "class", "unit");
	private static final List<String> NUMBERS = List.of("dice", "iou", "hd95_px", "hd95_cal", "assd_px", "assd_cal",
		"tolerance_cal", "surface_dice");

	private final List<RegionClass> classes;
	private final double tolerance;
	private final EvaluationTable rows = new EvaluationTable(TEXTS, NUMBERS);
	private final List<Means> means = new ArrayList<>();
	private String unit;

	/**
	 * A class to be scored.
	 *
	 * @param value its number in the class images
	 * @param name what it is called in the table
	 */
	public record RegionClass(int value, String name) {}

	/**
	 * @param classes which classes to score; usually all but the background
	 * @param tolerance for surface Dice, in the unit of the spacing, at least 0
	 * @throws IllegalArgumentException if there is no class or the tolerance is negative
	 */
	public RegionEvaluation(final List<RegionClass> classes, final double tolerance) {
		if (classes.isEmpty()) throw new IllegalArgumentException("no class to evaluate; name at least one");
		if (!(tolerance >= 0)) throw new IllegalArgumentException("surface Dice tolerance " + tolerance + " is not 0 or more");
		this.classes = List.copyOf(classes);
		this.tolerance = tolerance;
		for (int c = 0; c < classes.size(); c++) means.add(new Means(NUMBERS.size()));
	}

	/**
	 * Scores one image.
	 *
	 * @param image its name
	 * @param truth true class image, row-major; negative where not annotated: such pixels do not count in Dice and
	 *          IoU; for the distances they are of no true class, but predictions there are kept, since leaving them
	 *          out would make a surface where there is none
	 * @param predicted predicted class image of the same size
	 * @param size {height, width} or {depth, height, width}
	 * @param spacing size of a pixel along each axis, same order, in {@code unit}
	 * @param unit name of the unit of the spacing
	 * @throws IllegalArgumentException if arrays, size and spacing disagree
	 */
	public void add(final String image, final int[] truth, final int[] predicted, final int[] size, final double[] spacing,
		final String unit)
	{
		final double[] ones = SurfaceDistance.inPixels(size);
		for (int c = 0; c < classes.size(); c++) {
			final int value = classes.get(c).value();
			final Overlap overlap = Overlap.ofClass(truth, predicted, value);
			final SurfaceDistance pixels = SurfaceDistance.ofClass(truth, predicted, value, size, ones);
			final SurfaceDistance calibrated = Arrays.equals(ones, spacing) ? pixels : SurfaceDistance.ofClass(truth, predicted,
				value, size, spacing);
			final double[] row = { overlap.dice(), overlap.iou(), pixels.hd95(), calibrated.hd95(), pixels.averageSymmetric(),
				calibrated.averageSymmetric(), tolerance, calibrated.surfaceDice(tolerance) };
			rows.add(List.of(image, classes.get(c).name(), unit), row);
			means.get(c).add(row);
		}
		this.unit = this.unit == null || this.unit.equals(unit) ? unit : "mixed";
	}

	/**
	 * @return the rows of all images so far, then per class the mean of each column and how many values it is made
	 *         of, and, of several classes, the mean of the class means under the class name "all", as the last row
	 *         named "mean"
	 */
	public EvaluationTable table() {
		final EvaluationTable table = new EvaluationTable(TEXTS, NUMBERS);
		for (int row = 0; row < rows.rows().size(); row++) table.add(rows.rows().get(row).subList(0, TEXTS.size()), numbers(
			row));
		final Means all = new Means(NUMBERS.size());
		final String shown = unit == null ? "" : unit;
		for (int c = 0; c < classes.size(); c++) {
			final Means mean = means.get(c);
			table.add(List.of(EvaluationTable.MEAN, classes.get(c).name(), shown), mean.values());
			table.add(List.of(EvaluationTable.DEFINED, classes.get(c).name(), shown), mean.defined());
			all.add(mean.values());
		}
		if (classes.size() > 1) table.add(List.of(EvaluationTable.MEAN, "all", shown), all.values());
		return table;
	}

	private double[] numbers(final int row) {
		return NUMBERS.stream().mapToDouble(column -> rows.value(row, column)).toArray();
	}
}
