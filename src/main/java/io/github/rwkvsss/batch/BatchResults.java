package io.github.rwkvsss.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.rwkvsss.image.WholeFile;
import io.github.rwkvsss.segment.CsvLine;
import io.github.rwkvsss.segment.ResultFile;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationResult;

/** Where the results of a batch lie: a folder per kind, and in it the folders of the images. */
final class BatchResults {

	private static final String ALL_TABLES = "all-objects.csv";

	private final Path output;
	private final List<ResultKind> kinds;

	private BatchResults(final Path output, final List<ResultKind> kinds) {
		this.output = output;
		this.kinds = kinds;
	}

	/**
	 * Makes the folders and clears away what a killed run left half-written.
	 *
	 * @throws IOException in one sentence if they cannot be made
	 */
	static BatchResults in(final Path output, final List<ResultKind> kinds) throws IOException {
		final BatchResults results = new BatchResults(output, kinds);
		try {
			for (final ResultKind kind : kinds) Files.createDirectories(results.folder(kind));
		}
		catch (final IOException e) {
			throw new IOException("cannot make folders in " + output + "; choose another folder for the results", e);
		}
		for (final ResultKind kind : kinds) removeParts(results.folder(kind), Integer.MAX_VALUE);
		removeParts(output, 1);
		return results;
	}

	private static void removeParts(final Path folder, final int depth) throws IOException {
		final List<Path> parts;
		try (Stream<Path> files = Files.walk(folder, depth)) {
			parts = files.filter(file -> file.getFileName().toString().matches("\\..*\\.part")).filter(Files::isRegularFile)
				.toList();
		}
		for (final Path part : parts) Files.deleteIfExists(part);
	}

	private Path folder(final ResultKind kind) {
		return output.resolve(kind.word());
	}

	private Path file(final FolderImages.Item item, final ResultKind kind) {
		return folder(kind).resolve(item.resultName() + kind.extension());
	}

	/** @return whether all results of a file are there; each is whole, being written under another name first */
	boolean exist(final FolderImages.Item item) {
		return kinds.stream().allMatch(kind -> Files.isRegularFile(file(item, kind)));
	}

	void remove(final FolderImages.Item item) throws IOException {
		for (final ResultKind kind : kinds) Files.deleteIfExists(file(item, kind));
	}

	void write(final SegmentationResult result, final FolderImages.Item item) throws IOException {
		for (final ResultKind kind : kinds) {
			final Path file = file(item, kind);
			Files.createDirectories(file.getParent());
			ResultFile.write(result, kind, file);
		}
	}

	/** Writes one table of all files that have one, with the file's name in the first column. */
	void joinTables(final List<FolderImages.Item> items) throws IOException {
		WholeFile.write(output.resolve(ALL_TABLES), out -> {
			boolean headed = false;
			for (final FolderImages.Item item : items) {
				final Path table = file(item, ResultKind.TABLE);
				if (!Files.isRegularFile(table)) continue;
				try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.UTF_8)) {
					final String heading = lines.readLine();
					if (!headed) out.write(("File," + heading + "\n").getBytes(StandardCharsets.UTF_8));
					headed = true;
					for (String line = lines.readLine(); line != null; line = lines.readLine()) out.write((CsvLine.of(List.of(item
						.name())) + "," + line + "\n").getBytes(StandardCharsets.UTF_8));
				}
			}
		});
	}
}
