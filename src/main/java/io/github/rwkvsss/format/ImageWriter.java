package io.github.rwkvsss.format;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.StreamSupport;

import javax.imageio.ImageIO;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.gui.Overlay;
import ij.io.FileSaver;
import ij.io.RoiEncoder;
import ij.io.TiffEncoder;
import ij.process.ImageProcessor;
import ij.process.LUT;

import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.image.LabelImage;

/** Saves images as files, whole or not at all; the image itself is not changed. */
public final class ImageWriter {

	private static final String[] ENDINGS = { ".tif", ".tiff", ".png", ".nii", ".nii.gz", ".zarr" };

	private ImageWriter() {}

	/**
	 * Saves as what the name ends in: {@code .tif} or {@code .tiff} with all planes, calibration, slice labels and overlay,
	 * {@code .png} for one plane of 8 or 16 bits or RGB, {@code .nii} or {@code .nii.gz} with all planes, voxel size and,
	 * of an image that came from such a file or was made from one, its place in the scanner.
	 *
	 * @param file replaced if it exists
	 * @throws IOException in one sentence, if the name or the image does not fit the format or writing fails; see
	 *           {@link WholeFile}
	 */
	public static void write(final ImagePlus image, final Path file) throws IOException {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		if (name.endsWith(".tif") || name.endsWith(".tiff")) WholeFile.write(file, out -> writeTiff(image, out));
		else if (name.endsWith(".png")) writePng(image, file);
		else if (name.endsWith(".nii")) WholeFile.write(file, out -> NiftiWriter.write(image, out));
		else if (name.endsWith(".nii.gz")) WholeFile.write(file, out -> NiftiWriter.writePacked(image, out));
		else if (OmeZarrLabels.isPlace(file)) OmeZarrImages.write(image, file);
		else requireWritable(file.toString());
	}

	/**
	 * Saves labels as {@link #write} does, as OME-Zarr as whole numbers of 32 bits with a pyramid of nearest labels: into a
	 * store of their own, or, of a path such as {@code image.ome.zarr/labels/cells}, into the image that they belong to.
	 */
	public static void writeLabels(final ImagePlus image, final Path file) throws IOException {
		if (OmeZarrLabels.isPlace(file)) OmeZarrImages.writeLabels(LabelImage.of(image), image.getCalibration(), file);
		else write(image, file);
	}

	/**
	 * @param name of a file to be written, so that long work need not fail at its end
	 * @throws IOException in one sentence if it does not end in what can be written
	 */
	public static void requireWritable(final String name) throws IOException {
		final String lower = name.toLowerCase(Locale.ROOT);
		if (OmeZarrLabels.isPlace(Path.of(name))) return;
		for (final String ending : ENDINGS) if (lower.endsWith(ending)) return;
		throw new IOException("cannot write " + name + ": the name must end in .tif, .png, .nii, .nii.gz or .ome.zarr");
	}

	private static void writeTiff(final ImagePlus image, final OutputStream out) throws IOException {
		final FileInfo info = image.getFileInfo();
		info.description = new FileSaver(image).getDescriptionString();
		info.info = image.getInfoProperty();
		info.properties = image.getPropertiesAsArray();
		if (image.getStackSize() > 1) {
			if (image.getStack() instanceof final VirtualStack stack) info.virtualStack = stack;
			info.sliceLabels = sliceLabels(image.getStack());
		}
		else if (image.getStack().getSliceLabel(1) != null) info.sliceLabels = sliceLabels(image.getStack());
		if (image.getOverlay() != null) info.overlay = overlay(image.getOverlay());
		if (image instanceof final CompositeImage channels) keepChannelDisplay(channels, info);
		new TiffEncoder(info).write(out);
	}

	private static byte[][] overlay(final Overlay overlay) {
		return StreamSupport.stream(overlay.spliterator(), false).map(RoiEncoder::saveAsByteArray).toArray(byte[][]::new);
	}

	private static String[] sliceLabels(final ImageStack stack) {
		final String[] labels = new String[stack.getSize()];
		boolean any = false;
		for (int i = 0; i < labels.length; i++) {
			labels[i] = stack.getSliceLabel(i + 1);
			any |= labels[i] != null;
		}
		return any ? labels : null;
	}

	private static void keepChannelDisplay(final CompositeImage image, final FileInfo info) {
		final LUT[] luts = image.getLuts();
		info.displayRanges = new double[2 * luts.length];
		info.channelLuts = new byte[luts.length][];
		for (int c = 0; c < luts.length; c++) {
			info.displayRanges[2 * c] = luts[c].min;
			info.displayRanges[2 * c + 1] = luts[c].max;
			info.channelLuts[c] = luts[c].getBytes();
		}
	}

	private static void writePng(final ImagePlus image, final Path file) throws IOException {
		if (image.getStackSize() > 1) throw new IOException("cannot write " + file + ": a PNG holds one plane, the image has " +
			image.getStackSize() + "; choose a name that ends in .tif");
		if (image.getBitDepth() == 32) throw new IOException("cannot write " + file +
			": a PNG holds no 32-bit values; choose a name that ends in .tif");
		final BufferedImage picture = picture(image.getProcessor());
		WholeFile.write(file, out -> {
			if (!ImageIO.write(picture, "png", out)) throw new IOException("this Java has no PNG writer");
		});
	}

	/** Stored values, neither display range nor colour table applied. */
	private static BufferedImage picture(final ImageProcessor ip) {
		final int width = ip.getWidth();
		final int height = ip.getHeight();
		final Object pixels = ip.getPixels();
		if (pixels instanceof final byte[] bytes) {
			final BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
			System.arraycopy(bytes, 0, ((DataBufferByte) grey.getRaster().getDataBuffer()).getData(), 0, bytes.length);
			return grey;
		}
		if (pixels instanceof final short[] shorts) {
			final BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
			System.arraycopy(shorts, 0, ((DataBufferUShort) grey.getRaster().getDataBuffer()).getData(), 0, shorts.length);
			return grey;
		}
		final BufferedImage colour = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		colour.setRGB(0, 0, width, height, (int[]) pixels, 0, width);
		return colour;
	}
}
