package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import io.github.rwkvsss.correct.KnownRegion;
import io.github.rwkvsss.correct.Project;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

/** Learning from corrections and ranking, as the command line has them. */
class LearnCommandTest {

	@TempDir
	private Path folder;
	private Path image;
	private Path labels;
	private Path model;
	private Path project;

	@BeforeEach
	void files() throws IOException {
		image = folder.resolve("cells.tif");
		labels = folder.resolve("true.tif");
		model = SmallModels.instance(folder);
		project = folder.resolve("project");
		final ImagePlus drawn = DrawnImages.discs(8, 40, 32, 1, 1, 1);
		ImageWriter.write(drawn, image);
		final ImagePlus labelled = DrawnImages.discs(8, 40, 32, 1, 1, 1);
		DrawnImages.label(labelled);
		ImageWriter.write(labelled, labels);
	}

	private static Terminal ok(final Object... words) {
		final Terminal terminal = Terminal.call(words);
		assertEquals(0, terminal.code(), terminal.sentence());
		return terminal;
	}

	@Test
	void anImageIsAddedThenLearnedFromAndThenTheProjectAlone() throws IOException {
		ok("learn", "project=" + project, "start_from=" + model, "input=" + image, "label_image=" + labels, "known=margin",
			"margin=1", "steps=0");
		final Project begun = Project.open(project);
		assertEquals(List.of("cells"), begun.newExamples().stream().map(example -> example.name()).toList());
		assertTrue(KnownRegion.of(begun.examples().get(0).labels()).pixels() < 40 * 32);
		ok("learn", "project=" + project, "input=" + image, "label_image=" + labels, "known=image", "steps=1", "threads=1",
			"keep_worse=true");
		ok("learn", "project=" + project, "steps=1", "threads=1");
		final Project learned = Project.open(project);
		assertEquals(1, learned.examples().size());
		assertEquals(40 * 32, KnownRegion.of(learned.examples().get(0).labels()).pixels());
		assertEquals(List.of(1, 2), learned.rounds().stream().map(round -> round.number()).toList());
		assertTrue(learned.rounds().get(0).kept());
	}

	@Test
	void saysWhatIsMissing() {
		assertEquals("error: there is no project in " + project +
			"; choose a project's folder, or give start_from to begin one there", Terminal.call("learn", "project=" + project)
				.sentence());
		ok("learn", "project=" + project, "start_from=" + model, "input=" + image, "label_image=" + labels, "steps=0");
		assertEquals("error: there is nothing to do: steps is 0 and no input is given; give one of them", Terminal.call("learn",
			"project=" + project, "steps=0").sentence());
		assertEquals("error: there is nothing to rank; give an input or images", Terminal.call("rank", "model=" + model)
			.sentence());
	}

	@Test
	void ranksAnImageAndAFolder() throws IOException {
		final Path csv = folder.resolve("ranking.csv");
		ok("rank", "input=" + image, "model=" + model, "region=16", "output=" + csv);
		final List<String> rows = Files.readAllLines(csv);
		assertEquals(1 + 3 * 2, rows.size());
		assertEquals("image,frame,slice,x,y,width,height,uncertainty", rows.get(0));
		assertTrue(rows.get(1).startsWith("cells.tif,1,1,"), rows.get(1));
		final Path none = folder.resolve("none.csv");
		assertEquals(1, Terminal.call("rank", "images=" + folder.resolve("none"), "model=" + model, "output=" + none).code());
		assertFalse(Files.exists(none));
	}
}
