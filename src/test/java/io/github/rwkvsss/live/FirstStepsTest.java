package io.github.rwkvsss.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;
import io.github.rwkvsss.file.UserSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStepsTest {

	@TempDir
	private Path home;

	/** What the page tells to click on is there. */
	@Test
	void thePageNamesCommandsThatThereAre() throws IOException {
		final String text = FirstSteps.text();
		final List<String> labels = CommandList.entries().stream().map(entry -> CommandCall.plain(CommandCall.labelOf(entry
			.command())).replace("RWKV-SSS ", "")).toList();
		for (final String command : List.of("Open Sample Image", "Segment", "Workbench", "Train on Open Image", "Batch",
			"Evaluate Open Images", "Check Installation"))
		{
			assertTrue(text.contains(command + "..."), command);
			assertTrue(labels.stream().anyMatch(label -> label.replace("...", "").equals(command)), command + " of " + labels);
		}
		assertFalse(text.contains("<") || text.contains("&"), text);
	}

	@Test
	void itComesOnce() throws IOException {
		final String before = System.setProperty("user.home", home.toString());
		try {
			assertTrue(FirstSteps.isFirst());
			assertFalse(FirstSteps.isFirst());
			assertEquals("first_steps=shown\n", Files.readString(UserSettings.file()));
			// Where nothing can be noted it does not come at all.
			System.setProperty("user.home", Files.createFile(home.resolve("no folder")).toString());
			assertFalse(FirstSteps.isFirst());
		}
		finally {
			System.setProperty("user.home", before);
		}
	}

	@Test
	void withoutAScreenThereIsNoWindow() throws IOException {
		assumeTrue(GraphicsEnvironment.isHeadless(), "there is a screen");
		assertFalse(FirstSteps.show());
	}
}
