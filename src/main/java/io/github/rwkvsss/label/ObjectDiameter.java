package io.github.rwkvsss.label;

import java.util.Arrays;

/** How large the objects of a label image are: across a disc of an object's area. */
public final class ObjectDiameter {

	private ObjectDiameter() {}

	/**
	 * The typical one: objects as large or larger make up half of all diameters together. A plain median would be that of
	 * the debris where there are more crumbs than cells, a mean by area that of one clump among many cells.
	 *
	 * @param labels 0 or less where there is no object, else a number per object
	 * @return pixels; 0 if there is no object
	 */
	public static double typical(final int[] labels) {
		return typicalOfAreas(areas(labels));
	}

	/**
	 * @param areas of the objects in pixels; those of 0 do not count
	 * @return as {@link #typical}
	 */
	public static double typicalOfAreas(final int... areas) {
		final double[] diameters = Arrays.stream(areas).filter(area -> area > 0).mapToDouble(ObjectDiameter::ofArea).sorted()
			.toArray();
		final double all = Arrays.stream(diameters).sum();
		double below = 0;
		for (final double diameter : diameters) {
			below += diameter;
			if (2 * below >= all) return diameter;
		}
		return 0;
	}

	/** @return pixels of each object, by its number; 0 where there is none of that number */
	static int[] areas(final int[] labels) {
		int highest = 0;
		for (final int label : labels) highest = Math.max(highest, label);
		final int[] areas = new int[highest + 1];
		for (final int label : labels) if (label > 0) areas[label]++;
		return areas;
	}

	/** @return across a disc of that area */
	public static double ofArea(final double pixels) {
		return Math.sqrt(4 * pixels / Math.PI);
	}

	/** @return area of a disc of that diameter */
	public static double area(final double diameter) {
		return Math.PI / 4 * diameter * diameter;
	}
}
