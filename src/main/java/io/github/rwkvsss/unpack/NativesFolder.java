package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.rwkvsss.file.PatientMove;
import io.github.rwkvsss.file.UserSettings;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Where native libraries are unpacked to, each set into a folder of its own that is named by its content. Chosen by, in
 * this order: the system property {@value #PROPERTY}; the environment variable {@value #VARIABLE}; the key
 * {@value #KEY} of {@link UserSettings}; {@code .rwkv-sss/natives} at home.
 * <p>
 * A set is written into a folder of another name, by one process at a time, and moved to its place when all of it is on
 * the disk: whatever ends a process, a folder is whole or not there.
 * </p>
 */
public final class NativesFolder {

	/** System property that names the folder. */
	public static final String PROPERTY = "rwkvsss.natives";
	/** Environment variable that names the folder. */
	public static final String VARIABLE = "RWKV_SSS_NATIVES";
	/** Key in the user's settings that names the folder. */
	public static final String KEY = "natives";

	private static final String LOCK = ".lock";
	private static final String USE = ".use";
	private static final String PART = ".part";
	private static final String OLD = ".old";

	private final Path path;

	/** @param path absolute; made when it is needed */
	public NativesFolder(final Path path) {
		this.path = path;
	}

	/**
	 * @return the one that the user chose, or the usual one
	 * @throws IOException in one sentence if what the user chose is no path, or the settings cannot be read
	 */
	public static NativesFolder chosen() throws IOException {
		final Optional<String> given = given(System.getProperty(PROPERTY), System.getenv(VARIABLE));
		try {
			return new NativesFolder(given.isPresent() ? Path.of(given.get()) : UserSettings.home().resolve("natives"));
		}
		catch (final InvalidPathException e) {
			throw new IOException("the folder for native libraries, \"" + given.orElse("") + "\", is no path; " + advice(), e);
		}
	}

	private static Optional<String> given(final String property, final String variable) throws IOException {
		if (property != null && !property.isBlank()) return Optional.of(property);
		if (variable != null && !variable.isBlank()) return Optional.of(variable);
		return UserSettings.value(KEY);
	}

	/** @return how to choose another folder, in a few words */
	public static String advice() {
		return "choose another folder with a line " + KEY + "=<folder> in " + UserSettings.file();
	}

	/** @return the folder, which need not be there */
	public Path path() {
		return path;
	}

	/**
	 * Unpacks a set where it is not whole, and keeps others from removing it while this process lives.
	 *
	 * @param progress told how far it is, and that another process is waited for
	 * @return the folder with the files of the set
	 * @throws IOException in one sentence; then nothing is left of what was begun
	 */
	public Path take(final LibrarySet set, final Progress progress, final Cancellation cancellation) throws IOException {
		final OwnFolder own = OwnFolder.open(path, advice());
		final Path folder = own.path().resolve(set.folderName());
		for (final String file : set.facts().keySet()) LoadablePath.require(folder.resolve(file), advice());
		final List<Path> marks = LoadingMark.left(own.path());
		final Whole.Look look = marks.isEmpty() ? Whole.Look.QUICK : Whole.Look.THOROUGH;
		if (isWholeInUse(set, folder, own, look)) {
			forget(marks);
			return folder;
		}
		try (FolderLock lock = FolderLock.await(own.path().resolve(LOCK), () -> progress.update(0, 1,
			"waiting for another program that unpacks " + set.title()), cancellation))
		{
			// Another process may have done it meanwhile.
			if (!isWholeInUse(set, folder, own, look)) {
				if (lock.isHeld()) clear(own.path(), set);
				unpack(set, folder, progress, cancellation);
			}
			forget(marks);
			return folder;
		}
	}

	/**
	 * @return whether the set is unpacked and all its files hold what they should
	 * @throws IOException in one sentence if the folder cannot be looked at
	 */
	public boolean isWhole(final LibrarySet set) throws IOException {
		final OwnFolder own = OwnFolder.open(path, advice());
		return Whole.is(set, own.path().resolve(set.folderName()), own.owner(), Whole.Look.THOROUGH);
	}

	/** @return to be closed when the libraries are loaded: if the process does not get that far, the next one looks closer */
	public LoadingMark markLoading() throws IOException {
		return LoadingMark.put(path.toRealPath());
	}

	private static boolean isWholeInUse(final LibrarySet set, final Path folder, final OwnFolder own, final Whole.Look look)
		throws IOException
	{
		if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) return false;
		shareForLife(folder);
		return Whole.is(set, folder, own.owner(), look);
	}

	private static void shareForLife(final Path folder) {
		try {
			FolderLock.shareForLife(useOf(folder));
		}
		catch (final IOException e) {
			// A full disk on which not even an empty file can be made: nothing new can replace what is used, either.
			return;
		}
	}

	private static Path useOf(final Path folder) {
		return folder.resolveSibling("." + folder.getFileName() + USE);
	}

	private static void forget(final List<Path> marks) throws IOException {
		for (final Path mark : marks) Files.deleteIfExists(mark);
	}

	private void unpack(final LibrarySet set, final Path folder, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final Path part = beside(folder, PART);
		try {
			Unpacking.into(part, set, advice(), progress, cancellation);
			setAside(folder, set);
			PatientMove.move(part, folder);
			Unpacking.sync(folder.getParent());
			shareForLife(folder);
		}
		finally {
			delete(part);
		}
	}

	/** Makes room for a new one where a damaged one is. */
	private static void setAside(final Path folder, final LibrarySet set) throws IOException {
		if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
		final Path old = beside(folder, OLD);
		try {
			PatientMove.move(folder, old);
		}
		catch (final IOException e) {
			throw new IOException(set.title() + " in " + folder +
				" is damaged and another program has it open; end other programs that use the plugin, then try again", e);
		}
		delete(old);
	}

	private static Path beside(final Path folder, final String ending) {
		return folder.resolveSibling("." + folder.getFileName() + "." + UUID.randomUUID() + ending);
	}

	/** What ended processes left, and versions of the set that no process uses. Only the holder of the lock may. */
	private static void clear(final Path root, final LibrarySet set) throws IOException {
		final List<Path> versions = new ArrayList<>();
		try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
			for (final Path file : all) {
				final String name = file.getFileName().toString();
				if (name.startsWith(".") && (name.endsWith(PART) || name.endsWith(OLD))) delete(file);
				if (name.matches(set.name() + "-[0-9a-f]{16}") && !name.equals(set.folderName())) versions.add(file);
			}
		}
		for (final Path version : versions) removeUnused(version);
	}

	private static void removeUnused(final Path version) throws IOException {
		final Optional<FolderLock> alone = FolderLock.attempt(useOf(version));
		if (alone.isEmpty()) return;
		try (FolderLock lock = alone.get()) {
			final Path old = beside(version, OLD);
			PatientMove.move(version, old);
			delete(old);
		}
		catch (final IOException e) {
			// Windows keeps what a program of an earlier version has open; a later start removes it.
			return;
		}
	}

	/** As far as it can be deleted; what stays is removed by a later start. */
	private static void delete(final Path folder) {
		if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) Files.deleteIfExists(file);
		}
		catch (final IOException | UncheckedIOException e) {
			return;
		}
	}
}
