package io.github.rwkvsss.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The pixels of a DICOM file, frame by frame: as they are, in run lengths, or in 8-bit JPEG. What the header states is
 * compared with the bytes that are there before anything is allocated.
 */
final class DicomPixels {

	/** Run lengths pack 128 bytes into two at best; of JPEG a block of 64 values takes a bit or more. */
	private static final int BEST_RLE = 64;
	private static final int BEST_JPEG = 2000;

	private static final int MOST_FRAMES = 1 << 16;

	private final DicomFile file;
	private final int rows;
	private final int columns;
	private final int frames;
	private final int samples;
	private final int allocated;
	private final int stored;
	private final int highBit;
	private final boolean signed;
	private final boolean planar;
	private final String photometric;
	private final DicomPalette palette;
	private final List<List<DicomFile.Stretch>> fragments;
	/** What stored values from {@link #firstOfTable} on mean; null if they mean themselves. */
	private final int[] table;
	private final int firstOfTable;

	DicomPixels(final DicomFile file) throws IOException {
		this.file = file;
		final DicomDataset data = file.data();
		rows = data.unsigned(DicomTag.ROWS, 0);
		columns = data.unsigned(DicomTag.COLUMNS, 0);
		if (rows < 1 || columns < 1) throw file.failure("is damaged: it states a size of " + columns + " x " + rows +
			" pixels");
		final double count = data.number(DicomTag.FRAMES, 1);
		if (!(count >= 1 && count <= Integer.MAX_VALUE && count == Math.rint(count))) throw file.failure(
			"is damaged: it states " + count + " frames");
		if (count > MOST_FRAMES) throw file.failure("states " + (long) count + " frames; at most " + MOST_FRAMES +
			" can be read");
		frames = (int) count;
		samples = data.unsigned(DicomTag.SAMPLES, 1);
		allocated = data.unsigned(DicomTag.BITS_ALLOCATED, file.pixelTag() == DicomTag.DOUBLE_PIXELS ? 64 : file
			.pixelTag() == DicomTag.FLOAT_PIXELS ? 32 : 16);
		stored = data.unsigned(DicomTag.BITS_STORED, allocated);
		highBit = data.unsigned(DicomTag.HIGH_BIT, stored - 1);
		signed = data.unsigned(DicomTag.SIGNED, 0) == 1;
		planar = data.unsigned(DicomTag.PLANAR, 0) == 1;
		photometric = data.text(DicomTag.PHOTOMETRIC);
		check();
		final List<DicomDataset> tables = data.items(DicomTag.MODALITY_LUT);
		final int[] descriptor = tables.isEmpty() ? new int[0] : tables.get(0).unsigned(DicomTag.LUT_DESCRIPTOR);
		final boolean valued = descriptor.length >= 3 && samples == 1;
		table = valued ? tables.get(0).unsigned(DicomTag.LUT_DATA) : null;
		firstOfTable = !valued ? 0 : signed ? (short) descriptor[1] : descriptor[1];
		if (valued && table.length == 0 || !tables.isEmpty() && !valued) throw file.failure(
			"is damaged: its table of values (modality LUT) is empty");
		palette = photometric.equals("PALETTE COLOR") ? DicomPalette.of(file) : null;
		fragments = file.isEncapsulated() ? fragments() : List.of();
		if (!file.isEncapsulated()) requireNative();
	}

	private void check() throws IOException {
		final DicomSyntax syntax = file.syntax();
		if (syntax.packing() == DicomSyntax.Packing.OTHER) throw file.failure("cannot be read: it is compressed (" + syntax
			.name() + "); save it uncompressed");
		if (file.isEncapsulated() == (syntax.packing() == DicomSyntax.Packing.NATIVE)) throw file.failure(
			"is damaged: its pixels are not stored as its transfer syntax (" + syntax.name() + ") says");
		final boolean floats = file.pixelTag() != DicomTag.PIXELS;
		final boolean known = floats ? allocated == (file.pixelTag() == DicomTag.FLOAT_PIXELS ? 32 : 64) && samples == 1
			: samples == 1 ? allocated == 1 || allocated == 8 || allocated == 16 || allocated == 32 : samples == 3 &&
				allocated == 8;
		if (!known) throw file.failure("has pixels of " + samples + " times " + allocated +
			" bits, which cannot be read; save it as grey of 8, 16 or 32 bits, or RGB of 8");
		if (stored < 1 || stored > allocated || highBit < stored - 1 || highBit >= allocated) throw file.failure(
			"is damaged: it states " + stored + " bits up to bit " + highBit + " in " + allocated);
		if (allocated == 1 && file.isEncapsulated()) throw file.failure(
			"has compressed pixels of one bit, which cannot be read");
		final boolean grey = photometric.isEmpty() || photometric.startsWith("MONOCHROME");
		final boolean colour = samples == 3 ? photometric.equals("RGB") || photometric.equals("YBR_FULL") || photometric.equals(
			"YBR_FULL_422") : grey || photometric.equals("PALETTE COLOR") && allocated <= 16;
		if (!colour) throw file.failure("has colours of a kind that cannot be read (" + photometric + ", " + samples +
			" values per pixel); save it as RGB");
		if (isHalved() && columns % 2 == 1) throw file.failure("is damaged: YBR_FULL_422 has an even number of columns, not " +
			columns);
		final double values = (double) rows * columns * frames;
		if (values * Math.max(1, allocated / 8) > Runtime.getRuntime().maxMemory()) throw tooLarge(null);
	}

	IOException tooLarge(final Throwable cause) {
		return new IOException(file.path() + " does not fit into memory; close other images or raise the memory limit", cause);
	}

	/** Uncompressed, two pixels share their colour. */
	private boolean isHalved() {
		return photometric.equals("YBR_FULL_422") && !file.isEncapsulated();
	}

	private long frameBits() {
		return (long) rows * columns * (isHalved() ? 2 : samples) * allocated;
	}

	private void requireNative() throws IOException {
		final DicomFile.Stretch stretch = file.pixels().get(0);
		final double needed = Math.ceil((double) frameBits() * frames / 8);
		if (needed > stretch.length()) throw file.failure("is cut short: its pixels should reach to byte " + String.format(
			"%.0f", stretch.at() + needed) + " and it has " + (stretch.at() + stretch.length()));
	}

	/** The first piece may say where frames begin; without it, a piece is a frame, or there is one frame. */
	private List<List<DicomFile.Stretch>> fragments() throws IOException {
		final List<DicomFile.Stretch> all = file.pixels();
		final List<DicomFile.Stretch> pieces = all.subList(Math.min(1, all.size()), all.size());
		final List<List<DicomFile.Stretch>> found = new ArrayList<>();
		if (frames == 1) found.add(pieces);
		else if (pieces.size() == frames) for (final DicomFile.Stretch piece : pieces) found.add(List.of(piece));
		else if (!all.isEmpty() && all.get(0).length() == 4L * frames) {
			final ByteBuffer table = file.read(all.get(0).at(), 4 * frames).order(ByteOrder.LITTLE_ENDIAN);
			final long start = pieces.isEmpty() ? 0 : pieces.get(0).at() - 8;
			int next = 0;
			for (int f = 0; f < frames; f++) {
				table.getInt();
				final long end = f + 1 < frames ? start + Integer.toUnsignedLong(table.getInt(4 * f + 4)) : Long.MAX_VALUE;
				final int first = next;
				while (next < pieces.size() && pieces.get(next).at() - 8 < end) next++;
				found.add(pieces.subList(first, next));
			}
		}
		else throw file.failure("is damaged: it states " + frames + " frames and holds " + pieces.size() +
			" pieces of pixels, and does not say which belong together");
		final long best = file.syntax().packing() == DicomSyntax.Packing.RLE ? BEST_RLE : BEST_JPEG;
		for (final List<DicomFile.Stretch> frame : found) {
			final long bytes = frame.stream().mapToLong(DicomFile.Stretch::length).sum();
			if (frameBits() / 8 > best * bytes || bytes > Integer.MAX_VALUE - 8) throw file.failure("is damaged: it states " +
				columns + " x " + rows + " pixels and has " + bytes + " bytes of a frame");
		}
		return found;
	}

	int rows() {
		return rows;
	}

	int columns() {
		return columns;
	}

	int frames() {
		return frames;
	}

	boolean isColour() {
		return samples == 3 || palette != null;
	}

	/** @return whether values rise from white to black, which ImageJ shows and does not change */
	boolean isWhiteZero() {
		return photometric.equals("MONOCHROME1");
	}

	/** @return whether stored values are whole numbers of 8 bits from 0 */
	boolean isBytes() {
		return allocated <= 8 && !signed && !isColour() && table == null;
	}

	/** @return whether stored values are whole numbers of 16 bits at most, which ImageJ holds as they are */
	boolean isShorts() {
		return allocated <= 16 && file.pixelTag() == DicomTag.PIXELS && !isColour();
	}

	boolean isSigned() {
		return signed && table == null;
	}

	/** @return (rows, columns) values of a grey frame, signs and the table of values applied, if there is one */
	double[] grey(final int frame) throws IOException {
		final double[] values = stored(frame);
		if (table == null) return values;
		for (int i = 0; i < values.length; i++) values[i] = table[(int) Math.max(0, Math.min(table.length - 1, values[i] -
			firstOfTable))];
		return values;
	}

	private double[] stored(final int frame) throws IOException {
		final ByteBuffer bytes = frame(frame);
		final double[] values = new double[rows * columns];
		if (allocated == 1) {
			// NB: frames of bits follow each other without a gap, so that one may begin within a byte.
			final int shift = (int) ((long) frame * rows * columns % 8);
			for (int i = 0; i < values.length; i++) values[i] = bytes.get((i + shift) / 8) >> (i + shift) % 8 & 1;
			return values;
		}
		for (int i = 0; i < values.length; i++) {
			values[i] = switch (file.pixelTag()) {
				case DicomTag.FLOAT_PIXELS -> bytes.getFloat();
				case DicomTag.DOUBLE_PIXELS -> bytes.getDouble();
				default -> whole(allocated == 8 ? bytes.get() : allocated == 16 ? bytes.getShort() : bytes.getInt());
			};
		}
		return values;
	}

	/** Bits beside those stored, where overlays used to lie, do not count. */
	private long whole(final int word) {
		final int left = 31 - highBit;
		final int right = 32 - stored;
		return signed ? word << left >> right : Integer.toUnsignedLong(word << left >>> right);
	}

	/** @return (rows, columns) of a colour frame as ImageJ has it, red in the third byte */
	int[] colour(final int frame) throws IOException {
		if (palette != null) {
			final double[] indices = stored(frame);
			final int[] colours = new int[indices.length];
			for (int i = 0; i < colours.length; i++) colours[i] = palette.colour((int) indices[i]);
			return colours;
		}
		final ByteBuffer bytes = frame(frame);
		final int[] colours = new int[rows * columns];
		for (int i = 0; i < colours.length; i++) {
			final int a;
			final int b;
			final int c;
			if (isHalved()) {
				final int pair = i / 2 * 4;
				a = bytes.get(pair + i % 2) & 0xff;
				b = bytes.get(pair + 2) & 0xff;
				c = bytes.get(pair + 3) & 0xff;
			}
			else {
				final int step = planar && !isJpeg() ? 1 : 3;
				final int plane = planar && !isJpeg() ? colours.length : 1;
				a = bytes.get(i * step) & 0xff;
				b = bytes.get(i * step + plane) & 0xff;
				c = bytes.get(i * step + 2 * plane) & 0xff;
			}
			colours[i] = photometric.equals("RGB") ? 0xff000000 | a << 16 | b << 8 | c : ofLuminance(a, b, c);
		}
		return colours;
	}

	private boolean isJpeg() {
		return file.syntax().packing() == DicomSyntax.Packing.JPEG;
	}

	/** PS3.3, C.7.6.3.1.2: the full range of ITU-R BT.601, as in JPEG. */
	static int ofLuminance(final int y, final int blue, final int red) {
		final int r = limited(y + 1.402 * (red - 128));
		final int g = limited(y - 0.344136 * (blue - 128) - 0.714136 * (red - 128));
		final int b = limited(y + 1.772 * (blue - 128));
		return 0xff000000 | r << 16 | g << 8 | b;
	}

	private static int limited(final double value) {
		return (int) Math.max(0, Math.min(255, Math.rint(value)));
	}

	/** @return the bytes of one frame, samples of a pixel beside each other unless planar */
	private ByteBuffer frame(final int frame) throws IOException {
		if (!file.isEncapsulated()) {
			final long first = frameBits() * frame / 8;
			final long end = (frameBits() * (frame + 1) + 7) / 8;
			final ByteBuffer bytes = file.read(file.pixels().get(0).at() + first, Math.toIntExact(end - first));
			if (allocated == 8 && file.hasPixelWords() && file.syntax().order() == ByteOrder.BIG_ENDIAN) exchangeBytes(bytes
				.array());
			return bytes;
		}
		int length = 0;
		for (final DicomFile.Stretch piece : fragments.get(frame)) length += (int) piece.length();
		final byte[] packed = new byte[length];
		int at = 0;
		for (final DicomFile.Stretch piece : fragments.get(frame)) {
			final int count = (int) piece.length();
			System.arraycopy(file.read(piece.at(), count).array(), 0, packed, at, count);
			at += count;
		}
		return ByteBuffer.wrap(isJpeg() ? jpeg(packed) : runLengths(packed)).order(ByteOrder.LITTLE_ENDIAN);
	}

	private static void exchangeBytes(final byte[] bytes) {
		for (int i = 0; i + 1 < bytes.length; i += 2) {
			final byte first = bytes[i];
			bytes[i] = bytes[i + 1];
			bytes[i + 1] = first;
		}
	}

	private byte[] jpeg(final byte[] packed) throws IOException {
		if (allocated != 8) throw file.failure("holds JPEG of " + stored + " bits, which cannot be read; save it uncompressed");
		try {
			return JpegData.samples(new ByteArrayInputStream(packed), columns, rows, samples);
		}
		catch (final IOException e) {
			throw new IOException(file.path() + " cannot be read: its JPEG pixels are damaged or of a kind that is not known (" +
				e.getMessage() + ")", e);
		}
	}

	/** Each byte of each sample has a stretch of its own, the highest first; PS3.5, annex G. */
	private byte[] runLengths(final byte[] packed) throws IOException {
		final int pixels = rows * columns;
		final int perSample = allocated / 8;
		final int segments = samples * perSample;
		final ByteBuffer header = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
		if (packed.length < 64 || header.getInt(0) != segments) throw file.failure(
			"is damaged: its run lengths do not have the " + segments + " parts that its pixels need");
		final byte[] whole = new byte[Math.multiplyExact(pixels, segments)];
		final byte[] part = new byte[pixels];
		for (int s = 0; s < segments; s++) {
			final int from = header.getInt(4 + 4 * s);
			final int to = s + 1 < segments ? header.getInt(8 + 4 * s) : packed.length;
			if (from < 64 || to < from || to > packed.length || Decompression.unpack(Decompression.PACK_BITS, Arrays.copyOfRange(
				packed, from, to), part) < pixels) throw file.failure("is damaged: a part of its run lengths is too short");
			final int sample = s / perSample;
			final int place = perSample - 1 - s % perSample;
			for (int i = 0; i < pixels; i++) whole[planar && samples == 3 ? sample * pixels + i : (i * samples + sample) *
				perSample + place] = part[i];
		}
		return whole;
	}
}
