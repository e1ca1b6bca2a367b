package io.github.rwkvsss.format;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A TIFF file as bytes and directories. Whatever points outside the file is an error in one sentence. */
final class TiffFile implements Closeable {

	private static final int LARGEST_ENTRY_COUNT = 1 << 16;
	private static final int SMALL = 1 << 16;

	private final Path path;
	private final RandomAccessFile in;
	private final ByteOrder order;
	private final long length;
	private final boolean big;

	TiffFile(final Path path) throws IOException {
		this.path = path;
		in = new RandomAccessFile(path.toFile(), "r");
		length = in.length();
		order = in.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
		big = length >= 16 && bytes(2, 2).getShort() == 43;
		if (big && bytes(4, 2).getShort() != 8) throw damaged("its offsets are not of 8 bytes");
	}

	/** @return all directories in the order of the file, at least one */
	List<TiffDirectory> directories() throws IOException {
		final List<TiffDirectory> directories = new ArrayList<>();
		final Set<Long> seen = new HashSet<>();
		long at = big ? bytes(8, 8).getLong() : Integer.toUnsignedLong(bytes(4, 4).getInt());
		if (at == 0) throw damaged("it holds no image");
		double stored = 0;
		while (at != 0) {
			if (!seen.add(at)) throw damaged("its directories form a circle");
			final long entries = big ? bytes(at, 8).getLong() : Short.toUnsignedInt(bytes(at, 2).getShort());
			final int head = big ? 8 : 2;
			final int perEntry = big ? 20 : 12;
			if (entries < 0 || entries > LARGEST_ENTRY_COUNT) throw damaged("a directory states " + entries + " entries");
			final TiffDirectory directory = new TiffDirectory(this, at + head, (int) entries);
			directories.add(directory);
			stored += directory.storedBytes();
			// Pieces that many pages share would be unpacked as often.
			if (stored > 2.0 * length + SMALL) throw damaged("its " + directories.size() +
				" first pages state more pixels than the file can hold");
			at += head + perEntry * entries;
			at = big ? bytes(at, 8).getLong() : Integer.toUnsignedLong(bytes(at, 4).getInt());
		}
		return directories;
	}

	/** @return whether its offsets have 64 bits */
	boolean isBig() {
		return big;
	}

	/** @return a new buffer in the file's byte order, at its start */
	ByteBuffer bytes(final long at, final int count) throws IOException {
		requireWithin(at, count);
		final byte[] bytes = new byte[count];
		in.seek(at);
		try {
			in.readFully(bytes);
		}
		catch (final EOFException e) {
			throw new IOException(this + " became shorter while it was read", e);
		}
		return ByteBuffer.wrap(bytes).order(order);
	}

	void requireWithin(final long at, final long count) throws IOException {
		if (at < 0 || count < 0 || at > length || count > length - at) throw new IOException(this +
			" is cut short or damaged: it should reach to byte " + (at + count) + " and has " + length);
	}

	Path path() {
		return path;
	}

	ByteOrder order() {
		return order;
	}

	IOException damaged(final String how) {
		return new IOException(this + " is damaged: " + how);
	}

	@Override
	public void close() throws IOException {
		in.close();
	}

	@Override
	public String toString() {
		return path.toString();
	}
}
