package io.github.rwkvsss.image;

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

	private final Path path;
	private final RandomAccessFile in;
	private final ByteOrder order;
	private final long length;

	TiffFile(final Path path) throws IOException {
		this.path = path;
		in = new RandomAccessFile(path.toFile(), "r");
		length = in.length();
		order = in.read() == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
	}

	/** @return all directories in the order of the file, at least one */
	List<TiffDirectory> directories() throws IOException {
		final List<TiffDirectory> directories = new ArrayList<>();
		final Set<Long> seen = new HashSet<>();
		long at = Integer.toUnsignedLong(bytes(4, 4).getInt());
		if (at == 0) throw damaged("it holds no image");
		while (at != 0) {
			if (!seen.add(at)) throw damaged("its directories form a circle");
			final int entries = Short.toUnsignedInt(bytes(at, 2).getShort());
			directories.add(new TiffDirectory(this, at + 2, entries));
			at = Integer.toUnsignedLong(bytes(at + 2 + 12L * entries, 4).getInt());
		}
		return directories;
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
		if (at < 0 || count < 0 || at + count > length) throw new IOException(this + " is cut short or damaged: it should reach to byte " +
			(at + count) + " and has " + length);
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
