package io.github.rwkvsss.image;

import java.io.Closeable;

/**
 * An image of any extent that stays where it is and is read box by box, with the size of its pixels. What a box needs is
 * read when it is asked for; a reader may keep some pieces of the file, but its memory does not grow with the image.
 * <p>
 * {@link #read} throws {@link java.io.UncheckedIOException}, with one sentence that names the place, if the file cannot
 * be read or is damaged. The other methods of {@link PixelSource} hold too: one thread at a time, stored values as
 * numbers, {@link #space} in millimetres where the unit is one of length.
 * </p>
 */
public interface RegionImage extends PixelSource, Closeable {

	/** @return of a pixel along columns, rows, slices, in {@link #unit}; 1 where it is not known. A new array. */
	double[] pixelSize();

	/** @return unit of the pixel size as ImageJ writes it, such as micron; pixel if there is none */
	String unit();

	/** @return what the size of the pixels tells of it */
	@Override
	default VolumeSpace space() {
		final long[] size = size();
		return VolumeSpace.ofPixelSize(new int[] { (int) size[3], (int) size[2], (int) size[1] }, pixelSize(), unit());
	}

	/**
	 * @return slices, rows and columns of what is stored together: boxes on its multiples are read at the least cost. A new
	 *         array.
	 */
	int[] piece();

	/**
	 * @return the same text for the same content at the same place only, without reading the pixels: for instance of sizes
	 *         and times of files, or of metadata
	 */
	String identity();
}
