package io.github.rwkvsss.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Writes jars as Bytedeco makes them, without their classes. */
public final class Jars {

	private Jars() {}

	/** Writes a jar that states its version inside, as those with classes do. */
	public static Path withClasses(final Path file, final String artifact, final String version) throws IOException {
		Files.createDirectories(file.getParent());
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
			jar.putNextEntry(new ZipEntry("org/bytedeco/"));
			jar.putNextEntry(new ZipEntry("META-INF/maven/org.bytedeco/" + artifact + "/pom.properties"));
			jar.write(("artifactId=" + artifact + "\nversion=" + version + "\n").getBytes(StandardCharsets.UTF_8));
		}
		return file;
	}

	/** Writes a jar of natives, whose version is in its name only. */
	static Path ofNatives(final Path file) throws IOException {
		Files.createDirectories(file.getParent());
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
			jar.putNextEntry(new ZipEntry("org/bytedeco/"));
		}
		return file;
	}

	/** Writes a jar of somebody else. */
	static Path ofOthers(final Path file) throws IOException {
		Files.createDirectories(file.getParent());
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
			jar.putNextEntry(new ZipEntry("org/apache/"));
		}
		return file;
	}
}
