package io.github.rwkvsss.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.measure.Calibration;
import ij.plugin.DICOM;
import ij.process.ImageProcessor;

/**
 * Reads DICOM through ImageJ's own reader: one file, or a folder whose files are the slices of one series. Slices are
 * put in the order of their positions along the normal of the slices (DICOM PS3.3, C.7.6.2), not of their names.
 */
final class DicomReader {

	private static final int MAGIC_PLACE = 128;
	/** Gaps between slices may differ by this share before one is taken for missing: positions are rounded text. */
	private static final double UNEVEN = 0.05;

	private DicomReader() {}

	/** @return whether a file says that it is DICOM; files of before 1993, which do not, are not recognised */
	static boolean isDicom(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) return false;
		try (InputStream in = Files.newInputStream(file)) {
			return isDicom(in.readNBytes(MAGIC_PLACE + 4));
		}
	}

	static boolean isDicom(final byte[] head) {
		return head.length >= MAGIC_PLACE + 4 && new String(head, MAGIC_PLACE, 4, StandardCharsets.ISO_8859_1).equals(
			"DICM");
	}

	/** Reads one file: a slice, or several that lie in it. */
	static ImagePlus read(final Path file) throws IOException {
		return image(List.of(slice(file)), file);
	}

	/** Reads a folder of slices; files that are not DICOM are left aside. */
	static ImagePlus readSeries(final Path folder) throws IOException {
		final List<DicomSlice> slices = new ArrayList<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.sorted().toList()) if (isDicom(file)) slices.add(slice(file));
		}
		catch (final OutOfMemoryError e) {
			throw new IOException(folder + " does not fit into memory; close other images or raise the memory limit", e);
		}
		if (slices.isEmpty()) throw new IOException(folder + " is a folder, not an image");
		final TreeSet<String> series = new TreeSet<>();
		for (final DicomSlice slice : slices) series.add(slice.series());
		if (series.size() > 1) throw new IOException(folder + " holds slices of " + series.size() +
			" DICOM series; put each series into a folder of its own");
		final DicomSlice first = slices.get(0);
		for (final DicomSlice slice : slices) {
			if (!slice.fits(first)) throw new IOException(folder + " holds DICOM slices of different sizes or orientations; " +
				slice.file().getFileName() + " differs from " + first.file().getFileName());
		}
		final boolean placed = slices.stream().allMatch(DicomSlice::isPlaced);
		slices.sort(placed ? Comparator.comparingDouble(DicomSlice::depth) : Comparator.comparingDouble(
			DicomSlice::number));
		if (placed) requireEven(slices, folder);
		return image(slices, folder);
	}

	private static void requireEven(final List<DicomSlice> slices, final Path folder) throws IOException {
		if (slices.size() < 3) return;
		final double mean = (slices.get(slices.size() - 1).depth() - slices.get(0).depth()) / (slices.size() - 1);
		for (int i = 1; i < slices.size(); i++) {
			final double gap = slices.get(i).depth() - slices.get(i - 1).depth();
			if (Math.abs(gap - mean) > UNEVEN * mean || gap <= 0) throw new IOException(String.format(Locale.ROOT,
				"%s holds slices that do not lie evenly: %s and %s are %.4g mm apart, on average they are %.4g; is one missing, or there twice?",
				folder, slices.get(i - 1).file().getFileName(), slices.get(i).file().getFileName(), gap, mean));
		}
	}

	private static DicomSlice slice(final Path file) throws IOException {
		final DICOM image = new DICOM();
		try {
			image.open(file.toString());
		}
		// NB: ImageJ's reader trusts its files, and throws unchecked exceptions of several kinds on damaged ones.
		catch (final IndexOutOfBoundsException | IllegalArgumentException | NegativeArraySizeException
				| NullPointerException | ArithmeticException e) {
			throw damaged(file, e);
		}
		if (image.getWidth() < 1 || image.getStackSize() < 1 || image.getProcessor() == null) throw damaged(file, null);
		final FileInfo info = image.getOriginalFileInfo();
		if (info != null) {
			final double end = info.getOffset() + (double) info.width * info.height * info.getBytesPerPixel() * info.nImages;
			if (end > Files.size(file)) throw new IOException(String.format(Locale.ROOT,
				"%s is cut short: its pixels should reach to byte %.0f and it has %d", file, end, Files.size(file)));
		}
		return new DicomSlice(file, image);
	}

	private static IOException damaged(final Path file, final Throwable cause) {
		return new IOException(file + " cannot be read: this DICOM file is compressed or damaged; save it uncompressed",
			cause);
	}

	private static ImagePlus image(final List<DicomSlice> slices, final Path from) throws IOException {
		final ImagePlus first = slices.get(0).image();
		final boolean alike = slices.stream().allMatch(slice -> slice.hasCalibrationOf(first));
		final ImageStack stack = new ImageStack(first.getWidth(), first.getHeight());
		for (final DicomSlice slice : slices) {
			for (int z = 1; z <= slice.image().getStackSize(); z++) {
				final ImageProcessor ip = slice.image().getStack().getProcessor(z);
				ip.setCalibrationTable(slice.image().getCalibration().getCTable());
				// Slices may be scaled each by its own slope, as in PET: then only their calibrated values go together.
				stack.addSlice(slice.label(), alike ? ip : ip.convertToFloat());
			}
		}
		final ImagePlus image = new ImagePlus("", stack);
		final Calibration calibration = first.getCalibration().copy();
		if (!alike) calibration.disableDensityCalibration();
		image.setCalibration(calibration);
		image.setProperty("Info", first.getInfoProperty());
		final DicomSlice last = slices.get(slices.size() - 1);
		final VolumeSpace space = slices.get(0).space(last, stack.getSize());
		if (space != null) {
			space.calibrate(image.getCalibration());
			space.attach(image);
		}
		image.resetDisplayRange();
		return image;
	}
}
