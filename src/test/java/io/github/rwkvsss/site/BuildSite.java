package io.github.rwkvsss.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Writes an update site from a folder of its content, checks it by installing every platform, and prints what it weighs.
 * Arguments: folder of the content, folder of the site, folder of the site as it was before (or -), timestamp
 * yyyyMMddHHmmss (or "commit" for the time of the newest commit).
 */
public final class BuildSite {

	private BuildSite() {}

	/** Runs the build. */
	public static void main(final String... args) throws IOException, InterruptedException {
		if (args.length != 4) throw new IllegalArgumentException("usage: <content> <site> <previous or -> <timestamp or commit>");
		final Path site = Path.of(args[1]);
		Files.createDirectories(site);
		final long timestamp = args[3].equals("commit") ? ofNewestCommit() : Long.parseLong(args[3]);
		final Optional<Path> previous = args[2].equals("-") ? Optional.empty() : Optional.of(Path.of(args[2]));
		final List<SiteFile> files = new SiteWriter(Path.of(args[0]), timestamp, "jars/rwkv-sss.jar").write(site, previous);
		for (final SiteFile file : files) if (file.version().isPresent()) System.out.printf("%,14d %s%n", file.version().get()
			.bytes(), file.storedAs());
		for (final String platform : SiteWriter.PLATFORMS) {
			final Path folder = Files.createTempDirectory("rwkv-sss-site");
			try {
				final SiteInstaller.Installed installed = SiteInstaller.install(site, platform, folder);
				System.out.printf("%s: %d files, %.1f MiB, every checksum right%n", platform, installed.files(), installed.bytes() /
					1048576.0);
			}
			finally {
				delete(folder);
			}
		}
	}

	private static long ofNewestCommit() throws IOException, InterruptedException {
		final Process git = new ProcessBuilder("git", "log", "-1", "--format=%ct").redirectError(
			ProcessBuilder.Redirect.DISCARD).start();
		final String seconds = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
		if (git.waitFor() != 0 || seconds.isEmpty()) throw new IOException(
			"no commit's time is known here; give -Dsite.timestamp=yyyyMMddHHmmss");
		return Long.parseLong(DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC).format(Instant
			.ofEpochSecond(Long.parseLong(seconds))));
	}

	private static void delete(final Path folder) throws IOException {
		try (var all = Files.walk(folder)) {
			for (final Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(path);
		}
	}
}
