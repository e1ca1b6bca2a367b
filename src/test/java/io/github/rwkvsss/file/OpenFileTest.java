package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFileTest {

	@TempDir
	Path folder;

	@Test
	void whatIsWrittenInAnyOrderIsThereOnceFinished() throws IOException {
		final Path file = folder.resolve("large.tif");
		try (OpenFile open = OpenFile.of(file)) {
			open.channel().write(ByteBuffer.wrap(new byte[] { 3, 4 }), 2);
			open.channel().write(ByteBuffer.wrap(new byte[] { 1, 2 }), 0);
			assertTrue(Files.notExists(file), "it has its name before it is whole");
			open.finish();
		}
		assertArrayEquals(new byte[] { 1, 2, 3, 4 }, Files.readAllBytes(file));
	}

	@Test
	void whatIsNotFinishedLeavesTheFileAsItWas() throws IOException {
		final Path file = Files.writeString(folder.resolve("old.tif"), "old");
		try (OpenFile open = OpenFile.of(file)) {
			open.channel().write(ByteBuffer.wrap(new byte[9]), 0);
		}
		assertEquals("old", Files.readString(file));
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(1, left.count());
		}
	}

	@Test
	void refusesFoldersAndPlacesThatDoNotExist() {
		assertTrue(assertThrows(IOException.class, () -> OpenFile.of(folder)).getMessage().contains("there is a folder"));
		assertTrue(assertThrows(IOException.class, () -> OpenFile.of(folder.resolve("none").resolve("a.tif"))).getMessage()
			.contains("does not exist"));
	}
}
