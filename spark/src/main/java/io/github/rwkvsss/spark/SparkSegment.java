package io.github.rwkvsss.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

import io.github.rwkvsss.block.BlockFolder;
import io.github.rwkvsss.block.BlockJoin;
import io.github.rwkvsss.block.BlockStatus;
import io.github.rwkvsss.block.BlockWork;
import io.github.rwkvsss.block.ImageDoor;
import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.format.OmeZarrLabels;
import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChosenLevel;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.segment.SegmentationSettings;

/**
 * {@code spark-segment}: one image of any extent, a task for every few blocks, joined by the driver into OME-Zarr: the result
 * of {@code segment_large}. {@code memory} is that of Java for a block, in MiB; unset, half of an executor's. Image and output must lie at the same absolute path on every machine, or the image in the net.
 */
public final class SparkSegment {

	private static final Set<String> OWN = Set.of("image", "output", "memory");
	/** Neighbours share tiles, which one executor predicts once. */
	private static final int BLOCKS_PER_TASK = 8;
	private static final String HEADER = "block,place,objects,seconds,message";
	private static final Progress UNSEEN = (done, total, message) -> {};

	private SparkSegment() {}

	/** Runs it and ends the program: with 0 if all was written, else with 1. */
	public static void main(final String... args) {
		System.exit(Program.run(() -> run(args)));
	}

	/** @return one sentence with the counts */
	static String run(final String... args) throws IOException {
		final Keys keys = new Keys("spark-segment", OWN, args);
		final String choice = keys.text("model", "nuclei-2d");
		final SegmentationSettings settings = keys.settings();
		final String image = keys.needed("image").contains("://") ? keys.needed("image") : SparkBatch.absolute(keys.needed("image"))
			.toString();
		final Path output = SparkBatch.absolute(keys.needed("output"));
		if (!OmeZarrLabels.isPlace(output)) throw new IllegalArgumentException("cannot write " + output +
			": the name must end in .ome.zarr, or be that of labels in an image, such as image.ome.zarr/labels/cells");
		OmeZarrLabels.requireReplaceable(output);
		final ShippedModel shipped = ShippedModel.of(choice);
		final SparkConf conf = ClusterSettings.of("RWKV-SSS segment", choice, settings.tile());
		final Job job = new Job(image, output.toString(), ChosenModel.digest(choice), args, Program.cores(conf));
		final long blocks;
		// NB: the driver leaves the plan, by the executors' memory and not by its own.
		try (BlockWork work = job.open(choice, keys.number("memory") > 0 ? (long) keys.number("memory") << 20
			: ClusterSettings.heap(conf) / 2)) {
			Program.say(work.text());
			blocks = work.count();
		}
		final String[] rows = new String[Math.toIntExact(blocks)];
		try (JavaSparkContext context = new JavaSparkContext(conf)) {
			final Broadcast<ShippedModel> model = context.broadcast(shipped);
			final List<Long> tasks = new ArrayList<>();
			for (long first = 0; first < blocks; first += BLOCKS_PER_TASK) tasks.add(first);
			Rows.each(context, tasks, first -> job.run(model.value(), first, Math.min(blocks, first + BLOCKS_PER_TASK)), part -> {
				for (final String row : part.split("\n")) rows[Integer.parseInt(row.substring(0, row.indexOf(',')))] = row;
			});
		}
		return join(output, rows);
	}

	private static String join(final Path output, final String[] rows) throws IOException {
		final BlockFolder folder = BlockFolder.of(output);
		final BlockJoin join = BlockJoin.of(folder, UNSEEN, Cancellation.NEVER);
		final double[] pixel = join.plan().pixelSize().stream().mapToDouble(Double::doubleValue).toArray();
		join.writeLabels((plan, highest) -> OmeZarrLabels.create(output, sizes(plan.imageSize()), pixel, plan.unit(), () -> {}), UNSEEN,
			Cancellation.NEVER);
		WholeFile.write(BlockFolder.beside(output, "blocks.csv"), out -> out.write((HEADER + "\n" + String.join("\n",
			Arrays.asList(rows)) + "\n").getBytes(StandardCharsets.UTF_8)));
		join.writeBeside(output, Cancellation.NEVER);
		join.deleteBlocks();
		return "wrote " + output + ": " + join.objects() + " objects in " + rows.length + " blocks, " + join.inexact().size() +
			" of them not exact";
	}

	private static long[] sizes(final long... size) {
		return size;
	}

	/** What executors have to know; settings travel as the user wrote them. */
	private record Job(String image, String output, String digest, String[] args, int cores) implements Serializable {

		BlockWork open(final String choice, final long heap) throws IOException {
			final RegionImage given = ImageDoor.open(image);
			final ImageModel model = ChosenModel.open(choice);
			final ChosenLevel<RegionImage> seen = ChosenLevel.of(given, model.facts(), new Keys("spark-segment", OWN, args)
				.settings());
			return BlockWork.open(seen.image(), model, digest, seen.settings(), BlockFolder.of(Path.of(output)), heap,
				Cancellation.NEVER);
		}

		String run(final ShippedModel model, final long first, final long end) throws IOException {
			return Executors.alone(image + "|" + String.join("|", args), cores, () -> open(model.unpack(), 0), work -> {
				final List<String> rows = new ArrayList<>();
				for (long block = first; block < end; block++) {
					final BlockStatus status = work.run(block, UNSEEN, Cancellation.NEVER);
					rows.add(CsvLine.of(List.of(Long.toString(status.block()), status.place(), status.objects() < 0 ? "" : Long.toString(
						status.objects()), String.format(Locale.ROOT, "%.2f", status.seconds()), status.message().replaceAll("\\R", " "))));
				}
				return String.join("\n", rows);
			});
		}
	}
}
