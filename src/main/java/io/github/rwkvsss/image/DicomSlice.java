package io.github.rwkvsss.image;

import java.nio.file.Path;
import java.util.Arrays;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.util.DicomTools;

/** A DICOM file as ImageJ opened it, with the tags that say where it lies. */
final class DicomSlice {

	private static final String SERIES = "0020,000E";
	private static final String NUMBER = "0020,0013";
	private static final String POSITION = "0020,0032";
	private static final String DIRECTIONS = "0020,0037";
	private static final String PIXEL_SPACING = "0028,0030";
	private static final String BETWEEN_SLICES = "0018,0088";
	private static final String THICKNESS = "0018,0050";

	private final Path file;
	private final ImagePlus image;
	/** Of the pixel centre in the upper left corner, millimetres towards left, posterior, superior. */
	private final double[] position;
	/** Along which the column index rises, then along which the row index does. */
	private final double[] directions;

	DicomSlice(final Path file, final ImagePlus image) {
		this.file = file;
		this.image = image;
		position = numbers(POSITION, 3);
		directions = numbers(DIRECTIONS, 6);
	}

	Path file() {
		return file;
	}

	ImagePlus image() {
		return image;
	}

	/** @return what tells series apart; empty if it does not say */
	String series() {
		final String series = DicomTools.getTag(image, SERIES);
		return series == null ? "" : series.strip();
	}

	/** @return its number in the series, infinite if it has none */
	double number() {
		final double[] number = numbers(NUMBER, 1);
		return number == null ? Double.POSITIVE_INFINITY : number[0];
	}

	boolean isPlaced() {
		return position != null && directions != null;
	}

	/** @return millimetres along the normal of the slices; only if it is placed */
	double depth() {
		final double[] normal = normal();
		return normal[0] * position[0] + normal[1] * position[1] + normal[2] * position[2];
	}

	private double[] normal() {
		final double[] d = directions;
		return new double[] { d[1] * d[5] - d[2] * d[4], d[2] * d[3] - d[0] * d[5], d[0] * d[4] - d[1] * d[3] };
	}

	/** @return whether both can be slices of one volume */
	boolean fits(final DicomSlice other) {
		if (image.getWidth() != other.image.getWidth() || image.getHeight() != other.image.getHeight() || image
			.getStackSize() > 1 || image.getType() != other.image.getType() && image.getBitDepth() == 24) return false;
		if (directions == null || other.directions == null) return true;
		for (int i = 0; i < 6; i++) if (Math.abs(directions[i] - other.directions[i]) > 1e-3) return false;
		return true;
	}

	boolean hasCalibrationOf(final ImagePlus other) {
		final Calibration own = image.getCalibration();
		final Calibration its = other.getCalibration();
		return image.getType() == other.getType() && own.getFunction() == its.getFunction() && Arrays.equals(own
			.getCoefficients(), its.getCoefficients());
	}

	/** @return the file's name, which the slice goes by */
	String label() {
		return file.getFileName().toString();
	}

	/**
	 * @param last slice of the volume that this one begins
	 * @param slices how many there are
	 * @return where the volume lies; null if the files do not say
	 */
	VolumeSpace space(final DicomSlice last, final int slices) {
		final double[] spacing = numbers(PIXEL_SPACING, 2);
		if (!isPlaced() || spacing == null || !(spacing[0] > 0 && spacing[1] > 0)) return null;
		final double[] step = new double[3];
		if (last != this && last.isPlaced()) for (int d = 0; d < 3; d++) step[d] = (last.position[d] - position[d]) / (slices -
			1);
		else for (int d = 0; d < 3; d++) step[d] = normal()[d] * between();
		final double[][] affine = new double[3][4];
		for (int d = 0; d < 3; d++) {
			// DICOM counts towards left and posterior, NIfTI towards right and anterior.
			final int sign = d < 2 ? -1 : 1;
			// NB: the first of the pixel spacings is that between rows.
			affine[d][0] = sign * directions[d] * spacing[1];
			affine[d][1] = sign * directions[3 + d] * spacing[0];
			affine[d][2] = sign * step[d];
			affine[d][3] = sign * position[d];
		}
		return VolumeSpace.ofAffine(new int[] { image.getWidth(), image.getHeight(), slices }, affine);
	}

	private double between() {
		for (final String tag : new String[] { BETWEEN_SLICES, THICKNESS }) {
			final double[] length = numbers(tag, 1);
			if (length != null && length[0] > 0) return length[0];
		}
		return 1;
	}

	/** @return the tag's numbers; null if there are not so many */
	private double[] numbers(final String tag, final int count) {
		final String text = DicomTools.getTag(image, tag);
		if (text == null) return null;
		final String[] parts = text.strip().split("\\\\");
		if (parts.length < count) return null;
		final double[] numbers = new double[count];
		try {
			for (int i = 0; i < count; i++) numbers[i] = Double.parseDouble(parts[i].strip());
		}
		catch (final NumberFormatException e) {
			return null;
		}
		return numbers;
	}
}
