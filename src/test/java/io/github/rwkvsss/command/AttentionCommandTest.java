package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import ij.ImagePlus;
import ij.gui.Roi;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionCommandTest {

	@TempDir
	private Path folder;

	@Test
	void mapsAPointOfAFile() throws IOException {
		final Path image = folder.resolve("in.tif");
		ImageWriter.write(DrawnImages.discs(8, 64, 64, 1, 1, 1), image);
		final String model = "model=" + SmallModels.semantic(folder, 2, 1);
		final Path heat = folder.resolve("heat.tif");
		final Path overlay = folder.resolve("overlay.png");
		final Terminal terminal = Terminal.call("attention", "input=" + image, model, "x=10", "y=20", "path=all", "stage=1",
			"branch=local", "output=" + heat, "overlay=" + overlay);
		assertEquals(0, terminal.code(), terminal.err());
		assertTrue(terminal.out().contains("encoder stage 1 block 1 local: what it looked at, in 64 parts of 8 x 8 pixels"),
			terminal.out());
		final ImagePlus written = ImageReader.read(heat);
		assertEquals(4, written.getNChannels());
		assertEquals(32, written.getBitDepth());
		double sum = 0;
		for (int y = 0; y < 64; y += 8) for (int x = 0; x < 64; x += 8) sum += written.getStack().getProcessor(4).getf(x, y);
		assertEquals(1, sum, 1e-5);
		assertEquals(4 * 256 + 3 * 6, ImageReader.read(overlay).getWidth());
		final Terminal nowhere = Terminal.call("attention", "input=" + image, model, "output=" + heat);
		assertEquals(1, nowhere.code());
		assertTrue(nowhere.err().contains("nothing is selected in in.tif"), nowhere.err());
		final Terminal half = Terminal.call("attention", "input=" + image, model, "x=3", "output=" + heat);
		assertTrue(half.err().contains("only one of x and y is given; give both, or neither"), half.err());
	}

	@Test
	void mapsTheSelectionOfAnOpenImage() throws IOException {
		final ImagePlus image = DrawnImages.discs(16, 64, 64, 1, 3, 1);
		image.setRoi(new Roi(10, 10, 20, 15));
		final CommandCall call = CommandCall.of(AttentionCommand.class);
		call.setValue("input", image);
		call.set("model", SmallModels.semantic(folder, 2, 1).toString());
		call.set("slice", "2");
		call.set("single", "3");
		assertTrue(call.run(Progress.NONE, Cancellation.NEVER).isEmpty());
		assertNotNull(image.getRoi());
		assertEquals(1, ((ImagePlus) call.output("output")).getStackSize());
		assertNotNull(call.output("curve"));
		call.set("single", "100");
		assertEquals("channel 100 does not exist; this block has channels 1 to 64", call.run(Progress.NONE, Cancellation.NEVER)
			.orElseThrow());
	}
}
