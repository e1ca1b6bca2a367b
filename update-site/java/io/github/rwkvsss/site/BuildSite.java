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
 * Writes an update site from a folder that is laid out as an installation, and prints its files with their bytes.
 * Arguments: folder of the content, folder of the site, folder of the site as it was before (or -), timestamp
 * yyyyMMddHHmmss (or "commit" for the time of the newest commit).
 */
public final class BuildSite {

	private BuildSite() {}

	/** Runs the build. */
	public static void main(final String... args) throws IOException, InterruptedException {
		if (args.length != 4) throw new IllegalArgumentException(
			"usage: <content> <site> <previous or -> <timestamp or commit>");
		final Path content = Path.of(args[0]);
		final Path site = Path.of(args[1]);
		final long timestamp = args[3].equals("commit") ? ofNewestCommit() : Long.parseLong(args[3]);
		final List<SiteFile> files = write(content, site, args[2].equals("-") ? Optional.empty() : Optional.of(Path.of(
			args[2])), timestamp);
		for (final SiteFile file : files) if (file.version().isPresent()) System.out.printf("%,14d %s%n", file.version().get()
			.bytes(), file.storedAs());
		System.out.printf("%,14d bytes in %s%n", files.stream().mapToLong(file -> file.version().map(SiteFile.Version::bytes)
			.orElse(0L)).sum(), site);
	}

	/**
	 * @param previous the site as it was; may be the folder to write
	 * @param timestamp yyyyMMddHHmmss, of all that is new
	 * @return the files of the site, which takes its place only when it is whole
	 * @throws IOException if there is no site at previous, a jar's licence is not told, or one has a menu for plain ImageJ;
	 *           then nothing has changed
	 */
	static List<SiteFile> write(final Path content, final Path site, final Optional<Path> previous, final long timestamp)
		throws IOException
	{
		if (previous.isPresent() && !Files.exists(previous.get().resolve(SiteDatabase.NAME))) throw new IOException(
			"there is no " + SiteDatabase.NAME + " in " + previous.get() +
				"; give the folder of the site as it was published, or - if it never was");
		ThirdParty.check(content);
		PlainMenu.refuse(content);
		final Path part = site.resolveSibling(site.getFileName() + ".part");
		Folders.delete(part);
		Files.createDirectories(part);
		final List<SiteFile> files = new SiteWriter(content, timestamp, "jars/rwkv-sss.jar").write(part, previous);
		Folders.delete(site);
		Files.move(part, site);
		return files;
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
}
