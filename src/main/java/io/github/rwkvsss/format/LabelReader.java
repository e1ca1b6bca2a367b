package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import ij.ImagePlus;

import io.github.rwkvsss.file.Reading;
import io.github.rwkvsss.image.LabelImage;

/** Reads label images from files. */
public final class LabelReader {

	private static final String ONE_BIT = "RWKV-SSS one bit";

	private LabelReader() {}

	/**
	 * Reads a TIFF, NIfTI, DICOM, PNG, BMP, GIF or OME-Zarr whose values are labels, or the labels of an OME-Zarr image that has
	 * one label image. Of a palette, as annotation programs write it, the indices
	 * are the labels and the colours are ignored.
	 *
	 * @throws IOException in one sentence, if the file cannot be read or holds no label image, see
	 *           {@link LabelImage#of}
	 */
	public static LabelImage read(final Path file) throws IOException {
		return Reading.of(file, () -> readAny(file));
	}

	private static LabelImage readAny(final Path file) throws IOException {
		try {
			if (OmeZarrReader.isZarr(file)) return OmeZarrReader.readLabels(file);
			final ImageFile kind = ImageFile.kindOf(file);
			return switch (kind) {
				case TIFF -> tiff(file);
				case NIFTI, DICOM, OTHER -> LabelImage.of(ImageReader.read(file));
				case JPEG -> throw new IOException(file + " is a JPEG, which alters values; save the labels as PNG or TIFF");
				default -> raster(file, kind);
			};
		}
		catch (final IllegalArgumentException e) {
			final String name = file.getFileName().toString();
			throw new IOException(e.getMessage().startsWith(name) ? file + e.getMessage().substring(name.length()) : e
				.getMessage(), e);
		}
	}

	/**
	 * @param image that is open, or that {@link ImageReader#open} read: then its file says what its labels are, of which an
	 *          image that shows a palette's colours knows no more
	 * @throws IllegalArgumentException as {@link LabelImage#of}
	 * @throws IOException as {@link #read}
	 */
	public static LabelImage of(final ImagePlus image) throws IOException {
		final Path file = image == null ? null : ImageReader.fileOf(image);
		return file == null || Files.isDirectory(file) && !OmeZarrReader.isZarr(file) ? LabelImage.of(image) : read(file);
	}

	private static LabelImage tiff(final Path file) throws IOException {
		final ImagePlus image = TiffReader.readLabels(file);
		// Of grey values that a calibration gives another meaning, it is this that counts.
		if (image.getCalibration().calibrated() && !image.getCalibration().isSigned16Bit()) return LabelImage.of(ImageReader
			.read(file));
		return ofWholeNumbers(image, file);
	}

	private static LabelImage raster(final Path file, final ImageFile kind) throws IOException {
		final ImagePlus indices = RasterReader.readIndices(file, kind);
		return indices == null ? LabelImage.of(ImageReader.read(file)) : ofWholeNumbers(indices, file);
	}

	private static LabelImage ofWholeNumbers(final ImagePlus image, final Path file) {
		final LabelImage labels = LabelImage.ofWholeNumbers(image, file.getFileName().toString());
		return image.getProperty(ONE_BIT) == null ? labels : labels.asOneBit();
	}

	/** Notes that an image of labels came of a file with one bit a pixel. */
	static void markOneBit(final ImagePlus labels) {
		labels.setProperty(ONE_BIT, true);
	}
}
