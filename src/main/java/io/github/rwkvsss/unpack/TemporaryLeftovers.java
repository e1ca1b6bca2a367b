package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What earlier versions left among the temporary files when they were killed: a folder per start with a library of ours.
 * Nothing is unpacked to there any more.
 */
public final class TemporaryLeftovers {

	private static final String FOLDERS = "rwkv-sss[0-9]{5,20}";
	private static final String FILES = "(lib)?rwkv_sss[a-z_]*\\.(so|dylib|dll)";
	/** A program of an earlier version may be loading its library right now. */
	private static final Duration OLD = Duration.ofHours(1);

	private TemporaryLeftovers() {}

	/**
	 * Removes those that are the user's own and an hour old, and that hold nothing else. What is in use stays usable: Windows
	 * refuses to delete it, other systems keep what is loaded.
	 *
	 * @param temporary folder of temporary files
	 * @return how many were removed
	 */
	public static int remove(final Path temporary) {
		int removed = 0;
		try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, "rwkv-sss*")) {
			final UserPrincipal user = OwnFolder.user(temporary, "");
			for (final Path folder : all) if (removeOne(folder, user)) removed++;
		}
		catch (final IOException e) {
			// Tidying is no condition for anything.
			return removed;
		}
		return removed;
	}

	private static boolean removeOne(final Path folder, final UserPrincipal user) {
		try {
			if (!folder.getFileName().toString().matches(FOLDERS) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) ||
				!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user) || Files.getLastModifiedTime(folder).toInstant()
					.isAfter(Instant.now().minus(OLD))) return false;
			final List<Path> files = new ArrayList<>();
			try (DirectoryStream<Path> within = Files.newDirectoryStream(folder)) {
				within.forEach(files::add);
			}
			if (!files.stream().allMatch(file -> file.getFileName().toString().matches(FILES))) return false;
			for (final Path file : files) Files.delete(file);
			Files.delete(folder);
			return true;
		}
		catch (final IOException e) {
			// In use, on Windows.
			return false;
		}
	}
}
