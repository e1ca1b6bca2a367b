package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Map;

import io.github.rwkvsss.file.PackedFile;

/** Tells whether an unpacked set is as the jars have it. */
final class Whole {

	/** What all unpacked files bear: whoever writes to one changes it. */
	static final FileTime DATE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

	/** How much of the files is looked at. */
	enum Look {
			/** Size, date and owner; the content where the date is another. */
			QUICK,
			/** All that they hold, which takes a tenth of a second for LibTorch. */
			THOROUGH
	}

	private Whole() {}

	/**
	 * @param folder of the set, which need not be there
	 * @param owner that the files must have
	 * @return whether every file is there, as it should be, and can be written by nobody else
	 */
	static boolean is(final LibrarySet set, final Path folder, final UserPrincipal owner, final Look look)
		throws IOException
	{
		if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !isOwn(folder, owner)) return false;
		for (final Map.Entry<String, PackedFile.Facts> file : set.facts().entrySet()) {
			if (!is(file.getValue(), folder.resolve(file.getKey()), owner, look)) return false;
		}
		return true;
	}

	private static boolean is(final PackedFile.Facts facts, final Path file, final UserPrincipal owner, final Look look)
		throws IOException
	{
		if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isOwn(file, owner)) return false;
		final BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
		if (found.size() != facts.size()) return false;
		final boolean dated = found.lastModifiedTime().equals(DATE);
		if (look == Look.QUICK && dated) return true;
		if (PackedFile.crc(file) != facts.crc()) return false;
		// Copied with the home folder, for instance.
		if (!dated) Files.setLastModifiedTime(file, DATE);
		return true;
	}

	private static boolean isOwn(final Path file, final UserPrincipal owner) throws IOException {
		return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner) && !OwnFolder.isWritableByOthers(file);
	}
}
