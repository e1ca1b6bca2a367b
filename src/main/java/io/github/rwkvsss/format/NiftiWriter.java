package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

import io.github.rwkvsss.image.VolumeSpace;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;

/**
 * Writes NIfTI-1, little-endian, with the space that the image carries, see {@link VolumeSpace}. 8 bits become uint8; 16
 * bits int16 if they are signed, uint8 if their values fit, else uint16; 32 bits int32 if they are labels beyond 65,535,
 * else float32; RGB becomes RGB24. A straight calibration of grey values becomes slope and intercept.
 */
final class NiftiWriter {

	private static final int LARGEST_AXIS = Short.MAX_VALUE;
	private static final int LARGEST_SHORT = 65_535;
	private static final int CHUNK = 1 << 13;

	private final ImagePlus image;
	private final NiftiType type;
	private final float[] table;
	private final int channels;

	private NiftiWriter(final ImagePlus image) {
		this.image = image;
		channels = image.getNChannels();
		final Calibration calibration = image.getCalibration();
		final boolean straight = calibration.getFunction() == Calibration.STRAIGHT_LINE;
		// NB: ImageJ's grey value calibrations are for 8 and 16 bits; 32-bit pixels are their own values.
		final boolean counts = image.getBitDepth() <= 16;
		table = counts && calibration.calibrated() && !straight ? calibration.getCTable() : null;
		type = type(straight);
	}

	/** @throws IOException in words that follow "cannot write" and the name */
	static void write(final ImagePlus image, final OutputStream out) throws IOException {
		for (final int n : image.getDimensions()) if (n > LARGEST_AXIS) throw new IOException(
			"NIfTI-1 holds at most 32767 pixels along an axis, the image has " + n + "; choose a name that ends in .tif");
		new NiftiWriter(image).writeAll(out);
	}

	/** As {@link #write}, packed. */
	static void writePacked(final ImagePlus image, final OutputStream out) throws IOException {
		final GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
		write(image, packed);
		packed.finish();
	}

	private NiftiType type(final boolean straight) {
		if (image.getType() == ImagePlus.COLOR_RGB) return NiftiType.RGB24;
		if (table != null) return NiftiType.FLOAT32;
		switch (image.getBitDepth()) {
			case 8:
				return NiftiType.UINT8;
			case 16:
				if (image.getCalibration().isSigned16Bit()) return NiftiType.INT16;
				return straight || max() > 255 ? NiftiType.UINT16 : NiftiType.UINT8;
			default:
				return channels == 1 && max() > LARGEST_SHORT && isWhole() ? NiftiType.INT32 : NiftiType.FLOAT32;
		}
	}

	private double max() {
		double max = 0;
		for (int i = 1; i <= image.getStackSize(); i++) {
			final ImageProcessor ip = image.getStack().getProcessor(i);
			for (int p = 0; p < ip.getPixelCount(); p++) max = Math.max(max, ip.getf(p));
		}
		return max;
	}

	/** @return whether all values are labels: whole, not negative, and exact in 32 bits of float */
	private boolean isWhole() {
		for (int i = 1; i <= image.getStackSize(); i++) {
			final ImageProcessor ip = image.getStack().getProcessor(i);
			for (int p = 0; p < ip.getPixelCount(); p++) {
				final float value = ip.getf(p);
				if (!(value >= 0 && value <= 1 << 24 && value == Math.rint(value))) return false;
			}
		}
		return true;
	}

	private void writeAll(final OutputStream out) throws IOException {
		out.write(header().array());
		final ByteBuffer buffer = ByteBuffer.allocate(CHUNK * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
		for (int c = 1; c <= channels; c++) {
			for (int t = 1; t <= image.getNFrames(); t++) {
				for (int z = 1; z <= image.getNSlices(); z++) {
					writePlane(image.getStack().getProcessor(image.getStackIndex(c, z, t)), buffer, out);
				}
			}
		}
	}

	private ByteBuffer header() {
		final ByteBuffer header = ByteBuffer.allocate(NiftiHeader.FIRST_PIXEL).order(ByteOrder.LITTLE_ENDIAN);
		header.putInt(0, NiftiHeader.BYTES).put(38, (byte) 'r');
		final int frames = image.getNFrames();
		final int[] size = { image.getWidth(), image.getHeight(), image.getNSlices(), frames, channels, 1, 1 };
		header.putShort(40, (short) (channels > 1 ? 5 : frames > 1 ? 4 : 3));
		for (int d = 0; d < size.length; d++) {
			header.putShort(42 + 2 * d, (short) size[d]);
			header.putFloat(80 + 4 * d, 1);
		}
		// The standard's mark of a vector at each voxel; its fifth axis is that of the channels.
		if (channels > 1) header.putShort(68, (short) 1007);
		header.putShort(70, (short) type.code()).putShort(72, (short) (8 * type.bytes()));
		VolumeSpace.of(image).write(header);
		writeTime(header, frames);
		header.putFloat(108, NiftiHeader.FIRST_PIXEL);
		final double[] coefficients = image.getCalibration().getCoefficients();
		final boolean scaled = (type == NiftiType.UINT8 || type == NiftiType.UINT16) && coefficients != null && image
			.getCalibration().getFunction() == Calibration.STRAIGHT_LINE;
		header.putFloat(112, scaled ? (float) coefficients[1] : 1).putFloat(116, scaled ? (float) coefficients[0] : 0);
		header.position(344);
		header.put("n+1\0".getBytes(StandardCharsets.ISO_8859_1));
		return header;
	}

	private void writeTime(final ByteBuffer header, final int frames) {
		if (frames < 2) return;
		final Calibration calibration = image.getCalibration();
		header.putFloat(92, (float) calibration.frameInterval);
		final String unit = calibration.getTimeUnit();
		final int code = unit.startsWith("ms") || unit.startsWith("milli") ? 16 : unit.startsWith("us") || unit.startsWith(
			"\u00b5s") || unit.startsWith("micro") ? 24 : unit.startsWith("s") ? 8 : 0;
		header.put(123, (byte) (header.get(123) | code));
	}

	private void writePlane(final ImageProcessor ip, final ByteBuffer buffer, final OutputStream out) throws IOException {
		final Object pixels = ip.getPixels();
		final int count = ip.getPixelCount();
		for (int from = 0; from < count; from += CHUNK) {
			buffer.clear();
			final int end = Math.min(count, from + CHUNK);
			for (int i = from; i < end; i++) put(buffer, ip, pixels, i);
			out.write(buffer.array(), 0, buffer.position());
		}
	}

	private void put(final ByteBuffer buffer, final ImageProcessor ip, final Object pixels, final int i) {
		switch (type) {
			case RGB24 -> {
				final int colour = ((int[]) pixels)[i];
				buffer.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
			}
			case UINT8 -> buffer.put((byte) ip.get(i));
			case UINT16 -> buffer.putShort((short) ip.get(i));
			case INT16 -> buffer.putShort((short) (ip.get(i) - 32768));
			case INT32 -> buffer.putInt((int) ip.getf(i));
			default -> buffer.putFloat(table == null ? ip.getf(i) : table[ip.get(i)]);
		}
	}
}
