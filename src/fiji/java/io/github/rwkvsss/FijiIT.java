package io.github.rwkvsss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

import net.imagej.ImageJ;
import net.imagej.patcher.LegacyInjector;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import io.github.rwkvsss.command.CommandLine;

/**
 * ImageJ2 with its bridge to ImageJ 1.x, as in Fiji, headless. Run by {@code mvn -Pfiji verify} in a Java of its own; its
 * dependencies are in the SciJava repository only.
 */
class FijiIT {

	static {
		// NB: before any class of ij is loaded, or the bridge cannot reach into it.
		LegacyInjector.preinit();
	}

	private static final String SAMPLE = Path.of("sample-data", "nuclei", "images", "crowded.png").toAbsolutePath()
		.toString();

	@TempDir
	Path folder;

	@Test
	void aMacroGivesTheLabelsOfTheCommandLine() {
		final String found = folder.resolve("macro.tif").toString();
		final String expected = folder.resolve("command-line.tif").toString();
		final ImageJ imageJ = new ImageJ();
		try {
			IJ.runMacroFile(Path.of("macros", "segment_file_headless.ijm").toAbsolutePath().toString(), SAMPLE + "|" + found +
				"|nuclei-2d");
			final PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
			assertEquals(0, CommandLine.run(new String[] { "segment", "input=" + SAMPLE, "model=nuclei-2d", "output=" +
				expected }, silent, silent));
			assertArrayEquals((short[]) IJ.openImage(expected).getProcessor().getPixels(), (short[]) IJ.openImage(found)
				.getProcessor().getPixels());
		}
		finally {
			imageJ.context().dispose();
		}
	}
}
