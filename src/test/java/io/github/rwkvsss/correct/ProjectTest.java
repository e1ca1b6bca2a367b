package io.github.rwkvsss.correct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

class ProjectTest {

	@TempDir
	private Path folder;
	private Path model;
	private Path place;
	private final ImagePlus image = DrawnImages.discs(16, 20, 10, 1, 1, 1);

	@BeforeEach
	void model() throws IOException {
		model = SmallModels.instance(folder);
		place = folder.resolve("my project");
	}

	/** @return object 3 in the left half of a 20 x 10 image, 70000 in the right half */
	private static LabelImage halves() {
		final LabelImage labels = LabelImage.allocate("halves", 1, 1, 10, 20);
		for (int i = 0; i < 200; i++) labels.plane(0)[i] = i % 20 < 10 ? 3 : 70_000;
		return labels;
	}

	private static KnownRegion inside(final int x, final int y, final int width, final int height) {
		return new KnownRegion(1, 1, 10, 20).add(0, 0, new Roi(x, y, width, height));
	}

	@Test
	void opensAgainWithWhatWasAdded() throws IOException {
		final Project made = Project.create(place, model.toString());
		made.addExample("cells/1: a*b", image, halves(), inside(5, 2, 10, 4), 12.5, ChannelChoice.of("1"));
		final Project again = Project.open(place);
		assertEquals(model.toString(), again.startModelName());
		assertEquals(List.of(), again.rounds());
		assertEquals(again.startModel(), again.currentModel());
		final Example example = again.examples().get(0);
		assertEquals("cells/1: a*b", example.name());
		assertEquals(12.5, example.diameter());
		assertEquals(ChannelChoice.of("1"), example.channels());
		assertEquals(0.25, example.image().getCalibration().pixelHeight);
		assertArrayEquals((short[]) image.getProcessor().getPixels(), (short[]) example.image().getProcessor().getPixels());
		final int[] labels = example.labels().plane(0);
		for (int i = 0; i < 200; i++) {
			final int x = i % 20;
			final int y = i / 20;
			assertEquals(x < 5 || x >= 15 || y < 2 || y >= 6 ? -1 : x < 10 ? 3 : 70_000, labels[i], "pixel " + i);
		}
		assertEquals(List.of(example), again.newExamples());
	}

	@Test
	void anExampleOfTheSameNameIsReplacedAndGetsANumberOfItsOwn() throws IOException {
		final Project project = Project.create(place, model.toString());
		final int first = project.addExample("a", image, halves(), inside(0, 0, 4, 4)).serial();
		project.addExample("b", image, halves(), inside(0, 0, 4, 4));
		final Example second = project.addExample("a", image, halves(), KnownRegion.all(1, 1, 10, 20));
		assertTrue(second.serial() > first);
		assertEquals(List.of("b", "a"), project.examples().stream().map(Example::name).toList());
		assertEquals(200, KnownRegion.of(project.example("a").orElseThrow().labels()).pixels());
		try (Stream<Path> left = Files.list(place.resolve("examples"))) {
			assertEquals(2, left.count());
		}
		project.removeExample("b");
		assertEquals(List.of("a"), Project.open(place).examples().stream().map(Example::name).toList());
	}

	@Test
	void whatWasKnownStaysWhereNothingNewIsSaid() throws IOException {
		final Project project = Project.create(place, model.toString());
		project.extendExample("a", image, halves(), inside(0, 0, 12, 10), 0, ChannelChoice.all());
		final LabelImage young = LabelImage.allocate("young", 1, 1, 10, 20);
		young.plane(0)[19] = 3;
		project.extendExample("a", image, young, inside(10, 0, 10, 10), 0, ChannelChoice.all());
		final int[] labels = project.examples().get(0).labels().plane(0);
		assertEquals(6, labels[0], "object 3 of before is not object 3 of now");
		assertEquals(0, labels[11], "what is new counts");
		assertEquals(3, labels[19]);
	}

	/** What a SIGKILL leaves: folders under their temporary names, and a replacement beside what it replaces. */
	@Test
	void whatWasHalfWrittenIsNotThere() throws IOException {
		final Project project = Project.create(place, model.toString());
		final Example old = project.addExample("a", image, halves(), inside(0, 0, 4, 4));
		final Path copy = old.folder().resolveSibling("0007-a");
		Files.createDirectory(copy);
		for (final String name : List.of(Example.IMAGE, Example.LABELS, Example.KNOWN)) Files.copy(old.folder().resolve(name),
			copy.resolve(name));
		Files.writeString(copy.resolve(Example.FACTS), Files.readString(old.folder().resolve(Example.FACTS)).replace(
			"\"serial\": 1", "\"serial\": 7"));
		final Path part = Files.createDirectories(place.resolve("rounds").resolve(".part-1"));
		Files.writeString(part.resolve(Round.FACTS), "{");
		final Project again = Project.open(place);
		assertEquals(List.of(7), again.examples().stream().map(Example::serial).toList());
		assertEquals(List.of(), again.rounds());
		again.addExample("b", image, halves(), inside(0, 0, 4, 4));
		assertFalse(Files.exists(part), "it is cleared away with the next change");
		assertEquals(List.of(7, 8), again.examples().stream().map(Example::serial).toList());
	}

	@Test
	void refusesInOneSentence() throws IOException {
		assertEquals("there is no project in " + place +
			": there is no such folder; choose a project's folder, or make a new one", assertThrows(IOException.class,
				() -> Project.open(place)).getMessage());
		assertTrue(assertThrows(IOException.class, () -> Project.create(place, "no-such-model")).getMessage().startsWith(
			"there is no model \"no-such-model\"; choose "));
		assertFalse(Files.exists(place), "nothing is left behind");
		final Project project = Project.create(place, model.toString());
		assertTrue(assertThrows(IOException.class, () -> Project.create(place, model.toString())).getMessage().endsWith(
			" already; open it, or choose another folder"));
		assertTrue(assertThrows(IOException.class, () -> Project.create(folder, model.toString())).getMessage().endsWith(
			": there is something else in it; choose an empty or a new folder"));
		assertEquals("nothing of a is marked as done; draw a selection around what is true, or mark the whole image",
			assertThrows(IllegalArgumentException.class, () -> project.addExample("a", image, halves(), new KnownRegion(1, 1, 10,
				20))).getMessage());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> project.addExample("a", DrawnImages.discs(8, 8, 8, 1, 1,
			1), halves(), KnownRegion.all(1, 1, 10, 20))).getMessage().endsWith("; they must be of one size"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> project.addExample("a", DrawnImages.discs(8, 20, 10, 2, 1,
			1), halves(), KnownRegion.all(1, 1, 10, 20))).getMessage().contains("has 2 channels, the model takes 1"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> new KnownRegion(1, 1, 4, 4).add(0, 0, new PointRoi(1, 1)))
			.getMessage().endsWith("which has no inside; draw a rectangle, an oval, a polygon or a freehand area"));
		assertThrows(IllegalArgumentException.class, () -> project.use(1));
		assertTrue(assertThrows(IOException.class, () -> new LearningRound(project, RoundSettings.STANDARD).run((done, total,
			message) -> {}, () -> false)).getMessage().endsWith(
				" has no example to learn from; correct a part of an image and mark it as done"));
		Files.writeString(place.resolve("project.json"), "[1");
		assertEquals(place.resolve("project.json") + " is damaged; restore it from a copy, or make a new project", assertThrows(
			IOException.class, () -> Project.open(place)).getMessage());
		Files.writeString(place.resolve("project.json"), "{\"format\": 9}");
		assertTrue(assertThrows(IOException.class, () -> Project.open(place)).getMessage().endsWith(
			" has the format version 9, this program reads 1 to 1; update the plugin"));
	}

	@Test
	void aSelectionIsKnownWithinItsShape() {
		final KnownRegion region = new KnownRegion(1, 2, 10, 10).add(0, 1, new OvalRoi(-5, 0, 10, 10));
		assertFalse(region.contains(0, 0, 5, 0));
		assertTrue(region.contains(0, 1, 5, 4));
		assertFalse(region.contains(0, 1, 0, 4), "outside of the oval");
		assertFalse(region.contains(0, 1, 5, 5));
		assertEquals(0, region.remove(0, 1, new Roi(0, 0, 10, 10)).pixels());
	}
}
