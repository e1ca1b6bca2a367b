package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.block.BlockFolder;
import io.github.rwkvsss.block.BlockJoin;
import io.github.rwkvsss.block.BlockPlan;
import io.github.rwkvsss.file.InputFiles;
import io.github.rwkvsss.format.OmeZarrLabels;
import io.github.rwkvsss.format.TiffLabels;
import io.github.rwkvsss.image.LabelSink;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * What becomes of an image's blocks: a label image, and a table, GeoJSON and COCO beside it.
 *
 * @param written files
 * @param sentence what was found
 */
record LargeResult(List<Path> written, String sentence) {

	/** @throws IOException in one sentence if no label image of that name can be written there */
	static Path requireWritable(final String output, final InputFiles inputs) throws IOException {
		if (!output.endsWith(".tif") && !output.endsWith(".tiff") && !OmeZarrLabels.isPlace(Path.of(output)))
			throw new IOException("cannot write " + output + ": the name must end in .tif or .ome.zarr");
		return OutputFile.of(output, inputs);
	}

	private static LabelSink sink(final Path labels, final BlockPlan plan, final int highest, final Cancellation cancellation)
		throws IOException
	{
		final double[] pixelSize = plan.pixelSize().stream().mapToDouble(Double::doubleValue).toArray();
		return OmeZarrLabels.isPlace(labels) ? OmeZarrLabels.create(labels, plan.imageSize(), pixelSize, plan.unit(),
			cancellation::check) : TiffLabels.create(labels, plan.imageSize(), highest, pixelSize, plan.unit());
	}

	/** Joins the blocks in a folder, and deletes them when all is written. */
	static LargeResult join(final BlockFolder folder, final Path labels, final Progress progress,
		final Cancellation cancellation) throws IOException
	{
		final BlockJoin join = BlockJoin.of(folder, progress, cancellation);
		final List<Path> written = new ArrayList<>(List.of(labels));
		join.writeLabels((plan, highest) -> sink(labels, plan, highest, cancellation), progress, cancellation);
		written.addAll(join.writeBeside(labels, cancellation));
		join.deleteBlocks();
		final String found = join.plan().findsObjects() ? join.objects() + " objects" + (join.small() > 0 ? ", " + join
			.small() + " more left out because of their size" : "") : "classes are labelled";
		return new LargeResult(written, join.inexact().isEmpty() ? found : found + "; not exact in " + join.inexact().size() +
			" places: " + String.join("; ", join.inexact().subList(0, Math.min(5, join.inexact().size()))));
	}
}
