package io.github.rwkvsss.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds jars of the Bytedeco project that cannot live together: two versions of one module, or modules made with
 * different versions of JavaCPP. Java then mixes their classes, and LibTorch, or all of Fiji, does not start.
 */
public final class JarClashes {

	private static final String SUBJECT = "jars";

	private JarClashes() {}

	/**
	 * @param jars of one installation; what is no jar of Bytedeco is passed over
	 * @return what does not go together, and names of the files; one finding that all is well if nothing
	 */
	public static List<Finding> in(final List<Path> jars) {
		final List<BytedecoJar> found = new ArrayList<>();
		for (final Path jar : distinct(jars)) BytedecoJar.of(jar).ifPresent(found::add);
		final List<Finding> clashes = new ArrayList<>(twice(found));
		if (clashes.isEmpty()) mixed(found).ifPresent(clashes::add);
		if (!clashes.isEmpty()) return clashes;
		return List.of(Finding.fine(SUBJECT, found.isEmpty() ? "no Bytedeco jars besides those that Java loaded"
			: "Bytedeco's go together: " + found.stream().filter(jar -> !jar.module().contains(" ")).map(jar -> jar.module() +
				" " + jar.version()).collect(Collectors.joining(", "))));
	}

	/** NB: a folder on the class path twice, or by two names, is no clash. */
	private static List<Path> distinct(final List<Path> jars) {
		final List<Path> distinct = new ArrayList<>();
		for (final Path jar : jars) {
			final Path real = real(jar);
			if (!distinct.contains(real)) distinct.add(real);
		}
		return distinct;
	}

	private static Path real(final Path jar) {
		try {
			return jar.toRealPath();
		}
		catch (final IOException e) {
			return jar.toAbsolutePath().normalize();
		}
	}

	private static List<Finding> twice(final List<BytedecoJar> found) {
		final Map<String, List<BytedecoJar>> modules = new TreeMap<>();
		for (final BytedecoJar jar : found) modules.computeIfAbsent(jar.module(), module -> new ArrayList<>()).add(jar);
		final List<Finding> clashes = new ArrayList<>();
		modules.forEach((module, jars) -> {
			final TreeSet<String> versions = new TreeSet<>();
			jars.forEach(jar -> versions.add(jar.version()));
			if (versions.size() > 1) clashes.add(Finding.broken(SUBJECT, module + " is there in " + versions.size() +
				" versions: " + files(jars),
				"Close Fiji, move all but one of these files out of it (RWKV-SSS needs the one ending in " + Wanted.JAVACPP +
					"), or disable the update site that brought the other."));
		});
		return clashes;
	}

	private static Optional<Finding> mixed(final List<BytedecoJar> found) {
		final Map<String, BytedecoJar> byMaker = new TreeMap<>();
		for (final BytedecoJar jar : found) byMaker.putIfAbsent(jar.javaCpp(), jar);
		if (byMaker.size() < 2) return Optional.empty();
		return Optional.of(Finding.broken(SUBJECT, "these were made with different versions of JavaCPP: " + files(List.copyOf(
			byMaker.values())), "Update all plugins that use Bytedeco's libraries to versions made with JavaCPP " +
				Wanted.JAVACPP + ", or use RWKV-SSS in a Fiji of its own."));
	}

	private static String files(final List<BytedecoJar> jars) {
		return jars.stream().map(jar -> jar.file().toString()).sorted().collect(Collectors.joining(" and "));
	}

	/**
	 * @param fiji folder of a Fiji or ImageJ, which need not be able to start
	 * @return jars in its folders jars and plugins and the folders in them
	 * @throws IOException in one sentence if it is no such folder or cannot be read
	 */
	public static List<Path> jarsOf(final Path fiji) throws IOException {
		final List<Path> jars = new ArrayList<>();
		boolean any = false;
		for (final String name : List.of("jars", "plugins")) {
			final Path folder = fiji.resolve(name);
			if (!Files.isDirectory(folder)) continue;
			any = true;
			try (var files = Files.walk(folder, 4)) {
				files.filter(file -> file.getFileName().toString().endsWith(".jar")).sorted().forEach(jars::add);
			}
		}
		if (!any) throw new IOException(fiji +
			" has no folder jars or plugins; give the folder that holds Fiji, such as Fiji.app");
		return jars;
	}
}
