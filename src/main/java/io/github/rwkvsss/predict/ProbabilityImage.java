package io.github.rwkvsss.predict;

import java.util.Arrays;

import io.github.rwkvsss.tile.Sizes;
import io.github.rwkvsss.tile.TileMemoryException;
import net.imglib2.img.Img;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.cell.CellImg;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgFactory;
import net.imglib2.type.numeric.real.FloatType;

/**
 * Probabilities of an image's pixels in memory: per class and plane one array, or several strips of rows where a plane
 * has more pixels than an array can hold.
 */
public final class ProbabilityImage implements ProbabilitySink {

	private final int classes;
	private final long[] size;
	private final int rowsPerStrip;
	private final int stripsPerPlane;
	private final float[][] strips;
	private final Img<FloatType> img;

	private ProbabilityImage(final int classes, final long[] size, final int maxPixelsPerArray) {
		this.classes = classes;
		this.size = size;
		final long height = size[size.length - 2];
		final long width = size[size.length - 1];
		if (width > maxPixelsPerArray) throw new IllegalArgumentException("image width " + width + " is over " +
			maxPixelsPerArray + "; crop the image");
		rowsPerStrip = (int) Math.min(height, maxPixelsPerArray / width);
		stripsPerPlane = (int) ((height + rowsPerStrip - 1) / rowsPerStrip);
		if (stripsPerPlane == 1) {
			final PlanarImg<FloatType, FloatArray> planar = planar(imgSize());
			img = planar;
			strips = new float[planar.numSlices()][];
			for (int i = 0; i < strips.length; i++) strips[i] = planar.getPlane(i).getCurrentStorageArray();
		}
		else {
			final CellImg<FloatType, FloatArray> cells = cells(imgSize(), (int) width, rowsPerStrip);
			img = cells;
			strips = new float[Math.toIntExact(cells.getCells().size())][];
			int i = 0;
			for (final var cell : cells.getCells()) strips[i++] = cell.getData().getCurrentStorageArray();
		}
	}

	/**
	 * @param classes number of classes
	 * @param size pixels per axis, slowest first, at least (height, width); copied
	 * @return all zero
	 * @throws TileMemoryException if it does not fit into memory
	 */
	public static ProbabilityImage allocate(final int classes, final long... size) {
		return allocateStrips(Integer.MAX_VALUE - 8, classes, size);
	}

	/** @param maxPixelsPerArray a Java array's limit, or less to test what happens there */
	static ProbabilityImage allocateStrips(final int maxPixelsPerArray, final int classes, final long... size) {
		if (size.length < 2) throw new IllegalArgumentException("an image needs at least height and width");
		double bytes = 4.0 * classes;
		for (final long n : size) bytes *= n;
		final String tooLarge = String.format(
			"the probabilities of %s pixels in %d classes need %.1f GiB of memory; crop the image or raise the memory limit",
			Sizes.text(size), classes, bytes / 0x1p30);
		if (bytes > Runtime.getRuntime().maxMemory()) throw new TileMemoryException(tooLarge);
		try {
			return new ProbabilityImage(classes, size.clone(), maxPixelsPerArray);
		}
		catch (final OutOfMemoryError e) {
			throw new TileMemoryException(tooLarge, e);
		}
	}

	/** @return number of classes */
	public int classes() {
		return classes;
	}

	/** @return pixels per axis, slowest first. A new array. */
	public long[] size() {
		return size.clone();
	}

	/** @return a live view, axes fastest first: (width, height, …, classes) */
	public Img<FloatType> img() {
		return img;
	}

	/**
	 * @param classIndex 0 to classes - 1
	 * @param leading position on the axes before height, none in 2D
	 * @return the plane itself, (height, width) row-major
	 * @throws IllegalStateException if a plane is too large for one array; use {@link #img}
	 */
	public float[] plane(final int classIndex, final long... leading) {
		if (stripsPerPlane > 1) throw new IllegalStateException("a plane of " + Sizes.text(size) +
			" pixels is too large for one array; use img()");
		return strips[planeIndex(classIndex, leading)];
	}

	@Override
	public void add(final long[] min, final int[] boxSize, final float[] shares) {
		final int axes = size.length;
		final int width = boxSize[axes - 1];
		final int rows = Boxes.rows(boxSize);
		final int[] position = new int[axes];
		final long[] leading = new long[axes - 2];
		int from = 0;
		for (int k = 0; k < classes; k++) {
			for (int row = 0; row < rows; row++) {
				Boxes.rowPosition(row, boxSize, position);
				for (int d = 0; d < axes - 2; d++) leading[d] = min[d] + position[d];
				final long y = min[axes - 2] + position[axes - 2];
				final float[] strip = strips[planeIndex(k, leading) * stripsPerPlane + (int) (y / rowsPerStrip)];
				int to = (int) (y % rowsPerStrip * size[axes - 1] + min[axes - 1]);
				for (int x = 0; x < width; x++) strip[to++] += shares[from++];
			}
		}
	}

	@Override
	public void clear() {
		for (final float[] strip : strips) Arrays.fill(strip, 0);
	}

	private int planeIndex(final int classIndex, final long[] leading) {
		long index = classIndex;
		for (int d = 0; d < leading.length; d++) index = index * size[d] + leading[d];
		return (int) index;
	}

	private long[] imgSize() {
		final int axes = size.length;
		final long[] dimensions = new long[axes + 1];
		for (int d = 0; d < axes; d++) dimensions[d] = size[axes - 1 - d];
		dimensions[axes] = classes;
		return dimensions;
	}

	private static PlanarImg<FloatType, FloatArray> planar(final long[] dimensions) {
		return (PlanarImg<FloatType, FloatArray>) new PlanarImgFactory<>(new FloatType()).create(dimensions);
	}

	@SuppressWarnings("unchecked")
	private static CellImg<FloatType, FloatArray> cells(final long[] dimensions, final int width, final int rows) {
		final int[] cell = new int[dimensions.length];
		Arrays.fill(cell, 1);
		cell[0] = width;
		cell[1] = rows;
		return (CellImg<FloatType, FloatArray>) new CellImgFactory<>(new FloatType(), cell).create(dimensions);
	}
}
