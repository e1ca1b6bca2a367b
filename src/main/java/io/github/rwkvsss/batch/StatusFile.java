package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.file.ProcessLock;
import io.github.rwkvsss.file.TextFile;
import io.github.rwkvsss.file.WholeFile;

/**
 * The status of a batch, one row per file as comma-separated values. A row is on the disk before the next file begins,
 * so that a killed run loses nothing; what it left of a half-written row is cut off by the next. One run at a time.
 */
final class StatusFile implements AutoCloseable {

	/** A row of a million files has some hundred bytes. */
	private static final long LARGEST = 256L << 20;

	private final Path file;
	private final ProcessLock lock;
	private final FileChannel channel;
	private final Map<String, FileStatus> rows = new LinkedHashMap<>();

	private StatusFile(final Path file, final ProcessLock lock, final FileChannel channel) {
		this.file = file;
		this.lock = lock;
		this.channel = channel;
	}

	/**
	 * @param file made if missing; its folder must exist
	 * @throws IOException in one sentence if it cannot be written, is something else, or another run writes it
	 */
	static StatusFile open(final Path file) throws IOException {
		final ProcessLock lock = ProcessLock.take(file.resolveSibling("." + file.getFileName() + ".lock"),
			"another batch is writing " + file + "; wait for it, or choose another folder for the results");
		StatusFile status = null;
		boolean read = false;
		try {
			status = new StatusFile(file, lock, channel(file));
			status.read();
			read = true;
			return status;
		}
		finally {
			if (!read && status != null) status.close();
			else if (!read) lock.close();
		}
	}

	private static FileChannel channel(final Path file) throws IOException {
		try {
			return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + "; choose another folder for the results", e);
		}
	}

	private void read() throws IOException {
		if (channel.size() > LARGEST) throw foreign();
		final byte[] bytes = new byte[(int) channel.size()];
		final ByteBuffer rest = ByteBuffer.wrap(bytes);
		while (rest.hasRemaining() && channel.read(rest, rest.position()) >= 0);
		// NB: by bytes, because a character may have been cut in two.
		final String all = new String(bytes, StandardCharsets.ISO_8859_1);
		final int end = CsvLine.wholeRows(all);
		final List<String> lines = CsvLine.rows(new String(bytes, 0, end, StandardCharsets.UTF_8));
		// NB: before anything is cut off, because it may be somebody's notes.
		if (!lines.isEmpty()) lines.set(0, TextFile.withoutMark(lines.get(0)));
		if (end == 0 ? !FileStatus.HEADER.startsWith(all) : !lines.get(0).equals(FileStatus.HEADER)) throw foreign();
		channel.truncate(end);
		channel.position(end);
		if (end == 0) write(FileStatus.HEADER);
		// The last row of a file counts.
		for (final String line : lines) FileStatus.of(line).ifPresent(this::put);
	}

	private IOException foreign() {
		return new IOException(file + " is not the status of a batch; move it away, or choose another folder for the results");
	}

	private void put(final FileStatus row) {
		rows.remove(row.file());
		rows.put(row.file(), row);
	}

	/** @return the last that is known of a file */
	Optional<FileStatus> of(final String name) {
		return Optional.ofNullable(rows.get(name));
	}

	/** @return the last row of every file, in the order in which they came */
	List<FileStatus> rows() {
		return List.copyOf(rows.values());
	}

	/** Adds a row, and returns when it is on the disk. */
	void add(final FileStatus row) throws IOException {
		put(row);
		write(row.line());
	}

	private void write(final String line) throws IOException {
		try {
			final ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
			while (bytes.hasRemaining()) channel.write(bytes);
			channel.force(false);
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + " (" + e.getMessage() + "); check the free space, then run again", e);
		}
	}

	/**
	 * Leaves one row per file, those of the batch first and in its order. Nothing can be added afterwards.
	 *
	 * @param order names of the batch's files
	 */
	void finish(final List<String> order) throws IOException {
		// NB: Windows replaces no file that is open.
		channel.close();
		final List<String> lines = new ArrayList<>(List.of(FileStatus.HEADER));
		for (final String name : order) of(name).map(FileStatus::line).ifPresent(lines::add);
		rows.keySet().removeAll(order);
		for (final FileStatus other : rows.values()) lines.add(other.line());
		WholeFile.write(file, out -> out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
	}

	@Override
	public void close() throws IOException {
		try {
			channel.close();
		}
		finally {
			lock.close();
		}
	}
}
