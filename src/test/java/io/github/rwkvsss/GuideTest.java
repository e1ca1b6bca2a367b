package io.github.rwkvsss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What the user guide points at is there, and its pictures are small. */
class GuideTest {

	private static final Path GUIDE = Path.of("docs", "guide.md");
	private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

	private static List<Path> targets() throws IOException {
		return LINK.matcher(Files.readString(GUIDE)).results().map(link -> GUIDE.resolveSibling(link.group(1)).normalize())
			.toList();
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
				assertTrue(used.contains(picture), picture + " is not in the guide");
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
