package io.github.rwkvsss.image;

import java.io.IOException;

/** What one directory of a TIFF says about its image: sizes and places, checked to lie within the file. */
final class TiffDirectory {

	static final int UNSIGNED = 1;
	static final int SIGNED = 2;
	static final int FLOAT = 3;
	static final int RGB = 2;
	static final int PALETTE = 3;

	private static final int LARGEST_CHUNK_COUNT = 1 << 24;

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
	final boolean separatePlanes;
	final boolean alpha;
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

	TiffDirectory(final TiffFile file, final long first, final int entries) throws IOException {
		final TiffEntries found = new TiffEntries(file, first, entries);
		final long w = found.number(256, 0);
		final long h = found.number(257, 0);
		if (w < 1 || h < 1 || w > Integer.MAX_VALUE || h > Integer.MAX_VALUE) throw file.damaged("it states a size of " + w +
			" x " + h + " pixels");
		if (w * h > Integer.MAX_VALUE - 8) throw new IOException(file + " states a size of " + w + " x " + h +
			" pixels; ImageJ can hold 2^31 in a plane at most");
		width = (int) w;
		height = (int) h;
		bits = (int) found.number(258, 1);
		compression = (int) found.number(259, 1);
		photometric = (int) found.number(262, 1);
		samples = (int) found.number(277, 1);
		separatePlanes = found.number(284, 1) == 2;
		resolutionUnit = (int) found.number(296, 2);
		predictor = (int) found.number(317, 1);
		format = (int) found.number(339, UNSIGNED);
		colourMap = found.numbers(320);
		final long[] extra = found.numbers(338);
		alpha = extra.length > 0 && (extra[0] == 1 || extra[0] == 2);
		pixelsPerUnitX = found.ratio(282);
		pixelsPerUnitY = found.ratio(283);
		description = found.text(270);
		tiled = found.number(322, 0) > 0;
		chunkWidth = (int) (tiled ? found.number(322, 0) : width);
		chunkHeight = (int) (tiled ? found.number(323, 0) : Math.min(height, found.number(278, height)));
		offsets = found.numbers(tiled ? 324 : 273);
		lengths = found.numbers(tiled ? 325 : 279);
		final TiffMetadata metadata = TiffMetadata.of(file, found.numbers(50838), found.place(50839));
		sliceLabels = metadata.sliceLabels();
		info = metadata.info();
		properties = metadata.properties();
		check(file);
	}

	private void check(final TiffFile file) throws IOException {
		if (samples < 1 || samples > 1 << 10) throw file.damaged("it states " + samples + " values per pixel");
		final boolean known = bits == 1 && samples == 1 || bits == 8 && format != FLOAT || bits == 16 && format != FLOAT ||
			bits == 32 || bits == 64 && format == FLOAT;
		if (!known || format < UNSIGNED || format > FLOAT) throw new IOException(file + " has pixels of " + bits +
			" bits in a form that is not known; save it with 8, 16 or 32 bits");
		if (!Decompression.knows(compression)) throw new IOException(file + " is compressed in a way that is not known (" +
			compression + "); open it in Fiji and save it as TIFF");
		if (photometric > PALETTE || predictor != 1 && (predictor != 2 || bits < 8 || bits > 32 || format == FLOAT)) {
			throw new IOException(file + " is a TIFF of a kind that is not known; open it in Fiji and save it as TIFF");
		}
		if (chunkWidth < 1 || chunkHeight < 1 || chunkBytes() > Integer.MAX_VALUE - 8) {
			throw file.damaged("it states pieces of " + chunkWidth + " x " + chunkHeight + " pixels");
		}
		final long needed = (long) across() * down() * (separatePlanes ? samples : 1);
		if (needed > LARGEST_CHUNK_COUNT || offsets.length < needed) throw file.damaged("it holds " + offsets.length +
			" pieces of pixels, not " + needed);
		if (compression == Decompression.NONE) {
			requireStored(file, needed);
			return;
		}
		if (lengths.length < needed) throw file.damaged("it does not say how long its pieces are");
		long stored = 0;
		for (int i = 0; i < needed; i++) {
			file.requireWithin(offsets[i], lengths[i]);
			stored += lengths[i];
		}
		final long unpacked = Math.max((long) width * height * samples * bits / 8, chunkBytes());
		if (unpacked > LARGEST_RATIO * (stored + 1)) throw file.damaged("it states " + width + " x " + height +
			" pixels and holds " + stored + " bytes of them");
	}

	private void requireStored(final TiffFile file, final long needed) throws IOException {
		for (int i = 0; i < needed; i++) {
			final int row = tiled ? 0 : i % down() * chunkHeight;
			final int rows = tiled ? chunkHeight : Math.min(chunkHeight, height - row);
			file.requireWithin(offsets[i], rows * rowBytes());
		}
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

	boolean alike(final TiffDirectory other) {
		return width == other.width && height == other.height && bits == other.bits && samples == other.samples &&
			format == other.format && (photometric == RGB) == (other.photometric == RGB);
	}

	/** @return bytes of one plane without compression */
	long planeBytes() {
		return ((long) width * samples * bits + 7) / 8 * height;
	}
}
