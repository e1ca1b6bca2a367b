package io.github.rwkvsss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.script.RwkvSss;

/** Who wants to use a class from code finds a test, or an example in the guides, that uses it. */
class ExamplesTest {

	private static final Path MAIN = Path.of("src", "main", "java", "io", "github", "rwkvsss");
	private static final Pattern PUBLIC_TYPE = Pattern.compile(
		"^public (?:abstract |final |sealed |non-sealed )*(?:class|record|enum) (\\w+)", Pattern.MULTILINE);
	private static final Pattern TYPE = Pattern.compile("io/github/rwkvsss/\\w+/\\w+");
	private static final Pattern EXAMPLE = Pattern.compile("```\\w.*?```", Pattern.DOTALL);
	private static final Pattern WORD = Pattern.compile("\\w+");

	/**
	 * What is run without being named: a training's window (LiveWindowTest), fitted thresholds (the tests of
	 * training). The benches take minutes and are run by hand; what jobs of blocks are made of is seen through
	 * segment_large.
	 */
	private static final Set<String> THROUGH_COMMANDS = Set.of("io/github/rwkvsss/live/TrainingWindow",
		"io/github/rwkvsss/bench/CancelBench", "io/github/rwkvsss/bench/NetworkBench", "io/github/rwkvsss/bench/VolumeBench",
		"io/github/rwkvsss/train/InstanceTuning", "io/github/rwkvsss/block/BlockStatus",
		"io/github/rwkvsss/segment/BlockTable");

	private static List<Path> files(final Path folder, final String ending) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(file -> file.toString().endsWith(ending)).toList();
		}
	}

	/** @return the public types that scripts and programs may use, by their names in compiled classes: all but commands, dialogs, and interfaces, which what implements them shows */
	private static Set<String> publicTypes() throws IOException {
		final Set<String> types = new TreeSet<>();
		for (final Path file : files(MAIN, ".java")) {
			final String room = MAIN.relativize(file).getName(0).toString();
			if (room.equals("command") || room.equals("imagej1")) continue;
			final Matcher matcher = PUBLIC_TYPE.matcher(Files.readString(file));
			if (matcher.find()) types.add("io/github/rwkvsss/" + room + "/" + matcher.group(1));
		}
		return types;
	}

	/** @return the types that compiled classes name */
	private static Set<String> named(final Path place) throws IOException {
		final Set<String> named = new HashSet<>();
		for (final Path file : files(place, ".class")) TYPE.matcher(new String(Files.readAllBytes(file),
			StandardCharsets.ISO_8859_1)).results().forEach(name -> named.add(name.group()));
		return named;
	}

	/** Compiled tests name every type whose methods they call, those of values that are called without naming the type too. */
	@Test
	void everyPublicClassHasATestOrAnExample() throws IOException, URISyntaxException {
		final Set<String> used = named(Path.of(ExamplesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
		// What a class that a test names hands out or takes, within its room, is shown with it.
		final Path classes = Path.of(RwkvSss.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		for (final String type : List.copyOf(used)) {
			final Path file = classes.resolve(type + ".class");
			if (!Files.exists(file)) continue;
			final String room = type.substring(0, type.lastIndexOf('/') + 1);
			named(file).stream().filter(other -> other.startsWith(room)).forEach(used::add);
		}
		final Set<String> words = new HashSet<>();
		for (final Path guide : files(Path.of("docs"), ".md")) EXAMPLE.matcher(Files.readString(guide)).results().forEach(
			example -> WORD.matcher(example.group()).results().forEach(word -> words.add(word.group())));
		final Set<String> types = publicTypes();
		assertTrue(types.size() > 100, types.size() + " public types were found");
		types.removeAll(THROUGH_COMMANDS);
		types.removeIf(type -> used.contains(type) || words.contains(type.substring(type.lastIndexOf('/') + 1)));
		assertEquals(Set.of(), types, "write a short test that reads as an example of each");
	}
}
