package io.github.rwkvsss.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.github.rwkvsss.image.VolumeSpace;

import ij.measure.Calibration;

/**
 * The 348 bytes that begin a NIfTI-1 file (Cox et al. 2004, "A (sort of) new image data format standard: NIfTI-1", and
 * the annotated {@code nifti1.h}), as far as pixels need them.
 *
 * @param order byte order of header and pixels
 * @param size pixels along i, j, k, then frames and channels, each at least 1
 * @param type of the stored values
 * @param offset of the first pixel in the file, in bytes
 * @param slope by which stored values are multiplied
 * @param intercept that is added then
 * @param frameInterval between volumes, in the header's unit of time; 0 if it has none
 * @param timeUnit as ImageJ names it; null if not stated
 * @param space where the voxels lie
 */
record NiftiHeader(ByteOrder order, int[] size, NiftiType type, long offset, double slope, double intercept,
	double frameInterval, String timeUnit, VolumeSpace space)
{

	static final int BYTES = 348;
	/** Where the pixels of a single file begin at the earliest: after the header and four bytes that announce extensions. */
	static final int FIRST_PIXEL = 352;
	private static final int BYTES_2 = 540;
	private static final int AXES = 5;

	/** What is wrong with a header; worded to follow the file's name. */
	static final class Unreadable extends Exception {

		private static final long serialVersionUID = 1L;

		Unreadable(final String message) {
			super(message);
		}
	}

	/** @return whether these first bytes of a file, 348 or more, are those of a NIfTI-1 file or of its relatives */
	static boolean begins(final byte[] head, final int length) {
		if (length < 4) return false;
		final int size = ByteBuffer.wrap(head).getInt();
		return isSize(size) || isSize(Integer.reverseBytes(size));
	}

	private static boolean isSize(final int size) {
		return size == BYTES || size == BYTES_2;
	}

	/**
	 * @param bytes the first of the file
	 * @throws Unreadable if they are not of a NIfTI-1 file, or of one with values that cannot be
	 */
	static NiftiHeader of(final byte[] bytes) throws Unreadable {
		if (bytes.length < BYTES) throw new Unreadable("is cut short: a NIfTI header has 348 bytes, this file has " +
			bytes.length);
		final ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		if (!isSize(b.getInt(0))) b.order(ByteOrder.BIG_ENDIAN);
		if (b.getInt(0) == BYTES_2) throw new Unreadable("is a NIfTI-2 file; save it as NIfTI-1");
		final String magic = new String(bytes, 344, 3, java.nio.charset.StandardCharsets.ISO_8859_1);
		if (magic.equals("ni1")) throw new Unreadable(
			"is the header of a pair of files (.hdr and .img); save the volume as one file, .nii or .nii.gz");
		if (!magic.equals("n+1")) throw new Unreadable(
			"has no NIfTI magic (n+1): it is an Analyze file or damaged; save it as .nii or .nii.gz");
		final int[] size = size(b);
		final float offset = b.getFloat(108);
		if (!(offset >= 0 && offset < 0x1p31)) throw new Unreadable("is damaged: its pixels would begin at byte " + offset);
		final float slope = b.getFloat(112);
		final float intercept = b.getFloat(116);
		// The standard: a slope of 0 means that there is no scaling. Programs also write NaN for that.
		final boolean scaled = slope != 0 && Float.isFinite(slope) && Float.isFinite(intercept);
		final int units = b.get(123);
		final float interval = b.getFloat(92);
		return new NiftiHeader(b.order(), size, NiftiType.of(b.getShort(70)), Math.max(FIRST_PIXEL, (long) offset), scaled
			? slope : 1, scaled ? intercept : 0, Float.isFinite(interval) && size[3] > 1 ? Math.abs(interval) : 0, timeUnit(
				units), VolumeSpace.ofHeader(b, size));
	}

	private static int[] size(final ByteBuffer b) throws Unreadable {
		final int axes = b.getShort(40);
		if (axes < 1 || axes > 7) throw new Unreadable("is damaged: it states " + axes + " axes, 1 to 7 are possible");
		final int[] size = { 1, 1, 1, 1, 1 };
		for (int d = 0; d < axes; d++) {
			final int n = b.getShort(42 + 2 * d);
			if (n < 1) throw new Unreadable("is damaged: axis " + (d + 1) + " has " + n + " pixels");
			if (d < AXES) size[d] = n;
			else if (n > 1) throw new Unreadable("has " + (d + 1) + " axes; at most five can be read: x, y, z, time, channel");
		}
		return size;
	}

	private static String timeUnit(final int units) {
		return switch (units & 0x38) {
			case 8 -> "sec";
			case 16 -> "msec";
			case 24 -> "usec";
			default -> null;
		};
	}

	/** @return bytes of all pixels; a double since damaged headers state more than a long holds */
	double pixelBytes() {
		double bytes = type.bytes();
		for (final int n : size) bytes *= n;
		return bytes;
	}

	/** @return number of planes; at most 2^31, checked with the bytes */
	int planes() {
		return Math.multiplyExact(Math.multiplyExact(size[2], size[3]), size[4]);
	}

	/** Sets voxel size, units and the meaning of stored values. */
	void calibrate(final Calibration calibration) {
		space.calibrate(calibration);
		calibration.frameInterval = frameInterval;
		if (timeUnit != null) calibration.setTimeUnit(timeUnit);
		if (type.isFloat() || type.isColour()) return;
		final double zero = slope * -type.zero() + intercept;
		if (type == NiftiType.INT16 && slope == 1 && intercept == 0) calibration.setSigned16BitCalibration();
		else if (slope != 1 || zero != 0) calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] { zero, slope },
			"Gray Value");
	}
}
