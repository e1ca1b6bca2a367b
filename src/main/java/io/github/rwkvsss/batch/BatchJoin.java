package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.rwkvsss.segment.ResultKind;

/**
 * Ends a batch that was run in shards: looks whether every image of the folder has been taken, whatever number of shards
 * there were, and joins their status files and tables.
 */
public final class BatchJoin {

	private static final Pattern SHARD = Pattern.compile("batch-status-\\d+-of-\\d+\\.csv");

	private BatchJoin() {}

	/** @return whether there are shards of a batch in a folder */
	public static boolean isNeededIn(final Path output) throws IOException {
		return Files.isDirectory(output) && !statusFiles(output).isEmpty();
	}

	/**
	 * @param images as the shards were given them
	 * @param output folder of the results
	 * @return counts over all shards
	 * @throws IOException in one sentence if images are missing, and which, or a shard is still running
	 */
	public static BatchReport run(final FolderImages images, final Path output) throws IOException {
		final List<FolderImages.Item> items = images.list(output);
		final List<Path> files = statusFiles(output);
		if (files.isEmpty()) throw new IOException("there are no shards of a batch in " + output +
			"; run batch with shard=1/2 and shard=2/2 first, for instance");
		final Map<String, FileStatus> rows = new HashMap<>();
		for (final Path file : files) {
			try (StatusFile status = StatusFile.open(file)) {
				// NB: a file may be in two shards, if their number was changed; what is done is done.
				for (final FileStatus row : status.rows()) rows.merge(row.file(), row, (one, other) -> one
					.outcome() == FileStatus.Outcome.DONE ? one : other);
			}
		}
		final List<String> missing = items.stream().map(FolderImages.Item::name).filter(name -> !rows.containsKey(name))
			.toList();
		if (!missing.isEmpty()) throw new IOException(missing.size() + " of " + items.size() +
			" images have not been taken by any shard: " + missing.stream().limit(5).collect(Collectors.joining(", ")) + (missing
				.size() > 5 ? " and more" : "") + "; run their shards again, then join");
		int failed = 0;
		try (StatusFile status = StatusFile.open(output.resolve(Batch.STATUS))) {
			for (final FolderImages.Item item : items) {
				status.add(rows.get(item.name()));
				if (rows.get(item.name()).outcome() == FileStatus.Outcome.FAILED) failed++;
			}
			final List<ResultKind> joined = Stream.of(ResultKind.TABLE, ResultKind.COCO).filter(kind -> Files.isDirectory(output
				.resolve(kind.word()))).toList();
			BatchResults.in(output, joined).join(items);
			status.finish(items.stream().map(FolderImages.Item::name).toList());
		}
		for (final Path file : files) Files.deleteIfExists(file);
		return new BatchReport(items.size() - failed, 0, failed, output.resolve(Batch.STATUS));
	}

	private static List<Path> statusFiles(final Path output) throws IOException {
		try (Stream<Path> all = Files.list(output)) {
			return new ArrayList<>(all.filter(file -> SHARD.matcher(file.getFileName().toString()).matches()).sorted().toList());
		}
	}
}
