package io.github.rwkvsss.segment;

import java.util.List;
import java.util.Locale;

import io.github.rwkvsss.model.ModelFacts;

/**
 * Which level of a multiscale image is segmented: the finest, the coarsest whose pixels are no larger than wanted, or the
 * coarsest at which the model sees its objects as large as it knows them, so that pixels are averaged but never enlarged.
 *
 * @param kind how it is chosen
 * @param pixelSize wanted, along rows and columns in the image's own unit; 0 unless it is chosen so
 */
public record LevelChoice(Kind kind, double pixelSize) {

	/** The usual one. */
	public static final LevelChoice FINEST = new LevelChoice(Kind.FINEST, 0);

	/** How a level is chosen. */
	public enum Kind {
			FINEST, AUTO, PIXEL_SIZE
	}

	/**
	 * @param text empty or finest, auto, or a pixel size
	 * @throws IllegalArgumentException in one sentence if it is none of these
	 */
	public static LevelChoice of(final String text) {
		final String word = text.strip().toLowerCase(Locale.ROOT);
		if (word.isEmpty() || word.equals("finest")) return FINEST;
		if (word.equals("auto")) return new LevelChoice(Kind.AUTO, 0);
		double size = Double.NaN;
		try {
			size = Double.parseDouble(word);
		}
		catch (final NumberFormatException e) {
			// Told below, as what is no size.
		}
		if (!(size > 0 && size < Double.POSITIVE_INFINITY)) throw new IllegalArgumentException("level \"" + text +
			"\" is not known; choose finest, auto, or a pixel size in the image's unit, such as 0.5");
		return new LevelChoice(Kind.PIXEL_SIZE, size);
	}

	/** @return what {@link #of} reads */
	public String text() {
		return kind == Kind.PIXEL_SIZE ? Double.toString(pixelSize) : kind.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * @param facts of the model
	 * @param diameter of a typical object in pixels of the image as given; 0 if not known
	 * @param pixel extent of a pixel of that image along a row
	 * @param unit of it, as ImageJ writes it
	 * @return the pixel size that the level must not exceed, in that unit; 0 for the image as given
	 */
	double wanted(final ModelFacts facts, final double diameter, final double pixel, final String unit) {
		if (kind == Kind.PIXEL_SIZE) return pixelSize;
		if (kind == Kind.FINEST) return 0;
		if (facts.diameter() != null && diameter > 0) return pixel * diameter / facts.diameter();
		final double millimetre = perMillimetre(unit);
		if (millimetre == 0) return 0;
		final List<Double> voxel = facts.voxelSize();
		// NB: superior, anterior and right; levels are told by rows and columns.
		if (voxel != null) return Math.min(voxel.get(1), voxel.get(2)) * millimetre;
		return facts.pixelSize() == null ? 0 : facts.pixelSize() / 1000 * millimetre;
	}

	/** @return how many of a unit are a millimetre; 0 if that is not known */
	private static double perMillimetre(final String unit) {
		return switch (unit.strip().toLowerCase(Locale.ROOT)) {
			case "nm", "nanometer", "nanometre" -> 1e6;
			case "micron", "microns", "um", "µm", "μm", "micrometer", "micrometre" -> 1e3;
			case "mm", "millimeter", "millimetre" -> 1;
			case "cm", "centimeter", "centimetre" -> 0.1;
			case "m", "meter", "metre" -> 1e-3;
			default -> 0;
		};
	}
}
