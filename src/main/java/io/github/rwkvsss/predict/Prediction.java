package io.github.rwkvsss.predict;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.Blend;
import io.github.rwkvsss.tile.Sizes;
import io.github.rwkvsss.tile.TileFit;
import io.github.rwkvsss.tile.TileMemoryException;
import io.github.rwkvsss.tile.TilePlan;
import io.github.rwkvsss.tile.TilePredictor;

/**
 * Predicts images of any size with one predictor. A prediction can be run on many images, one after another; where memory
 * did not suffice for a tile it does not try that tile again.
 * <p>
 * An image may have more axes than the predictor: a stack, or a movie of stacks, for a predictor of planes. Each plane
 * is then predicted separately, several in one batch, and gives what it gives alone.
 * </p>
 */
public final class Prediction {

	private static final int[] DEFAULT_TILE = { 0, 512, 512, 96 };

	private final TilePredictor predictor;
	private final int[] tile;
	private final int[] halo;
	private final int[] overlap;
	private final Blend blend;
	private final int batch;
	private final Flips flips;
	private final double bytesPerPixel;
	private final LongSupplier availableBytes;
	private final Consumer<String> notices;
	/** What the next run begins with: memory that did not suffice for one plane does not for the next. */
	private volatile Tiling tiling;

	/**
	 * @param tile pixels per axis; 0 for the whole axis
	 * @param atOnce tiles that go to the predictor together
	 */
	private record Tiling(int[] tile, int atOnce) {}

	private Prediction(final Builder b) {
		predictor = b.predictor;
		tile = b.tile;
		halo = b.halo;
		overlap = b.overlap;
		blend = b.blend;
		batch = b.batch;
		flips = b.flips;
		bytesPerPixel = b.bytesPerPixel;
		availableBytes = b.availableBytes;
		notices = b.notices;
		tiling = new Tiling(tile, batch);
	}

	/** Begins a prediction; every further word has a default. */
	public static Builder with(final TilePredictor predictor) {
		return new Builder(predictor);
	}

	/**
	 * Predicts an image into memory.
	 *
	 * @return the probabilities, the image's axes
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws TileMemoryException if not even the smallest tile, or the result, fits into memory
	 * @throws IllegalArgumentException if the image has other channels or too few axes for the predictor
	 */
	public ProbabilityImage run(final PixelSource image, final Progress progress, final Cancellation cancellation) {
		check(image);
		final ProbabilityImage result = ProbabilityImage.allocate(predictor.classes(), image.size());
		run(image, result, progress, cancellation);
		return result;
	}

	/**
	 * Predicts a box of an image: the same there as of the whole image, in the time that the tiles take which reach into
	 * the box.
	 *
	 * @param min first pixel of the box, per axis of the image
	 * @param size pixels of the box per axis; it lies inside the image
	 * @return the probabilities of the box
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws TileMemoryException if not even the smallest tile fits into memory
	 * @throws IllegalArgumentException if the image has other channels or too few axes for the predictor
	 */
	public ProbabilityImage run(final PixelSource image, final long[] min, final int[] size, final Progress progress,
		final Cancellation cancellation)
	{
		check(image);
		final ProbabilityImage result = ProbabilityImage.allocate(predictor.classes(), Arrays.stream(size).asLongStream()
			.toArray());
		run(image, new BoxSink(min, size, result), progress, cancellation);
		return result;
	}

	/**
	 * Predicts an image into a sink, for instance one that keeps less than all probabilities. Where memory does not
	 * suffice, the batch and then the tile is halved, the sink cleared and everything predicted anew, so that the result
	 * is that of a run which began with the smaller tile.
	 *
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws TileMemoryException if not even the smallest tile fits into memory
	 * @throws IllegalArgumentException if the image has other channels or too few axes for the predictor
	 */
	public void run(final PixelSource image, final ProbabilitySink sink, final Progress progress,
		final Cancellation cancellation)
	{
		check(image);
		final TileFit fit = new TileFit(predictor.stride(), halo);
		int atOnce = tiling.atOnce();
		int[] size = affordable(fit, spatial(image.size()), tiling);
		Runnable onceItFits = () -> {};
		while (true) {
			final TilePlan plan = plan(image.size(), size);
			try {
				final TilePass pass = new TilePass(predictor, flips, plan, atOnce);
				if (sink instanceof final BoxSink box) pass.run(new MirroredReader(image), box, onceItFits, progress, cancellation);
				else pass.run(new MirroredReader(image), sink, onceItFits, progress, cancellation);
				return;
			}
			catch (final TileMemoryException | OutOfMemoryError e) {
				sink.clear();
				final int[] tooLarge = spatial(plan.tileSize());
				if (atOnce > 1) atOnce /= 2;
				else size = fit.halved(tooLarge).orElseThrow(() -> new TileMemoryException("not even a tile of " + Sizes.text(
					tooLarge) + " pixels fits into memory; close other images and programs, or use a smaller model", e));
				final Tiling smaller = new Tiling(size, atOnce);
				final String notice = "Too little memory for the tiles asked for: going on with tiles of " + Sizes.text(spatial(
					plan(image.size(), size).tileSize())) + " pixels, " + atOnce + " at once.";
				onceItFits = () -> {
					tiling = smaller;
					notices.accept(notice);
				};
			}
		}
	}

	/**
	 * @param imageSize pixels per axis, slowest first
	 * @return pixels per spatial axis of the largest tile for such an image within the memory that is free now, 0 for the
	 *         whole axis. A new array.
	 * @throws TileMemoryException if not even the smallest tile fits
	 */
	public int[] tile(final long... imageSize) {
		return affordable(new TileFit(predictor.stride(), halo), spatial(imageSize), tiling).clone();
	}

	/**
	 * Predicts boxes of one image one after another, with tiles that never change, whatever memory is left.
	 *
	 * @param image read from when asked
	 * @param size of the tiles, see {@link #tile}
	 * @throws IllegalArgumentException if the image has other channels or too few axes for the predictor
	 */
	public BoxPrediction boxes(final PixelSource image, final int... size) {
		check(image);
		final TilePlan plan = plan(image.size(), size);
		return new BoxPrediction(image, plan, new TilePass(predictor, flips, plan, 1), predictor.classes());
	}

	/** @return the tile to begin with, cut down to what is free where that is known */
	private int[] affordable(final TileFit fit, final long[] imageSize, final Tiling wanted) {
		final long available = availableBytes.getAsLong();
		if (available <= 0 || bytesPerPixel <= 0) return wanted.tile();
		final double needed = bytesPerPixel * wanted.atOnce();
		final int[] size = fit.within(imageSize, wanted.tile(), needed, available);
		if (Arrays.equals(size, fit.within(imageSize, wanted.tile(), needed, Long.MAX_VALUE))) return wanted.tile();
		tiling = new Tiling(size, wanted.atOnce());
		notices.accept(String.format("Only %d MiB of memory are free: using tiles of %s pixels.", available >> 20, Sizes.text(
			size)));
		return size;
	}

	/**
	 * @param imageSize pixels per axis, slowest first
	 * @return the tiles that a run over such an image begins with, if memory allows them
	 */
	public TilePlan plan(final long... imageSize) {
		return plan(imageSize, tiling.tile());
	}

	private TilePlan plan(final long[] imageSize, final int[] size) {
		final int axes = imageSize.length;
		final int[] stride = predictor.stride();
		final int[] shared = overlap.clone();
		// A tile with little core blends over less rather than not at all.
		for (int d = 0; d < shared.length; d++) {
			shared[d] = Math.max(0, Math.min(shared[d], size[d] - 2 * halo[d] - stride[d]));
		}
		return TilePlan.of(imageSize).tile(leading(axes, 1, size)).halo(leading(axes, 0, halo)).overlap(leading(axes, 0,
			shared)).stride(leading(axes, 1, stride)).blend(blend).plan();
	}

	private void check(final PixelSource image) {
		if (image.channels() != predictor.inputChannels()) throw new IllegalArgumentException("the image has " + image
			.channels() + " channels, the model expects " + predictor.inputChannels() + "; choose the channels to use");
		if (image.size().length < Math.max(2, predictor.dimensions())) throw new IllegalArgumentException("the image has " +
			image.size().length + " axes, the model expects " + predictor.dimensions());
	}

	/** @return the predictor's axes with those before them set to {@code value} */
	private static int[] leading(final int axes, final int value, final int[] spatial) {
		final int[] all = new int[axes];
		Arrays.fill(all, value);
		System.arraycopy(spatial, 0, all, axes - spatial.length, spatial.length);
		return all;
	}

	private long[] spatial(final long[] size) {
		return Arrays.copyOfRange(size, size.length - predictor.dimensions(), size.length);
	}

	private int[] spatial(final int[] size) {
		return Arrays.copyOfRange(size, size.length - predictor.dimensions(), size.length);
	}

	/** Collects how to predict. Pixels are given once for all spatial axes, or one per axis, slowest first. */
	public static final class Builder {

		private final TilePredictor predictor;
		private int[] tile;
		private int[] halo;
		private int[] overlap;
		private Blend blend = Blend.LINEAR;
		private int batch = 1;
		private Flips flips = Flips.NONE;
		private double bytesPerPixel;
		private LongSupplier availableBytes = () -> 0;
		private Consumer<String> notices = notice -> {};

		private Builder(final TilePredictor predictor) {
			this.predictor = predictor;
			final int[] stride = predictor.stride();
			final int wanted = DEFAULT_TILE[Math.min(stride.length, DEFAULT_TILE.length - 1)];
			tile = new int[stride.length];
			for (int d = 0; d < tile.length; d++) tile[d] = (wanted + stride[d] - 1) / stride[d] * stride[d];
			halo = predictor.halo();
			overlap = predictor.halo();
		}

		/** @param pixels of a tile with its halo, multiples of the predictor's stride; 0 for the whole axis */
		public Builder tile(final int... pixels) {
			tile = perAxis("tile", pixels);
			return this;
		}

		/** @param pixels of a tile's rim that are not trusted; unset, what the predictor states */
		public Builder halo(final int... pixels) {
			halo = perAxis("halo", pixels);
			return this;
		}

		/** @param pixels over which neighbouring tiles are blended, less where a tile has not so many; unset, as the halo */
		public Builder overlap(final int... pixels) {
			overlap = perAxis("overlap", pixels);
			return this;
		}

		/** @param shape how tiles go over into each other; unset, linear */
		public Builder blend(final Blend shape) {
			blend = shape;
			return this;
		}

		/** @param tiles how many tiles go to the predictor at once, at least 1; unset, 1 */
		public Builder batch(final int tiles) {
			if (tiles < 1) throw new IllegalArgumentException("batch " + tiles + " is not positive; choose 1 or more");
			batch = tiles;
			return this;
		}

		/** @param variants which mirror images are averaged; unset, none */
		public Builder flips(final Flips variants) {
			flips = variants;
			return this;
		}

		/**
		 * Lets the tile shrink before the run to what memory allows; unset, only when memory has run out.
		 *
		 * @param neededPerPixel bytes that the predictor takes at its peak per pixel of a tile
		 * @param available bytes that it may take, over 0
		 */
		public Builder memory(final double neededPerPixel, final long available) {
			return memory(neededPerPixel, () -> available);
		}

		/**
		 * Lets the tile shrink before each run to what memory allows then.
		 *
		 * @param neededPerPixel bytes that the predictor takes at its peak per pixel of a tile; 0 if not known
		 * @param available asked for the bytes that it may take, 0 if not known
		 */
		public Builder memory(final double neededPerPixel, final LongSupplier available) {
			bytesPerPixel = neededPerPixel;
			availableBytes = available;
			return this;
		}

		/** @param listener told in one sentence, once, if a run went on with smaller tiles */
		public Builder notices(final Consumer<String> listener) {
			notices = listener;
			return this;
		}

		/** @return the prediction as described */
		public Prediction build() {
			return new Prediction(this);
		}

		private int[] perAxis(final String what, final int... values) {
			if (values.length == tile.length) return values.clone();
			if (values.length != 1) throw new IllegalArgumentException(what + " has " + values.length +
				" values; give one, or one for each of " + tile.length + " axes");
			final int[] all = new int[tile.length];
			Arrays.fill(all, values[0]);
			return all;
		}
	}
}
