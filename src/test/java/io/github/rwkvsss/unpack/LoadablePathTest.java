package io.github.rwkvsss.unpack;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.file.NameRules;

class LoadablePathTest {

	private static final Charset WESTERN = Charset.forName("windows-1252");
	private static final String ADVICE = "choose another folder";

	private static void require(final String file, final NameRules rules, final Charset codePage) throws IOException {
		LoadablePath.require(file, rules, codePage, ADVICE);
	}

	@Test
	void windowsLoadsNothingFromALongPath() throws IOException {
		final String longest = "C:\\" + "x".repeat(242) + "\\torch_cpu.dll";
		assertEquals(259, longest.length());
		require(longest, NameRules.WINDOWS, WESTERN);
		assertEquals("native libraries cannot be loaded from " + longest +
			"x: the path has 260 letters, and Windows takes 259; " + ADVICE, assertThrows(IOException.class, () -> require(
				longest + "x", NameRules.WINDOWS, WESTERN)).getMessage());
		require(longest + "x", NameRules.OTHERS, WESTERN);
	}

	@Test
	void windowsLoadsNothingFromAPathThatItsCodePageCannotWrite() throws IOException {
		require("C:\\Users\\M\u00fcller\\c10.dll", NameRules.WINDOWS, WESTERN);
		require("\\\\server\\home$\\c10.dll", NameRules.WINDOWS, WESTERN);
		final String file = "C:\\Users\\\u65e5\\c10.dll";
		assertEquals("native libraries cannot be loaded from " + file +
			": the path has letters that this Windows' code page, windows-1252, has not; " + ADVICE, assertThrows(
				IOException.class, () -> require(file, NameRules.WINDOWS, WESTERN)).getMessage());
		assertDoesNotThrow(() -> require(file, NameRules.WINDOWS, Charset.forName("windows-31j")));
		assertDoesNotThrow(() -> require(file, NameRules.OTHERS, StandardCharsets.US_ASCII));
	}
}
