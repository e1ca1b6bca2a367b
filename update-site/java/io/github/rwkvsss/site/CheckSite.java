package io.github.rwkvsss.site;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;

/**
 * Checks a site as a client would: reads its database, installs every platform into an empty folder, compares every
 * checksum, looks whether the natives are the platform's own and the op library fits them, and, of a site with the plugin and on Linux, segments the
 * sample image with the installed tree and with the development build, which must give the same file. Argument: folder
 * of the site.
 */
public final class CheckSite {

	/** The updater's platforms as JavaCPP calls them. */
	private static final Map<String, String> JAVACPP = Map.of("linux64", "linux-x86_64", "win64", "windows-x86_64", "macos64",
		"macosx-x86_64", "macos-arm64", "macosx-arm64");

	private static final Pattern NATIVES = Pattern.compile(
		"(?:org/bytedeco/[^/]+|native)/((?:linux|windows|macosx)-[^/]+)/.+");

	/** What Fiji brings itself. */
	private static final Pattern OF_FIJI = Pattern.compile(
		".*[/\\\\](ij|scijava-common|parsington|imglib2|gson)-[0-9][^/\\\\]*\\.jar");

	private static final String SAMPLE = "sample-data/nuclei/images/crowded.png";

	private CheckSite() {}

	/** Runs the check; an exception tells what is wrong. */
	public static void main(final String... args) throws IOException, InterruptedException {
		if (args.length != 1) throw new IllegalArgumentException("usage: <site>");
		final Path site = Path.of(args[0]);
		final Path work = Files.createTempDirectory("rwkv-sss-site");
		try {
			for (final String platform : platforms(site)) {
				final Path tree = work.resolve(platform);
				System.out.println(install(site, platform, tree));
				opLibraries(tree, platform).forEach(line -> System.out.println("  " + line));
				if (platform.equals("linux64")) System.out.println(segment(tree, work));
				Folders.delete(tree);
			}
		}
		finally {
			Folders.delete(work);
		}
	}

	/** @return the platforms that have files of their own; the same files for each but for its natives */
	static List<String> platforms(final Path site) throws IOException {
		final Map<String, TreeSet<String>> own = new TreeMap<>();
		// Our operations for GPUs are there where they could be built.
		for (final SiteFile file : SiteDatabase.read(site)) if (file.version().isPresent() && !file.filename().contains(
			"/rwkv-sss-cuda-")) for (final String platform : file.platforms()) own.computeIfAbsent(platform,
				any -> new TreeSet<>()).add(file.filename().replace(platform, "*").replace(JAVACPP.getOrDefault(platform, platform),
					"*"));
		if (own.isEmpty()) throw new IOException(site + " has no natives for any platform");
		final Map.Entry<String, TreeSet<String>> first = own.entrySet().iterator().next();
		for (final Map.Entry<String, TreeSet<String>> other : own.entrySet()) if (!other.getValue().equals(first.getValue()))
			throw new IOException(site + " has " + first.getValue() + " for " + first.getKey() + ", but " + other.getValue() +
				" for " + other.getKey());
		return List.copyOf(own.keySet());
	}

	private static String install(final Path site, final String platform, final Path tree) throws IOException {
		Files.createDirectories(tree);
		final SiteInstaller.Installed installed = SiteInstaller.install(site, platform, tree);
		long natives = 0;
		for (final String place : Folders.files(tree)) {
			if (!place.startsWith("jars/" + platform + "/")) continue;
			checkNatives(tree.resolve(place), JAVACPP.getOrDefault(platform, platform));
			natives += Files.size(tree.resolve(place));
		}
		return String.format("%s: %d files, %.1f MiB, of it natives %.1f MiB; every checksum right", platform, installed
			.files(), installed.bytes() / 1048576.0, natives / 1048576.0);
	}

	/** @throws IOException if a jar has no natives for a platform, or some for another */
	static void checkNatives(final Path jar, final String platform) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			final List<String> found = zip.stream().map(entry -> NATIVES.matcher(entry.getName())).filter(Matcher::matches).map(
				place -> place.group(1)).distinct().toList();
			if (found.isEmpty() || !found.stream().allMatch(name -> name.equals(platform) || name.equals(platform + "-gpu")))
				throw new IOException(jar + " must have natives for " + platform + " and has them for " + found);
		}
	}

	/** @return a line for each op library of the platform; none if the site has no plugin */
	private static List<String> opLibraries(final Path tree, final String platform) throws IOException {
		final String natives = JAVACPP.getOrDefault(platform, platform);
		Path plugin = null;
		Path pytorch = null;
		for (final String place : Folders.files(tree)) {
			if (place.endsWith(".jar") && SiteFile.identity(place).equals("jars/rwkv-sss.jar")) plugin = tree.resolve(place);
			if (place.matches("jars/" + platform + "/pytorch-[0-9].*-" + natives + "\\.jar")) pytorch = tree.resolve(place);
		}
		return plugin == null || pytorch == null ? List.of() : OpLibraryCheck.check(plugin, pytorch, natives);
	}

	/** ImageJ and SciJava from the build, everything else from the installed tree. */
	private static String segment(final Path tree, final Path work) throws IOException, InterruptedException {
		final List<String> jars = Folders.files(tree).stream().filter(place -> place.startsWith("jars/") && place.endsWith(
			".jar")).toList();
		if (jars.stream().noneMatch(place -> SiteFile.identity(place).equals("jars/rwkv-sss.jar")))
			return "linux64: no plugin in this site, nothing to run";
		if (!System.getProperty("os.name").startsWith("Linux") || !System.getProperty("os.arch").equals("amd64"))
			return "linux64: NOT RUN, its natives need Linux on x86_64";
		final List<String> build = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
		final List<String> installed = new ArrayList<>(jars.stream().map(place -> tree.resolve(place).toString()).toList());
		build.stream().filter(path -> OF_FIJI.matcher(path).matches()).forEach(installed::add);
		final Path found = work.resolve("installed.tif");
		final Path expected = work.resolve("development.tif");
		CommandLineRun.run(installed, "segment", "input=" + SAMPLE, "model=nuclei-2d", "output=" + found);
		CommandLineRun.run(build, "segment", "input=" + SAMPLE, "model=nuclei-2d", "output=" + expected);
		final long differs = Files.mismatch(expected, found);
		if (differs >= 0) throw new IOException("the installed tree gives other labels of " + SAMPLE +
			" than the development build, from byte " + differs);
		if (Files.size(found) < 10_000) throw new IOException("the labels of " + SAMPLE + " have only " + Files.size(found) +
			" bytes");
		return "linux64: the installed tree gives the labels of the development build, byte for byte";
	}
}
