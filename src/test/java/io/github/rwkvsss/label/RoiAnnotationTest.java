package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Line;
import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.LabelImage;

/** Regions drawn on small images, against labels counted out by hand. */
class RoiAnnotationTest {

	private static final int NOT = InstanceTargets.IGNORED_LABEL;

	private static Roi named(final Roi roi, final String name) {
		roi.setName(name);
		return roi;
	}

	private static Roi onSlice(final Roi roi, final int slice) {
		roi.setPosition(slice);
		return roi;
	}

	private static Roi inGroup(final Roi roi, final int group) {
		roi.setGroup(group);
		return roi;
	}

	private static ImagePlus image(final int width, final int height, final int slices) {
		return IJ.createImage("cells", "8-bit black", width, height, slices);
	}

	private static void assertRow(final RoiAnnotation annotation, final int width, final int y, final int... expected) {
		assertArrayEquals(expected, Arrays.copyOfRange(annotation.labels().plane(0), y * width, (y + 1) * width), "row " + y);
	}

	@Test
	void aMarginAroundAnObjectIsBackground() {
		final RoiAnnotation drawn = RoiAnnotation.objects(image(8, 5, 1), List.of(new Roi(2, 2, 2, 1)), Unlabelled.MARGIN, 1);
		assertRow(drawn, 8, 0, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT);
		assertRow(drawn, 8, 1, NOT, 0, 0, 0, 0, NOT, NOT, NOT);
		assertRow(drawn, 8, 2, NOT, 0, 1, 1, 0, NOT, NOT, NOT);
		assertRow(drawn, 8, 3, NOT, 0, 0, 0, 0, NOT, NOT, NOT);
		assertRow(drawn, 8, 4, NOT, NOT, NOT, NOT, NOT, NOT, NOT, NOT);
	}

	@Test
	void theFittingMarginIsAnEighthOfTheDiameter() {
		final RoiAnnotation drawn = RoiAnnotation.objects(image(80, 80, 1), List.of(new OvalRoi(20, 20, 40, 40)),
			Unlabelled.MARGIN, 0);
		// From the disc's left edge at 20 the rim reaches 5 pixels, 40 / 8.
		assertEquals(0, drawn.labels().plane(0)[40 * 80 + 15]);
		assertEquals(NOT, drawn.labels().plane(0)[40 * 80 + 14]);
	}

	@Test
	void aBoxNamedBackgroundLiesBeneathObjectsWhereverItStandsInTheList() {
		for (final List<Roi> regions : List.of(List.of(named(new Roi(0, 0, 4, 1), "Background-2"), new Roi(1, 0, 2, 1)), List
			.of(new Roi(1, 0, 2, 1), named(new Roi(0, 0, 4, 1), "background")))) assertRow(RoiAnnotation.objects(image(6, 1, 1),
				regions, Unlabelled.IGNORE, 0), 6, 0, 0, 1, 1, 0, NOT, NOT);
	}

	@Test
	void theLaterOfTwoOverlappingObjectsLiesAbove() {
		assertRow(RoiAnnotation.objects(image(5, 1, 1), List.of(new Roi(0, 0, 3, 1), new Roi(2, 0, 2, 1)),
			Unlabelled.BACKGROUND, 0), 5, 0, 1, 1, 2, 2, 0);
	}

	@Test
	void regionsReachingOutOfTheImageAreCut() {
		assertRow(RoiAnnotation.objects(image(3, 1, 1), List.of(new Roi(-2, -1, 3, 4)), Unlabelled.BACKGROUND, 0), 3, 0, 1, 0,
			0);
	}

	@Test
	void regionsBelongToTheirSlices() {
		final List<Roi> regions = List.of(onSlice(new Roi(0, 0, 1, 1), 1), onSlice(new Roi(1, 0, 1, 1), 3));
		final LabelImage labels = RoiAnnotation.objects(image(3, 1, 3), regions, Unlabelled.BACKGROUND, 0).labels();
		assertArrayEquals(new int[] { 1, 0, 0 }, labels.plane(0));
		// Nobody looked at the slice without regions.
		assertArrayEquals(new int[] { NOT, NOT, NOT }, labels.plane(1));
		assertArrayEquals(new int[] { 0, 2, 0 }, labels.plane(2));
		final LabelImage byName = RoiAnnotation.objects(image(3, 1, 3), List.of(named(new Roi(0, 0, 1, 1), "0002-0001-0001")),
			Unlabelled.BACKGROUND, 0).labels();
		assertArrayEquals(new int[] { 1, 0, 0 }, byName.plane(1));
	}

	@Test
	void inAHyperstackChannelsShareTheAnnotation() {
		final ImagePlus image = IJ.createHyperStack("cells", 2, 1, 2, 3, 2, 8);
		final Roi hyper = new Roi(0, 0, 1, 1);
		hyper.setPosition(2, 3, 2);
		final Roi flat = onSlice(new Roi(1, 0, 1, 1), image.getStackIndex(2, 2, 1));
		final LabelImage labels = RoiAnnotation.objects(image, List.of(hyper, flat), Unlabelled.BACKGROUND, 0).labels();
		assertEquals(6, labels.planes());
		assertArrayEquals(new int[] { 1, 0 }, labels.plane(5));
		assertArrayEquals(new int[] { 0, 2 }, labels.plane(1));
	}

	@Test
	void classesAreNamedByTheRegionsNamesWithoutNumbers() {
		final Roi line = new Line(0, 0, 3, 0);
		final RoiAnnotation drawn = RoiAnnotation.classes(image(4, 2, 1), List.of(named(line, "membrane 3"), named(new PointRoi(
			1, 1), "Cell"), named(new PointRoi(2, 1), "cell_2")), Unlabelled.IGNORE, 0);
		assertEquals(List.of("cell", "membrane"), drawn.classNames());
		assertRow(drawn, 4, 1, NOT, 0, 0, NOT);
		// A line one pixel wide passes three or four pixels, by where it is said to end.
		assertTrue(Arrays.stream(drawn.labels().plane(0), 0, 4).filter(label -> label == 1).count() >= 3);
	}

	@Test
	void backgroundIsTheFirstClass() {
		final RoiAnnotation drawn = RoiAnnotation.classes(image(4, 1, 1), List.of(named(new Roi(0, 0, 1, 1), "a-cell"), named(
			new Roi(1, 0, 1, 1), "background")), Unlabelled.IGNORE, 0);
		assertEquals(List.of("background", "a-cell"), drawn.classNames());
		assertRow(drawn, 4, 0, 1, 0, NOT, NOT);
		assertEquals(List.of("background", "a-cell"), RoiAnnotation.classes(image(4, 1, 1), List.of(named(new Roi(0, 0, 1, 1),
			"a-cell")), Unlabelled.BACKGROUND, 0).classNames());
	}

	@Test
	void groupsGoBeforeNames() {
		final RoiAnnotation drawn = RoiAnnotation.classes(image(4, 1, 1), List.of(inGroup(named(new Roi(0, 0, 1, 1), "x"), 12),
			inGroup(named(new Roi(1, 0, 1, 1), "y"), 2), named(new Roi(2, 0, 1, 1), "background")), Unlabelled.IGNORE, 0);
		assertEquals(List.of("background", "group 2", "group 12"), drawn.classNames());
		assertRow(drawn, 4, 0, 2, 1, 0, NOT);
	}

	@Test
	void textsAreNoRegions() {
		assertRow(RoiAnnotation.objects(image(3, 1, 1), List.of(new TextRoi(0, 0, "note"), new Roi(2, 0, 1, 1)),
			Unlabelled.BACKGROUND, 0), 3, 0, 0, 0, 1);
	}

	private static void assertRefused(final String part, final ImagePlus image, final Unlabelled unlabelled,
		final boolean objects, final Roi... regions)
	{
		final String message = assertThrows(IllegalArgumentException.class, () -> {
			if (objects) RoiAnnotation.objects(image, List.of(regions), unlabelled, 0);
			else RoiAnnotation.classes(image, List.of(regions), unlabelled, 0);
		}).getMessage();
		assertTrue(message.contains(part), message);
	}

	@Test
	void whatDoesNotFitIsRefusedInASentence() {
		final Roi box = named(new Roi(0, 0, 2, 2), "cell");
		assertRefused("there are no regions", image(4, 4, 1), Unlabelled.MARGIN, true);
		assertRefused("nothing tells what is background in cells", image(4, 4, 1), Unlabelled.IGNORE, true, box);
		assertRefused("region edge is no area", image(4, 4, 1), Unlabelled.MARGIN, true, named(new Line(0, 0, 3, 3), "edge"));
		assertRefused("no object is outlined", image(4, 4, 1), Unlabelled.MARGIN, true, named(new Roi(0, 0, 2, 2),
			"background"));
		assertRefused("region cell belongs to no slice", image(4, 4, 2), Unlabelled.MARGIN, true, box);
		assertRefused("the regions show the class [cell] only", image(4, 4, 1), Unlabelled.IGNORE, false, box);
		assertRefused("region 0001-0002 does not say its class", image(4, 4, 1), Unlabelled.BACKGROUND, false, named(new Roi(0,
			0, 1, 1), "0001-0002"));
		assertRefused("region cell has no group", image(4, 4, 1), Unlabelled.BACKGROUND, false, box, inGroup(new Roi(2, 2, 1,
			1), 3));
	}
}
