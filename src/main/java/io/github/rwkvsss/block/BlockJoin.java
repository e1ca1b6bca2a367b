package io.github.rwkvsss.block;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import ij.measure.Calibration;
import io.github.rwkvsss.file.OpenFile;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.image.LabelSink;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.BlockLayout;
import io.github.rwkvsss.segment.BlockTable;
import io.github.rwkvsss.segment.FoundBlock;
import io.github.rwkvsss.segment.ObjectShape;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.ShapeFiles;
import io.github.rwkvsss.segment.ShapeSink;

/**
 * Joins the blocks of an image: looks whether all are there, numbers objects from 1 in the order of their first pixels, in
 * each plane or volume separately, and writes labels and table. Holds the objects' numbers and one row of blocks.
 */
public final class BlockJoin {

	private final BlockFolder folder;
	private final BlockPlan plan;
	private final BlockLayout layout;
	/** Of the objects of each plane or volume, ascending. */
	private final long[][] numbers;
	private final List<String> inexact = new ArrayList<>();
	private long objects;
	private long small;
	private int highest;

	/** Makes the place of the labels when it is known how many there are. */
	@FunctionalInterface
	public interface Sinks {

		/** @param highest label that will occur */
		LabelSink open(BlockPlan plan, int highest) throws IOException;
	}

	private BlockJoin(final BlockFolder folder, final BlockPlan plan) {
		this.folder = folder;
		this.plan = plan;
		layout = plan.layout();
		numbers = new long[Math.toIntExact(layout.parts())][];
	}

	/**
	 * @return the join of what is in a folder
	 * @throws IOException in one sentence if there is no plan, or blocks are missing, and which
	 */
	public static BlockJoin of(final BlockFolder folder, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final BlockPlan plan = folder.plan().orElseThrow(() -> new IOException("there are no blocks at " + folder.path() +
			"; run the shards first, with the same output"));
		final BlockJoin join = new BlockJoin(folder, plan);
		join.requireAll();
		join.number(progress, cancellation);
		return join;
	}

	private void requireAll() throws IOException {
		final List<String> missing = new ArrayList<>();
		long count = 0;
		for (long block = 0; block < layout.count(); block++) {
			if (folder.has(block)) continue;
			final long first = block;
			while (block + 1 < layout.count() && !folder.has(block + 1)) block++;
			count += block - first + 1;
			missing.add(first == block ? Long.toString(first) : first + " to " + block);
		}
		if (count > 0) throw new IOException(count + " of " + layout.count() + " blocks are missing in " + folder.path() +
			": " + missing.stream().limit(8).collect(Collectors.joining(", ")) + (missing.size() > 8 ? " and more" : "") +
			"; run their shards again, then join");
	}

	private void number(final Progress progress, final Cancellation cancellation) throws IOException {
		for (int part = 0; part < numbers.length; part++) {
			long[] all = new long[1024];
			int count = 0;
			for (long i = 0; i < layout.perPart(); i++) {
				cancellation.check();
				final long block = part * layout.perPart() + i;
				progress.update(block, 2 * layout.count(), "numbering objects");
				final FoundBlock found = folder.read(block, 0, false);
				small += found.small();
				for (final String sentence : found.inexact()) inexact.add("block " + block + ": " + sentence);
				if (count + found.numbers().length > all.length) all = Arrays.copyOf(all, Math.max(2 * all.length, count + found
					.numbers().length));
				System.arraycopy(found.numbers(), 0, all, count, found.numbers().length);
				count += found.numbers().length;
			}
			Arrays.sort(all, 0, count);
			int kept = 0;
			for (int i = 0; i < count; i++) if (i == 0 || all[i] != all[i - 1]) all[kept++] = all[i];
			numbers[part] = Arrays.copyOf(all, kept);
			objects += kept;
			highest = Math.max(highest, kept);
		}
		if (!plan.findsObjects()) highest = plan.model().classValues().stream().mapToInt(Integer::intValue).max().orElse(0);
	}

	/** @return how many objects there are; 0 of a semantic model */
	public long objects() {
		return objects;
	}

	/** @return how many objects were left out because of their size */
	public long small() {
		return small;
	}

	/** @return where the result is not that of the whole image, a sentence each */
	public List<String> inexact() {
		return List.copyOf(inexact);
	}

	/** @return what all runs had in common */
	public BlockPlan plan() {
		return plan;
	}

	private int rank(final int part, final long number) {
		return 1 + Arrays.binarySearch(numbers[part], number);
	}

	/**
	 * Writes the label image.
	 *
	 * @throws io.github.rwkvsss.progress.CanceledException at the next block after a cancel; nothing is to be seen then
	 * @throws IOException in one sentence; nothing is to be seen then
	 */
	public void writeLabels(final Sinks sinks, final Progress progress, final Cancellation cancellation) throws IOException {
		try (LabelSink sink = sinks.open(plan, highest)) {
			for (long block = 0; block < layout.count(); block++) {
				cancellation.check();
				progress.update(layout.count() + block, 2 * layout.count(), "writing labels");
				final FoundBlock found = folder.read(block, pixels(block), true);
				sink.write(layout.imageMin(block), layout.imageSize(block), values(found, (int) layout.partOf(block)));
			}
			sink.finish();
		}
	}

	private int pixels(final long block) {
		return Arrays.stream(layout.imageSize(block)).reduce(1, Math::multiplyExact);
	}

	private int[] values(final FoundBlock found, final int part) {
		final int[] values = new int[plan.findsObjects() ? found.numbers().length + 1 : plan.model().classValues().size()];
		for (int n = 0; n < values.length; n++) values[n] = !plan.findsObjects() ? plan.model().classValues().get(n) : n == 0
			? 0 : rank(part, found.numbers()[n - 1]);
		final int[] labels = found.labels();
		for (int i = 0; i < labels.length; i++) labels[i] = values[labels[i]];
		return labels;
	}

	/**
	 * Writes the table as comma-separated values.
	 *
	 * @throws io.github.rwkvsss.progress.CanceledException at the next row of blocks after a cancel
	 * @throws IOException in one sentence; the file is then as it was
	 */
	public void writeTable(final Path file, final Cancellation cancellation) throws IOException {
		final BlockTable table = table();
		try (OpenFile open = OpenFile.of(file)) {
			final Writer out = Channels.newWriter(open.channel(), StandardCharsets.UTF_8);
			out.write(table.heading());
			for (int part = 0; part < numbers.length; part++) {
				final int of = part;
				// Objects of a row of blocks begin before those of the next; classes are joined over all.
				final long together = plan.findsObjects() ? layout.perRow() : layout.perPart();
				for (long i = 0; i < layout.perPart(); i += together) {
					cancellation.check();
					out.write(table.rows(layout.frame(part), layout.slice(part), row(part, i, together), number -> rank(of, number)));
				}
			}
			out.flush();
			open.finish();
		}
	}

	/**
	 * Writes what is wanted beside the label image: table, GeoJSON, COCO.
	 *
	 * @param labels the label image
	 * @return the files
	 * @throws io.github.rwkvsss.progress.CanceledException as {@link #writeTable}
	 * @throws IOException likewise
	 */
	public List<Path> writeBeside(final Path labels, final Cancellation cancellation) throws IOException {
		final List<Path> written = new ArrayList<>();
		for (final ResultKind kind : List.of(ResultKind.TABLE, ResultKind.GEOJSON, ResultKind.COCO)) {
			if (!plan.wants(kind)) continue;
			final Path file = BlockFolder.beside(labels, kind.word() + kind.extension());
			if (kind == ResultKind.TABLE) writeTable(file, cancellation);
			else writeShapes(kind, file, cancellation);
			written.add(file);
		}
		return written;
	}

	/**
	 * Writes the objects as GeoJSON or COCO's JSON; memory holds those of one row of blocks.
	 *
	 * @throws io.github.rwkvsss.progress.CanceledException at the next row of blocks after a cancel
	 * @throws IOException in one sentence; the file is then as it was
	 */
	public void writeShapes(final ResultKind kind, final Path file, final Cancellation cancellation) throws IOException {
		final BlockTable table = table();
		try (OpenFile open = OpenFile.of(file)) {
			final Writer out = new BufferedWriter(Channels.newWriter(open.channel(), StandardCharsets.UTF_8), 1 << 16);
			final ShapeSink sink = ShapeFiles.begin(kind, plan.title(), plan.imageSize(), plan.model(), out);
			for (int part = 0; part < numbers.length; part++) {
				final int of = part;
				for (long i = 0; i < layout.perPart(); i += layout.perRow()) {
					cancellation.check();
					for (final ObjectShape shape : table.shapes(layout.frame(part), layout.slice(part), row(part, i, layout.perRow()),
						number -> rank(of, number))) sink.add(shape);
				}
			}
			sink.finish();
			open.finish();
		}
	}

	private List<FoundBlock> row(final int part, final long first, final long count) throws IOException {
		final List<FoundBlock> row = new ArrayList<>();
		for (long k = first; k < first + count; k++) row.add(folder.read(part * layout.perPart() + k, 0, false));
		return row;
	}

	private BlockTable table() {
		final Calibration calibration = new Calibration();
		calibration.pixelWidth = plan.pixelSize().get(0);
		calibration.pixelHeight = plan.pixelSize().get(1);
		calibration.pixelDepth = plan.pixelSize().get(2);
		calibration.setUnit(plan.unit());
		return new BlockTable(ImageReader.withoutExtension(plan.title()), plan.model(), calibration, plan.channels(), Math
			.toIntExact(plan.imageSize()[2]));
	}

	/** Deletes the blocks: what they were for is written. */
	public void deleteBlocks() throws IOException {
		folder.delete();
	}
}
