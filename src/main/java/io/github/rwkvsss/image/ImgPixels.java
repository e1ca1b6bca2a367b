package io.github.rwkvsss.image;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** An ImgLib2 image as numbers. */
final class ImgPixels<T extends RealType<T>> implements PixelSource {

	private final String name;
	private final RandomAccessibleInterval<T> img;
	private final int[] dimension = new int[Axis.values().length];
	private final VolumeSpace space;

	/** @param pixelSize along columns, rows, slices; null if not known */
	ImgPixels(final String name, final RandomAccessibleInterval<T> img, final double[] pixelSize, final String unit,
		final Axis... axes)
	{
		final List<Axis> order = Arrays.asList(axes);
		if (axes.length != img.numDimensions() || EnumSet.copyOf(order).size() != axes.length) {
			throw new IllegalArgumentException(name + " has " + img.numDimensions() + " dimensions; name each once, not " +
				order);
		}
		if (!order.contains(Axis.X) || !order.contains(Axis.Y)) throw new IllegalArgumentException(name +
			" needs the axes X and Y, and has " + order);
		for (final Axis axis : Axis.values()) dimension[axis.ordinal()] = order.indexOf(axis);
		this.name = name;
		this.img = img;
		space = pixelSize == null ? VolumeSpace.UNKNOWN : VolumeSpace.ofPixelSize(new int[] { Math.toIntExact(length(Axis.X)),
			Math.toIntExact(length(Axis.Y)), Math.toIntExact(length(Axis.SLICE)) }, pixelSize, unit);
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public VolumeSpace space() {
		return space;
	}

	@Override
	public int channels() {
		return Math.toIntExact(length(Axis.CHANNEL));
	}

	@Override
	public long[] size() {
		return new long[] { length(Axis.FRAME), length(Axis.SLICE), length(Axis.Y), length(Axis.X) };
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		final long[] size = size();
		for (int d = 0; d < size.length; d++) Objects.checkFromIndexSize(min[d], boxSize[d], size[d]);
		final RandomAccess<T> access = img.randomAccess();
		int i = 0;
		for (int c = 0; c < channels(); c++) {
			move(access, Axis.CHANNEL, c);
			for (int t = 0; t < boxSize[0]; t++) {
				move(access, Axis.FRAME, min[0] + t);
				for (int z = 0; z < boxSize[1]; z++) {
					move(access, Axis.SLICE, min[1] + z);
					for (int y = 0; y < boxSize[2]; y++) {
						move(access, Axis.Y, min[2] + y);
						move(access, Axis.X, min[3]);
						for (int x = 0; x < boxSize[3]; x++) {
							into[i++] = access.get().getRealFloat();
							access.fwd(dimension[Axis.X.ordinal()]);
						}
					}
				}
			}
		}
	}

	private void move(final RandomAccess<T> access, final Axis axis, final long position) {
		final int d = dimension[axis.ordinal()];
		if (d >= 0) access.setPosition(img.min(d) + position, d);
	}

	private long length(final Axis axis) {
		final int d = dimension[axis.ordinal()];
		return d < 0 ? 1 : img.dimension(d);
	}
}
