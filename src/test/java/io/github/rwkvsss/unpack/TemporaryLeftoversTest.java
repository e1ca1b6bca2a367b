package io.github.rwkvsss.unpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryLeftoversTest {

	@TempDir
	Path temporary;

	private Path folder(final String name, final String... files) throws IOException {
		final Path folder = Files.createDirectory(temporary.resolve(name));
		for (final String file : files) Files.writeString(folder.resolve(file), "x");
		Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
		return folder;
	}

	@Test
	void whatKilledStartsLeftGoes() throws IOException {
		final Path linux = folder("rwkv-sss123456", "librwkv_sss.so", "librwkv_sss_start.so");
		final Path windows = folder("rwkv-sss9876543210", "rwkv_sss.dll");
		final Path empty = folder("rwkv-sss55555");
		assertEquals(3, TemporaryLeftovers.remove(temporary));
		for (final Path gone : new Path[] { linux, windows, empty }) assertFalse(Files.exists(gone), gone.toString());
	}

	@Test
	void whatAStartMayBeUsingStays() throws IOException {
		final Path young = folder("rwkv-sss123456", "librwkv_sss.so");
		Files.setLastModifiedTime(young, FileTime.from(Instant.now()));
		assertEquals(0, TemporaryLeftovers.remove(temporary));
		assertTrue(Files.exists(young.resolve("librwkv_sss.so")));
	}

	@Test
	void whatIsNoneOfOursStays() throws IOException {
		final Path others = folder("rwkv-sss123456", "librwkv_sss.so", "notes.txt");
		final Path named = folder("rwkv-sss-notes", "librwkv_sss.so");
		final Path target = folder("other", "librwkv_sss.so");
		Files.createSymbolicLink(temporary.resolve("rwkv-sss7777777"), target);
		assertEquals(0, TemporaryLeftovers.remove(temporary));
		for (final Path folder : new Path[] { others, named, target }) assertTrue(Files.exists(folder.resolve(
			"librwkv_sss.so")), folder.toString());
	}

	/** A full folder of a library's name refuses to be deleted, as a library does that a program of Windows has loaded. */
	@Test
	void whatCannotBeDeletedStaysAndTheRestGoes() throws IOException {
		final Path loaded = folder("rwkv-sss11111");
		Files.writeString(Files.createDirectory(loaded.resolve("rwkv_sss.dll")).resolve("in use"), "x");
		Files.setLastModifiedTime(loaded, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
		folder("rwkv-sss22222", "rwkv_sss.dll");
		assertEquals(1, TemporaryLeftovers.remove(temporary));
		assertTrue(Files.exists(loaded.resolve("rwkv_sss.dll/in use")));
	}

	@Test
	void aFolderThatIsNotThereHoldsNothing() {
		assertEquals(0, TemporaryLeftovers.remove(temporary.resolve("none")));
	}
}
