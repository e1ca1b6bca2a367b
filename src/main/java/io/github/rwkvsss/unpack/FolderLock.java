package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.CanceledException;

/**
 * A lock that other processes see, and that ends with its process however that ends. Lies on a file of its own: nothing is
 * ever read from or written to it, because Windows would not let others do so.
 * <p>
 * NB: closing any channel of a file takes this process's locks off it on Linux and macOS. Hence a channel on which no
 * lock was got because this Java holds one already stays open.
 * </p>
 */
final class FolderLock implements AutoCloseable {

	private static final int PAUSE = 50;

	/** Held until this process ends. */
	private static final Map<Path, FileChannel> SHARED = new HashMap<>();

	private final FileChannel channel;
	private final FileLock lock;

	private FolderLock(final FileChannel channel, final FileLock lock) {
		this.channel = channel;
		this.lock = lock;
	}

	/**
	 * Waits until no other process holds it.
	 *
	 * @param file made if missing
	 * @param waiting called again and again meanwhile
	 * @return the lock; see {@link #isHeld}
	 */
	static FolderLock await(final Path file, final Runnable waiting, final Cancellation cancellation) throws IOException {
		final FileChannel channel = open(file);
		while (true) {
			try {
				final FileLock lock = channel.tryLock();
				if (lock != null) return new FolderLock(channel, lock);
			}
			catch (final OverlappingFileLockException e) {
				// Another thread of this Java, in another class loader; it ends as those of other processes do.
				waiting.run();
			}
			catch (final IOException e) {
				// A file system without locks: all that is written is whole all the same, but nothing may be removed.
				return new FolderLock(channel, null);
			}
			cancellation.check();
			waiting.run();
			pause();
		}
	}

	/** @return the lock, if no process holds it or shares it; does not wait */
	static Optional<FolderLock> attempt(final Path file) throws IOException {
		final FileChannel channel = open(file);
		try {
			final FileLock lock = channel.tryLock();
			if (lock != null) return Optional.of(new FolderLock(channel, lock));
			channel.close();
		}
		catch (final OverlappingFileLockException e) {
			// Held by this Java: closing the channel would end that.
			return Optional.empty();
		}
		catch (final IOException e) {
			channel.close();
		}
		return Optional.empty();
	}

	/** Shares it with others until this process ends; without effect if that cannot be. */
	static void shareForLife(final Path file) throws IOException {
		synchronized (SHARED) {
			if (SHARED.containsKey(file)) return;
			final FileChannel channel = open(file);
			SHARED.put(file, channel);
			try {
				// Whoever removes a folder holds it alone for a moment, and makes sure of that before.
				while (channel.tryLock(0, Long.MAX_VALUE, true) == null) pause();
			}
			catch (final OverlappingFileLockException | IOException e) {
				// Shared already by a class of another loader, or a file system without locks.
				SHARED.put(file, channel);
			}
		}
	}

	/** @return whether other processes really see it: some file systems have no locks */
	boolean isHeld() {
		return lock != null;
	}

	@Override
	public void close() throws IOException {
		channel.close();
	}

	private static FileChannel open(final Path file) throws IOException {
		return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
	}

	private static void pause() {
		try {
			Thread.sleep(PAUSE);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CanceledException();
		}
	}
}
