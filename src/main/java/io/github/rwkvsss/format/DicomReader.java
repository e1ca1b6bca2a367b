package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.github.rwkvsss.image.ReadingNotes;

import ij.ImagePlus;

/**
 * Reads DICOM: one file with its frames, or a folder whose files are the slices of one series. Slices are put in the
 * order of their positions along the normal of the slices (DICOM PS3.3, C.7.6.2), not of their names or places in the
 * file. ImageJ's own reader opens windows, which a server has not, and leaves out slopes then.
 */
final class DicomReader {

	private static final int MAGIC_PLACE = 128;
	private static final String DIRECTORY = "1.2.840.10008.1.3.10";
	private static final String CAPTURES = "1.2.840.10008.5.1.4.1.1.7";

	private DicomReader() {}

	/** @return whether a file says that it is DICOM; files of before 1993, which do not, are not recognised */
	static boolean isDicom(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) return false;
		try (InputStream in = Files.newInputStream(file)) {
			return isDicom(in.readNBytes(MAGIC_PLACE + 4));
		}
	}

	static boolean isDicom(final byte[] head) {
		return head.length >= MAGIC_PLACE + 4 && new String(head, MAGIC_PLACE, 4, StandardCharsets.ISO_8859_1).equals("DICM");
	}

	/** Reads one file: a slice, or several that lie in it. */
	static ImagePlus read(final Path path) throws IOException {
		try {
			final DicomFile file = DicomFile.of(path);
			if (file.sopClass().equals(DIRECTORY)) throw file.failure(
				"is a DICOMDIR, a table of contents; open the folder of a series instead");
			if (!file.hasPixels()) throw file.failure("holds no picture" + (file.data().has(DicomTag.ROWS)
				? ": this DICOM file is damaged or cut short" : "; it is a DICOM report, plan or the like"));
			final List<DicomFrame> frames = DicomFrame.of(file);
			return DicomVolume.of(frames, path).image();
		}
		catch (final OutOfMemoryError e) {
			throw tooLarge(path, e);
		}
	}

	private static IOException tooLarge(final Path path, final Throwable cause) {
		return new IOException(path + " does not fit into memory; close other images or raise the memory limit", cause);
	}

	/** Reads a folder of slices; what is no slice of theirs is left aside, and a note says so. */
	static ImagePlus readSeries(final Path folder) throws IOException {
		final List<String> passed = new ArrayList<>();
		final List<DicomFile> files = new ArrayList<>();
		try (Stream<Path> entries = Files.list(folder)) {
			for (final Path entry : entries.sorted().toList()) {
				if (!isDicom(entry)) continue;
				final DicomFile file = DicomFile.of(entry);
				if (file.sopClass().equals(DIRECTORY) || !file.hasPixels() && !file.data().has(DicomTag.ROWS)) passed.add(entry
					.getFileName().toString());
				else if (!file.hasPixels()) throw file.failure("is cut short: it states pixels and holds none");
				else files.add(file);
			}
			if (files.isEmpty()) throw new IOException(folder + (passed.isEmpty() ? " is a folder, not an image"
				: " holds no DICOM picture, only " + String.join(", ", passed)));
			final List<DicomFile> chosen = oneSeries(files, passed, folder);
			final ImagePlus image = series(chosen, folder);
			if (!passed.isEmpty()) ReadingNotes.add(image, folder + ": passed over what is no slice of the series: " + listed(
				passed));
			return image;
		}
		catch (final OutOfMemoryError e) {
			throw tooLarge(folder, e);
		}
	}

	private static String listed(final List<String> names) {
		final int shown = Math.min(names.size(), 5);
		return String.join(", ", names.subList(0, shown)) + (names.size() > shown ? " and " + (names.size() - shown) + " more"
			: "");
	}

	/** Overviews and pictures of screens go beside a series, and are not what a folder is about. */
	private static List<DicomFile> oneSeries(final List<DicomFile> files, final List<String> passed, final Path folder)
		throws IOException
	{
		final TreeSet<String> series = new TreeSet<>();
		final List<DicomFile> slices = files.stream().filter(file -> !isBeside(file)).toList();
		for (final DicomFile file : slices) series.add(file.data().text(DicomTag.SERIES));
		if (series.isEmpty()) {
			for (final DicomFile file : files) series.add(file.data().text(DicomTag.SERIES));
		}
		if (series.size() > 1) throw new IOException(folder + " holds slices of " + series.size() +
			" DICOM series; put each series into a folder of its own");
		final List<DicomFile> chosen = slices.isEmpty() ? files : files.stream().filter(file -> series.contains(file.data()
			.text(DicomTag.SERIES))).toList();
		for (final DicomFile file : files) if (!chosen.contains(file)) passed.add(file.path().getFileName().toString());
		return chosen;
	}

	private static boolean isBeside(final DicomFile file) {
		return file.sopClass().startsWith(CAPTURES) || Arrays.asList(file.data().text(DicomTag.IMAGE_TYPE).split("\\\\"))
			.contains("LOCALIZER");
	}

	private static ImagePlus series(final List<DicomFile> files, final Path folder) throws IOException {
		final List<DicomFrame> frames = new ArrayList<>();
		for (final DicomFile file : files) {
			final List<DicomFrame> own = DicomFrame.of(file);
			if (own.size() > 1 && files.size() > 1) throw new IOException(folder +
				" holds several files of one DICOM series, and " + file.path().getFileName() + " has " + own.size() +
				" frames of its own; open one file at a time");
			frames.addAll(own);
		}
		return DicomVolume.of(frames, folder).image();
	}
}
