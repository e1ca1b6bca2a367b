package io.github.rwkvsss.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What a PNG or JPEG says besides its pixels and the JDK passes over.
 *
 * @param orientation 1 to 8, see {@link Upright}
 * @param animated whether further pictures follow the one that is read
 */
record RasterFacts(int orientation, boolean animated) {

	/** Of formats that say nothing of the kind. */
	static final RasterFacts NONE = new RasterFacts(1, false);

	private static final int MOST_PIECES = 1 << 20;
	private static final int LARGEST_EXIF = 1 << 16;
	private static final int ORIENTATION = 0x112;

	/** @throws IOException in one sentence, if it is a JPEG whose values have no meaning here */
	static RasterFacts of(final Path file, final ImageFile kind) throws IOException {
		if (kind != ImageFile.PNG && kind != ImageFile.JPEG) return NONE;
		try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
			return kind == ImageFile.PNG ? png(in) : jpeg(in, file);
		}
		catch (final EOFException e) {
			// The decoder tells better where a file ends too early.
			return NONE;
		}
	}

	private static RasterFacts png(final RandomAccessFile in) throws IOException {
		int orientation = 1;
		boolean animated = false;
		in.seek(8);
		for (int i = 0; i < MOST_PIECES && in.getFilePointer() + 8 <= in.length(); i++) {
			final long length = Integer.toUnsignedLong(in.readInt());
			final byte[] type = new byte[4];
			in.readFully(type);
			final String name = new String(type, StandardCharsets.ISO_8859_1);
			final long next = in.getFilePointer() + length + 4;
			if (name.equals("acTL")) animated = in.readInt() > 1;
			else if (name.equals("eXIf")) orientation = exif(bytes(in, length), 0);
			else if (name.equals("IEND")) break;
			if (next > in.length()) break;
			in.seek(next);
		}
		return new RasterFacts(orientation, animated);
	}

	private static byte[] bytes(final RandomAccessFile in, final long length) throws IOException {
		final byte[] bytes = new byte[(int) Math.min(LARGEST_EXIF, Math.min(length, in.length() - in.getFilePointer()))];
		in.readFully(bytes);
		return bytes;
	}

	private static RasterFacts jpeg(final RandomAccessFile in, final Path file) throws IOException {
		int orientation = 1;
		in.seek(2);
		for (int i = 0; i < MOST_PIECES; i++) {
			int marker = in.read();
			while (marker == 0xff) marker = in.read();
			if (marker < 0 || marker == 0xd9 || marker == 0xda) break;
			if (marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd8) continue;
			final int length = in.readUnsignedShort();
			final long next = in.getFilePointer() + length - 2;
			if (length < 2) break;
			if (marker == 0xe1) {
				final byte[] bytes = bytes(in, length - 2L);
				if (bytes.length > 6 && new String(bytes, 0, 4, StandardCharsets.ISO_8859_1).equals("Exif")) orientation = exif(
					bytes, 6);
			}
			else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
				requireKnown(file, marker, in.read(), in);
			}
			if (next > in.length()) break;
			in.seek(next);
			// Bytes between pieces that are none of them.
			int skipped = 0;
			while (in.read() != 0xff && skipped++ < LARGEST_EXIF) if (in.getFilePointer() >= in.length()) return new RasterFacts(
				orientation, false);
		}
		return new RasterFacts(orientation, false);
	}

	private static void requireKnown(final Path file, final int marker, final int bits, final RandomAccessFile in)
		throws IOException
	{
		in.seek(in.getFilePointer() + 4);
		final int components = in.read();
		final String kind = marker == 0xc3 || marker == 0xc7 || marker == 0xcb || marker == 0xcf ? "a lossless kind"
			: marker > 0xc8 ? "an arithmetic kind" : marker > 0xc4 ? "a hierarchical kind" : bits != 8 ? bits + " bits" : null;
		if (kind != null) throw new IOException(file + " is a JPEG of " + kind +
			", which cannot be read; save it as TIFF or PNG");
		if (components == 4) throw new IOException(file +
			" is a JPEG with colours for print (CMYK), which depend on a printer; save it as RGB");
	}

	/** @return TIFF's orientation in a piece of Exif; 1 if it does not say */
	private static int exif(final byte[] bytes, final int start) {
		if (bytes.length < start + 8) return 1;
		final ByteBuffer tiff = ByteBuffer.wrap(bytes, start, bytes.length - start).slice();
		tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
		final int first = tiff.getInt(4);
		if (first < 8 || first > tiff.limit() - 2) return 1;
		final int entries = Short.toUnsignedInt(tiff.getShort(first));
		for (int i = 0; i < entries && first + 2 + 12 * (i + 1) <= tiff.limit(); i++) {
			final int at = first + 2 + 12 * i;
			if (Short.toUnsignedInt(tiff.getShort(at)) != ORIENTATION) continue;
			final int value = tiff.getShort(at + 8);
			return value >= 1 && value <= 8 ? value : 1;
		}
		return 1;
	}
}
