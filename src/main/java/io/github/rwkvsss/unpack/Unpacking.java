package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;

import io.github.rwkvsss.file.PackedFile;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Writes the files of a set into a folder, to the disk, and compares with what the jars' directories say. */
final class Unpacking {

	private static final int CHUNK = 1 << 20;

	private final LibrarySet set;
	private final Progress progress;
	private final Cancellation cancellation;
	private final long total;
	private long done;

	private Unpacking(final LibrarySet set, final Progress progress, final Cancellation cancellation) {
		this.set = set;
		this.progress = progress;
		this.cancellation = cancellation;
		this.total = Math.max(1, set.bytes());
	}

	/**
	 * @param folder to be made
	 * @param advice how to choose another folder, in a few words
	 * @throws IOException in one sentence if a jar is damaged or the disk is full
	 */
	static void into(final Path folder, final LibrarySet set, final String advice, final Progress progress,
		final Cancellation cancellation) throws IOException
	{
		requireSpace(folder.getParent(), set, 0, advice, null);
		final Unpacking unpacking = new Unpacking(set, progress, cancellation);
		try {
			Files.createDirectory(folder);
			for (final Map.Entry<String, PackedFile> source : set.sources().entrySet()) unpacking.unpack(source.getValue(), set
				.facts().get(source.getKey()), folder.resolve(source.getKey()));
			sync(folder);
		}
		catch (final DamagedJarException e) {
			throw e;
		}
		catch (final IOException e) {
			requireSpace(folder.getParent(), set, unpacking.done, advice, e);
			throw new IOException(set.title() + " cannot be unpacked to " + folder.getParent() + " (" + e.getMessage() + "); " +
				advice, e);
		}
	}

	private static void requireSpace(final Path folder, final LibrarySet set, final long done, final String advice,
		final IOException failure) throws IOException
	{
		final long free = Files.getFileStore(folder).getUsableSpace() + done;
		if (free < set.bytes() || isAboutSpace(failure)) throw new IOException(String.format(Locale.ROOT,
			"there is not enough space to unpack %s to %s: it needs %d MiB, %d MiB are free; free some, or %s", set.title(),
			folder, mebibytes(set.bytes()), free >> 20, advice), failure);
	}

	/** Quotas do not show in a disk's free space. */
	private static boolean isAboutSpace(final IOException failure) {
		return failure != null && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).matches(".*(space|quota).*");
	}

	private static long mebibytes(final long bytes) {
		return (bytes + (1 << 20) - 1) >> 20;
	}

	private void unpack(final PackedFile source, final PackedFile.Facts facts, final Path file) throws IOException {
		final CRC32 crc = new CRC32();
		final long before = done;
		source.read(packed -> {
			try (InputStream in = Files.newInputStream(packed);
					FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
			{
				final byte[] chunk = new byte[CHUNK];
				for (int read = in.readNBytes(chunk, 0, CHUNK); read > 0; read = in.readNBytes(chunk, 0, CHUNK)) {
					cancellation.check();
					crc.update(chunk, 0, read);
					final ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, read);
					while (bytes.hasRemaining()) out.write(bytes);
					done += read;
					progress.update(done, total, "unpacking " + set.title() + ", once: " + 100 * done / total + " %");
				}
				// A machine that loses its power must not find a folder whose files were never written.
				out.force(true);
			}
			return file;
		});
		if (crc.getValue() != facts.crc() || done - before != facts.size()) throw new DamagedJarException(source);
		Files.setLastModifiedTime(file, Whole.DATE);
	}

	/** Where the system can: Windows has no such thing for folders. */
	static void sync(final Path folder) {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (final IOException e) {
			return;
		}
	}

	/** The jar does not hold what its directory says. */
	private static final class DamagedJarException extends FileSystemException {

		private static final long serialVersionUID = 1L;

		DamagedJarException(final PackedFile file) {
			super(null, null, (file.jar() == null ? file.entry() : file.entry() + " in " + file.jar()) +
				" is damaged; install the plugin anew");
		}

		@Override
		public String getMessage() {
			return getReason();
		}
	}
}
