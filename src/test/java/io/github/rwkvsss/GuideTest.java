package io.github.rwkvsss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What the guides for users point at is there, and their pictures are small. */
class GuideTest {

	private static final Path GUIDE = Path.of("docs", "guide.md");
	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

	/** @return where all pages link to */
	private static List<Path> targets() throws IOException {
		final List<Path> targets = new ArrayList<>();
		try (Stream<Path> pages = Files.list(GUIDE.getParent())) {
			for (final Path page : pages.filter(file -> file.toString().endsWith(".md")).toList()) LINK.matcher(Files.readString(
				page)).results().forEach(link -> targets.add(page.resolveSibling(link.group(1)).normalize()));
		}
		return targets;
	}

	@Test
	void linksLeadSomewhere() throws IOException {
		assertEquals(List.of(), targets().stream().filter(target -> !Files.exists(target)).toList());
	}

	@Test
	void picturesAreSmallAndAllUsed() throws IOException {
		final List<Path> used = targets();
		try (Stream<Path> pictures = Files.list(Path.of("docs", "images"))) {
			for (final Path picture : pictures.toList()) {
				assertTrue(Files.size(picture) < 100_000, picture + " has " + Files.size(picture) + " bytes");
				assertTrue(used.contains(picture), picture + " is on no page");
			}
		}
	}

	@Test
	void macrosAreAllNamed() throws IOException {
		final String guide = Files.readString(GUIDE);
		try (Stream<Path> macros = Files.list(Path.of("macros"))) {
			assertEquals(new TreeSet<>(), macros.map(macro -> macro.getFileName().toString()).filter(name -> !guide.contains("`" +
				name + "`")).collect(Collectors.toCollection(TreeSet::new)));
		}
	}
}
