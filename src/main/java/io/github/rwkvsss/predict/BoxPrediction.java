package io.github.rwkvsss.predict;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.Sizes;
import io.github.rwkvsss.tile.Tile;
import io.github.rwkvsss.tile.TileMemoryException;
import io.github.rwkvsss.tile.TilePlan;

/**
 * Predicts boxes of an image: each gives what it gives of the whole image, to the bit. Tiles that several boxes need are
 * predicted once and kept until {@link #keep} forgets them. One thread at a time.
 */
public final class BoxPrediction {

	private final MirroredReader reader;
	private final TilePlan plan;
	private final TilePass pass;
	private final int classes;
	private final Map<Long, float[]> kept = new HashMap<>();

	BoxPrediction(final PixelSource image, final TilePlan plan, final TilePass pass, final int classes) {
		reader = new MirroredReader(image);
		this.plan = plan;
		this.pass = pass;
		this.classes = classes;
	}

	/**
	 * @param min first pixel of the box, per axis of the image
	 * @param size pixels of the box per axis; it lies inside the image
	 * @param progress told of the tiles that are new
	 * @return the probabilities of the box
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws TileMemoryException if memory does not suffice; no smaller tile is tried, since that would be another result
	 */
	public ProbabilityImage run(final long[] min, final int[] size, final Progress progress,
		final Cancellation cancellation)
	{
		final List<Tile> tiles = plan.touching(min, size);
		final long fresh = tiles.stream().filter(tile -> !kept.containsKey(tile.index())).count();
		try {
			final ProbabilityImage result = ProbabilityImage.allocate(classes, Arrays.stream(size).asLongStream().toArray());
			final BoxSink sink = new BoxSink(min, size, result);
			long done = 0;
			for (final Tile tile : tiles) {
				float[] shares = kept.get(tile.index());
				if (shares == null) {
					cancellation.check();
					shares = pass.shares(tile, reader, cancellation);
					kept.put(tile.index(), shares);
					progress.update(++done, fresh, "Predicting tiles");
				}
				sink.add(tile.targetMin(), tile.targetSize(), shares);
			}
			return result;
		}
		catch (final OutOfMemoryError e) {
			kept.clear();
			throw new TileMemoryException("there is not enough memory for a block of " + Sizes.text(size) +
				" pixels; choose smaller blocks, or give Java more memory", e);
		}
	}

	/** Says of a box whether it is still needed. */
	@FunctionalInterface
	public interface Needed {

		/**
		 * @param min first pixel per axis
		 * @param size pixels per axis
		 */
		boolean test(long[] min, int[] size);
	}

	/**
	 * Forgets the tiles that answer for nothing which is still needed, and of the others the first ones where they take
	 * more than so many bytes.
	 */
	public void keep(final Needed needed, final long bytes) {
		kept.keySet().removeIf(index -> {
			final Tile tile = plan.tile(index);
			return !needed.test(tile.targetMin(), tile.targetSize());
		});
		long left = bytes;
		// The last tiles of the plan are those that the next boxes need.
		for (final long index : kept.keySet().stream().sorted((a, b) -> Long.compare(b, a)).toList()) {
			left -= 4L * kept.get(index).length;
			if (left < 0) kept.remove(index);
		}
	}

	/** @return bytes of the tiles that are kept */
	public long keptBytes() {
		return kept.values().stream().mapToLong(shares -> 4L * shares.length).sum();
	}
}
