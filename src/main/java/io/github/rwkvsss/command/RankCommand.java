package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import io.github.rwkvsss.correct.RankTable;
import io.github.rwkvsss.correct.RankedView;
import io.github.rwkvsss.correct.UncertaintyRanking;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Tells which slices, regions or files a model is least sure of. The work is {@link UncertaintyRanking}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Rank Uncertain",
	description = "Ranks the slices or regions of an open image, or the images of a folder, by how unsure a model is of them: what to correct next.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Rank Uncertain", weight = 2.7) })
public final class RankCommand extends PredictingCommand {

	@Parameter(label = "Input", description = "Image whose slices or regions are ranked (none = a folder).", required = false,
		autoFill = false, persist = false)
	private ImagePlus input;

	@Parameter(label = "Images", description = "Folder of images.", style = "directory", required = false, persist = false)
	private File images = new File("");

	@Parameter(label = "Model", description = "Name of a model that ships, such as nuclei-2d, or path of a model file.",
		required = false, style = Input.MODEL, persist = false)
	private String model = "nuclei-2d";

	@Parameter(label = "Region",
		description = "Edge in pixels of the squares that are ranked, such as 256 (0 = whole slices).", min = "0",
		required = false, persist = false)
	private int region;

	@Parameter(label = "Output", description = "CSV file to write all scores to; empty for none.", style = "save",
		required = false, persist = false)
	private File output = new File("");

	@Parameter(type = ItemIO.OUTPUT, label = "Ranking")
	private String ranking;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final ComputeDevice computing = ChosenDevice.of(device, this::notice);
		final Path csv = output.getPath().isEmpty() ? null : OutputFile.of(output.getPath(), inputFiles());
		if ((input == null) == images.getPath().isEmpty()) throw new IllegalArgumentException(input == null
			? "there is nothing to rank; give an input or images" : "both input and images are given; give one of them");
		final List<RankedView> views;
		try (SegmentationModel opened = ModelLibrary.open(model, computing)) {
			final UncertaintyRanking unsure = new UncertaintyRanking(Segmentation.with(opened).channels(ChannelChoice.of(
				channels)).diameter(diameter).tile(tile).flips(variants()).notices(this::notice), opened.classes(), region);
			views = input != null ? unsure.rank(input, progress, cancellation) : unsure.rank(images.toPath(), progress,
				cancellation);
		}
		ranking = RankTable.csv(views);
		if (csv != null) WholeFile.write(csv, out -> out.write(ranking.getBytes(StandardCharsets.UTF_8)));
		if (RankTable.show(views)) isOnScreen("ranking");
	}
}
