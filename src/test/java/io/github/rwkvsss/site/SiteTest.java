package io.github.rwkvsss.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small site, written, written again, changed, and installed from. The real one is checked by {@link CheckSite}. */
class SiteTest {

	private static final long MONDAY = 20260105120000L;

	@TempDir
	Path folder;

	private Path content() throws IOException {
		final Path content = folder.resolve("content");
		jar(content.resolve("jars/rwkv-sss-1.0.0.jar"), "plugin");
		jar(content.resolve("jars/javacpp-1.5.13.jar"), "javacpp");
		for (final String platform : SiteWriter.PLATFORMS) jar(content.resolve("jars/" + platform + "/javacpp-1.5.13-" +
			platform + ".jar"), platform);
		put(content.resolve("models/rwkv-sss/nuclei-2d.zip"), "a model");
		put(content.resolve("macros/rwkv-sss/segment.ijm"), "// a macro");
		return content;
	}

	static void jar(final Path file, final String text) throws IOException {
		Files.createDirectories(file.getParent());
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
			out.putNextEntry(new ZipEntry("content.txt"));
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
	}

	static void put(final Path file, final String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private static List<SiteFile> write(final Path content, final Path site, final Path previous, final long time)
		throws IOException
	{
		Files.createDirectories(site);
		return new SiteWriter(content, time, "jars/rwkv-sss.jar").write(site, Optional.ofNullable(previous));
	}

	private static Map<String, String> bytes(final Path folder) throws IOException {
		final Map<String, String> bytes = new TreeMap<>();
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path file : all.filter(Files::isRegularFile).toList()) bytes.put(folder.relativize(file).toString()
				.replace('\\', '/'), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
		}
		return bytes;
	}

	@Test
	void twoSitesOfOneTreeAreTheSame() throws IOException {
		final Path content = content();
		write(content, folder.resolve("first"), null, MONDAY);
		write(content, folder.resolve("second"), null, MONDAY);
		assertEquals(bytes(folder.resolve("first")), bytes(folder.resolve("second")));
		assertTrue(bytes(folder.resolve("first")).keySet().contains("jars/win64/javacpp-1.5.13-win64.jar-20260105120000"));
	}

	@Test
	void whatIsWrittenIsReadBackAndUnchangedContentGivesTheSameSite() throws IOException {
		final Path content = content();
		final Path site = folder.resolve("site");
		final List<SiteFile> written = write(content, site, null, MONDAY);
		assertEquals(written, SiteDatabase.read(site));
		assertEquals(8, written.size());
		final Map<String, String> before = bytes(site);
		assertEquals(written, write(content, site, site, MONDAY + 1000000));
		assertEquals(before, bytes(site));
	}

	@Test
	void oneChangedJarGetsOneNewTimestampAndKeepsItsHistory() throws IOException {
		final Path content = content();
		final Path site = folder.resolve("site");
		final Map<String, SiteFile> before = SiteFile.byIdentity(write(content, site, null, MONDAY));
		Files.delete(content.resolve("jars/rwkv-sss-1.0.0.jar"));
		jar(content.resolve("jars/rwkv-sss-1.1.0.jar"), "plugin, changed");
		Files.delete(content.resolve("macros/rwkv-sss/segment.ijm"));
		final Path next = folder.resolve("next");
		// The clock stands still: the new timestamp must be later all the same.
		final Map<String, SiteFile> after = SiteFile.byIdentity(write(content, next, site, MONDAY));
		assertEquals(before.keySet(), after.keySet());
		final SiteFile plugin = after.get("jars/rwkv-sss.jar");
		assertEquals("jars/rwkv-sss-1.1.0.jar", plugin.filename());
		assertEquals(MONDAY + 1, plugin.version().orElseThrow().timestamp());
		assertEquals(List.of(new SiteFile.Previous(MONDAY, MONDAY + 1, before.get("jars/rwkv-sss.jar").version().orElseThrow()
			.checksum(), "jars/rwkv-sss-1.0.0.jar")), plugin.previous());
		final SiteFile macro = after.get("macros/rwkv-sss/segment.ijm");
		assertTrue(macro.version().isEmpty());
		assertEquals(MONDAY + 1, macro.previous().get(0).obsoleteSince());
		after.forEach((identity, file) -> {
			if (!file.equals(plugin) && !file.equals(macro)) assertEquals(before.get(identity), file);
		});
		assertEquals(1, bytes(next).keySet().stream().filter(name -> name.endsWith("-" + (MONDAY + 1))).count());
	}

	@Test
	void aTimestampIsFollowedByOneThatIsATimeToo() {
		assertEquals(20260105120001L, SiteWriter.secondAfter(MONDAY));
		assertEquals(20270101000000L, SiteWriter.secondAfter(20261231235959L));
	}

	@Test
	void everyPlatformGetsItsFilesAndNoOthers() throws IOException {
		final Path site = folder.resolve("site");
		write(content(), site, null, MONDAY);
		for (final String platform : SiteWriter.PLATFORMS) {
			final Path into = Files.createDirectories(folder.resolve(platform));
			assertEquals(5, SiteInstaller.install(site, platform, into).files());
			final Map<String, String> installed = bytes(into);
			assertEquals(5, installed.size());
			assertTrue(installed.containsKey("jars/" + platform + "/javacpp-1.5.13-" + platform + ".jar"));
			assertTrue(installed.containsKey("models/rwkv-sss/nuclei-2d.zip"));
		}
	}

	@Test
	void damageIsFound() throws IOException {
		final Path site = folder.resolve("site");
		write(content(), site, null, MONDAY);
		put(site.resolve("models/rwkv-sss/nuclei-2d.zip-" + MONDAY), "b model");
		assertTrue(assertThrows(IOException.class, () -> SiteInstaller.install(site, "win64", Files.createDirectories(folder
			.resolve("damaged")))).getMessage().contains("checksum of models/rwkv-sss/nuclei-2d.zip"));
		Files.delete(site.resolve("models/rwkv-sss/nuclei-2d.zip-" + MONDAY));
		assertTrue(assertThrows(IOException.class, () -> SiteInstaller.install(site, "win64", Files.createDirectories(folder
			.resolve("missing")))).getMessage().startsWith("the site lacks"));
	}

	@Test
	void twoVersionsOfOneFileAreRefused() throws IOException {
		final Path content = content();
		jar(content.resolve("jars/javacpp-1.5.12.jar"), "older");
		assertTrue(assertThrows(IOException.class, () -> write(content, folder.resolve("site"), null, MONDAY)).getMessage()
			.contains("versions of one file"));
	}
}
