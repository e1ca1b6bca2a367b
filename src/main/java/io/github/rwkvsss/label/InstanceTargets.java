package io.github.rwkvsss.label;

import java.util.Arrays;

/**
 * Turns a label image of objects into the three classes from which the objects can be found again:
 * background, interior, and the boundary that keeps touching objects apart (Caicedo et al. 2019,
 * Cytometry A 95:952).
 * <p>
 * The rim of an object, one pixel towards the background and {@code thickness} pixels towards another object,
 * is boundary. An object whose interior would vanish or break gets a thinner rim, down to none, so that each
 * object keeps one seed. Where slices lie apart, as in most microscopes' volumes, rims are measured within the slice;
 * only voxels that touch another object in the next slice are boundary there, too.
 */
public final class InstanceTargets {

	/** Class of pixels outside all objects. */
	public static final int BACKGROUND = 0;
	/** Class of pixels inside an object. */
	public static final int INTERIOR = 1;
	/** Class of pixels of an object near its border. */
	public static final int BOUNDARY = 2;
	/** How many classes there are, without {@link #IGNORE}. */
	public static final int CLASSES = 3;
	/** Target value that a loss must skip; as a byte it reads -1, so mask with 0xff. */
	public static final int IGNORE = 255;
	/** Value in a label image for "not annotated". */
	public static final int IGNORED_LABEL = -1;
	/** Default width of the boundary towards another object, pixels on each side. */
	public static final int DEFAULT_THICKNESS = 2;

	/** An axis whose pixels lie so many times farther apart than the closest is left out of rims. */
	private static final double APART = 1.5;

	private static final byte NEVER = Byte.MAX_VALUE;
	/** An interior of fewer pixels is too easily missed. */
	private static final int LEAST_INTERIOR = 8;

	private InstanceTargets() {}

	/** As {@link #of(int[], int[], int)} with {@link #DEFAULT_THICKNESS}. */
	public static byte[] of(final int[] labels, final int[] size) {
		return of(labels, size, DEFAULT_THICKNESS);
	}

	/**
	 * @param labels row-major; 0 background, positive one number per object, {@link #IGNORED_LABEL} not annotated;
	 *          not retained
	 * @param size {height, width} or {depth, height, width}
	 * @param thickness width of the boundary towards another object, 1 to 16 pixels on each side
	 * @return class of each pixel: 0, 1, 2 or 255 (ignore)
	 * @throws IllegalArgumentException if labels and size disagree, thickness is out of range, or a label is below -1
	 */
	public static byte[] of(final int[] labels, final int[] size, final int thickness) {
		final double[] alike = new double[size.length];
		Arrays.fill(alike, 1);
		return of(labels, size, thickness, alike);
	}

	/**
	 * As the shorter form, for pixels that are no squares or cubes.
	 *
	 * @param spacing distance between neighbours along each axis, in the order of size and in any unit, above 0
	 */
	public static byte[] of(final int[] labels, final int[] size, final int thickness, final double[] spacing) {
		Grid.requireLength("label image", labels.length, size);
		if (thickness < 1 || thickness > 16) throw new IllegalArgumentException("boundary thickness " + thickness +
			" is outside 1 to 16 pixels");
		final byte[] level = rimLevels(labels, new Grid(size, Connectivity.FULL), new Grid(size, Connectivity.FULL, apart(
			spacing)), thickness);
		final ConsecutiveLabels objects = ConsecutiveLabels.of(labels);
		final int[] allowed = allowedLevels(objects, level, size, thickness);
		final byte[] classes = new byte[labels.length];
		for (int i = 0; i < classes.length; i++) classes[i] = (byte) classOf(labels[i], level[i] <= allowed[objects
			.labels()[i]]);
		return classes;
	}

	private static boolean[] apart(final double[] spacing) {
		final double closest = Arrays.stream(spacing).min().orElse(1);
		final boolean[] apart = new boolean[spacing.length];
		for (int d = 0; d < apart.length; d++) apart[d] = spacing[d] >= APART * closest;
		return apart;
	}

	private static int classOf(final int label, final boolean rim) {
		if (label == IGNORED_LABEL) return IGNORE;
		if (label == 0) return BACKGROUND;
		return rim ? BOUNDARY : INTERIOR;
	}

	/**
	 * The level of thinning at which each pixel turns into boundary: 1 beside another object, 2 beside the
	 * background, k + 1 at k pixels from another object, {@link #NEVER} deeper inside. So the pixels that part
	 * an object from its neighbours are the last to be given up.
	 *
	 * @param touching all neighbours
	 * @param near those at about the same distance
	 */
	private static byte[] rimLevels(final int[] labels, final Grid touching, final Grid near, final int thickness) {
		final byte[] level = new byte[labels.length];
		final int[] around = new int[touching.degree()];
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] < IGNORED_LABEL) throw new IllegalArgumentException("label image holds " + labels[i] + " at pixel " +
				i + "; labels are 0 or more, or -1 where nothing is annotated");
			level[i] = labels[i] > 0 ? firstLevel(labels, i, touching, near, around) : NEVER;
		}
		boolean[] rim = new boolean[labels.length];
		for (int i = 0; i < rim.length; i++) rim[i] = level[i] == 1;
		for (int k = 2; k <= thickness; k++) {
			final boolean[] grown = rim.clone();
			for (int i = 0; i < labels.length; i++) if (labels[i] > 0 && !rim[i] && isBeside(rim, labels, i, near, around)) {
				grown[i] = true;
				level[i] = (byte) Math.min(level[i], k + 1);
			}
			rim = grown;
		}
		return level;
	}

	private static byte firstLevel(final int[] labels, final int index, final Grid touching, final Grid near,
		final int[] around)
	{
		int found = touching.neighbours(index, around);
		for (int k = 0; k < found; k++) {
			final int other = labels[around[k]];
			if (other > 0 && other != labels[index]) return 1;
		}
		found = near.neighbours(index, around);
		for (int k = 0; k < found; k++) if (labels[around[k]] == 0) return 2;
		return NEVER;
	}

	private static boolean isBeside(final boolean[] rim, final int[] labels, final int index, final Grid grid,
		final int[] around)
	{
		final int found = grid.neighbours(index, around);
		for (int k = 0; k < found; k++) if (rim[around[k]] && labels[around[k]] == labels[index]) return true;
		return false;
	}

	/**
	 * The highest level, per object, that leaves its interior in one piece of at least {@link #LEAST_INTERIOR}.
	 * Where none does, level 1 if that leaves anything at all: parting two objects matters more than a broken
	 * interior.
	 */
	private static int[] allowedLevels(final ConsecutiveLabels objects, final byte[] levels, final int[] size,
		final int thickness)
	{
		final int[] allowed = new int[objects.count() + 1];
		final int[] interior = new int[levels.length];
		for (int level = 1; level <= thickness + 1; level++) {
			for (int i = 0; i < interior.length; i++) interior[i] = levels[i] > level ? objects.labels()[i] : 0;
			final int[] pieces = pieces(interior, size, objects.count());
			for (int object = 1; object < allowed.length; object++) if (pieces[object] == 1 || level == 1 && pieces[object] != 0)
				allowed[object] = level;
		}
		return allowed;
	}

	/** How many large pieces each object's interior has; 0 if it has no pixel, -1 if only small pieces. */
	private static int[] pieces(final int[] interior, final int[] size, final int count) {
		final ConnectedComponents.Components components = ConnectedComponents.ofEqual(interior, size, Connectivity.FACE);
		final int[] pixels = components.sizes();
		final int[] pieces = new int[count + 1];
		final boolean[] seen = new boolean[pixels.length];
		for (int i = 0; i < interior.length; i++) {
			final int piece = components.labels()[i];
			if (piece == 0 || seen[piece]) continue;
			seen[piece] = true;
			final int object = interior[i];
			if (pixels[piece] >= LEAST_INTERIOR) pieces[object] = Math.max(pieces[object], 0) + 1;
			else if (pieces[object] == 0) pieces[object] = -1;
		}
		return pieces;
	}
}
