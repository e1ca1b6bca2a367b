package io.github.rwkvsss.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

import ij.ImagePlus;
import ij.measure.Calibration;

/**
 * How a volume lies in its scanner or atlas, as NIfTI-1 states it: two ways from voxel to place, both kept as they came
 * so that a result is written with its input's own. Immutable. It travels with an image as one of ImageJ's text
 * properties, which duplicates and TIFF files keep.
 */
public final class VolumeSpace {

	/** Neither voxel size nor direction is known. */
	static final VolumeSpace UNKNOWN = new VolumeSpace(new int[3], -1, 0, 0, new float[] { 1, 1, 1, 1 }, new float[6],
		new float[12]);

	private static final String PROPERTY = "NIfTI space";
	private static final int NUMBERS = 28;
	private static final int METRE = 1;
	private static final int MILLIMETRE = 2;
	private static final int MICROMETRE = 3;
	private static final int SPACE_UNIT = 7;

	private final int[] size;
	private final int units;
	private final int qformCode;
	private final int sformCode;
	private final float[] pixdim;
	private final float[] quaternion;
	private final float[] rows;

	/**
	 * @param size voxels along i, j, k
	 * @param units NIfTI's {@code xyzt_units}
	 * @param pixdim qfac, then voxel size along i, j, k
	 * @param quaternion b, c, d and the offset x, y, z
	 * @param rows the affine of the sform, three rows of four
	 */
	private VolumeSpace(final int[] size, final int units, final int qformCode, final int sformCode, final float[] pixdim,
		final float[] quaternion, final float[] rows)
	{
		this.size = size;
		this.units = units;
		this.qformCode = qformCode;
		this.sformCode = sformCode;
		this.pixdim = pixdim;
		this.quaternion = quaternion;
		this.rows = rows;
	}

	/**
	 * @param header of a NIfTI-1 file, in its byte order
	 * @param size voxels along i, j, k, then more axes that do not matter here
	 */
	public static VolumeSpace ofHeader(final ByteBuffer header, final int... size) {
		return new VolumeSpace(Arrays.copyOf(size, 3), header.get(123) & 0xff, header.getShort(252), header.getShort(254),
			floats(header, 76, 4), floats(header, 256, 6), floats(header, 280, 12));
	}

	/**
	 * @param size voxels along i, j, k
	 * @param affine three rows of four: from voxel (i, j, k, 1) to millimetres towards right, anterior, superior
	 */
	public static VolumeSpace ofAffine(final int[] size, final double[][] affine) {
		final float[] pixdim = { 1, 1, 1, 1 };
		final float[] rows = new float[12];
		for (int d = 0; d < 3; d++) {
			double length = 0;
			for (int row = 0; row < 3; row++) length += affine[row][d] * affine[row][d];
			pixdim[d + 1] = (float) Math.sqrt(length);
		}
		for (int i = 0; i < rows.length; i++) rows[i] = (float) affine[i / 4][i % 4];
		return new VolumeSpace(Arrays.copyOf(size, 3), MILLIMETRE, 0, 1, pixdim, new float[6], rows);
	}

	/**
	 * @return what the image's file said, or, of an image that came without, or was cropped or scaled since, its voxel
	 *         size alone
	 */
	public static VolumeSpace of(final ImagePlus image) {
		final int[] size = { image.getWidth(), image.getHeight(), image.getNSlices() };
		final VolumeSpace known = parse(image.getProp(PROPERTY));
		final VolumeSpace plain = ofCalibration(size, image.getCalibration());
		return known != null && Arrays.equals(size, known.size) && known.agrees(plain) ? known : plain;
	}

	/**
	 * @param size voxels along columns, rows, slices
	 * @param pixelSize length of a voxel along the same, each above 0
	 * @param unit of these lengths, such as mm, \u00b5m, um or nm; another one says nothing about millimetres
	 * @return voxel size alone, without direction
	 * @throws IllegalArgumentException in one sentence if a length is not above 0
	 */
	public static VolumeSpace ofPixelSize(final int[] size, final double[] pixelSize, final String unit) {
		for (final double length : pixelSize) if (!(length > 0 && length < Double.POSITIVE_INFINITY))
			throw new IllegalArgumentException("the pixel size " + Arrays.toString(pixelSize) + " " + unit +
				" is not three lengths above 0; give columns, rows, slices");
		final Calibration calibration = new Calibration();
		calibration.pixelWidth = pixelSize[0];
		calibration.pixelHeight = pixelSize[1];
		calibration.pixelDepth = pixelSize[2];
		calibration.setUnit(unit);
		return ofCalibration(size, calibration);
	}

	private static VolumeSpace ofCalibration(final int[] size, final Calibration calibration) {
		final String unit = calibration.getUnit();
		final boolean micrometres = unit.equals("\u00b5m") || unit.equals("um") || unit.equals("micron");
		final int code = micrometres ? MICROMETRE : unit.equals("m") ? METRE : MILLIMETRE;
		final double factor = switch (unit) {
			case "nm" -> 1e-6;
			case "cm" -> 10;
			case "inch" -> 25.4;
			default -> 1;
		};
		final boolean known = code != MILLIMETRE || factor != 1 || unit.equals("mm");
		return new VolumeSpace(size, known ? code : UNKNOWN.units, 0, 0, new float[] { 1, (float) (factor *
			calibration.pixelWidth), (float) (factor * calibration.pixelHeight), (float) (factor * calibration.pixelDepth) },
			new float[6], new float[12]);
	}

	private boolean agrees(final VolumeSpace other) {
		for (int d = 0; d < 3; d++) if (Math.abs(voxelSize()[d] - other.voxelSize()[d]) > 1e-4 * voxelSize()[d]) return false;
		return true;
	}

	/** Puts it into an image, for its results to find. */
	public void attach(final ImagePlus image) {
		image.setProp(PROPERTY, text());
	}

	/** Sets voxel size and its unit; millimetres where the header names none, as most programs read it. */
	public void calibrate(final Calibration calibration) {
		calibration.pixelWidth = voxelSize()[0];
		calibration.pixelHeight = voxelSize()[1];
		calibration.pixelDepth = voxelSize()[2];
		calibration.setUnit(switch (units & SPACE_UNIT) {
			case METRE -> "m";
			case MICROMETRE -> "\u00b5m";
			default -> "mm";
		});
	}

	/** @return along i, j, k, positive, in the header's unit. A new array. */
	public double[] voxelSize() {
		final double[] voxel = new double[3];
		for (int d = 0; d < 3; d++) {
			final double length = Math.abs(pixdim[d + 1]);
			voxel[d] = length > 0 && Double.isFinite(length) ? length : 1;
		}
		return voxel;
	}

	/** @return voxel size along i, j, k in millimetres; null if the image's unit is none of length. A new array. */
	public double[] millimetres() {
		if (units < 0) return null;
		final double factor = switch (units & SPACE_UNIT) {
			case METRE -> 1000;
			case MICROMETRE -> 1e-3;
			// NB: headers without a unit mean millimetres, as most programs read them.
			default -> 1;
		};
		final double[] voxel = voxelSize();
		for (int d = 0; d < 3; d++) voxel[d] *= factor;
		return voxel;
	}

	/** @return whether it says which way the axes point */
	public boolean isOriented() {
		return sformCode > 0 || qformCode > 0;
	}

	/**
	 * The way from voxel to place: the sform if there is one, else the qform, else the voxel size alone, in the order of
	 * the NIfTI-1 standard's methods 3, 2 and 1.
	 *
	 * @return three rows of four, from (i, j, k, 1) to the header's unit towards right, anterior, superior. New arrays.
	 */
	public double[][] affine() {
		final double[][] affine = new double[3][4];
		if (sformCode > 0) for (int i = 0; i < 12; i++) affine[i / 4][i % 4] = rows[i];
		else if (qformCode > 0) rotate(affine);
		else for (int d = 0; d < 3; d++) affine[d][d] = voxelSize()[d];
		return affine;
	}

	/** The rotation of a unit quaternion a, b, c, d of which a is left out, nifti1.h's method 2. */
	private void rotate(final double[][] affine) {
		final double b = quaternion[0];
		final double c = quaternion[1];
		final double d = quaternion[2];
		final double a = Math.sqrt(Math.max(0, 1 - (b * b + c * c + d * d)));
		final double[][] rotation = { { a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c) }, { 2 * (b *
			c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b) }, { 2 * (b * d - a * c), 2 * (c * d + a * b), a * a +
				d * d - b * b - c * c } };
		final double[] step = voxelSize();
		// NB: the first pixdim is -1 where k runs the other way than a rotation can say.
		if (pixdim[0] < 0) step[2] = -step[2];
		for (int row = 0; row < 3; row++) {
			for (int column = 0; column < 3; column++) affine[row][column] = rotation[row][column] * step[column];
			affine[row][3] = quaternion[3 + row];
		}
	}

	/** Writes its fields into a header of the same byte order. */
	public void write(final ByteBuffer header) {
		header.put(123, (byte) (units < 0 ? 0 : units & SPACE_UNIT));
		header.putShort(252, (short) qformCode).putShort(254, (short) sformCode);
		for (int i = 0; i < 4; i++) header.putFloat(76 + 4 * i, pixdim[i]);
		for (int i = 0; i < 6; i++) header.putFloat(256 + 4 * i, quaternion[i]);
		for (int i = 0; i < 12; i++) header.putFloat(280 + 4 * i, rows[i]);
	}

	/** Numbers in a fixed order; a float's shortest text gives the same float back. */
	private String text() {
		final StringBuilder text = new StringBuilder();
		for (final int n : size) text.append(n).append(' ');
		text.append(units).append(' ').append(qformCode).append(' ').append(sformCode);
		for (final float[] part : new float[][] { pixdim, quaternion, rows }) {
			text.append(' ').append(floatsText(part));
		}
		return text.toString();
	}

	private static String floatsText(final float[] values) {
		final Float[] boxed = new Float[values.length];
		for (int i = 0; i < boxed.length; i++) boxed[i] = values[i];
		return Arrays.stream(boxed).map(String::valueOf).collect(Collectors.joining(" "));
	}

	/** @return null if there is none, or someone changed it to what is none */
	private static VolumeSpace parse(final String text) {
		if (text == null) return null;
		final String[] parts = text.strip().split(" +");
		if (parts.length != NUMBERS) return null;
		try {
			final int[] whole = new int[6];
			for (int i = 0; i < whole.length; i++) whole[i] = Integer.parseInt(parts[i]);
			final float[] numbers = new float[parts.length - whole.length];
			for (int i = 0; i < numbers.length; i++) numbers[i] = Float.parseFloat(parts[whole.length + i]);
			return new VolumeSpace(Arrays.copyOf(whole, 3), whole[3], whole[4], whole[5], Arrays.copyOf(numbers, 4), Arrays
				.copyOfRange(numbers, 4, 10), Arrays.copyOfRange(numbers, 10, 22));
		}
		catch (final NumberFormatException e) {
			return null;
		}
	}

	private static float[] floats(final ByteBuffer header, final int at, final int count) {
		final float[] values = new float[count];
		for (int i = 0; i < count; i++) values[i] = header.getFloat(at + 4 * i);
		return values;
	}
}
