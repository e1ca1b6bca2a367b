package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.segment.SegmentationSettings;

/** Runs batches and reads what they leave. */
final class BatchRuns {

	private BatchRuns() {}

	static BatchReport run(final String model, final FolderImages files, final Path output,
		final SegmentationSettings settings) throws IOException
	{
		try (BatchModel opened = BatchModel.open(model, settings, notice -> {})) {
			return new Batch(files, output, opened).run(Progress.NONE, Cancellation.NEVER);
		}
	}

	/** @return every file but the status by its path below the folder */
	static TreeMap<String, byte[]> results(final Path folder) throws IOException {
		final TreeMap<String, byte[]> results = new TreeMap<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
				if (!file.endsWith(Batch.STATUS)) results.put(folder.relativize(file).toString(), Files.readAllBytes(file));
			}
		}
		return results;
	}

	/** @return the fields of the status file's lines, its heading first */
	static List<List<String>> status(final Path output) throws IOException {
		return Files.readAllLines(output.resolve(Batch.STATUS)).stream().map(CsvLine::parse).toList();
	}
}
