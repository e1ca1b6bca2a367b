package io.github.rwkvsss.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts an image into tiles of one size whose origins lie on the network's stride. Immutable; tiles are made when asked
 * for, so that a plan of any number of tiles takes no memory.
 * <p>
 * A tile stops at the image's border as the untiled image does; only the far end is mirrored up to the stride. For a
 * predictor that commutes with shifts by the stride, and in which a pixel reaches no further than the halo, the blended
 * tiles therefore equal the untiled result, with any blend.
 * </p>
 */
public final class TilePlan implements Iterable<Tile> {

	private final long[] imageSize;
	private final AxisTiles[] axes;
	private final long count;

	private TilePlan(final Builder b) {
		imageSize = b.imageSize;
		axes = new AxisTiles[imageSize.length];
		long product = 1;
		for (int d = 0; d < axes.length; d++) {
			axes[d] = new AxisTiles(axisName(d, axes.length), imageSize[d], b.tile[d], b.stride[d], b.halo[d], b.overlap[d],
				b.blend);
			product = Math.multiplyExact(product, axes[d].count());
		}
		count = product;
		long pixels = 1;
		for (final int n : tileSize()) {
			pixels *= n;
			if (pixels > Integer.MAX_VALUE) throw new IllegalArgumentException("tile " + Sizes.text(tileSize()) +
				" has more than 2^31 pixels; choose a smaller one");
		}
	}

	/**
	 * Begins a plan: without further words one tile covers the image.
	 *
	 * @param imageSize pixels per axis, (height, width) or (depth, height, width), each at least 1; copied
	 */
	public static Builder of(final long... imageSize) {
		return new Builder(imageSize.clone());
	}

	/** @return number of tiles, at least 1 */
	public long count() {
		return count;
	}

	/** @return pixels per axis of every tile. A new array. */
	public int[] tileSize() {
		return Arrays.stream(axes).mapToInt(AxisTiles::size).toArray();
	}

	/** @return pixels per axis of the image. A new array. */
	public long[] imageSize() {
		return imageSize.clone();
	}

	/**
	 * @param index 0 to {@link #count()} - 1; the last axis runs fastest
	 * @throws IndexOutOfBoundsException if there is no such tile
	 */
	public Tile tile(final long index) {
		if (index < 0 || index >= count) throw new IndexOutOfBoundsException("tile " + index + " of " + count);
		final long[] origin = new long[axes.length];
		final long[] targetMin = new long[axes.length];
		final float[][] weights = new float[axes.length][];
		long rest = index;
		for (int d = axes.length - 1; d >= 0; d--) {
			final long i = rest % axes[d].count();
			rest /= axes[d].count();
			origin[d] = axes[d].origin(i);
			targetMin[d] = axes[d].targetMin(i);
			weights[d] = axes[d].weights(i);
		}
		return new Tile(index, origin, tileSize(), targetMin, weights);
	}

	/**
	 * @param min first pixel of a box per axis
	 * @param size pixels per axis; the box lies within the image
	 * @return the tiles that answer for any pixel of it, in the plan's order. A new list.
	 */
	public List<Tile> touching(final long[] min, final int... size) {
		final long[] first = new long[axes.length];
		final long[] end = new long[axes.length];
		long found = 1;
		for (int d = 0; d < axes.length; d++) {
			first[d] = axes[d].firstAfter(min[d]);
			end[d] = axes[d].endBefore(min[d] + size[d]);
			found = Math.multiplyExact(found, end[d] - first[d]);
		}
		final List<Tile> tiles = new ArrayList<>(Math.toIntExact(found));
		for (long i = 0; i < found; i++) {
			long rest = i;
			long index = 0;
			long stride = 1;
			for (int d = axes.length - 1; d >= 0; d--) {
				index += (first[d] + rest % (end[d] - first[d])) * stride;
				rest /= end[d] - first[d];
				stride *= axes[d].count();
			}
			tiles.add(tile(index));
		}
		return tiles;
	}

	@Override
	public Iterator<Tile> iterator() {
		return new Iterator<>() {

			private long next;

			@Override
			public boolean hasNext() {
				return next < count;
			}

			@Override
			public Tile next() {
				if (!hasNext()) throw new NoSuchElementException("tile " + next + " of " + count);
				return tile(next++);
			}
		};
	}

	@Override
	public String toString() {
		return count + " tiles of " + Sizes.text(tileSize()) + " over " + Sizes.text(imageSize);
	}

	private static String axisName(final int axis, final int axes) {
		final String[] names = { "width", "height", "depth" };
		final int fromLast = axes - 1 - axis;
		return fromLast < names.length ? names[fromLast] : "axis " + axis;
	}

	/** Collects what a plan needs. Each word takes one value for all axes, or one per axis, slowest first. */
	public static final class Builder {

		private final long[] imageSize;
		private int[] tile;
		private int[] core;
		private int[] halo;
		private int[] overlap;
		private int[] stride;
		private Blend blend = Blend.LINEAR;

		private Builder(final long[] imageSize) {
			if (imageSize.length == 0) throw new IllegalArgumentException("an image needs at least one axis");
			this.imageSize = imageSize;
			tile = perAxis("tile", 0);
			halo = perAxis("halo", 0);
			overlap = perAxis("overlap", 0);
			stride = perAxis("stride", 1);
		}

		/** @param pixels pixels of a tile with its halo, multiples of the stride; 0 for the whole axis */
		public Builder tile(final int... pixels) {
			tile = perAxis("tile", pixels);
			core = null;
			return this;
		}

		/** @param pixels pixels of a tile without its halo: tile = core + 2 halo. Replaces {@link #tile}. */
		public Builder core(final int... pixels) {
			core = perAxis("core", pixels);
			return this;
		}

		/** @param pixels how much of a tile's rim is not trusted */
		public Builder halo(final int... pixels) {
			halo = perAxis("halo", pixels);
			return this;
		}

		/** @param pixels how many trusted pixels neighbours have in common, over which they are blended */
		public Builder overlap(final int... pixels) {
			overlap = perAxis("overlap", pixels);
			return this;
		}

		/** @param pixels what tile origins and sizes are multiples of */
		public Builder stride(final int... pixels) {
			stride = perAxis("stride", pixels);
			return this;
		}

		/** @param shape how neighbours share their overlap; {@link Blend#NONE} ignores it */
		public Builder blend(final Blend shape) {
			blend = shape;
			return this;
		}

		/** @throws IllegalArgumentException if a tile is off the stride or has no core, with one that fits */
		public TilePlan plan() {
			if (core != null) for (int d = 0; d < core.length; d++) tile[d] = Math.addExact(core[d], 2 * halo[d]);
			return new TilePlan(this);
		}

		private int[] perAxis(final String what, final int... values) {
			if (values.length == imageSize.length) return values.clone();
			if (values.length != 1) throw new IllegalArgumentException(what + " has " + values.length +
				" values; give one, or one for each of " + imageSize.length + " axes");
			final int[] all = new int[imageSize.length];
			Arrays.fill(all, values[0]);
			return all;
		}
	}
}
