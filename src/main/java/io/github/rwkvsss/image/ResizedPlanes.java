package io.github.rwkvsss.image;

/**
 * The planes of an image with more or fewer pixels, read box by box: the mean of what a larger pixel covers, linear
 * between the centres of larger ones. Frames and slices stay. Both cover the same extent.
 */
public final class ResizedPlanes implements PixelSource {

	private final PixelSource image;
	private final int height;
	private final int width;
	private float[] buffer = new float[0];

	/**
	 * @param image of any size
	 * @param height rows of each plane, at least 1
	 * @param width columns of each plane, at least 1
	 */
	public ResizedPlanes(final PixelSource image, final int height, final int width) {
		if (height < 1 || width < 1) throw new IllegalArgumentException(image.name() + " cannot become " + width + " x " +
			height + " pixels");
		this.image = image;
		this.height = height;
		this.width = width;
	}

	/**
	 * @param image of any size
	 * @param factor of both edges of each plane
	 * @return the image itself if its planes keep their size
	 * @throws IllegalArgumentException in one sentence if a plane would be too large for one array
	 */
	public static PixelSource by(final double factor, final PixelSource image) {
		final long[] size = image.size();
		final double rows = Math.max(1, Math.rint(size[2] * factor));
		final double columns = Math.max(1, Math.rint(size[3] * factor));
		if (rows * columns * image.channels() > Integer.MAX_VALUE - 8) throw new IllegalArgumentException(image.name() +
			" would have " + (long) columns + " x " + (long) rows + " pixels at " + factor +
			" times its size; give a larger diameter, or crop the image");
		return view(factor, image);
	}

	/**
	 * As {@link #by}, for what is read in boxes: planes may have any extent.
	 *
	 * @throws IllegalArgumentException in one sentence if an edge would have 2^31 pixels
	 */
	public static PixelSource view(final double factor, final PixelSource image) {
		final long[] size = image.size();
		final double rows = Math.max(1, Math.rint(size[2] * factor));
		final double columns = Math.max(1, Math.rint(size[3] * factor));
		if (Math.max(rows, columns) >= Integer.MAX_VALUE) throw new IllegalArgumentException(image.name() + " would have " +
			(long) columns + " x " + (long) rows + " pixels at " + factor + " times its size; give a larger diameter");
		return rows == size[2] && columns == size[3] ? image : new ResizedPlanes(image, (int) rows, (int) columns);
	}

	/**
	 * @param values (height, width) row-major; not changed
	 * @param from {height, width}
	 * @param to {height, width} of the result
	 * @return the same plane with that many pixels, resized as images are. A new array.
	 */
	public static float[] plane(final float[] values, final int[] from, final int... to) {
		final float[] resized = new float[Math.multiplyExact(to[0], to[1])];
		ResizedAxis.apply(new ResizedAxis(from[0], to[0], 0, to[0]), new ResizedAxis(from[1], to[1], 0, to[1]), values, 0,
			resized, 0);
		return resized;
	}

	@Override
	public String name() {
		return image.name();
	}

	@Override
	public VolumeSpace space() {
		return image.space();
	}

	@Override
	public int channels() {
		return image.channels();
	}

	@Override
	public long[] size() {
		final long[] size = image.size();
		return new long[] { size[0], size[1], height, width };
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		final ResizedAxis rows = new ResizedAxis((int) image.size()[2], height, (int) min[2], boxSize[2]);
		final ResizedAxis columns = new ResizedAxis((int) image.size()[3], width, (int) min[3], boxSize[3]);
		final int pixels = Math.multiplyExact(rows.count(), columns.count());
		if (buffer.length < Math.multiplyExact(channels(), pixels)) buffer = new float[channels() * pixels];
		final int plane = boxSize[2] * boxSize[3];
		final int planes = boxSize[0] * boxSize[1];
		for (int p = 0; p < planes; p++) {
			image.read(new long[] { min[0] + p / boxSize[1], min[1] + p % boxSize[1], rows.first(), columns.first() }, new int[] {
				1, 1, rows.count(), columns.count() }, buffer);
			for (int c = 0; c < channels(); c++) ResizedAxis.apply(rows, columns, buffer, c * pixels, into, (c * planes + p) *
				plane);
		}
	}
}
