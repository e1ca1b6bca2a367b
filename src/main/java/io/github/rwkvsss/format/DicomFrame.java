package io.github.rwkvsss.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.image.VolumeSpace;

/** One picture of a DICOM file: its number there, where it lies, and what its values mean. */
final class DicomFrame {

	private final DicomFile file;
	private final DicomPixels pixels;
	private final int index;
	/** Of the pixel centre in the upper left corner, millimetres towards left, posterior, superior; null if unknown. */
	private final double[] position;
	/** Along which the column index rises, then along which the row index does; null if unknown. */
	private final double[] directions;
	/** Between rows, then between columns; null if unknown. */
	private final double[] spacing;
	private final double slope;
	private final double intercept;

	private DicomFrame(final DicomFile file, final DicomPixels pixels, final int index, final double[] position,
		final double[] directions, final double[] spacing, final double slope, final double intercept)
	{
		this.file = file;
		this.pixels = pixels;
		this.index = index;
		this.position = position;
		this.directions = directions;
		this.spacing = spacing;
		this.slope = slope;
		this.intercept = intercept;
	}

	/** @return the frames of a file in its order */
	static List<DicomFrame> of(final DicomFile file) throws IOException {
		final DicomDataset data = file.data();
		final DicomPixels pixels = new DicomPixels(file);
		if (pixels.frames() > 1 && data.has(DicomTag.MATRIX_COLUMNS)) throw file.failure("holds " + pixels.frames() +
			" tiles of one large picture; save it as a picture, or a region of it");
		final List<DicomDataset> groups = data.items(DicomTag.FRAME_GROUPS);
		if (!groups.isEmpty() && groups.size() != pixels.frames()) throw file.failure("is damaged: it states " + pixels
			.frames() + " frames and describes " + groups.size());
		final double[] offsets = pixels.frames() > 1 ? data.numbers(DicomTag.FRAME_OFFSETS, pixels.frames()) : null;
		final List<DicomFrame> frames = new ArrayList<>();
		for (int i = 0; i < pixels.frames(); i++) {
			final DicomDataset own = groups.isEmpty() ? null : groups.get(i);
			double[] position = group(file, own, DicomTag.PLANE_POSITION, DicomTag.POSITION).numbers(DicomTag.POSITION, 3);
			final double[] directions = group(file, own, DicomTag.PLANE_ORIENTATION, DicomTag.DIRECTIONS).numbers(
				DicomTag.DIRECTIONS, 6);
			// A file of many frames that states one position does not say where the others lie.
			if (pixels.frames() > 1 && position != null && own == null) position = offsets == null || directions == null ? null
				: moved(position, directions, offsets[0] == 0 ? offsets[i] : offsets[i] - offsets[0]);
			frames.add(new DicomFrame(file, pixels, i, position, directions, spacing(file, own), slope(file, own), intercept(file,
				own)));
		}
		return frames;
	}

	/** @return the frame's own group, the one of all frames, or the whole file where neither has it */
	private static DicomDataset group(final DicomFile file, final DicomDataset own, final int sequence, final int tag) {
		final List<DicomDataset> places = new ArrayList<>();
		if (own != null) places.addAll(own.items(sequence));
		for (final DicomDataset shared : file.data().items(DicomTag.SHARED_GROUPS)) places.addAll(shared.items(sequence));
		return places.stream().filter(place -> place.has(tag)).findFirst().orElse(file.data());
	}

	private static double[] moved(final double[] position, final double[] directions, final double distance) {
		final double[] normal = normal(directions);
		final double[] moved = new double[3];
		for (int d = 0; d < 3; d++) moved[d] = position[d] + distance * normal[d];
		return moved;
	}

	private static double[] spacing(final DicomFile file, final DicomDataset own) {
		double[] spacing = group(file, own, DicomTag.PIXEL_MEASURES, DicomTag.SPACING).numbers(DicomTag.SPACING, 2);
		if (spacing == null) spacing = file.data().numbers(DicomTag.IMAGER_SPACING, 2);
		return spacing != null && spacing[0] > 0 && spacing[1] > 0 ? spacing : null;
	}

	private static double slope(final DicomFile file, final DicomDataset own) throws IOException {
		final DicomDataset place = group(file, own, DicomTag.PIXEL_TRANSFORMATION, DicomTag.SLOPE);
		final double[] slope = place.numbers(DicomTag.SLOPE, 1);
		if (slope == null) {
			if (!place.text(DicomTag.SLOPE).isEmpty()) throw file.failure("is damaged: its rescale slope \"" + place.text(
				DicomTag.SLOPE) + "\" is no number");
			// A dose is stored in steps (PS3.3, C.8.8.3).
			return file.data().number(DicomTag.DOSE_SCALING, 1);
		}
		if (slope[0] == 0) throw file.failure("is damaged: its rescale slope is 0");
		return slope[0];
	}

	private static double intercept(final DicomFile file, final DicomDataset own) {
		return group(file, own, DicomTag.PIXEL_TRANSFORMATION, DicomTag.INTERCEPT).number(DicomTag.INTERCEPT, 0);
	}

	DicomFile file() {
		return file;
	}

	DicomPixels pixels() {
		return pixels;
	}

	int index() {
		return index;
	}

	double slope() {
		return slope;
	}

	double intercept() {
		return intercept;
	}

	double[] spacing() {
		return spacing;
	}

	/** @return by what people know it: its file, or its number in a file of several */
	String name() {
		return pixels.frames() > 1 ? "frame " + (index + 1) : file.path().getFileName().toString();
	}

	/** @return its number in the series, infinite if it has none */
	double number() {
		return pixels.frames() > 1 ? index : file.data().number(DicomTag.NUMBER, Double.POSITIVE_INFINITY);
	}

	boolean isPlaced() {
		return position != null && directions != null;
	}

	/** @return millimetres along the normal of the slices; only if it is placed */
	double depth() {
		final double[] normal = normal(directions);
		return normal[0] * position[0] + normal[1] * position[1] + normal[2] * position[2];
	}

	private static double[] normal(final double[] d) {
		return new double[] { d[1] * d[5] - d[2] * d[4], d[2] * d[3] - d[0] * d[5], d[0] * d[4] - d[1] * d[3] };
	}

	/** @return whether both can be slices of one volume */
	boolean fits(final DicomFrame other) {
		return pixels.rows() == other.pixels.rows() && pixels.columns() == other.pixels.columns() && pixels
			.isColour() == other.pixels.isColour() && close(directions, other.directions, 1e-3) && close(spacing, other.spacing,
				1e-3);
	}

	private static boolean close(final double[] a, final double[] b, final double difference) {
		if (a == null || b == null) return a == b || a == null && b == null;
		for (int i = 0; i < a.length; i++) if (Math.abs(a[i] - b[i]) > difference) return false;
		return true;
	}

	/** @return millimetres to the next slice as the file states them; 1 if it does not */
	double between() {
		for (final int tag : new int[] { DicomTag.BETWEEN_SLICES, DicomTag.THICKNESS }) {
			for (final DicomDataset shared : file.data().items(DicomTag.SHARED_GROUPS)) {
				for (final DicomDataset measures : shared.items(DicomTag.PIXEL_MEASURES)) {
					if (measures.number(tag, 0) > 0) return measures.number(tag, 0);
				}
			}
			if (file.data().number(tag, 0) > 0) return file.data().number(tag, 0);
		}
		return 1;
	}

	/**
	 * @param last slice of the volume that this one begins
	 * @param slices how many there are
	 * @return where the volume lies; null if the files do not say
	 */
	VolumeSpace space(final DicomFrame last, final int slices) {
		if (!isPlaced() || spacing == null || slices > 1 && !last.isPlaced()) return null;
		final double[] step = new double[3];
		for (int d = 0; d < 3; d++) step[d] = slices > 1 ? (last.position[d] - position[d]) / (slices - 1) : normal(
			directions)[d] * between();
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
		return VolumeSpace.ofAffine(new int[] { pixels.columns(), pixels.rows(), slices }, affine);
	}
}
