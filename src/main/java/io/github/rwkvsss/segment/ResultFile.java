package io.github.rwkvsss.segment;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;

import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.format.ImageWriter;

/** Writes what a segmentation found to files, each whole or not at all. */
public final class ResultFile {

	private ResultFile() {}

	/**
	 * Writes one form of a result: images as TIFF, PNG, NIfTI or OME-Zarr, whichever the name ends in, outlines as a zip that ImageJ's ROI
	 * Manager opens, the table as comma-separated values, shapes as GeoJSON and COCO's JSON.
	 *
	 * @param file replaced if it exists; its folder must exist
	 * @param kind among those that the result has
	 * @throws IOException in one sentence; the file is then as it was
	 */
	public static void write(final SegmentationResult result, final ResultKind kind, final Path file) throws IOException {
		switch (kind) {
			case ROIS -> WholeFile.write(file, out -> out.write(zip(result)));
			case TABLE -> text(file, result.table().toCsv());
			case GEOJSON, COCO -> WholeFile.write(file, out -> result.writeShapes(kind, new OutputStreamWriter(out,
				StandardCharsets.UTF_8)));
			case LABELS -> ImageWriter.writeLabels(image(result, kind), file);
			default -> ImageWriter.write(image(result, kind), file);
		}
	}

	private static void text(final Path file, final String text) throws IOException {
		WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
	}

	private static ImagePlus image(final SegmentationResult result, final ResultKind kind) {
		return result.image(kind).orElseThrow(() -> new IllegalArgumentException("the segmentation was not asked for " + kind
			.word()));
	}

	private static byte[] zip(final SegmentationResult result) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			final Set<String> taken = new HashSet<>();
			for (final Roi outline : result.outlines()) {
				String name = outline.getName();
				for (int i = 2; !taken.add(name); i++) name = outline.getName() + "-" + i;
				final ZipEntry entry = new ZipEntry(name + ".roi");
				// A fixed time: the same regions give the same bytes.
				entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
				zip.putNextEntry(entry);
				zip.write(RoiEncoder.saveAsByteArray(outline));
				zip.closeEntry();
			}
			// NB: a zip without entries is no file that ImageJ can open.
			if (taken.isEmpty()) zip.setComment("no objects");
		}
		return bytes.toByteArray();
	}
}
