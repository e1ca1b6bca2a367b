package io.github.rwkvsss.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps other processes, and other threads of this one, from doing the same work at the same place. The system lets go
 * of it when the process dies, however it dies.
 * <p>
 * What is locked is a file that nobody reads or writes but this class: on Windows a locked byte cannot be read through
 * another handle, and elsewhere closing any handle of a file drops all locks that the process has on it.
 * </p>
 */
public final class ProcessLock implements AutoCloseable {

	/** Locks of this process by the place of their file: a second handle would end the first one's lock. */
	private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

	/** The locked byte; no content comes near it. */
	private static final long BYTE = 1L << 40;

	/** Attempts to lock a file that other processes delete as soon as they are done. */
	private static final int ATTEMPTS = 100;

	private static final int LONGEST = 1 << 16;

	private final Path file;
	private final FileChannel channel;

	private ProcessLock(final Path file, final FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * @param file to lock, of no other use; made, and deleted in the end; its folder must exist
	 * @param taken what to say if somebody else has it, one sentence
	 * @return the lock; the caller closes it
	 * @throws IOException with that sentence, or in another one if the file cannot be made or locked
	 */
	public static ProcessLock take(final Path file, final String taken) throws IOException {
		final Path place = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
		if (!HELD.add(place)) throw new IOException(taken);
		ProcessLock lock = null;
		try {
			for (int i = 0; lock == null && i < ATTEMPTS; i++) lock = attempt(place, taken);
			if (lock == null) throw new IOException(taken);
			return lock;
		}
		finally {
			if (lock == null) HELD.remove(place);
		}
	}

	/** @return null if the file was deleted in between */
	private static ProcessLock attempt(final Path place, final String taken) throws IOException {
		final FileChannel channel = open(place);
		if (channel == null) return null;
		boolean locked = false;
		try {
			if (!isLocked(channel, place)) throw new IOException(taken);
			// NB: whoever had the lock before deleted this file when it was done, and a third may have made it anew by now and
			// locked that one. The length is drawn at random, so the file of this name has it only if it is this one; to open it
			// and look would end the lock.
			final long length = ThreadLocalRandom.current().nextInt(1, LONGEST);
			channel.truncate(0);
			channel.write(ByteBuffer.wrap(new byte[1]), length - 1);
			locked = length(place) == length;
			return locked ? new ProcessLock(place, channel) : null;
		}
		finally {
			if (!locked) channel.close();
		}
	}

	/** @return of the file of that name; -1 if there is none, also if it goes while it is looked at */
	private static long length(final Path place) throws IOException {
		try {
			return Files.size(place);
		}
		catch (final NoSuchFileException e) {
			return -1;
		}
	}

	/** @return null if the file is just being deleted, which is how Windows says so */
	private static FileChannel open(final Path place) throws IOException {
		try {
			return FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (final AccessDeniedException e) {
			if (Files.isWritable(place.getParent()) && (!Files.exists(place) || Files.isWritable(place))) return null;
			throw new IOException("cannot write in " + place.getParent() + ": no permission; choose another folder", e);
		}
		catch (final IOException e) {
			throw new IOException("cannot write in " + place.getParent() + " (" + e.getClass().getSimpleName() +
				"); choose another folder", e);
		}
	}

	private static boolean isLocked(final FileChannel channel, final Path place) throws IOException {
		try {
			return channel.tryLock(BYTE, 1, false) != null;
		}
		catch (final OverlappingFileLockException e) {
			// Another copy of this class in the same process has it.
			return false;
		}
		catch (final IOException e) {
			throw new IOException("cannot lock " + place + " (" + e.getMessage() +
				"); choose a folder on a disk whose file system has locks", e);
		}
	}

	@Override
	public void close() throws IOException {
		try {
			// NB: while it is still held, or it might be another's already. Where it cannot be deleted it does no harm.
			Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			file.toFile().deleteOnExit();
		}
		finally {
			channel.close();
			HELD.remove(file);
		}
	}
}
