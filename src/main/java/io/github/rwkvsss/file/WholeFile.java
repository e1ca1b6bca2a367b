package io.github.rwkvsss.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes a file as a whole or not at all: under another name in the same folder, then moved to its place. Content and
 * name are on the disk when it returns, and the content is so before the name: a power cut leaves the old file or the
 * new one.
 */
public final class WholeFile {

	private WholeFile() {}

	/** Writes the content of a file. */
	@FunctionalInterface
	public interface Content {

		/** @param out buffered; flushed by the caller, and not to be closed */
		void writeTo(OutputStream out) throws IOException;
	}

	/** Opens a new file for writing; replaced in tests by one that fails. */
	@FunctionalInterface
	interface Opening {

		OutputStream open(FileChannel channel) throws IOException;
	}

	/**
	 * @param file replaced if it exists; its folder must exist
	 * @throws IOException in one sentence; the file is then as it was and nothing else is left in its folder
	 */
	public static void write(final Path file, final Content content) throws IOException {
		write(file, content, Channels::newOutputStream);
	}

	static void write(final Path file, final Content content, final Opening opening) throws IOException {
		final Optional<String> problem = NameRules.here().problem(file.getFileName().toString());
		if (problem.isPresent()) throw new IOException("cannot write " + file + ": " + problem.get());
		if (Files.isDirectory(file)) throw new IOException("cannot write " + file + ": there is a folder of that name");
		final Path folder = file.toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) throw new IOException("cannot write " + file + ": the folder " +
			folder + " does not exist");
		try (PartFile part = PartFile.of(folder, file)) {
			// NB: flushed and not closed, because it is forced afterwards, and locked until it has its name.
			final OutputStream out = new BufferedOutputStream(opening.open(part.channel()), 1 << 16);
			content.writeTo(out);
			out.flush();
			part.channel().force(true);
			replace(() -> PatientMove.move(part.path(), file));
			forceFolder(folder);
		}
		catch (final AccessDeniedException e) {
			throw new IOException("cannot write " + file + ": no permission; choose another folder", e);
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
		}
	}

	/** @param move onto a file that another program may have open */
	static void replace(final PatientMove.Attempt move) throws IOException {
		try {
			move.move();
		}
		catch (final FileSystemException e) {
			// NB: a new file could be made beside it, so the right to write there is not what is missing.
			if (!(e instanceof AccessDeniedException) && !String.valueOf(e.getReason()).contains("another process")) throw e;
			throw new IOException("it is open in another program or protected; close it there, or choose another name", e);
		}
	}

	/** Has the names in a folder written to the disk, where the system can be asked for it. */
	static void forceFolder(final Path folder) {
		try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
			names.force(true);
		}
		catch (final IOException e) {
			// NB: Windows opens no folders and writes their names without a request; some network file systems force none.
			return;
		}
	}

	/**
	 * Deletes what killed processes left of a file half-written; what a process is writing now stays.
	 *
	 * @param file that was to be written; need not be there
	 */
	public static void removeAbandoned(final Path file) throws IOException {
		final Path folder = file.toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) return;
		try (Stream<Path> files = Files.list(folder)) {
			remove(files.filter(path -> PartFile.isNamedAsOne(path, file)).toList());
		}
		catch (final AccessDeniedException e) {
			// Where one may write but not look, nothing can be cleared away.
			return;
		}
	}

	/**
	 * Deletes what killed processes left half-written in a folder of our own; what a process is writing now stays.
	 *
	 * @param folder that exists
	 * @param depth how many levels of folders to look into, 1 for this one only
	 */
	public static void removeAbandonedIn(final Path folder, final int depth) throws IOException {
		try (Stream<Path> files = Files.walk(folder, depth)) {
			remove(files.filter(PartFile::isNamedAsOne).filter(Files::isRegularFile).toList());
		}
	}

	private static void remove(final List<Path> parts) throws IOException {
		for (final Path part : parts) {
			try {
				PartFile.removeIfAbandoned(part);
			}
			catch (final NoSuchFileException | AccessDeniedException e) {
				// It has become a file, or is another user's; either way it is not in the way.
				continue;
			}
		}
	}
}
