package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.file.InputFiles;
import io.github.rwkvsss.file.NameRules;

class OutputFileTest {

	@TempDir
	Path folder;

	/** A result that is written to a device is lost. */
	@Test
	void devicesOfWindowsAreRefusedThere() throws IOException {
		final Path file = folder.resolve("nul.tif");
		assertEquals("cannot write " + file + ": Windows keeps the name \"nul.tif\" for a device; choose another name",
			assertThrows(IOException.class, () -> OutputFile.requireName(file, NameRules.WINDOWS)).getMessage());
		OutputFile.requireName(file, NameRules.OTHERS);
	}

	@Test
	void aNameThatIsTooLongIsRefusedBeforeTheWork() {
		final String name = "x".repeat(256) + ".csv";
		final String said = assertThrows(IOException.class, () -> OutputFile.of(folder.resolve(name).toString(),
			new InputFiles())).getMessage();
		assertTrue(said.endsWith(": its name has 260 bytes, and a name may have 255; choose a shorter one"), said);
		assertFalse(Files.exists(folder.resolve(name)));
	}
}
