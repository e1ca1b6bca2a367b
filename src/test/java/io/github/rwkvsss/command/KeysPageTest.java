package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The keys as users read of them, and whether ImageJ's macros can tell them apart. */
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
}
