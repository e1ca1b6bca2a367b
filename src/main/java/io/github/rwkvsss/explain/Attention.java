package io.github.rwkvsss.explain;

import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.network.ModuleProbe;
import io.github.rwkvsss.network.TokenMixing;
import io.github.rwkvsss.predict.MirroredReader;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.scan.ScanOrder;
import io.github.rwkvsss.tile.Tile;

/**
 * What one branch of a model's network looked at when it saw one tile of an image. Immutable; holds numbers only, so
 * the model may be closed.
 */
public final class Attention {

	private final TokenWeights tokens;
	private final TokenGrid grid;
	private final int[] gridSize;
	private final TokenMixing.Path path;
	private final ScanCurve own;
	private final long[] origin;
	private final long[] seen;

	private Attention(final MixingRecorder caught, final TokenGrid grid, final long[] origin, final long[] seen) {
		tokens = caught.tokens;
		gridSize = caught.grid;
		path = caught.path;
		own = caught.scan;
		this.grid = grid;
		this.origin = origin;
		this.seen = seen;
	}

	/**
	 * Runs the network once.
	 *
	 * @param model of the RWKV-SSS kind; how it runs is back to its preset afterwards
	 * @param image what the model sees, as many axes as it has
	 * @param tile which part of it goes to the network; all tokens of a tile see each other, and no others
	 * @param branch which branch to watch
	 * @throws IllegalArgumentException in one sentence if the network has no such branch
	 */
	public static Attention of(final SegmentationModel model, final PixelSource image, final Tile tile,
		final BranchChoice branch)
	{
		final MixingRecorder watching = new MixingRecorder(branch.nameIn(model.manifest().network()));
		final int[] size = tile.size();
		final float[] pixels = new float[Math.multiplyExact(image.channels(), Arrays.stream(size).reduce(1,
			Math::multiplyExact))];
		new MirroredReader(image).read(tile.origin(), size, pixels);
		model.use(model.preset().with(watching));
		try {
			model.predict(new float[][] { pixels }, size);
		}
		finally {
			model.use(model.preset());
		}
		final int[] stride = model.manifest().network().stemStride().stream().mapToInt(Integer::intValue).toArray();
		final long[] seen = new long[size.length];
		for (int d = 0; d < seen.length; d++) seen[d] = Math.min(size[d], image.size()[d] - tile.origin()[d]);
		return new Attention(watching, TokenGrid.of(watching.grid, watching.window, stride, branch.stage()), tile.origin(),
			seen);
	}

	/** Keeps what the wanted branch mixes. */
	private static final class MixingRecorder implements ModuleProbe {

		private final String wanted;
		private TokenWeights tokens;
		private int[] grid;
		private int[] window;
		private ScanCurve scan;
		private TokenMixing.Path path;

		MixingRecorder(final String wanted) {
			this.wanted = wanted;
		}

		@Override
		public void mixed(final TokenMixing mixing) {
			if (!mixing.branch().equals(wanted)) return;
			tokens = TokenWeights.of(mixing);
			grid = mixing.grid().clone();
			window = mixing.window().clone();
			scan = mixing.scan();
			path = mixing.path();
		}
	}

	/**
	 * Attention of a point, or the mean attention of an area.
	 *
	 * @param selection pixels of the image, (row, column) or (slice, row, column); those that the network did not see are
	 *          left out
	 * @param scan the path along which distances are counted. The network's own gives what happened. Another path keeps
	 *          the keys, values and decays that the network computed and only reorders the tokens: it shows where the same
	 *          decay would have reached, not what a network trained on that path would do.
	 * @param view how the channels become one number
	 * @param cancellation looked at before every token of the selection
	 * @throws IllegalArgumentException in one sentence if the network saw no pixel of the selection
	 */
	public AttentionMap map(final List<int[]> selection, final ScanCurve scan, final ChannelView view,
		final Cancellation cancellation)
	{
		final int[] targets = selection.stream().filter(this::wasSeen).mapToInt(pixel -> grid.tokenAt(inTile(pixel))).distinct()
			.toArray();
		if (targets.length == 0) throw new IllegalArgumentException(
			"the selection lies outside of the image; choose a point inside");
		final int[] positions = order(scan).positions();
		final double[] sum = new double[tokens.tokens()];
		final double[] weights = new double[tokens.channels() * tokens.tokens()];
		for (final int target : targets) {
			cancellation.check();
			tokens.of(target, positions, weights);
			final double[] shares = view.combine(weights, tokens);
			for (int i = 0; i < sum.length; i++) sum[i] += shares[i] / targets.length;
		}
		return new AttentionMap(scan, sum, targets, positions, grid);
	}

	private ScanOrder order(final ScanCurve scan) {
		return path.along(scan, gridSize);
	}

	private boolean wasSeen(final int[] pixel) {
		for (int d = 0; d < origin.length; d++) if (pixel[d] < origin[d] || pixel[d] >= origin[d] + seen[d]) return false;
		return true;
	}

	private int[] inTile(final int[] pixel) {
		final int[] within = new int[pixel.length];
		for (int d = 0; d < within.length; d++) within[d] = (int) (pixel[d] - origin[d]);
		return within;
	}

	/** @return share of the token that a pixel of the image lies in; NaN where the network did not see it */
	public float at(final AttentionMap map, final int... pixel) {
		return wasSeen(pixel) ? (float) map.at(inTile(pixel)) : Float.NaN;
	}

	/** @return the path that the network itself reads the tokens along */
	public ScanCurve scan() {
		return own;
	}

	/** @return number of tokens of the sequence, T */
	public int tokenCount() {
		return tokens.tokens();
	}

	/** @return pixels per token and axis, slowest first. A new array. */
	public int[] tokenSize() {
		return grid.edge();
	}

	/** @return first pixel of the image that the network saw, slowest axis first. A new array. */
	public long[] origin() {
		return origin.clone();
	}

	/** @return pixels of the image that the network saw, per axis. A new array. */
	public long[] seen() {
		return seen.clone();
	}

	/** @return how the weight falls along the scan, whatever the path */
	public DecayCurve decay() {
		return DecayCurve.of(tokens);
	}
}
