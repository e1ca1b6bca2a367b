package io.github.rwkvsss.format;

import java.util.HashMap;
import java.util.Map;

import ij.ImagePlus;
import ij.measure.Calibration;

/** What ImageJ writes into a TIFF's description, line by line {@code key=value}: axes and calibration. */
final class ImageJDescription {

	private static final int INCH = 2;
	private static final int CENTIMETRE = 3;

	private final TiffDirectory directory;
	private final Map<String, String> values = new HashMap<>();

	ImageJDescription(final TiffDirectory directory) {
		this.directory = directory;
		if (!directory.description.startsWith("ImageJ=")) return;
		for (final String line : directory.description.split("\n")) {
			final int equals = line.indexOf('=');
			if (equals > 0) values.put(line.substring(0, equals).trim(), line.substring(equals + 1).trim());
		}
	}

	/** @return number of planes, at least 1 */
	int images() {
		return whole("images");
	}

	/** Sets axes, where they fit the number of planes, and calibration. */
	void applyTo(final ImagePlus image) {
		final int channels = whole("channels");
		final int slices = whole("slices");
		final int frames = whole("frames");
		if ((long) channels * slices * frames == image.getStackSize() && channels * slices * frames > 1) {
			image.setDimensions(channels, slices, frames);
			image.setOpenAsHyperStack("true".equals(values.get("hyperstack")));
		}
		image.setCalibration(calibration(image));
	}

	private Calibration calibration(final ImagePlus image) {
		final Calibration calibration = new Calibration(image);
		if (directory.pixelsPerUnitX > 0 && directory.pixelsPerUnitY > 0 && unit() != null) {
			calibration.pixelWidth = 1 / directory.pixelsPerUnitX;
			calibration.pixelHeight = 1 / directory.pixelsPerUnitY;
			calibration.setUnit(unit());
			// TIFF knows no micrometre: programs write centimetres, and ImageJ of old those beside its own unit "um".
			final boolean micrometres = values.isEmpty() ? calibration.pixelWidth <= 1e-3 : "um".equals(values.get("unit"));
			if (directory.resolutionUnit == CENTIMETRE && micrometres) {
				calibration.pixelWidth *= 1e4;
				calibration.pixelHeight *= 1e4;
				calibration.setUnit("um");
			}
		}
		if (number("spacing") != 0) calibration.pixelDepth = Math.abs(number("spacing"));
		calibration.frameInterval = number("finterval");
		calibration.fps = number("fps");
		calibration.xOrigin = number("xorigin");
		calibration.yOrigin = number("yorigin");
		calibration.zOrigin = number("zorigin");
		if (values.containsKey("tunit")) calibration.setTimeUnit(values.get("tunit"));
		if (values.containsKey("yunit")) calibration.setYUnit(values.get("yunit"));
		if (values.containsKey("zunit")) calibration.setZUnit(values.get("zunit"));
		if (directory.bits == 16 && directory.format == TiffDirectory.SIGNED) calibration.setSigned16BitCalibration();
		else if ("0".equals(values.get("cf"))) calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] { number("c0"),
			number("c1") }, values.getOrDefault("vunit", "Gray Value"));
		return calibration;
	}

	/** @return null where the file says nothing, or 72 dots per inch, which says nothing either */
	private String unit() {
		final String written = values.get("unit");
		if (written != null) return unescaped(written);
		if (directory.resolutionUnit == CENTIMETRE) return "cm";
		return directory.resolutionUnit == INCH && directory.pixelsPerUnitX != 72 ? "inch" : null;
	}

	/** ImageJ writes the micro sign as {@code \u00B5}. */
	private static String unescaped(final String written) {
		return written.replace("\\u00B5", "\u00b5");
	}

	private int whole(final String key) {
		final double value = number(key);
		return value >= 1 && value <= Integer.MAX_VALUE ? (int) value : 1;
	}

	private double number(final String key) {
		try {
			final double value = Double.parseDouble(values.getOrDefault(key, "0"));
			return Double.isFinite(value) ? value : 0;
		}
		catch (final NumberFormatException e) {
			return 0;
		}
	}
}
