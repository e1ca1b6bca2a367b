package io.github.rwkvsss.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Installs from a site's folder as an updater does, trusting its database only. */
final class SiteInstaller {

	/** What was done. */
	record Installed(int files, long bytes) {}

	private SiteInstaller() {}

	/**
	 * Installs all that is offered for a platform.
	 *
	 * @param into empty folder
	 * @throws IOException if a file is missing, has another size or checksum, or needs what the site does not offer there
	 */
	static Installed install(final Path site, final String platform, final Path into) throws IOException {
		final Map<String, SiteFile> files = SiteFile.byIdentity(SiteDatabase.read(site));
		final Deque<String> wanted = new ArrayDeque<>();
		files.forEach((identity, file) -> {
			if (isFor(file, platform)) wanted.add(identity);
		});
		final Set<String> done = new LinkedHashSet<>();
		long bytes = 0;
		while (!wanted.isEmpty()) {
			final String identity = wanted.remove();
			if (!done.add(identity)) continue;
			final SiteFile file = files.get(identity);
			final SiteFile.Version version = file.version().orElseThrow();
			final Path stored = site.resolve(file.storedAs());
			if (!Files.exists(stored)) throw new IOException("the site lacks " + file.storedAs());
			final Path target = into.resolve(file.filename()).normalize();
			if (!target.startsWith(into)) throw new IOException(file.filename() + " lies outside the installation");
			Files.createDirectories(target.getParent());
			Files.copy(stored, target);
			if (Files.size(target) != version.bytes()) throw new IOException(file.filename() + " has " + Files.size(target) +
				" bytes, the database says " + version.bytes());
			if (!SiteChecksum.of(file.filename(), target).equals(version.checksum())) throw new IOException("the checksum of " +
				file.filename() + " is wrong");
			bytes += version.bytes();
			for (final SiteFile.Dependency needed : version.dependencies()) {
				final SiteFile other = files.get(SiteFile.identity(needed.filename()));
				if (other == null || !isFor(other, platform)) throw new IOException(file.filename() + " needs " + needed
					.filename() + ", which the site does not offer for " + platform);
				if (other.version().orElseThrow().timestamp() < needed.timestamp()) throw new IOException(file.filename() +
					" needs a newer " + needed.filename());
				wanted.add(SiteFile.identity(needed.filename()));
			}
		}
		return new Installed(done.size(), bytes);
	}

	private static boolean isFor(final SiteFile file, final String platform) {
		return file.version().isPresent() && (file.platforms().isEmpty() || file.platforms().equals(List.of(platform)));
	}
}
