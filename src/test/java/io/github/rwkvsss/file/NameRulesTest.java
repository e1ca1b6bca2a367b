package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names are those of Microsoft's page "Naming Files, Paths, and Namespaces". */
class NameRulesTest {

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "con.tif", "CON", "aux.png", "nul", "Nul.tar.gz", "prn.csv", "com1.tif", "COM9", "lpt3.zip",
		"com².tif", "con .tif" })
	void devicesAreNoFilesOnWindows(final String name) {
		assertTrue(NameRules.isDevice(name));
		assertEquals(Optional.of("Windows keeps the name \"" + name + "\" for a device; choose another name"), NameRules.WINDOWS
			.problem(name));
		assertEquals(Optional.empty(), NameRules.OTHERS.problem(name));
	}

	@ParameterizedTest
	@ValueSource(strings = { "console.tif", "con_.tif", "aux cells.png", "com10.tif", "com.tif", "nuclei", "cells.con",
		"xlpt1" })
	void namesThatOnlyLookLikeThemAreNames(final String name) {
		assertFalse(NameRules.isDevice(name));
		assertEquals(Optional.empty(), NameRules.WINDOWS.problem(name));
	}

	@Test
	void whatWindowsWouldCutOffIsRefused() {
		for (final String name : List.of("cells.tif.", "cells.tif ", "results.")) assertEquals(Optional.of(
			"Windows takes dots and spaces off the end of a name; choose one without"), NameRules.WINDOWS.problem(name));
	}

	@Test
	void namesAreCountedAsTheSystemCountsThem() {
		final String wide = "\u65e5".repeat(86);
		assertEquals(Optional.of("its name has 258 bytes, and a name may have 255; choose a shorter one"), NameRules.OTHERS
			.problem(wide));
		assertEquals(Optional.empty(), NameRules.WINDOWS.problem(wide));
		assertEquals(Optional.of("its name has 256 letters, and a name may have 255; choose a shorter one"), NameRules.WINDOWS
			.problem("a".repeat(256)));
	}

	@Test
	void capitalsAndAccentsMakeNoOtherNameOnSomeDisks() {
		assertEquals(NameRules.sameOnDisk("\u00dcber.tif"), NameRules.sameOnDisk("u\u0308BER.TIF"));
		assertNotEquals(NameRules.sameOnDisk("a.tif"), NameRules.sameOnDisk("b.tif"));
	}

	/** The name under which a file is written has more letters than its own. */
	@Test
	void aNameAsLongAsNamesMayBeIsWritten() throws IOException {
		for (final String name : List.of("x".repeat(251) + ".tif", "\u65e5".repeat(83) + ".tif", "\ud83d\ude00".repeat(62) +
			".tif"))
		{
			final Path file = folder.resolve(name);
			assertTrue(name.getBytes(StandardCharsets.UTF_8).length > 250);
			WholeFile.write(file, out -> {
				try (Stream<Path> parts = Files.list(folder)) {
					assertTrue(parts.anyMatch(part -> PartFile.isNamedAsOne(part) && PartFile.isNamedAsOne(part, file)));
				}
				out.write('x');
			});
			assertEquals("x", Files.readString(file));
			Files.delete(file);
		}
		final Path tooLong = folder.resolve("x".repeat(256));
		assertEquals("cannot write " + tooLong + ": its name has 256 bytes, and a name may have 255; choose a shorter one",
			assertThrows(IOException.class, () -> WholeFile.write(tooLong, out -> {})).getMessage());
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(0, left.count());
		}
	}
}
