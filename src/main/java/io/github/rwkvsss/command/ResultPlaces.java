package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.rwkvsss.file.InputFiles;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.segment.ResultFile;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationResult;

/**
 * Where the results of one image are written: the first of them to the file that the user named, the others beside it,
 * {@code cells.tif} and then {@code cells-table.csv}.
 */
final class ResultPlaces {

	private final Map<ResultKind, Path> files = new EnumMap<>(ResultKind.class);

	private ResultPlaces() {}

	/** @return no files */
	static ResultPlaces nowhere() {
		return new ResultPlaces();
	}

	/**
	 * @param output the first result's file
	 * @param kinds in their order, at least one
	 * @param inputs that are read and must stay
	 * @throws IOException in one sentence if a file cannot be written, or a name does not fit what it would hold
	 */
	static ResultPlaces of(final String output, final List<ResultKind> kinds, final InputFiles inputs) throws IOException {
		final ResultPlaces places = new ResultPlaces();
		final ResultKind first = kinds.get(0);
		final Path file = first.isImage() ? OutputFile.image(output, inputs) : OutputFile.of(named(output, first), inputs);
		places.files.put(first, file);
		final String name = file.getFileName().toString();
		final String stem = ImageReader.withoutExtension(name);
		// Images beside a NIfTI are NIfTIs too; a PNG does not hold everything.
		final String images = name.toLowerCase(Locale.ROOT).endsWith(".png") || !first.isImage() ? ".tif" : name.substring(stem
			.length());
		for (final ResultKind kind : kinds.subList(1, kinds.size())) places.files.put(kind, OutputFile.of(file.resolveSibling(
			stem + "-" + kind.word() + (kind.isImage() ? images : kind.extension())).toString(), inputs));
		return places;
	}

	private static String named(final String output, final ResultKind kind) throws IOException {
		if (output.toLowerCase(Locale.ROOT).endsWith(kind.extension())) return output;
		throw new IOException("cannot write " + output + ": the name must end in " + kind.extension() + " for " + kind.word());
	}

	/** @return the files, in the order of writing */
	List<Path> write(final SegmentationResult result) throws IOException {
		for (final Map.Entry<ResultKind, Path> place : files.entrySet()) ResultFile.write(result, place.getKey(), place
			.getValue());
		return List.copyOf(files.values());
	}
}
