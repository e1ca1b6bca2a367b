package io.github.rwkvsss.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ij.ImagePlus;

import io.github.rwkvsss.file.Reading;

/** Reads label images from files. */
public final class LabelReader {

	private LabelReader() {}

	/**
	 * Reads a TIFF, NIfTI, DICOM, PNG, BMP or GIF whose values are labels. Of a palette, as annotation programs write it, the indices
	 * are the labels and the colours are ignored.
	 *
	 * @throws IOException in one sentence, if the file cannot be read or holds no label image, see
	 *           {@link LabelSource#of}
	 */
	public static LabelSource read(final Path file) throws IOException {
		return Reading.of(file, () -> readAny(file));
	}

	private static LabelSource readAny(final Path file) throws IOException {
		try {
			return switch (ImageFile.kindOf(file)) {
				case TIFF -> tiff(file);
				case NIFTI, DICOM -> LabelSource.of(ImageReader.read(file));
				case JPEG -> throw new IOException(file +
					" is a JPEG, which alters values; save the labels as PNG or TIFF");
				default -> raster(file);
			};
		}
		catch (final IllegalArgumentException e) {
			throw new IOException(e.getMessage(), e);
		}
	}

	/**
	 * @param image that is open, or that {@link ImageReader#open} read: then its file says what its labels are, of which an
	 *          image that shows a palette's colours knows no more
	 * @throws IllegalArgumentException as {@link LabelSource#of}
	 * @throws IOException as {@link #read}
	 */
	public static LabelSource of(final ImagePlus image) throws IOException {
		final Path file = image == null ? null : ImageReader.fileOf(image);
		return file == null || Files.isDirectory(file) ? LabelSource.of(image) : read(file);
	}

	private static LabelSource tiff(final Path file) throws IOException {
		final ImagePlus image = TiffReader.readLabels(file);
		// Of grey values that a calibration gives another meaning, it is this that counts.
		if (image.getCalibration().calibrated() && !image.getCalibration().isSigned16Bit()) return LabelSource.of(ImageReader
			.read(file));
		final LabelSource labels = LabelSource.ofWholeNumbers(image, file.getFileName().toString());
		return TiffReader.isOneBit(image) ? labels.asOneBit() : labels;
	}

	private static LabelSource raster(final Path file) throws IOException {
		final BufferedImage image = RasterReader.read(file);
		if (!(image.getColorModel() instanceof final IndexColorModel palette)) return LabelSource.of(ImageReader.read(file));
		final LabelSource labels = new LabelSource(file.getFileName().toString(), 1, 1, image.getHeight(), image.getWidth(),
			List.of(RasterReader.samples(image.getRaster(), 0)));
		return palette.getPixelSize() == 1 ? labels.asOneBit() : labels;
	}
}
