package io.github.rwkvsss.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes an update site from a folder that is laid out as an installation: {@code jars/}, {@code jars/<platform>/},
 * {@code plugins/}, {@code models/} and so on.
 */
final class SiteWriter {

	/** What the updater calls the systems. */
	static final List<String> PLATFORMS = List.of("linux64", "win64", "macos64", "macos-arm64");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

	private static final Pattern PLATFORM = Pattern.compile("(?:jars|lib)/([^/]+)/.*");

	private final Path content;
	private final long timestamp;
	private final String plugin;

	/**
	 * @param content the installation's files
	 * @param timestamp yyyyMMddHHmmss, of all that is new
	 * @param plugin identity of the jar that needs all other jars of every platform, such as {@code jars/rwkv-sss.jar}
	 */
	SiteWriter(final Path content, final long timestamp, final String plugin) {
		this.content = content;
		this.timestamp = timestamp;
		this.plugin = plugin;
	}

	/**
	 * Writes the files and then the database.
	 *
	 * @param site folder to write, may exist
	 * @param previous folder of the site as it was, whose history is kept; may be the same
	 * @return the files of the site
	 */
	List<SiteFile> write(final Path site, final Optional<Path> previous) throws IOException {
		final List<SiteFile> before = previous.isPresent() && Files.exists(previous.get().resolve(SiteDatabase.NAME))
			? SiteDatabase.read(previous.get()) : List.of();
		// Later than all that was, whatever the clock that gave the time.
		long latest = 0;
		for (final SiteFile file : before) {
			latest = Math.max(latest, file.version().map(SiteFile.Version::timestamp).orElse(0L));
			for (final SiteFile.Previous old : file.previous()) latest = Math.max(latest, old.obsoleteSince());
		}
		final long now = timestamp > latest ? timestamp : secondAfter(latest);
		final Map<String, SiteFile> known = SiteFile.byIdentity(before);
		final Map<String, SiteFile> files = new TreeMap<>();
		for (final String place : Folders.files(content)) {
			final String identity = SiteFile.identity(place);
			final SiteFile file = file(place, Optional.ofNullable(known.get(identity)), now);
			final SiteFile twin = files.put(identity, file);
			if (twin != null) throw new IOException(place + " and " + twin.filename() +
				" would be versions of one file; rename one");
		}
		for (final Map.Entry<String, SiteFile> old : known.entrySet()) files.putIfAbsent(old.getKey(), old.getValue().obsolete(
			now));
		link(files);
		final List<SiteFile> all = List.copyOf(files.values());
		store(site, previous, all);
		SiteDatabase.write(site, all);
		return all;
	}

	/** NB: 59 is followed by the next minute. */
	static long secondAfter(final long timestamp) {
		return Long.parseLong(LocalDateTime.parse(Long.toString(timestamp), TIME).plusSeconds(1).format(TIME));
	}

	private SiteFile file(final String place, final Optional<SiteFile> known, final long now) throws IOException {
		final Path file = content.resolve(place);
		final String checksum = SiteChecksum.of(place, file);
		final Matcher platform = PLATFORM.matcher(place);
		final List<String> platforms = platform.matches() && PLATFORMS.contains(platform.group(1)) ? List.of(platform.group(1))
			: List.of();
		final Optional<SiteFile.Version> current = known.flatMap(SiteFile::version);
		if (current.isPresent() && current.get().checksum().equals(checksum) && known.get().filename().equals(place))
			return known.get();
		return new SiteFile(place, platforms, Optional.of(new SiteFile.Version(checksum, now, Files.size(file), "", List.of())),
			known.map(old -> old.history(now)).orElse(List.of()));
	}

	/**
	 * The plugin depends on every jar that is installed everywhere. NB: not on those of one platform, which would be asked
	 * for on the others; they come because they are of the same site.
	 */
	private void link(final Map<String, SiteFile> files) throws IOException {
		final SiteFile file = files.get(plugin);
		if (file == null || file.version().isEmpty()) return;
		final List<SiteFile.Dependency> dependencies = new ArrayList<>();
		for (final SiteFile other : files.values()) if (other != file && other.version().isPresent() && other.platforms()
			.isEmpty() && other.filename().startsWith("jars/")) dependencies.add(new SiteFile.Dependency(other.filename(), other
				.version().get().timestamp()));
		final SiteFile.Version version = file.version().get();
		files.put(plugin, new SiteFile(file.filename(), file.platforms(), Optional.of(new SiteFile.Version(version.checksum(),
			version.timestamp(), version.bytes(), OpLibraries.describe(content.resolve(file.filename())), dependencies)), file
				.previous()));
	}

	private void store(final Path site, final Optional<Path> previous, final List<SiteFile> files) throws IOException {
		final Map<String, SiteFile> offered = new HashMap<>();
		for (final SiteFile file : files) if (file.version().isPresent()) offered.put(file.storedAs(), file);
		for (final Map.Entry<String, SiteFile> entry : offered.entrySet()) {
			final Path target = site.resolve(entry.getKey());
			if (Files.exists(target)) continue;
			Files.createDirectories(target.getParent());
			final Optional<Path> kept = previous.map(old -> old.resolve(entry.getKey())).filter(Files::exists);
			// NB: the old bytes where nothing changed, so that a site's file never changes under its name.
			Files.copy(kept.orElse(content.resolve(entry.getValue().filename())), target);
		}
	}
}
