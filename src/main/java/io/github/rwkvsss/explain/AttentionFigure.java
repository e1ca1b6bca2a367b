package io.github.rwkvsss.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.LUT;
import io.github.rwkvsss.image.Geometry;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.tile.Tile;
import io.github.rwkvsss.tile.TilePlan;

/** Attention maps of a selection on an image, one per path asked for, and the pictures of them. Immutable. */
public final class AttentionFigure {

	private final ImagePlus image;
	private final Selection selection;
	private final BranchChoice branch;
	private final Attention attention;
	private final List<AttentionMap> maps;

	private AttentionFigure(final ImagePlus image, final Selection selection, final BranchChoice branch,
		final Attention attention, final List<AttentionMap> maps)
	{
		this.image = image;
		this.selection = selection;
		this.branch = branch;
		this.attention = attention;
		this.maps = List.copyOf(maps);
	}

	/**
	 * Runs the model on the tile that decides about the middle of the selection, as a segmentation of the image does.
	 *
	 * @param model of the RWKV-SSS kind
	 * @param segmentation of that model: which channels and which tiles
	 * @param image of any type; neither changed nor shown
	 * @param selection on it
	 * @param branch what to watch
	 * @param scans one map each; empty for the network's own path
	 * @param view how the channels become one number
	 * @throws IllegalArgumentException in one sentence if image, selection or branch do not fit the model
	 */
	public static AttentionFigure of(final SegmentationModel model, final Segmentation segmentation, final ImagePlus image,
		final Selection selection, final BranchChoice branch, final List<ScanCurve> scans, final ChannelView view,
		final Progress progress, final Cancellation cancellation)
	{
		final PixelSource seen = segmentation.seen(PixelSource.of(image), selection.frame() - 1, selection.slice() - 1);
		final boolean volume = seen.size().length == 3;
		final List<int[]> pixels = new ArrayList<>();
		for (final int[] pixel : selection.pixels()) pixels.add(volume ? new int[] { selection.slice() - 1, pixel[0], pixel[1] }
			: pixel);
		if (pixels.isEmpty()) throw new IllegalArgumentException("the selection holds no pixel; draw an area, or a point");
		progress.update(0, 2, "Running the network");
		final Attention attention = Attention.of(model, seen, tileAround(segmentation.plan(seen.size()), pixels), branch);
		cancellation.check();
		progress.update(1, 2, "Weighing tokens");
		final List<AttentionMap> maps = new ArrayList<>();
		for (final ScanCurve scan : scans.isEmpty() ? List.of(attention.scan()) : scans) maps.add(attention.map(pixels, scan,
			view, cancellation));
		progress.update(2, 2, "done");
		return new AttentionFigure(image, selection, branch, attention, maps);
	}

	/** The tile whose word counts most at the middle of the selection, or at the image's nearest pixel. */
	private static Tile tileAround(final TilePlan plan, final List<int[]> pixels) {
		final long[] middle = plan.imageSize();
		for (int d = 0; d < middle.length; d++) {
			final int axis = d;
			final double mean = pixels.stream().mapToInt(pixel -> pixel[axis]).average().orElse(0);
			middle[d] = Math.max(0, Math.min(middle[d] - 1, Math.round(mean)));
		}
		Tile best = plan.tile(0);
		double largest = -1;
		for (final Tile tile : plan) {
			double weight = 1;
			for (int d = 0; d < middle.length && weight > 0; d++) {
				final long at = middle[d] - tile.targetMin()[d];
				weight *= at < 0 || at >= tile.targetSize()[d] ? 0 : tile.weights(d)[(int) at];
			}
			if (weight > largest) {
				largest = weight;
				best = tile;
			}
		}
		return best;
	}

	/** @return the maps, in the order asked for */
	public List<AttentionMap> maps() {
		return maps;
	}

	/** @return what the network saw and weighed */
	public Attention attention() {
		return attention;
	}

	/**
	 * @return a 32-bit image of the input's size and calibration: each pixel the share of attention of the token that it
	 *         lies in, NaN where the network saw nothing; a channel per path. Not shown.
	 */
	public ImagePlus heatMap() {
		final boolean volume = attention.origin().length == 3;
		final int slices = volume ? image.getNSlices() : 1;
		final ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
		for (int z = 0; z < slices; z++) for (final AttentionMap map : maps) stack.addSlice(word(map.scan()), plane(map, volume,
			z));
		final ImagePlus result = new ImagePlus("attention of " + image.getTitle() + " " + branch, stack);
		result.setDimensions(maps.size(), slices, 1);
		result.setCalibration(Geometry.of(image).calibration());
		final ImagePlus shown = maps.size() > 1 ? new CompositeImage(result, CompositeImage.GRAYSCALE) : result;
		shown.setOpenAsHyperStack(maps.size() > 1);
		colour(shown);
		return shown;
	}

	private void colour(final ImagePlus result) {
		if (result instanceof final CompositeImage channels) {
			final LUT[] luts = new LUT[maps.size()];
			for (int i = 0; i < luts.length; i++) {
				luts[i] = HeatColours.table();
				luts[i].max = highest(maps.get(i));
			}
			channels.setLuts(luts);
			return;
		}
		result.setLut(HeatColours.table());
		result.setDisplayRange(0, highest(maps.get(0)));
	}

	static double highest(final AttentionMap map) {
		return Math.max(Double.MIN_NORMAL, Arrays.stream(map.shares()).max().orElse(0));
	}

	private FloatProcessor plane(final AttentionMap map, final boolean volume, final int slice) {
		final FloatProcessor plane = new FloatProcessor(image.getWidth(), image.getHeight());
		for (int y = 0; y < plane.getHeight(); y++) {
			for (int x = 0; x < plane.getWidth(); x++) plane.setf(x, y, volume ? attention.at(map, slice, y, x) : attention.at(
				map, y, x));
		}
		return plane;
	}

	/** @return the selected plane in colour with the maps over it side by side, the selection drawn on each. Not shown. */
	public ImagePlus overlay() {
		final OverlayPicture picture = new OverlayPicture(image, selection);
		for (final AttentionMap map : maps) picture.add(word(map.scan()), plane(map, attention.origin().length == 3, selection
			.slice() - 1), highest(map));
		return picture.build("attention on " + image.getTitle() + " " + branch);
	}

	/** @return a plot of {@link Attention#decay}. Not shown. */
	public ImagePlus curve() {
		return DecayPlot.of(attention.decay(), "decay of " + branch);
	}

	/** @return what the figure says in words, one line per path */
	public String report() {
		final StringBuilder text = new StringBuilder();
		text.append(String.format(Locale.ROOT, "%s: what it looked at, in %d parts of %s pixels%n", branch, attention
			.tokenCount(), times(attention.tokenSize())));
		text.append(String.format(Locale.ROOT, "%-10s %18s %18s %18s%n", "path", "on the place", "half within",
			"along the path"));
		for (final AttentionMap map : maps) text.append(String.format(Locale.ROOT,
			"%-10s %16.1f %% %11.0f pixels %12.0f steps%s%n", word(map.scan()), 100 * map.own(), map.halfWithinPixels(), map
				.halfWithinSteps(), map.scan() == attention.scan() ? "  (the model's own)" : ""));
		text.append(
			"on the place: share of the attention that stays on the selected place's own part of the image; half within, " +
				"along the path: so far away lies half of it\n");
		return text.toString();
	}

	private static String times(final int[] size) {
		return Arrays.stream(size).mapToObj(Integer::toString).collect(java.util.stream.Collectors.joining(" x "));
	}

	private static String word(final ScanCurve scan) {
		return scan.name().toLowerCase(Locale.ROOT);
	}
}
