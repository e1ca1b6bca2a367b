package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserSettingsTest {

	@TempDir
	Path home;

	private String before;

	@BeforeEach
	void moveHome() {
		before = System.setProperty("user.home", home.toString());
	}

	@AfterEach
	void moveBack() {
		System.setProperty("user.home", before);
	}

	private void settings(final String text, final Charset charset) throws IOException {
		Files.createDirectories(UserSettings.home());
		Files.write(UserSettings.file(), text.getBytes(charset));
	}

	@Test
	void pathsOfWindowsStandAsTheyAre() throws IOException {
		settings("# natives=no\r\nnatives = D:\\First Last\\new=old\r\nshare=\\\\server\\share$\\x\r\n",
			StandardCharsets.UTF_8);
		assertEquals(Optional.of("D:\\First Last\\new=old"), UserSettings.value("natives"));
		assertEquals(Optional.of("\\\\server\\share$\\x"), UserSettings.value("share"));
		assertEquals(Optional.empty(), UserSettings.value("other"));
	}

	@Test
	void whateverNotepadMakesOfThemIsRead() throws IOException {
		for (final Charset charset : new Charset[] { StandardCharsets.UTF_8, StandardCharsets.UTF_16LE }) {
			settings("\uFEFFnatives=D:\\\u65e5\r\n", charset);
			assertEquals(Optional.of("D:\\\u65e5"), UserSettings.value("natives"), charset.name());
		}
	}

	@Test
	void anotherCodePageIsOneSentence() throws IOException {
		settings("natives=D:\\\u00fc\n", StandardCharsets.ISO_8859_1);
		assertEquals("the settings in " + UserSettings.file() + " are no text in UTF-8; save the file as UTF-8", assertThrows(
			IOException.class, () -> UserSettings.value("natives")).getMessage());
	}

	@Test
	void whatIsSettledStandsBesideTheRest() throws IOException {
		UserSettings.settle("first_steps", "shown");
		assertEquals(Optional.of("shown"), UserSettings.value("first_steps"));
		settings("# mine\nnatives=D:\\new\nfirst_steps=no\n", StandardCharsets.UTF_8);
		UserSettings.settle("first_steps", "shown");
		assertEquals("# mine\nnatives=D:\\new\nfirst_steps=shown\n", Files.readString(UserSettings.file()));
	}

	@Test
	void noFileIsNoSettings() throws IOException {
		assertEquals(Optional.empty(), UserSettings.value("natives"));
	}
}
