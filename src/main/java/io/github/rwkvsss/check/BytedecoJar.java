package io.github.rwkvsss.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;

/**
 * A jar of the Bytedeco project: JavaCPP or a library that Java reaches through it.
 *
 * @param file where it lies
 * @param module such as {@code pytorch}, of natives with their platform: {@code pytorch linux-x86_64}
 * @param version such as {@code 2.10.0-1.5.13}
 */
record BytedecoJar(Path file, String module, String version) {

	/** All versions end in that of the JavaCPP that they were made with; JavaCPP itself has only that. */
	private static final Pattern NAME = Pattern.compile(
		"([a-z][a-z0-9_-]*?)-((?:\\d[\\w.]*-)?1\\.\\d+(?:\\.\\d+)?(?:-SNAPSHOT)?)" +
			"(?:-((?:linux|windows|macosx|android|ios)-[a-z0-9_]+(?:-[a-z0-9_]+)*))?\\.jar");

	private static final Pattern BARE = Pattern.compile(
		"(javacpp|pytorch|openblas|cuda|mkl|opencv|ffmpeg|hdf5|leptonica|tesseract)" +
			"(?:-((?:linux|windows|macosx)-[a-z0-9_]+(?:-[a-z0-9_]+)*))?\\.jar");

	/**
	 * Looks at a jar's name, and into it.
	 *
	 * @return nothing if it is not one of them or cannot be read
	 */
	static Optional<BytedecoJar> of(final Path file) {
		final String name = String.valueOf(file.getFileName());
		final Matcher full = NAME.matcher(name);
		if (full.matches()) return of(file, full.group(1), full.group(2), full.group(3));
		// Renamed so that the version is lost; it is told inside.
		final Matcher bare = BARE.matcher(name);
		return bare.matches() ? of(file, bare.group(1), null, bare.group(2)) : Optional.empty();
	}

	private static Optional<BytedecoJar> of(final Path file, final String artifact, final String named,
		final String platform)
	{
		try (JarFile jar = new JarFile(file.toFile())) {
			if (jar.getEntry("org/bytedeco/") == null) return Optional.empty();
			final String stated = stated(jar, artifact);
			final String version = stated == null ? named : stated;
			return version == null ? Optional.empty() : Optional.of(new BytedecoJar(file, module(artifact, platform), version));
		}
		catch (final IOException e) {
			return Optional.empty();
		}
	}

	/** @return the version that the jar states; jars of natives state none */
	private static String stated(final JarFile jar, final String artifact) throws IOException {
		final ZipEntry entry = jar.getEntry("META-INF/maven/org.bytedeco/" + artifact + "/pom.properties");
		if (entry == null) return null;
		final Properties properties = new Properties();
		try (InputStream in = jar.getInputStream(entry)) {
			properties.load(in);
		}
		return properties.getProperty("version");
	}

	private static String module(final String artifact, final String platform) {
		return platform == null ? artifact : artifact + " " + platform;
	}

	/** @return version of the JavaCPP that it was made with */
	String javaCpp() {
		final String released = version.replace("-SNAPSHOT", "");
		return released.substring(released.lastIndexOf('-') + 1);
	}
}
