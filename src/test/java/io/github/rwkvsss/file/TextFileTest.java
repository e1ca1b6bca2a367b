package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {

	@TempDir
	Path folder;

	private Path file(final String text, final Charset charset) throws IOException {
		return Files.write(folder.resolve("text.txt"), text.getBytes(charset));
	}

	@Test
	void linesEndAsOnAnySystem() throws IOException {
		for (final String end : List.of("\n", "\r\n", "\r")) assertEquals(List.of("a", "", "Zell\u00e4 \u65e5"), TextFile.lines(
			file("a" + end + end + "Zell\u00e4 \u65e5" + end, StandardCharsets.UTF_8)));
	}

	/** What Windows' Notepad calls UTF-8 with BOM, UTF-16 LE and UTF-16 BE. */
	@Test
	void marksOfEditorsAreNoText() throws IOException {
		for (final Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE))
			assertEquals("natives=D:\\\u00fc\r\n", TextFile.read(file("\uFEFFnatives=D:\\\u00fc\r\n", charset)), charset.name());
	}

	@Test
	void anotherCodePageIsOneSentence() throws IOException {
		final Path file = file("train Zell\u00e4\n", Charset.forName("windows-1252"));
		assertEquals(file + " is no text in UTF-8; save it as UTF-8", assertThrows(IOException.class, () -> TextFile.lines(
			file)).getMessage());
	}

	@Test
	void anEmptyFileHasNoLines() throws IOException {
		assertEquals(List.of(), TextFile.lines(file("", StandardCharsets.UTF_8)));
	}
}
