package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

/** The command that opens the workbench, where there is no screen. */
class WorkbenchCommandTest {

	@Test
	void withoutAScreenItNamesWhatToUseInstead() {
		final Terminal terminal = Terminal.call("workbench", "project=/data/mine");
		assertEquals("error: the workbench is a window and there is no screen here; use RWKV-SSS Learn from Corrections and " +
			"RWKV-SSS Rank Uncertain, which work on a project folder without one", terminal.sentence());
		assertEquals(1, terminal.code());
	}

	@Test
	void itBeginsWithoutADialog() {
		assertFalse(CommandCall.of(WorkbenchCommand.class).asks());
	}
}
