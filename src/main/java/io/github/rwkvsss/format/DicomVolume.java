package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.github.rwkvsss.image.VolumeSpace;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/** Frames of DICOM as one image: in order, evenly spaced, with values of one meaning. */
final class DicomVolume {

	/** Gaps between slices may differ by this share before one is taken for missing: positions are rounded text. */
	private static final double UNEVEN = 0.05;
	private static final int SIGNED_ZERO = 32768;

	private final List<DicomFrame> frames;
	private final boolean time;

	private DicomVolume(final List<DicomFrame> frames, final boolean time) {
		this.frames = frames;
		this.time = time;
	}

	/**
	 * @param frames of one file or one series, in any order
	 * @param from what they were read from, for messages
	 * @throws IOException in one sentence if they are no volume
	 */
	static DicomVolume of(final List<DicomFrame> frames, final Path from) throws IOException {
		final DicomFrame first = frames.get(0);
		final boolean oneFile = first.pixels().frames() > 1;
		for (final DicomFrame frame : frames) {
			if (!frame.fits(first)) throw new IOException(from + " holds DICOM " + (oneFile ? "frames" : "slices") +
				" of different sizes, pixel spacings or orientations; " + frame.name() + " differs from " + first.name());
		}
		final List<DicomFrame> sorted = new ArrayList<>(frames);
		final boolean placed = frames.stream().allMatch(DicomFrame::isPlaced);
		if (!oneFile || placed) sorted.sort(placed ? Comparator.comparingDouble(DicomFrame::depth) : Comparator.comparingDouble(
			DicomFrame::number));
		if (placed) requireEven(sorted, from);
		final int[] pointer = first.file().data().unsigned(DicomTag.FRAME_POINTER);
		final int points = pointer.length < 2 ? 0 : pointer[0] << 16 | pointer[1];
		return new DicomVolume(sorted, oneFile && !placed && (points == DicomTag.FRAME_TIME || points == DicomTag.FRAME_TIMES));
	}

	/** The gap that most slices have is right, and the one that differs most from it is wrong. */
	private static void requireEven(final List<DicomFrame> slices, final Path from) throws IOException {
		if (slices.size() < 2) return;
		final double[] gaps = new double[slices.size() - 1];
		for (int i = 0; i < gaps.length; i++) gaps[i] = slices.get(i + 1).depth() - slices.get(i).depth();
		final double[] ordered = gaps.clone();
		Arrays.sort(ordered);
		final double usual = ordered[ordered.length / 2];
		int worst = 0;
		for (int i = 1; i < gaps.length; i++) if (Math.abs(gaps[i] - usual) > Math.abs(gaps[worst] - usual)) worst = i;
		final String pair = slices.get(worst).name() + " and " + slices.get(worst + 1).name();
		final String of = slices.get(0).pixels().frames() > 1 ? "frames" : "slices";
		if (usual <= 1e-4) {
			int same = 0;
			while (gaps[same] > 1e-4) same++;
			throw new IOException(from + " holds " + of + " at one position (" + slices.get(same).name() + " and " + slices.get(
				same + 1).name() + "), several times or stacks; split it, one volume each");
		}
		if (Math.abs(gaps[worst] - usual) <= UNEVEN * usual) return;
		throw new IOException(gaps[worst] <= 1e-4 ? from + " holds " + of + " at one position: " + pair +
			"; remove one of them, or split times or stacks" : String.format(Locale.ROOT,
				"%s holds %s that do not lie evenly: %s are %.4g mm apart, others %.4g; is one missing between them?", from, of,
				pair, gaps[worst], usual));
	}

	/** @return the pixels; no title */
	ImagePlus image() throws IOException {
		final DicomFrame first = frames.get(0);
		final DicomPixels pixels = first.pixels();
		final boolean kept = keepsStored();
		final ImageStack stack = new ImageStack(pixels.columns(), pixels.rows());
		for (final DicomFrame frame : frames) {
			final ImageProcessor plane = plane(frame, kept);
			if (pixels.isWhiteZero()) plane.invertLut();
			stack.addSlice(frame.name(), plane);
		}
		final ImagePlus image = new ImagePlus("", stack);
		if (time) image.setDimensions(1, 1, stack.getSize());
		calibrate(image, kept);
		image.setProperty("Info", first.file().data().info());
		final VolumeSpace space = time ? null : first.space(frames.get(frames.size() - 1), stack.getSize());
		if (space != null) {
			space.calibrate(image.getCalibration());
			space.attach(image);
		}
		if (!pixels.isColour()) image.resetDisplayRange();
		return image;
	}

	/** Slices may be scaled each by its own slope, as in PET: then only their true values go together. */
	private boolean keepsStored() {
		final DicomFrame first = frames.get(0);
		return frames.stream().allMatch(frame -> frame.pixels().isShorts() && frame.slope() == 1 && frame.intercept() == first
			.intercept() && frame.pixels().isSigned() == first.pixels().isSigned() && frame.pixels().isBytes() == first.pixels()
				.isBytes());
	}

	private static ImageProcessor plane(final DicomFrame frame, final boolean kept) throws IOException {
		final DicomPixels pixels = frame.pixels();
		final int w = pixels.columns();
		final int h = pixels.rows();
		if (pixels.isColour()) return new ColorProcessor(w, h, pixels.colour(frame.index()));
		final double[] values = pixels.grey(frame.index());
		if (kept && pixels.isBytes()) {
			final byte[] bytes = new byte[values.length];
			for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) values[i];
			return new ByteProcessor(w, h, bytes, null);
		}
		if (kept) {
			final short[] shorts = new short[values.length];
			final int zero = pixels.isSigned() ? SIGNED_ZERO : 0;
			for (int i = 0; i < shorts.length; i++) shorts[i] = (short) ((int) values[i] + zero);
			return new ShortProcessor(w, h, shorts, null);
		}
		final float[] floats = new float[values.length];
		for (int i = 0; i < floats.length; i++) floats[i] = (float) (values[i] * frame.slope() + frame.intercept());
		return new FloatProcessor(w, h, floats);
	}

	private void calibrate(final ImagePlus image, final boolean kept) {
		final DicomFrame first = frames.get(0);
		final Calibration calibration = image.getCalibration();
		if (first.spacing() != null) {
			calibration.pixelHeight = first.spacing()[0];
			calibration.pixelWidth = first.spacing()[1];
			calibration.pixelDepth = first.between();
			calibration.setUnit("mm");
		}
		if (time) {
			calibration.frameInterval = Math.max(0, first.file().data().number(DicomTag.FRAME_TIME, 0)) / 1000;
			calibration.setTimeUnit("sec");
		}
		final double zero = first.intercept() - (first.pixels().isSigned() ? SIGNED_ZERO : 0);
		if (!kept || zero == 0) return;
		if (zero == -SIGNED_ZERO) calibration.setSigned16BitCalibration();
		else calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] { zero, 1 }, "Gray Value");
	}
}
