package io.github.rwkvsss.format;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A DICOM file: its elements, and where its pixels lie. Nothing is read that nobody asks for, no length is believed that
 * reaches beyond the file, and sequences lie in each other {@value #DEEPEST} deep at most.
 */
final class DicomFile {

	private static final int FIRST_ELEMENT = 132;
	private static final int DEEPEST = 32;
	private static final int LARGEST_VALUE = 1 << 20;
	private static final int MOST_ITEMS = 1 << 18;
	private static final long UNDEFINED = 0xffffffffL;
	private static final int ITEM = 0xFFFEE000;
	private static final int ITEM_END = 0xFFFEE00D;
	private static final int SEQUENCE_END = 0xFFFEE0DD;
	private static final String LONG_TYPES = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";

	/** A stretch of the file. */
	record Stretch(long at, long length) {}

	private final Path path;
	private final DicomDataset meta = new DicomDataset(ByteOrder.LITTLE_ENDIAN);
	private DicomDataset data = new DicomDataset(ByteOrder.LITTLE_ENDIAN);
	private DicomSyntax syntax = DicomSyntax.of("");
	private int pixelTag;
	private boolean pixelWords;
	private boolean encapsulated;
	private final List<Stretch> pixels = new ArrayList<>();

	private DicomFile(final Path path) {
		this.path = path;
	}

	/** @throws IOException in one sentence, if it is damaged */
	static DicomFile of(final Path path) throws IOException {
		final DicomFile file = new DicomFile(path);
		try (Input in = new Input(path)) {
			file.parse(in);
		}
		return file;
	}

	Path path() {
		return path;
	}

	DicomSyntax syntax() {
		return syntax;
	}

	DicomDataset data() {
		return data;
	}

	/** @return what kind of object it says it is; empty if it does not say */
	String sopClass() {
		final String media = meta.text(DicomTag.MEDIA_CLASS);
		return media.isEmpty() ? data.text(DicomTag.SOP_CLASS) : media;
	}

	/** @return whether it holds a picture at all: reports, plans and tables of contents do not */
	boolean hasPixels() {
		return !pixels.isEmpty();
	}

	/** @return {@link DicomTag#PIXELS}, or that of floating-point pixels */
	int pixelTag() {
		return pixelTag;
	}

	/** @return whether pixels were written as words of 16 bits, whose bytes a big-endian file exchanges */
	boolean hasPixelWords() {
		return pixelWords;
	}

	/** @return whether pixels lie in pieces, of which the first says where frames begin */
	boolean isEncapsulated() {
		return encapsulated;
	}

	/** @return where the pixels lie: one stretch, or of encapsulated ones the table of offsets and then the fragments */
	List<Stretch> pixels() {
		return pixels;
	}

	IOException failure(final String what) {
		return new IOException(path + " " + what);
	}

	/** @return the bytes of a stretch that {@link #pixels} named, or of a part of it */
	ByteBuffer read(final long at, final int count) throws IOException {
		try (Input in = new Input(path)) {
			in.require(at, count);
			in.position = at;
			return ByteBuffer.wrap(in.bytes(count)).order(syntax.order());
		}
	}

	private void parse(final Input in) throws IOException {
		in.position = FIRST_ELEMENT;
		while (in.remaining() >= 8) {
			final long start = in.position;
			final int group = in.unsigned16(ByteOrder.LITTLE_ENDIAN);
			in.position = start;
			if (group != 2) break;
			element(in, meta, true, ByteOrder.LITTLE_ENDIAN, 0);
		}
		syntax = DicomSyntax.of(meta.text(DicomTag.TRANSFER_SYNTAX));
		if (syntax.hidesEverything()) throw failure("cannot be read: it is compressed (" + syntax.name() +
			"); save it uncompressed");
		// Some programs state another encoding than they write.
		final boolean explicit = statesTypes(in);
		if (explicit && !syntax.explicit()) syntax = DicomSyntax.of("1.2.840.10008.1.2.1");
		data = new DicomDataset(syntax.order());
		while (in.remaining() >= 8 && pixels.isEmpty()) if (!element(in, data, explicit, syntax.order(), 0)) break;
		if (!data.has(DicomTag.ROWS) && !data.has(DicomTag.SOP_CLASS) && !meta.has(DicomTag.MEDIA_CLASS)) throw failure(
			"cannot be read: this DICOM file is damaged, it ends before it says what it is");
	}

	private static boolean statesTypes(final Input in) throws IOException {
		if (in.remaining() < 8) return false;
		final long start = in.position;
		in.position += 4;
		final byte[] type = in.bytes(2);
		in.position = start;
		return Character.isUpperCase(type[0]) && Character.isUpperCase(type[1]);
	}

	/** @return false at the end of an item or sequence */
	private boolean element(final Input in, final DicomDataset into, final boolean explicit, final ByteOrder order,
		final int depth) throws IOException
	{
		final int tag = in.unsigned16(order) << 16 | in.unsigned16(order);
		if (tag == ITEM_END || tag == SEQUENCE_END) {
			in.unsigned32(order);
			return false;
		}
		String type = "";
		final long length;
		if (explicit) {
			type = new String(in.bytes(2), StandardCharsets.ISO_8859_1);
			if (!type.matches("[A-Z]{2}")) throw damaged(in);
			if (LONG_TYPES.contains(type)) {
				in.unsigned16(order);
				length = in.unsigned32(order);
			}
			else length = in.unsigned16(order);
		}
		else length = in.unsigned32(order);
		if (depth == 0 && DicomTag.isPixels(tag)) {
			pixelTag = tag;
			pixelWords = type.equals("OW");
			findPixels(in, length, order);
		}
		else if (length == UNDEFINED || DicomTag.isSequence(tag) && (!explicit || type.equals("SQ") || type.equals("UN"))) {
			// Of an unknown type everything inside is implicit, whatever the file is (PS3.5, 6.2.2).
			final boolean unknown = type.equals("UN");
			final List<DicomDataset> items = items(in, length, explicit && !unknown, unknown ? ByteOrder.LITTLE_ENDIAN : order,
				depth + 1, DicomTag.isSequence(tag));
			if (DicomTag.isSequence(tag)) into.put(tag, items);
		}
		else {
			if (length > in.remaining()) throw failure("is cut short: an element should reach to byte " + (in.position + length) +
				" and it has " + in.length);
			if (DicomTag.isWanted(tag) && length <= LARGEST_VALUE) into.put(tag, in.bytes((int) length));
			else in.position += length;
		}
		return true;
	}

	private IOException damaged(final Input in) {
		return failure("cannot be read: this DICOM file is damaged near byte " + in.position);
	}

	private List<DicomDataset> items(final Input in, final long length, final boolean explicit, final ByteOrder order,
		final int depth, final boolean kept) throws IOException
	{
		if (depth > DEEPEST) throw failure("cannot be read: its sequences lie in each other more than " + DEEPEST + " deep");
		final long end = length == UNDEFINED ? in.length : in.position + length;
		if (end > in.length) throw failure("is cut short: a sequence should reach to byte " + end + " and it has " + in.length);
		final List<DicomDataset> items = new ArrayList<>();
		while (in.position < end) {
			if (in.remaining() < 8) throw damaged(in);
			final int tag = in.unsigned16(order) << 16 | in.unsigned16(order);
			final long itemLength = in.unsigned32(order);
			if (tag == SEQUENCE_END) break;
			if (tag != ITEM) throw damaged(in);
			final long itemEnd = itemLength == UNDEFINED ? in.length : in.position + itemLength;
			if (itemEnd > in.length) throw damaged(in);
			final DicomDataset item = new DicomDataset(order);
			while (in.position < itemEnd) {
				if (in.remaining() < 8) throw damaged(in);
				if (!element(in, item, explicit, order, depth)) break;
			}
			if (kept) items.add(item);
			if (items.size() > MOST_ITEMS) throw failure("cannot be read: a sequence has more than " + MOST_ITEMS + " items");
		}
		return items;
	}

	private void findPixels(final Input in, final long length, final ByteOrder order) throws IOException {
		if (length != UNDEFINED) {
			pixels.add(new Stretch(in.position, Math.min(length, in.remaining())));
			return;
		}
		encapsulated = true;
		while (in.remaining() >= 8) {
			final int tag = in.unsigned16(order) << 16 | in.unsigned16(order);
			final long fragment = in.unsigned32(order);
			if (tag == SEQUENCE_END) return;
			if (tag != ITEM) throw damaged(in);
			if (fragment > in.remaining()) throw failure("is cut short: its pixels should reach to byte " + (in.position +
				fragment) + " and it has " + in.length);
			pixels.add(new Stretch(in.position, fragment));
			in.position += fragment;
		}
	}

	/** The file's bytes from a position on, through a window. */
	private static final class Input implements Closeable {

		private final Path path;
		private final RandomAccessFile file;
		private final long length;
		private final byte[] window = new byte[1 << 13];
		private long windowAt;
		private int windowLength;
		private long position;

		Input(final Path path) throws IOException {
			this.path = path;
			file = new RandomAccessFile(path.toFile(), "r");
			length = file.length();
		}

		long remaining() {
			return length - position;
		}

		void require(final long at, final long count) throws IOException {
			if (at < 0 || count < 0 || at + count > length) throw new IOException(path +
				" is cut short: it should reach to byte " + (at + count) + " and it has " + length);
		}

		byte[] bytes(final int count) throws IOException {
			require(position, count);
			final byte[] bytes = new byte[count];
			if (count > window.length / 2) {
				file.seek(position);
				file.readFully(bytes);
			}
			else {
				if (position < windowAt || position + count > windowAt + windowLength) {
					file.seek(position);
					windowAt = position;
					windowLength = (int) Math.min(window.length, length - position);
					file.readFully(window, 0, windowLength);
				}
				System.arraycopy(window, (int) (position - windowAt), bytes, 0, count);
			}
			position += count;
			return bytes;
		}

		int unsigned16(final ByteOrder order) throws IOException {
			return Short.toUnsignedInt(ByteBuffer.wrap(bytes(2)).order(order).getShort());
		}

		long unsigned32(final ByteOrder order) throws IOException {
			return Integer.toUnsignedLong(ByteBuffer.wrap(bytes(4)).order(order).getInt());
		}

		@Override
		public void close() throws IOException {
			file.close();
		}
	}
}
