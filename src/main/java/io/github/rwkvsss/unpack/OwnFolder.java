package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** A folder to which nobody but the user can write: what lies there may be run. */
final class OwnFolder {

	static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

	private static final Path SELF = Path.of("/proc/self");

	private final Path path;
	private final UserPrincipal owner;

	private OwnFolder(final Path path, final UserPrincipal owner) {
		this.path = path;
		this.owner = owner;
	}

	/**
	 * @param folder made if missing
	 * @param advice how to choose another one, in a few words
	 * @throws IOException in one sentence if it cannot be made, belongs to another user, or others can write to it
	 */
	static OwnFolder open(final Path folder, final String advice) throws IOException {
		final Path real = made(folder, advice);
		final UserPrincipal owner = Files.getOwner(real);
		if (!owner.equals(user(real, advice))) throw new IOException("native libraries are not taken from " + real +
			", because it belongs to " + owner.getName() + ", who could put any program there; " + advice);
		if (isWritableByOthers(real)) throw new IOException("native libraries are not taken from " + real +
			", because other users can write to it; take that right from them (chmod go-w), or " + advice);
		return new OwnFolder(real, owner);
	}

	Path path() {
		return path;
	}

	UserPrincipal owner() {
		return owner;
	}

	private static Path made(final Path folder, final String advice) throws IOException {
		if (!folder.isAbsolute()) throw new IOException("native libraries cannot be unpacked to \"" + folder +
			"\", which is no absolute path; " + advice);
		try {
			if (!Files.isDirectory(folder)) {
				if (!Files.isDirectory(folder.getParent())) Files.createDirectories(folder.getParent());
				make(folder);
			}
			return folder.toRealPath();
		}
		catch (final IOException e) {
			throw new IOException("native libraries cannot be unpacked to " + folder + ", because that folder cannot be made (" +
				e.getClass().getSimpleName() + "); " + advice, e);
		}
	}

	private static void make(final Path folder) throws IOException {
		try {
			if (POSIX) Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
				"rwx------")));
			else Files.createDirectory(folder);
		}
		catch (final FileAlreadyExistsException e) {
			// Another process was faster, or there is a file of that name.
			if (!Files.isDirectory(folder)) throw e;
		}
	}

	/** Names may lie, and the home folder may be another's: what this process makes is this user's. */
	static UserPrincipal user(final Path folder, final String advice) throws IOException {
		if (POSIX && Files.exists(SELF)) return Files.getOwner(SELF);
		try {
			final Path trial = Files.createTempFile(folder, ".owner", null);
			try {
				return Files.getOwner(trial);
			}
			finally {
				Files.delete(trial);
			}
		}
		catch (final IOException e) {
			throw new IOException("native libraries cannot be unpacked to " + folder +
				", because nothing can be written there (" + e.getClass().getSimpleName() + "); " + advice, e);
		}
	}

	static boolean isWritableByOthers(final Path file) throws IOException {
		if (!POSIX) return false;
		final Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
		return rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE);
	}
}
