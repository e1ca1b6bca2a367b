package io.github.rwkvsss.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that everything a TIFF's directories point at lies within the file. Reads directories, not pixels. */
final class TiffCheck {

	private static final int WIDTH = 256;
	private static final int HEIGHT = 257;
	private static final int BITS = 258;
	private static final int COMPRESSION = 259;
	private static final int DESCRIPTION = 270;
	private static final int STRIP_OFFSETS = 273;
	private static final int SAMPLES = 277;
	private static final int STRIP_LENGTHS = 279;
	private static final int TILE_WIDTH = 322;
	private static final int MAX_ENTRY_BYTES = 1 << 28;
	private static final Pattern IMAGES = Pattern.compile("^ImageJ=.*?^images=(\\d+)", Pattern.DOTALL | Pattern.MULTILINE);

	private final Path file;
	private final RandomAccessFile in;
	private final ByteOrder order;

	private TiffCheck(final Path file, final RandomAccessFile in) throws IOException {
		this.file = file;
		this.in = in;
		order = in.readUnsignedByte() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
	}

	/** @throws IOException in one sentence, if the file is cut short or points outside itself */
	static void check(final Path file) throws IOException {
		try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
			new TiffCheck(file, in).checkDirectories();
		}
		catch (final EOFException e) {
			throw new IOException(file + " is cut short: it ends within its directory", e);
		}
	}

	private void checkDirectories() throws IOException {
		final Set<Long> seen = new HashSet<>();
		long at = unsignedInt(4);
		if (at == 0) throw new IOException(file + " is damaged: it holds no image");
		while (at != 0) {
			if (!seen.add(at)) throw new IOException(file + " is damaged: its directories form a circle");
			if (at < 8 || at + 2 > in.length()) throw new IOException(file +
				" is cut short: a directory should begin at byte " + at + " of " + in.length());
			final int entries = unsignedShort(at);
			checkDirectory(at + 2, entries);
			at = unsignedInt(at + 2 + 12L * entries);
		}
	}

	private void checkDirectory(final long first, final int entries) throws IOException {
		long width = 0;
		long height = 0;
		long bits = 1;
		long samples = 1;
		long compression = 1;
		long[] offsets = new long[0];
		long[] lengths = new long[0];
		long images = 1;
		boolean tiled = false;
		for (int i = 0; i < entries; i++) {
			final long entry = first + 12L * i;
			switch (unsignedShort(entry)) {
				case WIDTH -> width = values(entry)[0];
				case HEIGHT -> height = values(entry)[0];
				case BITS -> bits = values(entry)[0];
				case SAMPLES -> samples = values(entry)[0];
				case COMPRESSION -> compression = values(entry)[0];
				case STRIP_OFFSETS -> offsets = values(entry);
				case STRIP_LENGTHS -> lengths = values(entry);
				case DESCRIPTION -> images = imagesIn(text(entry));
				case TILE_WIDTH -> tiled = true;
				default -> {
				}
			}
		}
		if (width < 1 || height < 1) throw new IOException(file + " is damaged: it states a size of " + width + " x " +
			height + " pixels");
		if (width * height > Integer.MAX_VALUE) throw new IOException(file + " states a size of " + width + " x " + height +
			" pixels; ImageJ can open 2^31 at most");
		if (tiled) throw new IOException(file + " is a tiled TIFF; open it with Bio-Formats and save it as TIFF");
		if (offsets.length == 0) throw new IOException(file + " is damaged: it holds no pixels");
		for (int s = 0; s < offsets.length; s++) within(offsets[s], s < lengths.length ? lengths[s] : 1);
		if (compression == 1) {
			final long plane = (width * bits * samples + 7) / 8 * height;
			long stored = 0;
			for (final long length : lengths) stored += length;
			if (lengths.length > 0 && stored < plane) throw new IOException(file + " is damaged: it holds " + stored +
				" bytes of pixels, not " + plane);
			// NB: of three channels of 16 bits ImageJ counts each as an image, though they share a plane.
			if (images > 1 && bits * samples != 48) within(offsets[0], images * plane);
		}
	}

	private void within(final long from, final long length) throws IOException {
		if (from + length > in.length()) throw new IOException(file + " is cut short: pixels should reach to byte " + (from +
			length) + ", the file has " + in.length());
	}

	/** ImageJ writes a stack beyond 4 GB as one directory, with the number of planes in its description. */
	private static long imagesIn(final String description) {
		final Matcher matcher = IMAGES.matcher(description);
		return matcher.find() && matcher.group(1).length() < 10 ? Math.max(1, Long.parseLong(matcher.group(1))) : 1;
	}

	private long[] values(final long entry) throws IOException {
		final int type = unsignedShort(entry + 2);
		final long count = unsignedInt(entry + 4);
		final int bytes = type == 4 ? 4 : type == 3 ? 2 : 1;
		final long at = count * bytes <= 4 ? entry + 8 : unsignedInt(entry + 8);
		if (count < 1 || count * bytes > MAX_ENTRY_BYTES || at + count * bytes > in.length()) throw new IOException(file +
			" is damaged: a directory entry states " + count + " values at byte " + at + " of " + in.length());
		final ByteBuffer stored = bytes(at, (int) count * bytes);
		final long[] values = new long[(int) count];
		for (int i = 0; i < count; i++) {
			values[i] = bytes == 4 ? Integer.toUnsignedLong(stored.getInt()) //
				: bytes == 2 ? Short.toUnsignedLong(stored.getShort()) : Byte.toUnsignedLong(stored.get());
		}
		return values;
	}

	private String text(final long entry) throws IOException {
		final long count = unsignedInt(entry + 4);
		final long at = count <= 4 ? entry + 8 : unsignedInt(entry + 8);
		if (at + count > in.length()) throw new IOException(file + " is damaged: its description lies outside the file");
		// What matters stands at the beginning of an ImageJ description.
		return new String(bytes(at, (int) Math.min(count, 4096)).array(), StandardCharsets.ISO_8859_1);
	}

	private int unsignedShort(final long at) throws IOException {
		return Short.toUnsignedInt(bytes(at, 2).getShort());
	}

	private long unsignedInt(final long at) throws IOException {
		return Integer.toUnsignedLong(bytes(at, 4).getInt());
	}

	private ByteBuffer bytes(final long at, final int count) throws IOException {
		final byte[] bytes = new byte[count];
		in.seek(at);
		in.readFully(bytes);
		return ByteBuffer.wrap(bytes).order(order);
	}
}
