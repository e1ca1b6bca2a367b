package io.github.rwkvsss.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import io.github.rwkvsss.explain.AttentionFigure;
import io.github.rwkvsss.explain.BranchChoice;
import io.github.rwkvsss.explain.ChannelView;
import io.github.rwkvsss.explain.Selection;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Shows what the network looked at for a point or an area. The work is {@link AttentionFigure}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Attention Map...",
	description = "Shows which parts of an image a model attended to for a point or a selected area.", menu = { @Menu(
		label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Attention Map...", weight = 4) })
public final class AttentionCommand extends TiledCommand {

	@Parameter(label = "Input", description = "Image with a point or an area selected.", autoFill = false, persist = false)
	private ImagePlus input;

	@Parameter(label = "Model", description = "Name of a model that ships, such as nuclei-2d, or path of a model file.",
		style = Input.MODEL, persist = false)
	private String model = "nuclei-2d";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offered();

	@Parameter(label = "Part", description = "Half of the network: the way down or the way up.", choices = { "encoder",
		"decoder" }, persist = false)
	private String part = "encoder";

	@Parameter(label = "Stage", description = "Stage of that part: 1 is the finest, 4 the coarsest (encoder only).",
		min = "1", max = "4", persist = false)
	private int stage = 2;

	@Parameter(label = "Block", description = "Block of that stage, from 1.", min = "1", persist = false)
	private int block = 1;

	@Parameter(label = "Branch", description = "Branch of the block: global sees coarse windows, local fine ones.",
		choices = { "global", "local" }, persist = false)
	private String branch = "local";

	@Parameter(label = "Path",
		description = "Scan path of the attention: the model's own, another with the same weights, or all side by side.",
		choices = { "model", "hilbert", "diagonal", "snake", "raster", "all" }, persist = false)
	private String path = "model";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced (0 or empty = automatic)";

	@Parameter(label = "X", description = "Column of the point, from 0; -1 to take the image's selection.", min = "-1",
		persist = false)
	private int x = -1;

	@Parameter(label = "Y", description = "Row of the point, from 0; -1 to take the image's selection.", min = "-1",
		persist = false)
	private int y = -1;

	@Parameter(label = "Slice", description = "Slice to look at, from 1; 0 for the current one.", min = "0", persist = false)
	private int slice;

	@Parameter(label = "Frame", description = "Time point to look at, from 1; 0 for the current one.", min = "0",
		persist = false)
	private int frame;

	@Parameter(label = "Weighting",
		description = "How the channels become one map: their mean, or the norm of each part's contribution.", choices = {
			"mean", "value" }, persist = false)
	private String weighting = "mean";

	@Parameter(label = "Single channel", description = "Show this channel of the branch alone, from 1; 0 for all.", min = "0",
		persist = false)
	private int single;

	@Parameter(type = ItemIO.OUTPUT, label = "Attention",
		description = "32-bit heat map: the share of attention of each part of the image.")
	private ImagePlus output;

	@Parameter(type = ItemIO.OUTPUT, label = "Overlay", required = false,
		description = "The heat map over the image, one panel per path.")
	private ImagePlus overlay;

	@Parameter(type = ItemIO.OUTPUT, label = "Decay", required = false,
		description = "Plot of how the weight falls with the distance along the path.")
	private ImagePlus curve;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (x < 0 != y < 0) throw new IllegalArgumentException("only one of x and y is given; give both, or neither");
		final ComputeDevice computing = ChosenDevice.of(device, this::notice);
		final Selection selection = x < 0 ? Selection.of(input, slice, frame) : Selection.point(input, x, y, slice, frame);
		final AttentionFigure figure;
		try (SegmentationModel opened = ModelLibrary.open(model, computing)) {
			final Segmentation segmentation = Segmentation.with(opened).channels(ChannelChoice.of(channels)).tile(tile).build();
			figure = AttentionFigure.of(opened, segmentation, input, selection, branch(), scans(), view(), progress,
				cancellation);
		}
		output = figure.heatMap();
		overlay = figure.overlay();
		curve = figure.curve();
		report = figure.report();
	}

	private BranchChoice branch() {
		return new BranchChoice(BranchChoice.Part.valueOf(upper(part)), stage, block, BranchChoice.Branch.valueOf(upper(
			branch)));
	}

	private List<ScanCurve> scans() {
		return switch (path) {
			case "model" -> List.of();
			case "all" -> List.of(ScanCurve.HILBERT, ScanCurve.DIAGONAL, ScanCurve.SNAKE, ScanCurve.RASTER);
			default -> List.of(ScanCurve.valueOf(upper(path)));
		};
	}

	private ChannelView view() {
		if (single > 0) return ChannelView.only(single);
		return weighting.equals("value") ? ChannelView.byValue() : ChannelView.mean();
	}

	private static String upper(final String word) {
		return word.toUpperCase(Locale.ROOT);
	}
}
