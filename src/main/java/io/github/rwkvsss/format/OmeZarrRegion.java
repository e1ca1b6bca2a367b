package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.zarr.DataType;
import io.github.rwkvsss.zarr.OmeImage;
import io.github.rwkvsss.zarr.ZarrArray;

/** One level of an OME-Zarr image, read box by box from its chunks. */
final class OmeZarrRegion implements RegionImage {

	private static final String ROLES = "tzyx";

	private final String name;
	private final OmeImage image;
	private final int level;
	private final ZarrArray array;
	private final int[] channels;

	private OmeZarrRegion(final String name, final OmeImage image, final int level, final ZarrArray array,
		final int... channels)
	{
		this.name = name;
		this.image = image;
		this.level = level;
		this.array = array;
		this.channels = channels;
	}

	/** @param name what people know the image by */
	static OmeZarrRegion of(final String name, final OmeImage image, final int level) throws IOException {
		final ZarrArray array = image.array(level);
		for (final long n : array.shape()) if (n > Integer.MAX_VALUE) throw new IOException(array.name() + " has " + n +
			" pixels along an axis, and at most " + Integer.MAX_VALUE + " can be read");
		final int c = image.axis('c');
		final int count = c < 0 ? 1 : (int) array.shape()[c];
		if (count > 1 << 16) throw new IOException(array.name() + " has " + count + " channels, and at most 65536 can be read");
		final int[] all = new int[count];
		for (int i = 0; i < all.length; i++) all[i] = i;
		return new OmeZarrRegion(name, image, level, array, all);
	}

	/** @return the coarsest level whose pixels are not larger; this one if that is no coarser */
	OmeZarrRegion atLevel(final double pixelSize) throws IOException {
		final int wanted = image.levelOf(pixelSize);
		return wanted <= level ? this : of(name, image, wanted);
	}

	OmeImage image() {
		return image;
	}

	DataType type() {
		return array.type();
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public int channels() {
		return channels.length;
	}

	@Override
	public long[] size() {
		final long[] size = new long[ROLES.length()];
		for (int i = 0; i < size.length; i++) {
			final int axis = image.axis(ROLES.charAt(i));
			size[i] = axis < 0 ? 1 : array.shape()[axis];
		}
		return size;
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		final long[] size = size();
		for (int d = 0; d < size.length; d++) Objects.checkFromIndexSize(min[d], boxSize[d], size[d]);
		final DataType type = array.type();
		each(min, boxSize, (values, from, to) -> into[to] = (float) type.get(values, from));
	}

	/** Takes a value. */
	@FunctionalInterface
	interface Taker {

		void take(ByteBuffer values, int from, int to);
	}

	/** Goes through a box of all channels in the order in which {@link #read} fills its array. */
	void each(final long[] min, final int[] boxSize, final Taker taker) {
		final int axes = image.axes().size();
		int to = 0;
		for (final int channel : channels) {
			final long[] from = new long[axes];
			final int[] size = new int[axes];
			for (int d = 0; d < axes; d++) {
				final int i = ROLES.indexOf(image.axes().get(d).role());
				from[d] = i < 0 ? channel : min[i];
				size[d] = i < 0 ? 1 : boxSize[i];
			}
			final int[] steps = new int[ROLES.length()];
			int step = 1;
			for (int d = axes - 1; d >= 0; d--) {
				final int i = ROLES.indexOf(image.axes().get(d).role());
				if (i >= 0) steps[i] = step;
				step *= size[d];
			}
			final ByteBuffer values = values(from, size);
			for (int t = 0; t < boxSize[0]; t++) for (int z = 0; z < boxSize[1]; z++) for (int y = 0; y < boxSize[2]; y++) {
				final int row = t * steps[0] + z * steps[1] + y * steps[2];
				for (int x = 0; x < boxSize[3]; x++) taker.take(values, row + x * steps[3], to++);
			}
		}
	}

	private ByteBuffer values(final long[] from, final int[] size) {
		try {
			return array.read(from, size);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e.getMessage(), e);
		}
	}

	@Override
	public PixelSource select(final int... indices) {
		final int[] chosen = new int[indices.length];
		for (int i = 0; i < chosen.length; i++) {
			if (indices[i] < 0 || indices[i] >= channels.length) return RegionImage.super.select(indices);
			chosen[i] = channels[indices[i]];
		}
		return chosen.length == 0 ? RegionImage.super.select(indices) : new OmeZarrRegion(name, image, level, array, chosen);
	}

	@Override
	public double[] pixelSize() {
		final double[] pixel = { 1, 1, 1 };
		for (int i = 0; i < pixel.length; i++) {
			final int axis = image.axis("xyz".charAt(i));
			if (axis >= 0) pixel[i] = image.levels().get(level).scale()[axis];
		}
		return pixel;
	}

	/** @return seconds, or what the file states, between frames; 0 if there is no such axis */
	double frameInterval() {
		final int axis = image.axis('t');
		return axis < 0 ? 0 : image.levels().get(level).scale()[axis];
	}

	@Override
	public String unit() {
		final String unit = image.axes().get(image.axis('x')).imagejUnit();
		return unit.isEmpty() ? "pixel" : unit;
	}

	@Override
	public int[] piece() {
		final int[] piece = { 1, 1, 1 };
		for (int i = 0; i < piece.length; i++) {
			final int axis = image.axis("zyx".charAt(i));
			if (axis >= 0) piece[i] = (int) Math.min(array.chunk()[axis], array.shape()[axis]);
		}
		return piece;
	}

	@Override
	public String identity() {
		return ZarrIdentity.of(image.store(), image.path(), image.levels().get(level).path());
	}

	@Override
	public void close() {
		// Nothing is held open.
	}

	/** @return what people know an image of a path by */
	static String nameOf(final Path path) {
		final Path last = path.toAbsolutePath().normalize().getFileName();
		return last == null ? path.toString() : last.toString();
	}
}
