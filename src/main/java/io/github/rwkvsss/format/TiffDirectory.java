package io.github.rwkvsss.format;

import java.io.IOException;
import java.util.Arrays;

/**
 * What one directory of a TIFF says about its image: sizes, places, and every tag of TIFF 6 that changes values or
 * geometry. {@link #requireReadable} refuses what is not honoured; pages that nobody reads need not be readable.
 */
final class TiffDirectory {

	static final int UNSIGNED = 1;
	static final int SIGNED = 2;
	static final int FLOAT = 3;
	static final int WHITE_IS_ZERO = 0;
	static final int RGB = 2;
	static final int PALETTE = 3;
	static final int LUMINANCE = 6;

	private static final int UNDEFINED = 4;
	private static final int MASK = 4;
	private static final int LARGEST_CHUNK_COUNT = 1 << 24;
	private static final int METAMORPH = 33629;

	/** No compression in use shrinks by more: Deflate reaches 1032, LZW 2730. */
	private static final long LARGEST_RATIO = 3000;

	final int width;
	final int height;
	final int bits;
	final int samples;
	final int format;
	final int compression;
	final int predictor;
	final int photometric;
	/** 1 to 8, where the first row and column are to be shown; 1 is upper left. */
	final int orientation;
	final boolean separatePlanes;
	final boolean lowestBitFirst;
	/** Number of values of a pixel behind which transparency stands; as many as there are if there is none. */
	final int opaque;
	final int chunkWidth;
	final int chunkHeight;
	final boolean tiled;
	final long[] offsets;
	final long[] lengths;
	final long[] colourMap;
	final double pixelsPerUnitX;
	final double pixelsPerUnitY;
	final int resolutionUnit;
	final String description;
	final String[] sliceLabels;
	final String info;
	/** Key, value, key, value; empty if there are none. */
	final String[] properties;
	final TiffEntries entries;

	private final boolean oneWidth;
	private final boolean oneFormat;
	private final boolean reduced;

	TiffDirectory(final TiffFile file, final long first, final int count) throws IOException {
		final TiffEntries found = new TiffEntries(file, first, count);
		entries = found;
		final long w = found.number(256, 0);
		final long h = found.number(257, 0);
		if (w < 1 || h < 1 || w > Integer.MAX_VALUE || h > Integer.MAX_VALUE) throw file.damaged("it states a size of " + w +
			" x " + h + " pixels");
		width = (int) w;
		height = (int) h;
		reduced = (found.number(254, 0) & 1) == 1 || found.number(255, 1) == 2;
		bits = (int) found.number(258, 1);
		oneWidth = alike(found.numbers(258));
		compression = (int) found.number(259, 1);
		photometric = (found.number(254, 0) & 4) == 4 ? MASK : (int) found.number(262, 1);
		lowestBitFirst = found.number(266, 1) == 2;
		final int stated = (int) found.number(274, 1);
		orientation = stated >= 1 && stated <= 8 ? stated : 1;
		samples = (int) found.number(277, 1);
		separatePlanes = found.number(284, 1) == 2;
		resolutionUnit = (int) found.number(296, 2);
		predictor = (int) found.number(317, 1);
		final int sampleFormat = (int) found.number(339, UNSIGNED);
		format = sampleFormat == UNDEFINED ? UNSIGNED : sampleFormat;
		oneFormat = alike(found.numbers(339));
		colourMap = found.numbers(320);
		opaque = opaque(found.numbers(338));
		pixelsPerUnitX = found.ratio(282);
		pixelsPerUnitY = found.ratio(283);
		description = found.text(270);
		tiled = found.number(322, 0) > 0;
		final long rows = found.number(278, height);
		chunkWidth = (int) (tiled ? found.number(322, 0) : width);
		chunkHeight = (int) (tiled ? found.number(323, 0) : rows < 1 ? height : Math.min(height, rows));
		// Some programs name their tiles by the tags of strips.
		final boolean asStrips = !tiled || found.numbers(324).length == 0;
		offsets = found.numbers(asStrips ? 273 : 324);
		lengths = found.numbers(asStrips ? 279 : 325);
		final TiffMetadata metadata = TiffMetadata.of(file, found.numbers(50838), found.place(50839));
		sliceLabels = metadata.sliceLabels();
		info = metadata.info();
		properties = metadata.properties();
	}

	private static boolean alike(final long[] numbers) {
		return Arrays.stream(numbers).distinct().count() < 2;
	}

	private int opaque(final long[] extra) {
		for (int i = 0; i < extra.length; i++) if (extra[i] == 1 || extra[i] == 2) return Math.max(1, samples - extra.length +
			i);
		return samples;
	}

	/** @throws IOException in one sentence, if its image cannot be read as it is meant, or is too large to be held */
	void requireReadable(final TiffFile file) throws IOException {
		requirePlane(file);
		if (chunkWidth > 0 && chunkHeight > 0 && chunkBytes() > Integer.MAX_VALUE - 8) throw pieces(file);
		requireReadableParts(file);
		if (compression == Decompression.NONE && !isForJdk()) return;
		if ((double) width * height > Runtime.getRuntime().maxMemory()) throw file.damaged("it states " + width + " x " +
			height + " pixels");
	}

	/** @throws IOException in one sentence if a plane has more pixels than one array can hold */
	void requirePlane(final TiffFile file) throws IOException {
		if ((long) width * height > Integer.MAX_VALUE - 8) throw new IOException(file + " states a size of " + width + " x " +
			height + " pixels; ImageJ can hold 2^31 in a plane at most");
	}

	private IOException pieces(final TiffFile file) {
		return file.damaged("it states pieces of " + chunkWidth + " x " + chunkHeight + " pixels");
	}

	/** @throws IOException in one sentence, if its pixels cannot be read as they are meant; the page may be of any size */
	void requireReadableParts(final TiffFile file) throws IOException {
		if (samples < 1 || samples > 1 << 10) throw file.damaged("it states " + samples + " values per pixel");
		requireKnownValues(file);
		requireKnownColours(file);
		if (!Decompression.knows(compression) && !isForJdk()) throw new IOException(file +
			" is compressed in a way that is not known (" + Decompression.name(compression) +
			"); open it in Fiji and save it as TIFF");
		if (!entries.isAbsent(METAMORPH)) throw new IOException(file +
			" is a MetaMorph stack, whose planes are not described as TIFF does; open it in Fiji with Bio-Formats and save it as TIFF");
		final boolean differences = predictor == 2 && format != FLOAT && (bits == 8 || bits == 16 || bits == 32 || bits == 64);
		final boolean floats = predictor == 3 && format == FLOAT;
		if (predictor != 1 && (!differences && !floats || !Decompression.hasPredictor(compression))) throw new IOException(
			file + " stores differences of pixels in a way that is not known (predictor " + predictor + ", " + bits +
				" bits); open it in Fiji and save it as TIFF");
		if (chunkWidth < 1 || chunkHeight < 1 || (compression == Decompression.NONE ? rowBytes()
			: chunkBytes()) > Integer.MAX_VALUE - 8) throw pieces(file);
		final long needed = chunks();
		if (needed > LARGEST_CHUNK_COUNT || offsets.length < needed) throw file.damaged("it holds " + offsets.length +
			" pieces of pixels, not " + needed);
		if (compression == Decompression.NONE && !isForJdk()) {
			requireStored(file, needed);
			return;
		}
		if (lengths.length < needed) throw file.damaged("it does not say how long its pieces are");
		long stored = 0;
		long empty = 0;
		for (int i = 0; i < needed; i++) {
			file.requireWithin(offsets[i], lengths[i]);
			stored += lengths[i];
			if (isSparse(i)) empty += chunkBytes();
		}
		// Of fax codes, a row of any width takes a bit.
		final boolean tooMany = isFax() ? height > 8 * (stored + 1) : Math.max((long) width * height * samples * bits / 8,
			chunkBytes()) - empty > LARGEST_RATIO * (stored + 1);
		if (tooMany) throw file.damaged("it states " + width + " x " + height + " pixels and holds " + stored +
			" bytes of them");
	}

	private void requireKnownValues(final TiffFile file) throws IOException {
		if (!oneWidth || !oneFormat) throw new IOException(file +
			" has values of different widths or forms in one pixel, which cannot be read; save it with 8, 16 or 32 bits");
		final boolean known = switch (format) {
			case UNSIGNED -> bits >= 1 && bits <= 32 || bits == 64;
			case SIGNED -> bits >= 2 && bits <= 32 || bits == 64;
			case FLOAT -> bits == 16 || bits == 24 || bits == 32 || bits == 64;
			default -> false;
		};
		if (!known) throw new IOException(file + " has " + (format == 5 || format == 6 ? "complex " : "") + "pixels of " +
			bits + " bits in a form that is not known; save it with 8, 16 or 32 bits");
	}

	private void requireKnownColours(final TiffFile file) throws IOException {
		final String what = switch (photometric) {
			case MASK -> "is a mask of transparency for another image";
			case 5 -> "has colours for print (CMYK), which depend on a printer";
			case 8, 9, 10 -> "has colours as CIE L*a*b*";
			case 32803, 34892 -> "holds a camera's raw pixels";
			case 32844, 32845 -> "has logarithmic luminance";
			default -> photometric < 0 || photometric > 6 ? "has colours of a kind that is not known (" + photometric + ")"
				: null;
		};
		if (what != null) throw new IOException(file + " " + what + "; save it as grey or RGB");
		if (photometric == LUMINANCE && (samples != 3 || bits != 8 || format != UNSIGNED || separatePlanes))
			throw new IOException(file + " has luminance and colour of a kind that is not known; save it as RGB");
		if (photometric == RGB && (opaque < 3 || bits < 8)) throw new IOException(file + " has RGB colours with " + samples +
			" values of " + bits + " bits, which cannot be read; save it with 8 bits");
		if (photometric == PALETTE && (samples > 1 && opaque > 1 || bits > 16 || format == FLOAT)) throw new IOException(file +
			" has a palette for " + samples + " values of " + bits + " bits, which cannot be read; save it as RGB");
		if (isFax() && (bits != 1 || samples != 1) || compression == Decompression.JPEG && (bits != 8 || samples != 1 &&
			samples != 3 || format != UNSIGNED)) throw new IOException(file + " has " + samples + " values of " + bits +
				" bits in a compression that has others, which cannot be read; save it as TIFF without compression");
		final double[] range = entries.ratios(532);
		if (photometric == RGB && range.length == 6 && !Arrays.equals(range, new double[] { 0, 255, 0, 255, 0, 255 }) &&
			bits == 8) throw new IOException(file +
				" states another black and white than 0 and 255 (ReferenceBlackWhite); save it as plain RGB");
	}

	private boolean isFax() {
		return compression >= 2 && compression <= 4;
	}

	/** @return whether the JDK decodes its pixels: fax codes, JPEG, and luminance with colour */
	boolean isForJdk() {
		return isFax() || compression == Decompression.JPEG || photometric == LUMINANCE && Decompression.knows(compression);
	}

	/** @return whether JPEG has altered its values */
	boolean isLossy() {
		return compression == Decompression.JPEG;
	}

	private void requireStored(final TiffFile file, final long needed) throws IOException {
		for (int i = 0; i < needed; i++) {
			final int row = tiled ? 0 : i % down() * chunkHeight;
			final int rows = tiled ? chunkHeight : Math.min(chunkHeight, height - row);
			if (!isSparse(i)) file.requireWithin(offsets[i], rows * rowBytes());
		}
	}

	/** @return whether a piece is not in the file, because all of it is 0 */
	boolean isSparse(final int piece) {
		return offsets[piece] == 0 && piece < lengths.length && lengths[piece] == 0;
	}

	/** @return number of pieces */
	long chunks() {
		return (long) across() * down() * (separatePlanes ? samples : 1);
	}

	/** @return bytes of pixels that it takes of the file */
	double storedBytes() {
		double sum = 0;
		for (final long length : lengths) sum += length;
		return sum;
	}

	/** @return bytes of one row of a piece */
	long rowBytes() {
		return ((long) chunkWidth * (separatePlanes ? 1 : samples) * bits + 7) / 8;
	}

	/** @return bytes of a full piece */
	long chunkBytes() {
		return rowBytes() * chunkHeight;
	}

	/** @return number of pieces beside each other */
	int across() {
		return (width - 1) / chunkWidth + 1;
	}

	/** @return number of pieces above each other */
	int down() {
		return (height - 1) / chunkHeight + 1;
	}

	/** @return whether it is a small copy of another page, or says which of its pixels are to be shown */
	boolean isAside() {
		return reduced || photometric == MASK;
	}

	boolean isSizeOf(final TiffDirectory other) {
		return width == other.width && height == other.height;
	}

	/** @return whether its pixels go into one stack with another's */
	boolean alike(final TiffDirectory other) {
		return isSizeOf(other) && bits == other.bits && samples == other.samples && opaque == other.opaque &&
			format == other.format && orientation == other.orientation && (isColour() ? other.isColour()
				: photometric == other.photometric && Arrays.equals(colourMap, other.colourMap));
	}

	/** @return whether a pixel is one colour of 8 bits a value; other colours become channels */
	boolean isColour() {
		return (photometric == RGB && opaque == 3 || photometric == LUMINANCE) && bits == 8 && format == UNSIGNED;
	}

	/** @return planes that its image has in ImageJ: one for grey and colours, else one for each value but transparency */
	int channels() {
		return isColour() ? 1 : opaque;
	}

	/** @return such as "16-bit grey" */
	String kind() {
		final String values = photometric == RGB || photometric == LUMINANCE ? "RGB" : photometric == PALETTE ? "palette"
			: photometric == WHITE_IS_ZERO ? "inverted grey" : "grey";
		return bits + "-bit " + (format == FLOAT ? "float " : format == SIGNED ? "signed " : "") + values;
	}

	/** @return bytes of one plane without compression */
	long planeBytes() {
		return ((long) width * samples * bits + 7) / 8 * height;
	}
}
