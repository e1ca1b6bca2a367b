package io.github.rwkvsss.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

import io.github.rwkvsss.batch.BatchModel;
import io.github.rwkvsss.batch.BatchReport;
import io.github.rwkvsss.batch.BatchRows;
import io.github.rwkvsss.batch.BatchTask;
import io.github.rwkvsss.batch.FolderImages;
import io.github.rwkvsss.batch.Subfolders;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.segment.SegmentationSettings;

/**
 * {@code spark-batch}: the images of a folder, a task each, with the results of {@code batch}. Folders must lie at the same
 * absolute path on every machine.
 */
public final class SparkBatch {

	private static final Set<String> OWN = Set.of("images", "output", "include", "exclude", "recursive");

	private SparkBatch() {}

	/** Runs it and ends the program: with 0 if every image has its results, else with 1. */
	public static void main(final String... args) {
		System.exit(Program.run(() -> {
			final BatchReport report = run(args);
			if (report.failed() > 0) throw new IOException(report.sentence());
			return report.sentence();
		}));
	}

	/** @return how the batch ended; images that failed are no exception */
	static BatchReport run(final String... args) throws IOException {
		final Keys keys = new Keys("spark-batch", OWN, args);
		final String choice = keys.text("model", "nuclei-2d");
		final SegmentationSettings settings = keys.settings();
		final FolderImages images = new FolderImages(absolute(keys.needed("images")), keys.truth("recursive")
			? Subfolders.INCLUDED : Subfolders.LEFT_OUT, keys.text("include", ""), keys.text("exclude", ""));
		final Path output = absolute(keys.needed("output"));
		final ShippedModel shipped = ShippedModel.of(choice);
		final SparkConf conf = ClusterSettings.of("RWKV-SSS batch", choice, settings.tile());
		try (BatchRows rows = BatchRows.open(images, output, settings.orderedResults(), Program::say);
				JavaSparkContext context = new JavaSparkContext(conf))
		{
			final Broadcast<ShippedModel> model = context.broadcast(shipped);
			final Job job = new Job(images.folder().toString(), images.subfolders(), images.include(), images.exclude(), output
				.toString(), args, Program.cores(conf));
			final List<String[]> items = new ArrayList<>();
			for (final String name : rows.names()) items.add(new String[] { name, rows.before(name) });
			Rows.each(context, items, item -> job.run(model.value(), item[0], item[1]), rows::add);
			return rows.finish();
		}
	}

	static Path absolute(final String text) {
		return Path.of(text).toAbsolutePath().normalize();
	}

	/** What executors have to know; settings travel as the user wrote them. */
	private record Job(String images, Subfolders subfolders, String include, String exclude, String output, String[] args,
		int cores) implements Serializable
	{

		String run(final ShippedModel model, final String name, final String before) throws IOException {
			return Executors.alone(images + "|" + output + "|" + String.join("|", args), cores, () -> BatchTask.open(new FolderImages(
				Path.of(images), subfolders, include, exclude), Path.of(output), BatchModel.open(model.unpack(), new Keys(
					"spark-batch", OWN, args).settings(), notice -> {})), task -> task.run(name, before, Cancellation.NEVER));
		}
	}
}
