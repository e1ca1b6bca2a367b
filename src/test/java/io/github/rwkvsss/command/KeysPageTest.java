package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The keys as users read of them, and whether ImageJ's macros can distinguish them. */
class KeysPageTest {

	@Test
	void committedPageIsCurrent() throws IOException {
		assertEquals(KeysPage.text(), Files.readString(KeysPage.FILE, StandardCharsets.UTF_8).replace("\r\n", "\n"),
			"write it anew: " + KeysPage.HOW);
	}

	@TestFactory
	List<DynamicTest> macrosCanTellKeysApart() {
		return CommandList.entries().stream().map(entry -> DynamicTest.dynamicTest(entry.name(), () -> {
			final List<String> keys = CommandCall.of(entry.command()).inputs().stream().map(Input::key).toList();
			for (final String key : keys) {
				assertTrue(key.matches("[a-z][a-z0-9_]*"), key + " must be in lower case with underscores");
				// ImageJ would take "name" from "model_name=", and from "2name=".
				for (final String other : keys) assertFalse(!other.equals(key) && other.matches(".*[_0-9]" + key), key +
					" is the end of " + other);
			}
		})).toList();
	}

	@TestFactory
	List<DynamicTest> everyInputIsExplained() {
		return CommandList.entries().stream().map(entry -> DynamicTest.dynamicTest(entry.name(), () -> {
			for (final Input input : CommandCall.of(entry.command()).inputs()) {
				assertFalse(input.label().isBlank(), input.key() + " has no label");
				assertTrue(input.description().endsWith("."), input.key() + " has no sentence that describes it");
			}
		})).toList();
	}

	/** A key that nobody knows ends each call before it does anything: if the listed key were refused, it would be first. */
	@TestFactory
	List<DynamicTest> theCommandLineTakesEveryKeyOfThePage() throws IOException {
		final List<DynamicTest> tests = new ArrayList<>();
		String command = null;
		for (final String line : Files.readAllLines(KeysPage.FILE, StandardCharsets.UTF_8)) {
			final Matcher named = Pattern.compile("On the command line `([a-z_]+)`.*").matcher(line);
			final Matcher key = Pattern.compile("\\| `([a-z0-9_]+)` \\|.*").matcher(line);
			if (named.matches()) command = named.group(1);
			if (command == null || !key.matches()) continue;
			final String name = command;
			tests.add(DynamicTest.dynamicTest(name + " " + key.group(1), () -> {
				final List<String> call = new ArrayList<>(List.of(name, key.group(1) + "=1.tif"));
				final Set<String> outputs = new TreeSet<>(CommandCall.of(CommandList.find(name).command()).outputs().keySet());
				outputs.add("output");
				outputs.remove(key.group(1));
				for (final String output : outputs) call.add(output + "=1.tif");
				call.add("nobody_knows=1");
				final ByteArrayOutputStream err = new ByteArrayOutputStream();
				CommandLine.run(call.toArray(String[]::new), new PrintStream(err), new PrintStream(err));
				assertFalse(err.toString(StandardCharsets.UTF_8).contains("has no key \"" + key.group(1) + "\""), err.toString(
					StandardCharsets.UTF_8));
				assertTrue(err.toString(StandardCharsets.UTF_8).contains("has no key \""), err.toString(StandardCharsets.UTF_8));
			}));
		}
		assertTrue(tests.size() > 50);
		return tests;
	}
}
