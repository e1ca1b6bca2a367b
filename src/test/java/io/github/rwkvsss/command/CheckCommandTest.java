package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import org.scijava.Context;

import io.github.rwkvsss.check.Jars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

	@TempDir
	private Path fiji;

	@Test
	void exitCodeTellsWhetherSomethingIsBroken() throws IOException {
		Jars.withClasses(fiji.resolve("jars/javacpp-1.5.13.jar"), "javacpp", "1.5.13");
		final Terminal fine = Terminal.call("check", "fiji=" + fiji);
		assertEquals(0, fine.code(), fine.err());
		assertTrue(fine.out().contains("javacpp 1.5.13"), fine.out());
		Jars.withClasses(fiji.resolve("plugins/javacpp-1.5.10.jar"), "javacpp", "1.5.10");
		final Terminal broken = Terminal.call("check", "fiji=" + fiji);
		assertEquals(1, broken.code());
		assertTrue(broken.err().contains("javacpp is there in 2 versions: ") && broken.err().contains("javacpp-1.5.10.jar"),
			broken.err());
		assertTrue(broken.err().contains("error: Broken: jars; see the advice beside each."), broken.err());
		assertEquals(1, Terminal.call("check", "fiji=" + fiji.resolve("none")).code());
	}

	@Test
	void looksWithoutTrying() {
		final Terminal terminal = Terminal.call("check", "self_test=false");
		assertEquals(0, terminal.code(), terminal.err());
		assertTrue(terminal.out().contains("nuclei-2d, membranes-2d"), terminal.out());
		assertTrue(!terminal.out().contains("self-test"), terminal.out());
	}

	/** In Fiji the watch starts with the other services, whether a command is called or not. */
	@Test
	void watchIsFoundAndQuietWhereAllIsWell() {
		try (Context context = new Context(JarWatch.class)) {
			assertTrue(context.service(JarWatch.class).warning().isEmpty());
		}
	}
}
