package io.github.rwkvsss.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against make_checksums.py: another language, the same reading of the rule. */
class SiteChecksumTest {

	@TempDir
	Path folder;

	@Test
	void digestsAreThoseOfAnIndependentImplementation() throws IOException {
		final String expected;
		try (InputStream in = getClass().getResourceAsStream("checksums.txt")) {
			expected = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
		}
		final var lines = expected.lines().toList();
		assertEquals(4, lines.size());
		for (final String line : lines) {
			final String[] parts = line.split(" ");
			final Path file = folder.resolve(parts[1]);
			try (InputStream in = getClass().getResourceAsStream(parts[1])) {
				Files.copy(in, file);
			}
			assertEquals(parts[0], SiteChecksum.of(parts[2], file), parts[1]);
		}
	}

	@Test
	void buildingAJarAgainDoesNotChangeItsDigest() throws IOException {
		final String first = SiteChecksum.of("jars/a.jar", jar("first.jar", "#Mon\nv=1\n", "Built: Mon", 0));
		assertEquals(first, SiteChecksum.of("jars/b.jar", jar("second.jar", "#Tue\nv=1\n", "Built: Tue", 999_999_999_000L)));
		assertTrue(!first.equals(SiteChecksum.of("jars/a.jar", jar("third.jar", "#Tue\nv=2\n", "Built: Tue", 0))));
	}

	private Path jar(final String name, final String properties, final String manifest, final long time) throws IOException {
		final Path file = folder.resolve(name);
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			for (final String[] entry : new String[][] { { "META-INF/MANIFEST.MF", manifest }, { "pom.properties",
				properties } })
			{
				final ZipEntry made = new ZipEntry(entry[0]);
				made.setTime(time);
				out.putNextEntry(made);
				out.write(entry[1].getBytes(StandardCharsets.UTF_8));
			}
		}
		return file;
	}
}
