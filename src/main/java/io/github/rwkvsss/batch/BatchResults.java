package io.github.rwkvsss.batch;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.file.NewFolder;
import io.github.rwkvsss.file.TextFile;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.segment.ResultFile;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationResult;

/** Where the results of a batch lie: a folder per kind, and in it the folders of the images. */
final class BatchResults {

	private static final String ALL_TABLES = "all-objects.csv";
	private static final String ALL_INSTANCES = "all-instances.json";

	private final Path output;
	private final List<ResultKind> kinds;

	BatchResults(final Path output, final List<ResultKind> kinds) {
		this.output = output;
		this.kinds = kinds;
	}

	/** @throws IOException in one sentence if the folder of all results cannot be made */
	static void make(final Path output) throws IOException {
		try {
			NewFolder.make(output);
		}
		catch (final IOException e) {
			throw new IOException("cannot make the folder " + output + "; choose another folder for the results", e);
		}
	}

	/**
	 * Makes the folders and clears away what a killed run left half-written.
	 *
	 * @throws IOException in one sentence if they cannot be made
	 */
	static BatchResults in(final Path output, final List<ResultKind> kinds) throws IOException {
		final BatchResults results = new BatchResults(output, kinds);
		try {
			for (final ResultKind kind : kinds) NewFolder.make(results.folder(kind));
		}
		catch (final IOException e) {
			throw new IOException("cannot make folders in " + output + "; choose another folder for the results", e);
		}
		for (final ResultKind kind : kinds) WholeFile.removeAbandonedIn(results.folder(kind), Integer.MAX_VALUE);
		WholeFile.removeAbandonedIn(output, 1);
		return results;
	}

	/**
	 * @param model file of the model; empty if there is none
	 * @throws IOException in one sentence if a result would be written over an image or the model, as through links
	 */
	void requireApart(final List<FolderImages.Item> items, final Optional<Path> model) throws IOException {
		final Map<Object, Path> inputs = new HashMap<>();
		for (final FolderImages.Item item : items) inputs.put(identity(item.file()), item.file());
		if (model.isPresent() && Files.exists(model.get())) inputs.put(identity(model.get()), model.get());
		final List<Path> outputs = new ArrayList<>(List.of(output.resolve(ALL_TABLES), output.resolve(ALL_INSTANCES), output
			.resolve(Batch.STATUS)));
		for (final FolderImages.Item item : items) for (final ResultKind kind : kinds) outputs.add(file(item, kind));
		for (final Path file : outputs) {
			if (!Files.exists(file)) continue;
			final Path input = inputs.get(identity(file));
			if (input != null) throw new IOException("cannot write " + file + ": it is the input " + input +
				", which would be lost; choose another folder for the results");
		}
	}

	/** @return equal for equal files, whatever path leads to them */
	private static Object identity(final Path file) throws IOException {
		final Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
		// NB: Windows has no key; there the real path knows links and letter case, but not hard links.
		return key == null ? file.toRealPath() : key;
	}

	private Path folder(final ResultKind kind) {
		return output.resolve(kind.word());
	}

	private Path file(final FolderImages.Item item, final ResultKind kind) {
		return folder(kind).resolve(item.resultName() + extension(item, kind));
	}

	/** Labels and masks of a NIfTI file are NIfTI files, which keep its place in space; TIFF holds none. */
	private static String extension(final FolderImages.Item item, final ResultKind kind) {
		final String name = item.file().getFileName().toString().toLowerCase(Locale.ROOT);
		final boolean places = kind == ResultKind.LABELS || kind == ResultKind.MASK;
		return places && name.endsWith(".nii.gz") ? ".nii.gz" : places && name.endsWith(".nii") ? ".nii" : kind.extension();
	}

	/**
	 * @return whether all results of a file are there and none is empty, as a power cut may leave what the system had not
	 *         yet brought to the disk
	 */
	boolean exist(final FolderImages.Item item) throws IOException {
		for (final ResultKind kind : kinds) {
			final Path file = file(item, kind);
			if (!Files.isRegularFile(file) || Files.size(file) == 0) return false;
		}
		return true;
	}

	/** @return of all results of a file together */
	long bytes(final FolderImages.Item item) throws IOException {
		long bytes = 0;
		for (final ResultKind kind : kinds) bytes += Files.size(file(item, kind));
		return bytes;
	}

	void remove(final FolderImages.Item item) throws IOException {
		for (final ResultKind kind : kinds) Files.deleteIfExists(file(item, kind));
	}

	void write(final SegmentationResult result, final FolderImages.Item item) throws IOException {
		for (final ResultKind kind : kinds) {
			final Path file = file(item, kind);
			NewFolder.make(file.getParent());
			ResultFile.write(result, kind, file);
		}
	}

	/** Writes what is told of all files together: the tables as one, the instances as one. */
	void join(final List<FolderImages.Item> items) throws IOException {
		if (kinds.contains(ResultKind.TABLE)) joinTables(items);
		if (kinds.contains(ResultKind.COCO)) joinInstances(items);
	}

	private void joinInstances(final List<FolderImages.Item> items) throws IOException {
		final InstanceJoin all = new InstanceJoin();
		for (final FolderImages.Item item : items) {
			final Path instances = file(item, ResultKind.COCO);
			if (Files.isRegularFile(instances)) all.add(item.name(), instances);
		}
		WholeFile.write(output.resolve(ALL_INSTANCES), out -> all.write(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
	}

	/** One table of all files that have one, with the file's name in the first column. */
	private void joinTables(final List<FolderImages.Item> items) throws IOException {
		WholeFile.write(output.resolve(ALL_TABLES), out -> {
			boolean headed = false;
			for (final FolderImages.Item item : items) {
				final Path table = file(item, ResultKind.TABLE);
				if (!Files.isRegularFile(table)) continue;
				final List<String> rows = CsvLine.rows(TextFile.read(table));
				if (rows.isEmpty()) continue;
				if (!headed) out.write(("File," + rows.get(0) + "\n").getBytes(StandardCharsets.UTF_8));
				headed = true;
				final String name = CsvLine.of(List.of(item.name()));
				for (final String row : rows.subList(1, rows.size())) out.write((name + "," + row + "\n").getBytes(
					StandardCharsets.UTF_8));
			}
		});
	}
}
