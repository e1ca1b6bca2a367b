package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the small tools for files are used. */
class FileExamplesTest {

	@TempDir
	Path folder;

	private Path zip(final Map<String, String> entries) throws IOException {
		final Path file = folder.resolve("some.zip");
		try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
			for (final Map.Entry<String, String> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
			}
		}
		return file;
	}

	@Test
	void aZipIsReadWithinLimits() throws IOException {
		final Path file = zip(new TreeMap<>(Map.of("a.txt", "first", "b.bin", "passed over", "c.txt", "third")));
		final Map<String, String> read = new TreeMap<>();
		new BoundedZip(3, 100, 1000).read(file, name -> name.endsWith(".txt"), (name, content) -> read.put(name, new String(
			content, StandardCharsets.UTF_8)));
		assertEquals(Map.of("a.txt", "first", "c.txt", "third"), read);
		assertEquals(file + " has more than 2 entries", assertThrows(IOException.class, () -> new BoundedZip(2, 100, 1000).read(
			file, name -> true, (name, content) -> {})).getMessage());
		// Also of an entry that nobody wants.
		assertThrows(IOException.class, () -> new BoundedZip(3, 10, 1000).read(file, "a.txt"::equals, (name, content) -> {}));
	}

	@Test
	void bracketsInTextsAreNoLevels() throws IOException {
		final String flat = "{\"a\": \"[[[[\\\"[\"}";
		assertEquals(flat, Nesting.checked(flat));
		assertEquals("[".repeat(64) + "]".repeat(64), Nesting.checked("[".repeat(64) + "]".repeat(64)));
		assertThrows(IOException.class, () -> Nesting.checked("[".repeat(65)));
	}

	@Test
	void aFolderIsMadeWithThoseAboveIt() throws IOException {
		final Path deep = folder.resolve("a").resolve("b").resolve("c");
		NewFolder.make(deep);
		NewFolder.make(deep);
		assertTrue(Files.isDirectory(deep));
		final Path file = Files.createFile(folder.resolve("file"));
		assertThrows(FileAlreadyExistsException.class, () -> NewFolder.make(file.resolve("below")));
	}

	@Test
	void aNameThatTheSystemListsLeadsToItsFile() throws IOException {
		final Path file = Files.createFile(folder.resolve("plain.tif"));
		try (var files = Files.list(folder)) {
			assertTrue(files.allMatch(NameEncoding::holds));
		}
		assertTrue(NameEncoding.holds(file));
	}
}
