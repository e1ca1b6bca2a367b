package io.github.rwkvsss.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that is being written under a temporary name. It is locked meanwhile, by which anybody can tell it from what a
 * process left that was killed.
 */
final class PartFile implements AutoCloseable {

	private static final String UNIQUE = "\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.part";

	/** Letters of a name that are kept: three bytes each, and what follows, are less than the 255 bytes of a name. */
	private static final int ROOM = 60;

	/** Parts of this process: to open and close one would end its lock. */
	private static final Set<Path> WRITING = ConcurrentHashMap.newKeySet();

	/** The locked byte, far behind all content: on Windows locked bytes cannot be written through another handle. */
	private static final long BYTE = Long.MAX_VALUE - 1;

	private final Path path;
	private final FileChannel channel;

	private PartFile(final Path path, final FileChannel channel) {
		this.path = path;
		this.channel = channel;
	}

	/** Makes one in the folder of the file that it is to become. */
	static PartFile of(final Path folder, final Path file) throws IOException {
		while (true) {
			// NB: createTempFile would make a file that only its owner may read.
			final Path path = folder.toRealPath().resolve(beginning(file) + "." + UUID.randomUUID() + ".part");
			WRITING.add(path);
			FileChannel channel = null;
			try {
				channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
				lock(channel);
				// Before it was locked somebody may have taken it for abandoned.
				if (Files.exists(path)) return new PartFile(path, channel);
				channel.close();
			}
			catch (final IOException e) {
				if (channel != null) channel.close();
				WRITING.remove(path);
				throw e;
			}
			WRITING.remove(path);
		}
	}

	/** A name that is as long as names may be has no room for what a part's has behind it. */
	private static String beginning(final Path file) {
		final String name = file.getFileName().toString();
		if (name.length() <= ROOM) return "." + name;
		return "." + name.substring(0, name.offsetByCodePoints(0, ROOM / 2)) + "~" + Integer.toHexString(name.hashCode());
	}

	/** @return whether nobody else has a lock; false too where the file system has none */
	private static boolean lock(final FileChannel channel) {
		try {
			final FileLock lock = channel.tryLock(BYTE, 1, false);
			return lock != null;
		}
		catch (final IOException | OverlappingFileLockException e) {
			return false;
		}
	}

	Path path() {
		return path;
	}

	FileChannel channel() {
		return channel;
	}

	/** @return whether a file is called as parts are */
	static boolean isNamedAsOne(final Path path) {
		return path.getFileName().toString().matches("\\..*" + UNIQUE);
	}

	/** @return whether a file is called as parts of that file are */
	static boolean isNamedAsOne(final Path path, final Path file) {
		final String name = path.getFileName().toString();
		final String begin = beginning(file);
		return name.startsWith(begin) && name.substring(begin.length()).matches(UNIQUE);
	}

	/** Deletes a part that no process writes any more. */
	static void removeIfAbandoned(final Path part) throws IOException {
		if (WRITING.contains(part.toRealPath())) return;
		try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
			if (lock(channel)) Files.deleteIfExists(part);
		}
	}

	/** Ends the writing; what was not moved to its place is deleted. */
	@Override
	public void close() throws IOException {
		try {
			channel.close();
			Files.deleteIfExists(path);
		}
		finally {
			WRITING.remove(path);
		}
	}
}
