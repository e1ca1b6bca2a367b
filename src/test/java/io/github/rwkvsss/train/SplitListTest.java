package io.github.rwkvsss.train;

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

import io.github.rwkvsss.format.ImagePairs;

class SplitListTest {

	@TempDir
	Path folder;

	private SplitList list(final String text) throws IOException {
		return SplitList.read(Files.writeString(folder.resolve("split.txt"), text));
	}

	private static List<ImagePairs.Pair> pairs(final String... names) {
		return List.of(names).stream().map(name -> new ImagePairs.Pair(name, Path.of(name + ".png"), Path.of(name + ".tif")))
			.toList();
	}

	@Test
	void filesArePartedAsTheListSays() throws IOException {
		final SplitList list = list("# of one slide each\ntrain a\n\nchoose b\nreport\tcells of day 3\ntrain d\n");
		final List<ImagePairs.Pair> all = pairs("a", "b", "cells of day 3", "d");
		assertEquals(List.of(all.get(0), all.get(3)), list.of(SplitList.Part.TRAIN, all));
		assertEquals(List.of(all.get(2)), list.of(SplitList.Part.REPORT, all));
	}

	@Test
	void editorsOfWindowsMakeListsToo() throws IOException {
		final List<ImagePairs.Pair> all = pairs("Zelle \u00e4", "b");
		for (final Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
			final Path file = Files.write(folder.resolve("split.txt"), "\uFEFFtrain Zelle \u00e4\r\nreport b\r\n".getBytes(
				charset));
			assertEquals(all.subList(0, 1), SplitList.read(file).of(SplitList.Part.TRAIN, all), charset.name());
		}
		final Path file = Files.write(folder.resolve("split.txt"), "train Zelle \u00e4\r\n".getBytes(
			StandardCharsets.ISO_8859_1));
		assertEquals("the list of parts " + file + " is no text in UTF-8; save it as UTF-8", assertThrows(IOException.class,
			() -> SplitList.read(file)).getMessage());
	}

	@Test
	void whatDoesNotFitIsToldInASentence() throws IOException {
		assertEquals("line 2 of " + folder.resolve("split.txt") +
			" is \"test b\"; write train, choose or report, then the image's name without extension", assertThrows(
				IOException.class, () -> list("train a\ntest b\n")).getMessage());
		assertEquals(folder.resolve("split.txt") + " names a twice; leave it in one part", assertThrows(IOException.class,
			() -> list("train a\nreport a\n")).getMessage());
		final SplitList list = list("train a\n");
		assertEquals("the list of parts " + folder.resolve("split.txt") + " does not name b; add it to train, choose or report",
			assertThrows(IOException.class, () -> list.of(SplitList.Part.TRAIN, pairs("a", "b"))).getMessage());
		assertEquals("the list of parts " + folder.resolve("split.txt") + " has no image for choose in this folder; add some",
			assertThrows(IOException.class, () -> list.of(SplitList.Part.CHOOSE, pairs("a"))).getMessage());
	}

	/** The list of nuclei-2d names every image once, and its parts do not overlap. */
	@Test
	void theShippedListHasThreeParts() throws IOException {
		final List<String> lines = Files.readAllLines(Path.of("sample-data/models/nuclei-2d-split.txt")).stream().filter(
			line -> !line.startsWith("#")).toList();
		SplitList.read(Path.of("sample-data/models/nuclei-2d-split.txt"));
		assertEquals(346, lines.stream().filter(line -> line.startsWith("train ")).count());
		assertEquals(43, lines.stream().filter(line -> line.startsWith("choose ")).count());
		assertEquals(43, lines.stream().filter(line -> line.startsWith("report ")).count());
	}
}
