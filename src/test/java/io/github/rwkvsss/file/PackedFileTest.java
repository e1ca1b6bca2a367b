package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of jars in folders of all kinds of names; {@link PackedJarTest} has letters that not every Java can write. */
class PackedFileTest {

	private static final String TEXT = "a model";

	@TempDir
	Path folder;

	private Path jar(final String place) throws IOException {
		final Path jar = Files.createDirectories(folder.resolve(place)).resolve("rwkv sss!.jar");
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
			out.putNextEntry(new ZipEntry("models/a b%20c.zip"));
			out.write(TEXT.getBytes());
		}
		return jar;
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "First Last", "wow!", "wow!/within", "50%", "a%20b", "a+b", "[1] #2 {3} ^" })
	void isReadAsAClassLoaderNamesIt(final String place) throws IOException {
		final Path jar = jar(place);
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null)) {
			final PackedFile file = PackedFile.of(loader.getResource("models/a b%20c.zip"));
			assertEquals(new PackedFile(jar, "models/a b%20c.zip"), file);
			assertEquals(TEXT, file.read(Files::readString));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "First Last", "wow!", "[1] {3} ^" })
	@SuppressWarnings("deprecation")
	void isReadAsALoaderThatLeavesPathsAsTheyAreNamesIt(final String place) throws IOException {
		final Path jar = jar(place);
		final URL named = new URL("jar:" + jar.toFile().toURL() + "!/models/a b%2520c.zip");
		assertEquals(TEXT, PackedFile.of(named).read(Files::readString));
	}

	/** Java's classes name a server's folder in the first way, URLs of other programs in the second. */
	@Test
	void pathsOfWindowsArePathsAgain() {
		assertEquals("/C:/Program Files/a!/x.jar", PackedFile.plainPath("file:/C:/Program Files/a!/x.jar"));
		assertEquals("/C:/a b/x.jar", PackedFile.plainPath("file:///C:/a b/x.jar"));
		assertEquals("//server/share$/a b/x.jar", PackedFile.plainPath("file:////server/share$/a b/x.jar"));
		assertEquals("//server/share$/a b/x.jar", PackedFile.plainPath("file://server/share$/a b/x.jar"));
		assertEquals("/home/a b/x.jar", PackedFile.plainPath("file:/home/a b/x.jar"));
	}

	@Test
	void plainFilesAreReadToo() throws IOException {
		final Path file = Files.createDirectories(folder.resolve("a b!/c")).resolve("50%.txt");
		Files.writeString(file, TEXT);
		assertEquals(TEXT, PackedFile.of(file.toUri().toURL()).read(Files::readString));
	}

	@Test
	void whatIsElsewhereIsRefused() throws IOException {
		for (final String url : new String[] { "https://example.org/a.jar", "jar:https://example.org/a.jar!/b",
			"jar:file:/no/such.jar!/b", "file:/no/such" })
		{
			final String sentence = assertThrows(IOException.class, () -> PackedFile.of(new URL(url))).getMessage();
			assertTrue(sentence.startsWith(url + " is no file"), sentence);
		}
	}
}
