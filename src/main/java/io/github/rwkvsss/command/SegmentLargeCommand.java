package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.block.BlockFolder;
import io.github.rwkvsss.block.BlockShard;
import io.github.rwkvsss.block.BlockWork;
import io.github.rwkvsss.block.ImageDoor;
import io.github.rwkvsss.file.Shard;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.DimObjects;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;

/** Segments an image of any size from file to file. The work is that of the room {@code block}. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF), label = "RWKV-SSS Segment Large Image...", description =
	"Segments an image that does not fit into memory, block by block, from file to file; takes up where an earlier run ended.", menu = {
		@Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Segment Large Image...", weight = 1.5) })
public final class SegmentLargeCommand extends ReportingCommand {

	@Parameter(label = "Image", description = "Path of the image: a TIFF of any size, or image.ome.zarr.", style = "open",
		persist = false)
	private String image = "";

	@Parameter(label = "Label image", description =
		"File to write: labels.tif, labels.ome.zarr, or image.ome.zarr/labels/name; blocks are kept beside it meanwhile.", style =
			"save", persist = false)
	private File output = new File("");

	@Parameter(label = "Model", description = "Name of a model, such as nuclei-2d, path of a model file, or imported:name.",
		style = Input.SEGMENTING_MODEL, persist = false)
	private String model = "nuclei-2d";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String models = ModelText.offeredForSegmenting();

	@Parameter(label = "Channels", description =
		"Channels to use, numbered from 1, such as 1 or 1,2,3; empty for all that the image has.", required = false,
		persist = false)
	private String channels = "";

	@Parameter(label = "Table", description =
		"A table beside the label image: area, score, intensity and centroid of each object.", required = false, persist = false)
	private boolean table;

	@Parameter(label = "Diameter", description =
		"Of objects: pixels across a typical one in the image, for models that know the size of their objects, such as nuclei-2d; 0 finds it.",
		min = "0", max = "4096", required = false, persist = false)
	private double diameter;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: what is 0 or empty is chosen by itself";

	@Parameter(label = "Shard", description =
		"Which of several runs on one image this is, such as 3/40; join ends the work. Empty for the whole image.", required =
			false, persist = false)
	private String shard = "";

	@Parameter(label = "Memory", description =
		"MiB of Java's memory for a block, of whoever begins the work; 0 for most of what is free.", min = "0", required = false,
		persist = false)
	private int memory;

	@Parameter(label = "Tile", description =
		"Edge of the tiles in pixels, a multiple of the model's stride; 0 for the size the model was trained on.", min = "0",
		required = false, persist = false)
	private int tile;

	@Parameter(label = "Flips", description =
		"Predict mirror images too and average: four times slower, a little more accurate.", required = false, persist =
			false)
	private boolean flips;

	@Parameter(label = "Foreground threshold", description =
		"Of objects: a pixel belongs to one if its probability exceeds this; 0 for the model's own.", min = "0", max =
			"0.999", required = false, persist = false)
	private double foreground_threshold;

	@Parameter(label = "Prominence", description =
		"Of objects: lower parts touching ones more often, higher breaks fewer; 0 for the model's own.", min = "0", max =
			"1.999", required = false, persist = false)
	private double prominence;

	@Parameter(label = "Minimum size", description =
		"Of objects: smaller ones are removed, in pixels; 0 for the model's own.", min = "0", required = false, persist =
			false)
	private int minimum_size;

	@Parameter(label = "Device", description =
		"Where to compute: auto uses an NVIDIA GPU if one can be used, else the CPU; cuda requires the first GPU.", choices = {
			"auto", "cpu", "cuda", "cuda:1", "cuda:2", "cuda:3", "mps" }, required = false, persist = false)
	private String device = "auto";

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (output.getPath().isEmpty()) throw new IllegalArgumentException("no file for the labels is chosen; give output");
		final Shard part = Shard.of(shard);
		final Path labels = LargeResult.requireWritable(output.getPath(), inputFiles());
		final BlockFolder folder = BlockFolder.of(labels);
		final String digest = ChosenModel.digest(model);
		try (BlockWork work = BlockWork.open(ImageDoor.open(InputPath.of(image, "image").toString()), ChosenModel.open(model,
			ChosenDevice.of(device, model, this::notice)), digest, settings(), folder, (long) memory << 20, cancellation)) {
			notice(work.text());
			new BlockShard(work, folder, part, this::notice).run(progress, cancellation);
		}
		if (!part.isWhole()) {
			report = "shard " + part + " is done; run the others, then join output=" + output.getPath();
			return;
		}
		final LargeResult result = LargeResult.join(folder, labels, progress, cancellation);
		result.written().forEach(this::wrote);
		report = result.sentence();
	}

	private SegmentationSettings settings() {
		return new SegmentationSettings(ChannelChoice.of(channels), table ? Set.of(ResultKind.LABELS, ResultKind.TABLE) : Set.of(
			ResultKind.LABELS), tile, flips ? Flips.ALL : Flips.NONE, foreground_threshold, prominence, minimum_size, diameter,
			DimObjects.LEFT, Slicing.STORED);
	}
}
