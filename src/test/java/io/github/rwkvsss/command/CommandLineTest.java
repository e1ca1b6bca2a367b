package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import ij.ImagePlus;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

	@TempDir
	private Path folder;

	private Path save(final String name, final ImagePlus image) throws IOException {
		Files.createDirectories(folder.resolve(name).getParent());
		ImageWriter.write(image, folder.resolve(name));
		return folder.resolve(name);
	}

	@Test
	void segmentsAFile() throws IOException {
		final Path model = SmallModels.semantic(folder, 2, 1);
		final ImagePlus image = DrawnImages.discs(16, 45, 33, 1, 3, 1);
		final Path out = folder.resolve("out.tif");
		final Terminal terminal = Terminal.call("segment", "input=" + save("in.tif", image), "model=" + model, "output=" + out);
		assertEquals(0, terminal.code(), terminal.err());
		assertEquals("wrote " + out + System.lineSeparator(), terminal.out());
		assertTrue(terminal.err().contains("100 %"), terminal.err());
		final ImagePlus written = ImageReader.read(out);
		assertArrayEquals(image.getDimensions(), written.getDimensions());
		assertEquals(0.25, written.getCalibration().pixelHeight);
		try (SegmentationModel opened = ModelFile.read(model)) {
			final ImagePlus expected = Segmentation.with(opened).build().run(image, Progress.NONE, Cancellation.NEVER).image(
				ResultKind.LABELS).orElseThrow();
			for (int z = 1; z <= 3; z++) assertArrayEquals((short[]) expected.getStack().getPixels(z), (short[]) written
				.getStack().getPixels(z));
		}
	}

	@Test
	void helpListsCommandsAndKeys() {
		final Terminal list = Terminal.call("help");
		assertEquals(0, list.code());
		for (final CommandList.Entry entry : CommandList.entries()) {
			assertTrue(list.out().contains(entry.name()), list.out());
			final Terminal help = Terminal.call("help", entry.name());
			assertEquals(0, help.code());
			for (final Input input : CommandCall.of(entry.command()).inputs()) {
				assertTrue(help.out().contains("  " + input.key() + " "), help.out());
				assertFalse(input.description().isBlank(), entry.name() + " " + input.key());
				assertFalse(input.label().isBlank(), entry.name() + " " + input.key());
			}
		}
		final String segment = Terminal.call("help", "segment").out();
		assertTrue(segment.contains("true or false; default true"), segment);
		assertTrue(segment.contains("whole number; default 0; at least 0"), segment);
		assertEquals(1, Terminal.call("help", "paint").code());
	}

	/** A macro's value is found by its key with a blank before it; after an underscore another key's end matches too. */
	@Test
	void keysAreSafeInMacros() {
		for (final CommandList.Entry entry : CommandList.entries()) {
			final List<String> keys = CommandCall.of(entry.command()).inputs().stream().map(Input::key).toList();
			for (final String key : keys) {
				assertTrue(key.matches("[a-z]+(_[a-z]+)*"), entry.name() + " " + key);
				final Set<String> ending = keys.stream().filter(other -> other.endsWith("_" + key)).collect(Collectors.toSet());
				assertEquals(Set.of(), ending, entry.name() + ": " + key + " is the end of another key");
			}
		}
	}

	@Test
	void trainsThenSegmentsAndEvaluates() throws IOException {
		for (final String name : new String[] { "a", "b", "c" }) {
			final ImagePlus image = DrawnImages.discs(8, 48, 48, 1, 1, 1);
			image.getProcessor().rotate(name.charAt(0));
			save("images/" + name + ".png", image);
			final ImagePlus labels = image.duplicate();
			labels.getProcessor().threshold(90);
			save("labels/" + name + ".png", labels);
		}
		final Path model = folder.resolve("own.zip");
		final Terminal trained = Terminal.call("train", "images=" + folder.resolve("images"), "labels=" + folder.resolve(
			"labels"), "output=" + model, "task=semantic", "steps=2", "validate_every=1", "patch=32", "batch=2",
			"class_names=outside,disc", "validation_share=0.34", "threads=1", "name=discs");
		assertEquals(0, trained.code(), trained.err());
		assertTrue(trained.out().startsWith("wrote " + model), trained.out());
		assertEquals(List.of(0, 255), ModelFile.readManifest(model).classValues());
		assertEquals(List.of("outside", "disc"), ModelFile.readManifest(model).classNames());
		assertEquals("discs", ModelFile.readManifest(model).name());
		assertEquals(3, Files.readAllLines(folder.resolve("own-training/training-log.csv")).size());
		assertFalse(Files.exists(folder.resolve("own-training/checkpoint.safetensors")));
		final Path csv = folder.resolve("scores.csv");
		final Terminal evaluated = Terminal.call("evaluate", "images=" + folder.resolve("images"), "labels=" + folder.resolve(
			"labels"), "model=" + model, "validation_share=0.34", "output=" + csv);
		assertEquals(0, evaluated.code(), evaluated.err());
		assertTrue(evaluated.out().contains("disc"), evaluated.out());
		final List<String> rows = Files.readAllLines(csv);
		assertTrue(rows.get(0).startsWith("image,class,unit,dice,iou,hd95_px,hd95_cal,"), rows.get(0));
		// One validated image, two classes; per class mean, mean of what is defined and pooled counts; mean of all.
		assertEquals(1 + 2 + 6 + 1, rows.size());
		final Terminal described = Terminal.call("info", "model=" + model);
		assertTrue(described.out().contains("outside (0), disc (255)"), described.out());
	}

	@Test
	void evaluatesPredictedLabels() throws IOException {
		final ImagePlus truth = DrawnImages.discs(8, 20, 20, 1, 1, 1);
		truth.getProcessor().setValue(0);
		truth.getProcessor().fill();
		final ImagePlus predicted = truth.duplicate();
		for (int y = 0; y < 4; y++) {
			for (int x = 0; x < 10; x++) truth.getProcessor().set(x, y, 1);
			for (int x = 0; x < 8; x++) predicted.getProcessor().set(x, y, 3);
			for (int x = 15; x < 20; x++) predicted.getProcessor().set(x, y + 10, 4);
		}
		save("truth/a.tif", truth);
		save("predicted/a.tif", predicted);
		final Path csv = folder.resolve("scores.csv");
		final Terminal terminal = Terminal.call("evaluate", "predictions=" + folder.resolve("predicted"), "labels=" + folder
			.resolve("truth"), "task=instance", "output=" + csv);
		assertEquals(0, terminal.code(), terminal.err());
		final List<String> header = List.of(Files.readAllLines(csv).get(0).split(","));
		final List<String> row = List.of(Files.readAllLines(csv).get(1).split(","));
		// 40 true pixels, 32 + 20 predicted, 32 in both; one object matched at IoU 0.8, one invented.
		assertEquals(2 * 32 / 92.0, value(header, row, "dice"), 1e-6);
		assertEquals(32 / 60.0, value(header, row, "iou"), 1e-6);
		assertEquals(0.5, value(header, row, "ap80"), 1e-6);
		assertEquals(0, value(header, row, "ap85"), 1e-6);
		assertEquals(32 / 60.0, value(header, row, "aji"), 1e-6);
		assertEquals("micron", row.get(header.indexOf("unit")));
		assertTrue(terminal.out().contains("mean AP at IoU  0.50: 0.500"), terminal.out());
	}

	private static double value(final List<String> header, final List<String> row, final String column) {
		return Double.parseDouble(row.get(header.indexOf(column)));
	}

	@Test
	void infoTellsCostsAndInstallation() {
		final Terminal cost = Terminal.call("info", "preset=tiny", "size=64");
		assertEquals(0, cost.code(), cost.err());
		assertTrue(cost.out().contains("module         parameters           MACs   peak MiB"), cost.out());
		assertTrue(cost.out().lines().anyMatch(line -> line.startsWith("encoder.3")), cost.out());
		final Terminal shipped = Terminal.call("info", "model=nuclei-2d", "preset=model", "size=64");
		assertEquals(0, shipped.code(), shipped.err());
		// nuclei-2d is a tiny network of three classes: its costs are those of that preset.
		final Terminal preset = Terminal.call("info", "preset=tiny", "classes=3", "size=64");
		assertEquals(totals(preset), totals(shipped));
		final Terminal installation = Terminal.call("info");
		assertEquals(0, installation.code());
		assertTrue(installation.out().contains("LibTorch"), installation.out());
		assertTrue(installation.out().contains("operations"), installation.out());
	}

	/** @return parameters and MACs, without the peak, which is not the same twice */
	private static List<String> totals(final Terminal cost) {
		return List.of(cost.out().lines().filter(line -> line.startsWith("total")).findFirst().orElseThrow().split("\\s+"))
			.subList(1, 3);
	}

	@Test
	void leavesNoThreadThatKeepsTheProgramAlive() throws IOException {
		final Set<Thread> before = Thread.getAllStackTraces().keySet();
		Terminal.call("segment", "input=" + save("in.tif", DrawnImages.discs(8, 32, 32, 1, 1, 1)), "model=" + SmallModels
			.semantic(folder, 2, 1), "output=" + folder.resolve("o.tif"));
		final Set<Thread> after = Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.isDaemon() && thread
			.isAlive() && !before.contains(thread)).collect(Collectors.toSet());
		assertEquals(Set.of(), after);
	}

	@Test
	void callGivesOutputsToScripts() throws IOException {
		final CommandCall call = CommandCall.of(SegmentCommand.class);
		assertEquals(List.of("input"), call.missing());
		call.setValue("input", DrawnImages.discs(8, 32, 32, 1, 1, 1));
		call.set("model", SmallModels.semantic(folder, 2, 1).toString());
		assertTrue(call.run(Progress.NONE, Cancellation.NEVER).isEmpty());
		assertNotNull(call.output("label_image"));
		final CommandCall canceled = CommandCall.of(SegmentCommand.class);
		canceled.setValue("input", DrawnImages.discs(8, 32, 32, 1, 1, 1));
		canceled.set("model", SmallModels.semantic(folder, 2, 1).toString());
		assertEquals("canceled", canceled.run(Progress.NONE, () -> true).orElseThrow());
		assertNull(canceled.output("label_image"));
	}

	@Test
	void aBatchWithABadFileExitsWithOneAndItsRowSaysWhy() throws IOException {
		final Path model = SmallModels.semantic(folder, 2, 1);
		save("images/good.tif", DrawnImages.discs(8, 40, 40, 1, 1, 1));
		final Path bad = Files.write(folder.resolve("images/bad.tif"), new byte[0]);
		final Path output = folder.resolve("results");
		final Terminal terminal = Terminal.call("batch", "images=" + folder.resolve("images"), "output=" + output, "model=" +
			model);
		assertEquals(1, terminal.code(), terminal.err());
		assertTrue(terminal.sentence().contains("1 of 2 files failed"), terminal.err());
		assertTrue(Files.readString(output.resolve("batch-status.csv")).contains(bad + " is empty (0 bytes)"));
		assertTrue(Files.exists(output.resolve("labels/good.tif")));
	}
}
