package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.OwnModelFolder;

/** Models of the user's own: put in, found by name, taken away. */
class ModelLibraryTest {

	@TempDir
	Path folder;

	private Path source;
	private OwnModelFolder models;

	@BeforeEach
	void useAFolderOfOurOwn() throws IOException {
		models = new OwnModelFolder(folder.resolve("models"));
		source = folder.resolve("some file.zip");
		try (InputStream in = getClass().getResourceAsStream("format-2.zip")) {
			Files.copy(in, source);
		}
	}

	@AfterEach
	void useWhatWasUsed() {
		models.close();
	}

	@Test
	void anInstalledModelIsFoundByItsNameUntilItIsRemoved() throws IOException {
		assertEquals(folder.resolve("models").resolve("very-small.zip"), ModelLibrary.install(source,
			ModelLibrary.IfThere.REFUSE));
		assertTrue(ModelLibrary.names().contains("very-small"));
		assertEquals("very-small", ModelLibrary.describe("very-small").name());
		assertTrue(refusal(() -> ModelLibrary.install(source, ModelLibrary.IfThere.REFUSE)).contains("already"));
		ModelLibrary.install(source, ModelLibrary.IfThere.REPLACE);
		ModelLibrary.remove("very-small");
		assertFalse(ModelLibrary.names().contains("very-small"));
		assertTrue(refusal(() -> ModelLibrary.remove("very-small")).contains("installed are none"));
	}

	@Test
	void nothingElseCanBeRemoved() {
		assertTrue(refusal(() -> ModelLibrary.remove("nuclei-2d")).contains("came with the plugin"));
		assertTrue(refusal(() -> ModelLibrary.remove("../some file")).contains("is installed"));
		assertTrue(Files.exists(source));
	}

	/** The update site puts models below models/ of Fiji, where other plugins have theirs. */
	@Test
	void modelsInFijisFolderAreFound() throws IOException {
		final String root = System.getProperty("imagej.dir");
		final Path models = Files.createDirectories(folder.resolve("Fiji.app/models/rwkv-sss"));
		try {
			System.setProperty("imagej.dir", folder.resolve("Fiji.app").toString());
			assertFalse(ModelLibrary.names().contains("of-the-site"));
			Files.copy(source, models.resolve("of-the-site.zip"));
			Files.copy(source, models.resolveSibling("beside.zip"));
			Files.write(models.resolveSibling("another.plugin.zip"), BundleEntries.zip(java.util.Map.of("rdf.yaml",
				new byte[1])));
			Files.writeString(models.resolveSibling("damaged.zip"), "no zip");
			final java.util.List<String> names = ModelLibrary.names();
			assertEquals(java.util.List.of("beside", "of-the-site"), names.subList(names.size() - 2, names.size()));
			assertEquals("very-small", ModelLibrary.describe("of-the-site").name());
			assertEquals("very-small", ModelLibrary.describe("beside").name());
			assertTrue(refusal(() -> ModelLibrary.remove("beside")).contains("updater put it"));
			assertTrue(refusal(() -> ModelLibrary.describe("another.plugin")).contains("there is no model"));
			assertTrue(refusal(() -> ModelLibrary.describe("..")).contains("there is no model"));
			// One's own goes before Fiji's.
			Files.copy(source, Files.createDirectories(folder.resolve("models")).resolve("beside.zip"));
			assertEquals("beside.zip", ModelLibrary.remove("beside").getFileName().toString());
			assertTrue(ModelLibrary.names().contains("beside"));
		}
		finally {
			if (root == null) System.clearProperty("imagej.dir");
			else System.setProperty("imagej.dir", root);
		}
	}

	@Test
	void namesThatSomeSystemsHaveNotAreRefused() throws IOException {
		for (final String name : List.of("con", "AUX.v2", "nul", "com1", "lpt\u00b9", "cells.", "cells ", "a/b", "C:cells", "",
			"x".repeat(101))) assertTrue(refusal(() -> ModelLibrary.requireFileName(name, source)).endsWith("calls itself \"" +
				name + "\", which cannot be the name of a file; give it a name of letters, digits, - and _"), name);
		for (final String name : List.of("console", "cells v1.2", "Zelle_\u00fc", "\u65e5")) ModelLibrary.requireFileName(name,
			source);
	}

	@Test
	void whatCannotBeReadIsNotInstalled() throws IOException {
		Files.writeString(source, "not a zip");
		assertTrue(refusal(() -> ModelLibrary.install(source, ModelLibrary.IfThere.REFUSE)).contains("not an RWKV-SSS model"));
		assertFalse(Files.exists(folder.resolve("models")));
	}

	private interface Action {

		Object run() throws IOException;
	}

	private static String refusal(final Action action) {
		final String message = assertThrows(IOException.class, action::run).getMessage();
		assertEquals(1, message.lines().count(), message);
		return message;
	}
}
