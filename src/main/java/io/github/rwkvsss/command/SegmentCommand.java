package io.github.rwkvsss.command;

import java.awt.GraphicsEnvironment;
import java.io.IOException;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.macro.Interpreter;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;

/** Segments an image. The work is {@link Segmentation}'s. */
@Plugin(type = Command.class, headless = true, label = "RWKV-SSS Segment...", description =
	"Finds objects or classes of pixels in an image, with a model that ships or one of your own.", menu = { @Menu(label =
		"Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Segment...", weight = 1) })
public final class SegmentCommand extends ReportingCommand {

	@Parameter(label = "Input", description = "Image to segment: a plane, a stack or a hyperstack.", persist = false)
	private ImagePlus input;

	@Parameter(label = "Model", description = "Name of a model that ships, such as nuclei-2d, or path of a model file.",
		persist = false)
	private String model = "nuclei-2d";

	@Parameter(label = "Channels", description =
		"Channels to use, numbered from 1, such as 1 or 1,2,3; empty for all that the image has.", required = false,
		persist = false)
	private String channels = "";

	@Parameter(label = "Result", description =
		"labels: a number per object or class; mask: 0 and 255; probabilities: one channel per class.", choices = {
			"labels", "mask", "probabilities" }, persist = false)
	private String result = "labels";

	@Parameter(label = "Tile", description =
		"Edge of the tiles in pixels, a multiple of the model's stride; 0 chooses by itself.", min = "0", persist = false)
	private int tile;

	@Parameter(label = "Flips", description =
		"Predict mirror images too and average: four times slower, a little more accurate.", persist = false)
	private boolean flips;

	@Parameter(label = "Foreground threshold", description =
		"Of objects: a pixel belongs to one if its probability exceeds this; 0 for the model's own.", min = "0", max =
			"0.999", persist = false)
	private double foreground_threshold;

	@Parameter(label = "Prominence", description =
		"Of objects: lower parts touching ones more often, higher breaks fewer; 0 for the model's own.", min = "0", max =
			"1.999", persist = false)
	private double prominence;

	@Parameter(label = "Minimum size", description =
		"Of objects: smaller ones are removed, in pixels; 0 for the model's own.", min = "0", persist = false)
	private int minimum_size;

	@Parameter(type = ItemIO.OUTPUT, label = "Output", description = "What was found, of the input's size and calibration.")
	private ImagePlus output;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		try (SegmentationModel opened = ModelLibrary.open(model)) {
			output = Segmentation.with(opened).channels(ChannelChoice.of(channels)).result(ResultKind.of(result)).tile(tile)
				.flips(flips ? Flips.ALL : Flips.NONE).instances(instances(opened.manifest().instances())).notices(this::notice)
				.build().run(input, progress, cancellation);
		}
		// NB: Fiji shows outputs, but not without a screen, where a macro would never see them.
		if (GraphicsEnvironment.isHeadless() && Interpreter.getInstance() != null) output.show();
	}

	private InstanceParameters instances(final InstanceParameters ofModel) {
		if (ofModel == null) {
			if (foreground_threshold != 0 || prominence != 0 || minimum_size != 0) throw new IllegalArgumentException("model " +
				model + " finds no objects; leave foreground_threshold, prominence and minimum_size at 0");
			return null;
		}
		InstanceParameters wanted = ofModel;
		if (foreground_threshold != 0) wanted = wanted.withForegroundThreshold((float) foreground_threshold);
		if (prominence != 0) wanted = wanted.withProminence((float) prominence);
		if (minimum_size != 0) wanted = wanted.withMinimumSize(minimum_size);
		return wanted;
	}
}
