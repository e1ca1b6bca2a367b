package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.module.ModuleException;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.command.BatchCommand;
import io.github.rwkvsss.command.CommandCall;

/** What stands behind a key arrives as it was written, whatever signs a path of Windows has. */
class MacroOptionsTest {

	private static String model(final String options) throws IOException, ModuleException {
		final CommandModule module = new CommandModule(new CommandInfo(BatchCommand.class, BatchCommand.class.getAnnotation(
			Plugin.class)));
		new MacroOptions(options).fill(CommandCall.of(module).orElseThrow());
		return String.valueOf(module.getInput("model"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "C:\\models\\new.zip", "\\\\server\\share$\\nuclei.zip", "C:\\First Last\\table=1\\n.zip",
		"\\\\server\\my share\\n (2).zip", "\\\\?\\C:\\long\\n.zip", "//server/share/n.zip", "D:/a b/n!.zip" })
	void pathsOfWindowsArriveAsTheyAre(final String path) throws IOException, ModuleException {
		assertEquals(path, model("images=C:\\in output=D:\\out model=[" + path + "] table=true"));
		if (!path.contains(" ")) assertEquals(path, model("images=C:\\in output=D:\\out model=" + path + " table=true"));
	}

	/** ImageJ's own reading would take the folder's name for a key. */
	@Test
	void keysWithinValuesAreNone() throws IOException, ModuleException {
		assertEquals("nuclei-2d", model("images=[/data/model=other/table me] output='/a b' model=nuclei-2d"));
		assertEquals(List.of("tabel"), new MacroOptions("images=[/data/model=other/table me] tabel").unknownTo(CommandCall.of(
			BatchCommand.class)));
	}

	@Test
	void keysAreToldFromWhatPathsHold() {
		assertEquals(List.of(), new MacroOptions("images=[C:\\a tile=3\\b] output=\\\\s\\x=y").unknownTo(CommandCall.of(
			BatchCommand.class)));
	}
}
