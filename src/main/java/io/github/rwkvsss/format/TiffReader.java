package io.github.rwkvsss.format;

import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.ReadingNotes;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;

/**
 * Reads TIFF as ImageJ does, and OME-TIFF as its description says. ImageJ's own reader answers damage with dialogs, log
 * windows or half an image, and a global calibration with a question, so this one reads the file itself.
 */
final class TiffReader {

	private static final int ZEISS = 34412;

	private final TiffFile file;
	private final TiffPixels.Use use;
	private final List<String> notes = new ArrayList<>();
	private OmeMetadata ome;

	private TiffReader(final TiffFile file, final TiffPixels.Use use) {
		this.file = file;
		this.use = use;
	}

	static ImagePlus read(final Path path) throws IOException {
		return read(path, TiffPixels.Use.IMAGE);
	}

	/**
	 * @return an image whose planes hold {@code int} labels instead of colours, which no other type of ImageJ could hold
	 *         exactly
	 * @throws IOException also if a value is no label
	 */
	static ImagePlus readLabels(final Path path) throws IOException {
		return read(path, TiffPixels.Use.LABELS);
	}

	private static ImagePlus read(final Path path, final TiffPixels.Use use) throws IOException {
		try (TiffFile file = new TiffFile(path)) {
			return new TiffReader(file, use).read();
		}
		catch (final OutOfMemoryError e) {
			throw new IOException(path + " does not fit into memory; close other images or raise the memory limit", e);
		}
	}

	/** The pages of an image, and how many planes lie one after another without a directory each; 1 as a rule. */
	record Pages(List<TiffDirectory> pages, int contiguous, ImageJDescription imagej) {}

	private Pages pages() throws IOException {
		final List<TiffDirectory> directories = file.directories();
		final TiffDirectory main = directories.stream().filter(directory -> !directory.isAside()).findFirst().orElse(directories
			.get(0));
		final String description = directories.get(0).description;
		if (OmeMetadata.isIn(description)) readDescription(description);
		final List<TiffDirectory> pages = ome != null ? described(directories) : pages(directories, main);
		final TiffDirectory first = pages.get(0);
		if (ome == null && !first.entries.isAbsent(ZEISS)) notes.add(file +
			" is a Zeiss LSM; its pages were taken as slices, and pixel size and times were not read");
		final ImageJDescription imagej = new ImageJDescription(first);
		final int contiguous = directories.size() > 1 || first.channels() > 1 || first.bits < 8 ? 1 : imagej.images();
		return new Pages(pages, contiguous, imagej);
	}

	/**
	 * @param file stays open
	 * @return its image to be read box by box
	 * @throws IOException in one sentence if it cannot be
	 */
	static TiffRegion region(final TiffFile file) throws IOException {
		final TiffReader reader = new TiffReader(file, TiffPixels.Use.IMAGE);
		final Pages all = reader.pages();
		final TiffDirectory first = all.pages().get(0);
		if (first.orientation > 1) throw new IOException(file +
			" is to be turned upright, which cannot be done box by box; open it in Fiji and save it as TIFF");
		// NB: planes of one pixel know axes and calibration as well as large ones.
		final ImageStack stack = new ImageStack(1, 1);
		for (int i = 0; i < all.pages().size() * (long) all.contiguous() * first.channels(); i++) {
			if (first.isColour()) stack.addSlice(new ColorProcessor(1, 1));
			else if (first.bits <= 8) stack.addSlice(new ByteProcessor(1, 1));
			else if (first.bits <= 16) stack.addSlice(new ShortProcessor(1, 1));
			else stack.addSlice(new FloatProcessor(1, 1));
		}
		return new TiffRegion(file, all, reader.finish(stack, first, all.imagej()));
	}

	private ImagePlus read() throws IOException {
		final Pages all = pages();
		final List<TiffDirectory> pages = all.pages();
		final TiffDirectory first = pages.get(0);
		final ImageJDescription imagej = all.imagej();
		final int contiguous = all.contiguous();
		first.requirePlane(file);
		final ImageStack stack = new ImageStack(first.width, first.height);
		if (contiguous > 1) readContiguous(first, contiguous, stack);
		else for (final TiffDirectory page : pages) addPlanes(TiffPixels.read(file, page, use), page, stack);
		for (int i = 0; i < Math.min(first.sliceLabels.length, stack.getSize()); i++) {
			if (!first.sliceLabels[i].isEmpty()) stack.setSliceLabel(first.sliceLabels[i], i + 1);
		}
		return finish(stack, first, imagej);
	}

	private void readDescription(final String xml) throws IOException {
		try {
			ome = OmeMetadata.of(xml);
		}
		catch (final IOException e) {
			notes.add(file + " has a description as OME-XML that is not understood (" + e.getMessage() +
				"); its pages were taken as slices");
			return;
		}
		if (ome.isElsewhere()) throw new IOException(file + " holds pixels of an OME-TIFF whose description lies in " + ome
			.metadataFile() + "; open that in Fiji with Bio-Formats and save it as one file");
		if (ome.images() > 1) notes.add(file + " holds " + ome.images() + " images; the first was taken");
	}

	private List<TiffDirectory> described(final List<TiffDirectory> directories) throws IOException {
		final List<TiffDirectory> pages = new ArrayList<>();
		try {
			for (final int page : ome.pages(directories.size(), file.path().getFileName().toString())) pages.add(directories.get(
				page));
		}
		catch (final IOException e) {
			throw new IOException(file + " " + e.getMessage(), e);
		}
		final TiffDirectory first = pages.get(0);
		if (first.width != ome.width() || first.height != ome.height()) throw file.damaged("its OME-XML states " + ome.width() +
			" x " + ome.height() + " pixels, and its page has " + first.width + " x " + first.height);
		for (final TiffDirectory page : pages) if (!page.alike(first)) throw severalKinds(first, page);
		return pages;
	}

	/** Small copies and masks are left aside; other pages of the first one's size belong to it. */
	private List<TiffDirectory> pages(final List<TiffDirectory> directories, final TiffDirectory main) throws IOException {
		final List<TiffDirectory> pages = new ArrayList<>();
		int passed = 0;
		for (final TiffDirectory page : directories) {
			if (page.isAside() && !main.isAside()) continue;
			if (page.alike(main)) pages.add(page);
			else if (page.isSizeOf(main)) throw severalKinds(main, page);
			else passed++;
		}
		if (passed > 0) notes.add(file + " holds " + passed + (passed == 1 ? " page" : " pages") +
			" of another size than the first, " + main.width + " x " + main.height + " pixels; " + (passed == 1 ? "it was"
				: "they were") + " passed over");
		return pages;
	}

	private IOException severalKinds(final TiffDirectory first, final TiffDirectory other) {
		final String kind = other.kind().equals(first.kind()) ? "with another palette, alpha or orientation" : other.kind();
		return new IOException(file + " holds pages of several kinds (" + first.kind() + ", " + (other.isSizeOf(first) ? ""
			: other.width + " x " + other.height + " pixels of ") + kind + "); save each kind as a file of its own");
	}

	private void readContiguous(final TiffDirectory directory, final int images, final ImageStack stack) throws IOException {
		directory.requireReadable(file);
		if (directory.compression != Decompression.NONE) throw file.damaged("it states " + images +
			" planes and has a directory for one");
		file.requireWithin(directory.offsets[0], images * directory.planeBytes());
		for (int i = 0; i < images; i++) addPlanes(TiffPixels.readContiguous(file, directory, i, use), directory, stack);
	}

	/** One plane for grey, one of RGB, or one per channel. */
	private void addPlanes(final Object[] samples, final TiffDirectory directory, final ImageStack stack) throws IOException {
		final int w = directory.width;
		final int h = directory.height;
		if (directory.isColour()) {
			if (use == TiffPixels.Use.LABELS) {
				// Greys saved in colours are numbers all the same.
				if (!Arrays.equals((int[]) samples[0], (int[]) samples[1]) || !Arrays.equals((int[]) samples[0],
					(int[]) samples[2])) throw new IOException(LabelImage.colourSentence(file.path().getFileName().toString()));
				stack.addSlice(new ColorProcessor(w, h, (int[]) samples[0]));
				return;
			}
			final ColorProcessor colour = new ColorProcessor(w, h);
			colour.setRGB((byte[]) samples[0], (byte[]) samples[1], (byte[]) samples[2]);
			stack.addSlice(colour);
			return;
		}
		final ColorModel display = display(directory);
		for (int s = 0; s < directory.channels(); s++) {
			if (samples[s] instanceof final byte[] bytes) stack.addSlice(new ByteProcessor(w, h, bytes, display));
			else if (samples[s] instanceof final short[] shorts) stack.addSlice(new ShortProcessor(w, h, shorts, display));
			else if (samples[s] instanceof final int[] labels) stack.addSlice(new ColorProcessor(w, h, labels));
			else stack.addSlice(new FloatProcessor(w, h, (float[]) samples[s], display));
		}
	}

	/** @return the palette, or grey, dark for high values where the file says so; the stored values stay */
	private static ColorModel display(final TiffDirectory directory) {
		final byte[][] colours = new byte[3][256];
		final long[] map = directory.colourMap;
		final int entries = 1 << Math.min(8, directory.bits);
		final boolean palette = directory.photometric == TiffDirectory.PALETTE && map.length == 3 * entries;
		// Some programs write colours of 8 bits where TIFF has 16.
		boolean deep = false;
		if (palette) for (final long value : map) deep |= value > 255;
		for (int i = 0; i < 256; i++) {
			for (int c = 0; c < 3; c++) {
				if (palette) colours[c][i] = i < entries ? (byte) (map[c * entries + i] >> (deep ? 8 : 0)) : 0;
				else colours[c][i] = (byte) (directory.photometric == TiffDirectory.WHITE_IS_ZERO && directory.bits > 1 ? 255 - i
					: i);
			}
		}
		return new IndexColorModel(8, 256, colours[0], colours[1], colours[2]);
	}

	private ImagePlus finish(final ImageStack stack, final TiffDirectory first, final ImageJDescription description) {
		final ImagePlus image = new ImagePlus("", stack);
		final int channels = first.channels();
		if (channels > 1) image.setDimensions(channels, stack.getSize() / channels, 1);
		description.applyTo(image);
		if (ome != null) {
			final int[] size = ome.size();
			image.setDimensions(size[0] * channels, size[1], size[2]);
			image.setOpenAsHyperStack(image.getNChannels() > 1 || size[1] > 1 && size[2] > 1);
			ome.calibrate(image.getCalibration());
		}
		if (!first.info.isEmpty()) image.setProperty("Info", first.info);
		for (int i = 0; i + 1 < first.properties.length; i += 2) image.setProp(first.properties[i], first.properties[i + 1]);
		if (image.getBitDepth() == 16 || image.getBitDepth() == 32) image.getProcessor().resetMinAndMax();
		final ImagePlus shown = image.getNChannels() > 1 && image.getType() != ImagePlus.COLOR_RGB //
			? new CompositeImage(image, CompositeImage.COMPOSITE) : image;
		if (first.bits == 1 && use == TiffPixels.Use.LABELS) LabelReader.markOneBit(shown);
		notes.forEach(note -> ReadingNotes.add(shown, note));
		Upright.turn(shown, first.orientation);
		return shown;
	}
}
