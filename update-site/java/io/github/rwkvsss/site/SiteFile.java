package io.github.rwkvsss.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.Map;

import org.scijava.util.FileUtils;

/**
 * One record of a site's database.
 *
 * @param filename path under the installation of the newest version, with forward slashes
 * @param platforms where it is installed; none for everywhere
 * @param version what is offered; empty if the file is obsolete
 * @param previous what was offered before, oldest first
 */
record SiteFile(String filename, List<String> platforms, Optional<Version> version, List<Previous> previous) {

	/**
	 * @param checksum by {@link SiteChecksum}
	 * @param timestamp yyyyMMddHHmmss
	 * @param bytes size of the file
	 * @param description one line; may be empty
	 * @param dependencies what must be installed too
	 */
	record Version(String checksum, long timestamp, long bytes, String description, List<Dependency> dependencies) {}

	/**
	 * @param filename as of the record of the file
	 * @param timestamp of the version that was there at the build
	 */
	record Dependency(String filename, long timestamp) {}

	/**
	 * @param timestamp of that version
	 * @param obsoleteSince timestamp of what came after
	 * @param checksum of that version
	 * @param filename under which it was offered
	 */
	record Previous(long timestamp, long obsoleteSince, String checksum, String filename) {}

	/** @return the name under which a site keeps the newest version */
	String storedAs() {
		return filename + "-" + version.orElseThrow().timestamp();
	}

	/** @return a file's place without the version in its name, as the updater strips it: two with the same are one file */
	static String identity(final String filename) {
		return FileUtils.stripFilenameVersion(filename);
	}

	/** The files of a site by identity. */
	static Map<String, SiteFile> byIdentity(final List<SiteFile> files) {
		final Map<String, SiteFile> map = new TreeMap<>();
		for (final SiteFile file : files) {
			final SiteFile other = map.put(identity(file.filename()), file);
			if (other != null) throw new IllegalArgumentException(file.filename() + " and " + other.filename() +
				" would be versions of one file; rename one");
		}
		return map;
	}

	/** @return this file, no longer offered */
	SiteFile obsolete(final long since) {
		if (version.isEmpty()) return this;
		return new SiteFile(filename, platforms, Optional.empty(), history(since));
	}

	/** @return the previous versions, the newest now among them */
	List<Previous> history(final long since) {
		final List<Previous> history = new ArrayList<>(previous);
		version.ifPresent(now -> history.add(new Previous(now.timestamp(), since, now.checksum(), filename)));
		return history;
	}
}
