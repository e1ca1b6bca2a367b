package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever computes without the native operations is told so, once. */
class OperationsNoticeTest {

	@TempDir
	private Path folder;

	/** Segments an image twice and prints what is said on the error stream. */
	public static final class Child {

		public static void main(final String... args) {
			for (int i = 0; i < 2; i++) System.out.print(Terminal.call("segment", "input=" + args[0], "model=" + args[1],
				"output=" + args[2]).err().replace("\r", "\n"));
		}
	}

	@Test
	void saidOncePerProcess() throws IOException {
		final Path image = folder.resolve("in.tif");
		ImageWriter.write(DrawnImages.discs(8, 32, 32, 1, 1, 1), image);
		final Process child = ChildJava.running(Child.class, List.of("-Drwkvsss.portable=true"), image, SmallModels.semantic(
			folder, 2, 1), folder.resolve("out.tif")).start();
		final String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(List.of(
			"operations are portable: asked for by rwkvsss.portable; results are the same, but slower. RWKV-SSS Check Installation tells more"),
			out.lines().filter(line -> line.contains("portable")).map(String::strip).toList(), out);
	}
}
