package io.github.rwkvsss.segment;

import java.io.IOException;
import java.util.Locale;

import ij.ImagePlus;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.RegionReader;
import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.model.ModelFacts;

/**
 * The level of a multiscale image that the settings ask for, and the settings for it: a diameter in its pixels. What is no
 * OME-Zarr has one level.
 *
 * @param image the level; the given one itself if no other was chosen
 * @param settings for it
 * @param notice what was chosen, a sentence; empty if it is the given one
 */
public record ChosenLevel<T>(T image, SegmentationSettings settings, String notice) {

	/**
	 * @param given the image that the user named, the finest level or another; needs not be closed if another one is returned
	 * @throws IOException in one sentence if the level cannot be read
	 */
	public static ChosenLevel<RegionImage> of(final RegionImage given, final ModelFacts facts,
		final SegmentationSettings settings) throws IOException
	{
		final double pixel = given.pixelSize()[0];
		final double wanted = settings.level().wanted(facts, settings.diameter(), pixel, given.unit());
		final RegionImage level = wanted > pixel ? RegionReader.atLevel(given, wanted) : given;
		return of(level, level == given, level.pixelSize()[0], pixel, given.unit(), settings);
	}

	/** As the other, of an image of ImageJ. */
	public static ChosenLevel<ImagePlus> of(final ImagePlus given, final ModelFacts facts,
		final SegmentationSettings settings) throws IOException
	{
		final double pixel = given.getCalibration().pixelWidth;
		final String unit = given.getCalibration().getUnit();
		final double wanted = settings.level().wanted(facts, settings.diameter(), pixel, unit);
		final ImagePlus level = wanted > pixel ? ImageReader.atLevel(given, wanted) : given;
		return of(level, level == given, level.getCalibration().pixelWidth, pixel, unit, settings);
	}

	private static <T> ChosenLevel<T> of(final T level, final boolean isGiven, final double pixel, final double before,
		final String unit, final SegmentationSettings settings)
	{
		if (isGiven) return new ChosenLevel<>(level, settings, "");
		return new ChosenLevel<>(level, settings.withDiameter(settings.diameter() * before / pixel), String.format(Locale.ROOT,
			"a coarser level is segmented: pixels of %.4g %s instead of %.4g", pixel, unit, before));
	}
}
