package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

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
import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.ChosenLevel;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.segment.LevelChoice;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;

/** Segments an image of any size from file to file. The work is that of the room {@code block}. */
@Plugin(type = Command.class, headless = true, attrs = { @Attr(name = CommandCall.RECORDS_ITSELF), @Attr(
	name = CommandCall.ORDER, value = "image output model channels") }, label = "RWKV-SSS Segment Large Image...",
	description = "Segments an image that does not fit into memory, block by block, from file to file; resumes an interrupted run.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Segment Large Image...",
		weight = 1.5) })
public final class SegmentLargeCommand extends SegmentingCommand {

	static final String SHARD =
		"Which of several runs on one image or folder this is, such as 3/40; join ends the work. Empty for all.";

	@Parameter(label = "Image", description = "Path of the image: a TIFF of any size, or image.ome.zarr.", style = "open",
		persist = false)
	private String image = "";

	@Parameter(label = "Label image",
		description = "File to write: labels.tif, labels.ome.zarr, or image.ome.zarr/labels/name; blocks are kept beside it meanwhile.",
		style = "save", persist = false)
	private File output = new File("");

	@Parameter(label = "Table",
		description = "A table beside the label image: area, score, intensity and centroid of each object.", required = false,
		persist = false)
	private boolean table;

	@Parameter(label = "GeoJSON", description = "A GeoJSON beside the label image: objects as polygons, for QuPath.",
		required = false, persist = false)
	private boolean geojson;

	@Parameter(label = "COCO", description = "A JSON of COCO beside the label image: objects as instances.", required = false,
		persist = false)
	private boolean coco;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced (0 or empty = automatic)";

	@Parameter(label = "Shard", description = SegmentLargeCommand.SHARD, required = false, persist = false)
	private String shard = "";

	@Parameter(label = "Memory",
		description = "MiB of Java memory per block, set by the first process (0 = most of the free memory).", min = "0",
		required = false, persist = false)
	private int memory;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (output.getPath().isEmpty()) throw new IllegalArgumentException("no file for the labels is chosen; give output");
		final Shard part = Shard.of(shard);
		final Path labels = LargeResult.requireWritable(output.getPath(), inputFiles());
		final BlockFolder folder = BlockFolder.of(labels);
		final String digest = ChosenModel.digest(model);
		final RegionImage given = ImageDoor.open(InputPath.of(image, "image").toString());
		final ImageModel opened = ChosenModel.open(model, ChosenDevice.of(device, model, this::notice));
		final ChosenLevel<RegionImage> seen = ChosenLevel.of(given, opened.facts(), settings());
		if (!seen.notice().isEmpty()) notice(seen.notice());
		try (BlockWork work = BlockWork.open(seen.image(), opened, digest, seen.settings(), folder, (long) memory << 20,
			cancellation))
		{
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
		return SegmentationSettings.builder().channels(ChannelChoice.of(channels)).results(new ChosenResults().add(
			ResultKind.LABELS, true).add(ResultKind.TABLE, table).add(ResultKind.GEOJSON, geojson).add(ResultKind.COCO, coco)
			.kinds()).tile(tile).flips(variants()).foregroundThreshold(foreground_threshold).prominence(prominence).minimumSize(
				minimum_size).diameter(diameter).level(LevelChoice.of(level)).build();
	}
}
