package io.github.rwkvsss.predict;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.Tile;
import io.github.rwkvsss.tile.TilePlan;
import io.github.rwkvsss.tile.TilePredictor;

/** One pass over all tiles of a plan. Its buffers are made once, so that memory does not grow with the image. */
final class TilePass {

	private final TilePredictor predictor;
	private final Flips flips;
	private final TilePlan plan;
	private final int[] networkSize;
	private final int pixels;
	private final float[][] tiles;
	private final float[][] flipped;
	private final float[] unflipped;
	private float[] shares = new float[0];

	/** @param plan may have more leading axes than the predictor, on which its tiles are 1 long */
	TilePass(final TilePredictor predictor, final Flips flips, final TilePlan plan, final int batch) {
		this.predictor = predictor;
		this.flips = flips;
		this.plan = plan;
		final int[] tileSize = plan.tileSize();
		networkSize = Arrays.copyOfRange(tileSize, tileSize.length - predictor.dimensions(), tileSize.length);
		pixels = Boxes.pixels(networkSize);
		final int atOnce = (int) Math.min(batch, plan.count());
		tiles = new float[atOnce][Math.multiplyExact(predictor.inputChannels(), pixels)];
		final boolean flipping = flips != Flips.NONE;
		flipped = flipping ? new float[atOnce][tiles[0].length] : tiles;
		unflipped = flipping ? new float[Math.multiplyExact(predictor.classes(), pixels)] : new float[0];
	}

	void run(final MirroredReader image, final ProbabilitySink sink, final Runnable firstDone, final Progress progress,
		final Cancellation cancellation)
	{
		run(plan.count(), plan::tile, image, sink, firstDone, progress, cancellation);
	}

	/** Predicts those tiles only that have something to add to a box. */
	void run(final MirroredReader image, final BoxSink box, final Runnable firstDone, final Progress progress,
		final Cancellation cancellation)
	{
		final List<Tile> touching = plan.touching(box.min(), box.size());
		run(touching.size(), i -> touching.get((int) i), image, box, firstDone, progress, cancellation);
	}

	private void run(final long count, final LongFunction<Tile> tile, final MirroredReader image, final ProbabilitySink sink,
		final Runnable firstDone, final Progress progress, final Cancellation cancellation)
	{
		final Tile[] batch = new Tile[tiles.length];
		long done = 0;
		progress.update(0, count, "Predicting tiles");
		while (done < count) {
			cancellation.check();
			final int n = (int) Math.min(batch.length, count - done);
			for (int i = 0; i < n; i++) {
				batch[i] = tile.apply(done + i);
				image.read(batch[i].origin(), batch[i].size(), tiles[i]);
			}
			final float[][] probabilities = predict(n, cancellation);
			for (int i = 0; i < n; i++) deliver(batch[i], probabilities[i], sink);
			if (done == 0) firstDone.run();
			done += n;
			progress.update(done, count, "Predicting tiles");
		}
	}

	/** @return for each of the first n tiles its probabilities, averaged over the flips */
	private float[][] predict(final int n, final Cancellation cancellation) {
		final float[][] sum = predictOnce(Arrays.copyOf(tiles, n));
		final int variants = flips.variants(networkSize.length);
		for (int variant = 1; variant < variants; variant++) {
			cancellation.check();
			for (int i = 0; i < n; i++) Flips.flip(tiles[i], predictor.inputChannels(), networkSize, variant, flipped[i]);
			final float[][] more = predictOnce(Arrays.copyOf(flipped, n));
			for (int i = 0; i < n; i++) {
				Flips.flip(more[i], predictor.classes(), networkSize, variant, unflipped);
				for (int j = 0; j < unflipped.length; j++) sum[i][j] += unflipped[j];
			}
		}
		if (variants > 1) for (final float[] tile : sum) for (int j = 0; j < tile.length; j++) tile[j] /= variants;
		return sum;
	}

	private float[][] predictOnce(final float[][] batch) {
		final float[][] result = predictor.predict(batch, networkSize.clone());
		final int expected = predictor.classes() * pixels;
		if (result.length != batch.length) throw new IllegalStateException("the predictor gave " + result.length +
			" results for " + batch.length + " tiles");
		for (final float[] tile : result) if (tile.length != expected) throw new IllegalStateException("the predictor gave " +
			tile.length + " values for a tile, not " + expected);
		return result;
	}

	/** Predicts one tile alone. */
	float[] shares(final Tile tile, final MirroredReader image, final Cancellation cancellation) {
		image.read(tile.origin(), tile.size(), tiles[0]);
		final float[] weighed = new float[weighedLength(tile)];
		weigh(tile, predict(1, cancellation)[0], weighed);
		return weighed;
	}

	private void deliver(final Tile tile, final float[] probabilities, final ProbabilitySink sink) {
		final int needed = weighedLength(tile);
		if (shares.length < needed) shares = new float[needed];
		weigh(tile, probabilities, shares);
		sink.add(tile.targetMin(), tile.targetSize(), shares);
	}

	private int weighedLength(final Tile tile) {
		return Math.multiplyExact(predictor.classes(), Boxes.pixels(tile.targetSize()));
	}

	/** @param into filled from its start with (K, *target) */
	private void weigh(final Tile tile, final float[] probabilities, final float[] into) {
		final int[] size = tile.size();
		final int[] target = tile.targetSize();
		final int[] offset = tile.targetOffset();
		final int last = size.length - 1;
		final int rows = Boxes.rows(target);
		final float[][] weights = new float[size.length][];
		for (int d = 0; d <= last; d++) weights[d] = tile.weights(d);
		final int[] position = new int[size.length];
		final int[] inTile = new int[size.length];
		int out = 0;
		for (int k = 0; k < predictor.classes(); k++) {
			for (int row = 0; row < rows; row++) {
				Boxes.rowPosition(row, target, position);
				float weight = 1;
				for (int d = 0; d < last; d++) {
					inTile[d] = offset[d] + position[d];
					weight *= weights[d][position[d]];
				}
				final int from = k * pixels + Boxes.rowStart(inTile, size) + offset[last];
				for (int x = 0; x < target[last]; x++) into[out++] = weight * weights[last][x] * probabilities[from + x];
			}
		}
	}
}
