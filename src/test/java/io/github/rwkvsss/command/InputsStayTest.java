package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;

import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No command writes over what it reads, whatever path leads there. */
class InputsStayTest {

	@TempDir
	private Path folder;
	private Path image;
	private Path labels;
	private Path model;

	@BeforeEach
	void draw() throws IOException {
		image = drawn("images/a.tif");
		labels = drawn("labels/a.tif");
		model = Files.write(folder.resolve("m.zip"), "no model, which is found out later".getBytes());
	}

	private Path drawn(final String name) throws IOException {
		final Path file = folder.resolve(name);
		Files.createDirectories(file.getParent());
		final ImagePlus drawn = DrawnImages.discs(8, 32, 32, 1, 1, 1);
		ImageWriter.write(drawn, file);
		return file;
	}

	private Map<String, byte[]> contents() throws IOException {
		final Map<String, byte[]> contents = new TreeMap<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) contents.put(file.toString(),
				Files.readAllBytes(file));
		}
		return contents;
	}

	/** @param call with {@code %s} where the output's path stands */
	private void staysUnder(final Path input, final String ending, final Object... call) throws IOException {
		final List<Path> ways = new ArrayList<>(List.of(input.resolveSibling("../" + input.getParent().getFileName() + "/" +
			input.getFileName())));
		if (input.toString().endsWith(ending)) ways.add(input);
		ways.add(Files.createSymbolicLink(folder.resolve("link" + ending), input));
		ways.add(Files.createLink(folder.resolve("hard" + ending), input));
		final Map<String, byte[]> before = contents();
		for (final Path way : ways) {
			if (!way.toString().endsWith(ending)) continue;
			final Object[] words = Stream.of(call).map(word -> word.toString().replace("%s", way.toString())).toArray();
			final Terminal terminal = Terminal.call(words);
			assertEquals(1, terminal.code(), () -> String.join(" ", List.of(words).toString()));
			assertTrue(terminal.sentence().startsWith("error: cannot write " + way + ": it is "), terminal.err());
			assertTrue(terminal.sentence().contains("which would be lost; choose another"), terminal.err());
		}
		final Map<String, byte[]> after = contents();
		assertEquals(before.keySet(), after.keySet());
		before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
		Files.delete(folder.resolve("link" + ending));
		Files.delete(folder.resolve("hard" + ending));
	}

	@Test
	void ofSegment() throws IOException {
		staysUnder(image, ".tif", "segment", "input=" + image, "output=%s", "device=cpu");
		staysUnder(model, ".csv", "segment", "input=" + image, "model=" + model, "output=%s", "labels=false", "table=true",
			"device=cpu");
		// Results beside the first one.
		final Path beside = drawn("images/b-mask.tif");
		assertEquals("error: cannot write " + beside + ": it is an input, which would be lost; choose another name", Terminal
			.call("segment", "input=" + beside, "output=" + folder.resolve("images/b.tif"), "mask=true", "device=cpu")
			.sentence());
	}

	@Test
	void ofCommandsWhoseImagesAreWrittenAfterwards() throws IOException {
		for (final String key : List.of("output", "overlay", "curve")) staysUnder(image, ".tif", "attention", "input=" + image,
			"model=" + model, key.equals("output") ? "output=%s" : "output=" + folder.resolve("o.tif"), key.equals("output")
				? "x=3" : key + "=%s", "y=3", key.equals("output") ? "device=cpu" : "x=3");
		final Path archive = Files.writeString(folder.resolve("images/net.pt"), "no archive");
		staysUnder(image, ".tif", "run_torchscript", "input=" + image, "archive=" + archive, "trust_code=true", "result=%s");
		staysUnder(archive, ".tif", "run_torchscript", "input=" + image, "archive=" + archive, "trust_code=true", "result=%s");
		final Path one = folder.resolve("o.tif");
		assertEquals("error: output and overlay are to be written to one file, " + one + "; give them different names", Terminal
			.call("attention", "input=" + image, "model=" + model, "output=" + one, "overlay=" + one, "x=3", "y=3").sentence());
	}

	@Test
	void ofScores() throws IOException {
		staysUnder(image, ".csv", "score", "input=" + image, "truth=" + labels, "output=%s");
		staysUnder(labels, ".csv", "score", "input=" + image, "truth=" + labels, "output=%s");
		for (final Path each : List.of(image, labels)) staysUnder(each, ".csv", "evaluate", "predictions=" + folder.resolve(
			"images"), "labels=" + folder.resolve("labels"), "task=instance", "output=%s");
		staysUnder(model, ".csv", "evaluate", "images=" + folder.resolve("images"), "labels=" + folder.resolve("labels"),
			"model=" + model, "output=%s", "device=cpu");
		// Scores of before are no input.
		final Path scores = folder.resolve("images/scores.csv");
		for (int i = 0; i < 2; i++) assertEquals(0, Terminal.call("evaluate", "predictions=" + folder.resolve("images"),
			"labels=" + folder.resolve("labels"), "task=instance", "output=" + scores).code());
	}

	@Test
	void ofTrainings() throws IOException {
		for (final Path each : List.of(image, labels, model)) staysUnder(each, ".zip", "train", "images=" + folder.resolve(
			"images"), "labels=" + folder.resolve("labels"), "start_from=" + model, "output=%s", "device=cpu");
		final Path roi = Files.write(folder.resolve("images/cells.zip"), RoiEncoder.saveAsByteArray(new Roi(1, 1, 4, 4)));
		for (final Path each : List.of(image, labels, model, roi)) staysUnder(each, ".zip", "train_image", "input=" + image,
			"label_image=" + labels, "roi_file=" + roi, "annotation=label_image", "start_from=" + model, "output=%s",
			"device=cpu");
	}

	@Test
	void ofModels() throws IOException {
		staysUnder(model, ".pt", "export", "model=" + model, "output=%s");
		staysUnder(model, ".zip", "models", "action=renew", "source=" + model, "output=%s");
	}

	@Test
	void ofABatchWhoseResultsLeadToItsImages() throws IOException {
		final Path untrained = SmallModels.instance(folder);
		final Path out = Files.createDirectory(folder.resolve("out"));
		Files.createSymbolicLink(out.resolve("labels"), folder.resolve("images"));
		final byte[] before = Files.readAllBytes(image);
		final String[] call = { "batch", "images=" + folder.resolve("images"), "output=" + out, "model=" + untrained,
			"device=cpu" };
		assertEquals("error: cannot write " + out.resolve("labels/a.tif") + ": it is the input " + image +
			", which would be lost; choose another folder for the results", Terminal.call((Object[]) call).sentence());
		assertArrayEquals(before, Files.readAllBytes(image));
		final Path link = Files.createSymbolicLink(folder.resolve("same"), folder.resolve("images"));
		assertEquals("error: images and results are to lie in one folder, " + link + "; choose another for the results",
			Terminal.call("batch", "images=" + folder.resolve("images"), "output=" + link, "model=" + untrained, "device=cpu")
				.sentence());
		assertArrayEquals(before, Files.readAllBytes(image));
	}

	/** On file systems that do not tell letter case apart, as of Windows and macOS. */
	@Test
	void ofAnotherLetterCase() throws IOException {
		final Path other = folder.resolve("images/A.TIF");
		assumeTrue(Files.exists(other), "this file system tells letter case apart");
		assertTrue(Terminal.call("segment", "input=" + image, "output=" + other, "device=cpu").sentence().contains(
			"which would be lost"));
	}
}
