package io.github.rwkvsss.correct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.correct.LabelEdits.Overlap;
import io.github.rwkvsss.image.LabelImage;

/** Edits of label images against references that go pixel by pixel, on drawn and on random images of odd sizes. */
class LabelEditsTest {

	private static LabelImage image(final int width, final int... labels) {
		return LabelImage.ofVolume("drawn", labels.clone(), labels.length / width, width);
	}

	/** Digits are labels, everything else is background. */
	private static LabelImage drawn(final String... rows) {
		final int[] labels = String.join("", rows).chars().map(c -> Character.isDigit(c) ? c - '0' : 0).toArray();
		return image(rows[0].length(), labels);
	}

	private static void assertLooks(final LabelEdits edits, final String... rows) {
		assertArrayEquals(drawn(rows).plane(0), edits.labels().plane(0), () -> text(edits));
	}

	private static String text(final LabelEdits edits) {
		final StringBuilder text = new StringBuilder();
		final int width = (int) edits.labels().size()[3];
		final int[] plane = edits.labels().plane(0);
		for (int i = 0; i < plane.length; i++) text.append(plane[i]).append(i % width == width - 1 ? '\n' : ' ');
		return text.toString();
	}

	@Test
	void aDeletedObjectLeavesBackgroundAndTheOthersTheirNumbers() {
		final LabelEdits edits = new LabelEdits(drawn("11.2", "1322", "1..2"));
		final LabelChange change = edits.delete(0, 1);
		assertLooks(edits, "...2", ".322", "...2");
		assertEquals(Set.of(1), change.labels());
		assertEquals(new Rectangle(0, 0, 2, 3), change.box());
		assertEquals("there is no object 1; it may have been deleted or merged", assertThrows(IllegalArgumentException.class,
			() -> edits.delete(0, 1)).getMessage());
		assertThrows(IllegalArgumentException.class, () -> edits.delete(0, 0));
		edits.undo();
		assertLooks(edits, "11.2", "1322", "1..2");
	}

	@Test
	void whatIsMergedHasTheFirstNumberAndItsHolesStay() {
		final LabelEdits edits = new LabelEdits(drawn("11122", "1.122", "111.3"));
		edits.merge(0, 2, 1);
		assertLooks(edits, "22222", "2.222", "222.3");
		assertThrows(IllegalArgumentException.class, () -> edits.merge(0, 2, 2));
		assertThrows(IllegalArgumentException.class, () -> edits.merge(0, 2, 1));
		edits.merge(0, 3, 2);
		assertLooks(edits, "33333", "3.333", "333.3");
	}

	@Test
	void aLineAcrossDividesAndTheLargerPartKeepsTheNumber() {
		final LabelEdits edits = new LabelEdits(drawn("111111111", "111111111", "222222222"));
		edits.split(0, 1, new int[] { 3, 3 }, new int[] { -2, 9 });
		// The column under the line is as near to both parts; the left one comes first.
		assertLooks(edits, "333311111", "333311111", "222222222");
		assertEquals("the line does not divide object 1; draw it across the object, from outside to outside", assertThrows(
			IllegalArgumentException.class, () -> edits.split(0, 1, new int[] { 6, 6 }, new int[] { -1, 0 })).getMessage());
	}

	@Test
	void aRingNeedsTwoCuts() {
		final LabelEdits edits = new LabelEdits(drawn("11111", "1...1", "1...1", "11111"));
		assertThrows(IllegalArgumentException.class, () -> edits.split(0, 1, new int[] { 2, 2 }, new int[] { -1, 1 }));
		edits.split(0, 1, new int[] { 2, 2 }, new int[] { -1, 5 });
		assertEquals(Set.of(1, 2), labels(edits));
		assertEquals(1, edits.at(0, 0, 0) == 1 ? 1 : edits.at(0, 4, 0));
	}

	@Test
	void bothHalvesOfALineThatIsBentAreUsed() {
		final LabelEdits edits = new LabelEdits(drawn("1111111", "1111111", "1111111", "1111111"));
		edits.split(0, 1, new int[] { -1, 3, 3 }, new int[] { 1, 1, 5 });
		assertEquals(2, labels(edits).size());
		assertEquals(edits.at(0, 6, 0), edits.at(0, 0, 0));
		assertTrue(edits.at(0, 0, 3) != edits.at(0, 6, 3));
	}

	@Test
	void anAddedObjectTakesFreePixelsOnlyUnlessItOverwrites() {
		final LabelEdits edits = new LabelEdits(drawn("11...", "11...", "...22"));
		final EditRegion block = EditRegion.mask(new Rectangle(1, 1, 3, 9), filled(27));
		edits.add(0, block, Overlap.FREE);
		assertLooks(edits, "11...", "1133.", ".3322");
		edits.undo();
		edits.add(0, block, Overlap.OVERWRITE);
		assertLooks(edits, "11...", "1333.", ".3332");
		assertTrue(assertThrows(IllegalArgumentException.class, () -> edits.add(0, EditRegion.mask(new Rectangle(9, 9, 2, 2),
			filled(4)), Overlap.FREE)).getMessage().contains("outside the image"));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> edits.add(0, EditRegion.mask(new Rectangle(0, 0, 1, 1),
			filled(1)), Overlap.FREE)).getMessage().contains("no free pixel"));
	}

	@Test
	void numbersOfNewObjectsAreAboveAllThatTheImageHas() {
		final LabelImage stack = LabelImage.of("stack", new long[] { 1, 2, 1, 3 }, new int[] { 1, 0, 0 }, new int[] { 0, 7,
			0 });
		final LabelEdits edits = new LabelEdits(stack);
		edits.add(0, EditRegion.mask(new Rectangle(2, 0, 1, 1), filled(1)), Overlap.FREE);
		assertArrayEquals(new int[] { 1, 0, 8 }, stack.plane(0));
		edits.delete(0, 8);
		edits.add(1, EditRegion.mask(new Rectangle(2, 0, 1, 1), filled(1)), Overlap.FREE);
		assertArrayEquals(new int[] { 0, 7, 9 }, stack.plane(1));
	}

	@Test
	void anObjectGrowsAndGetsAnotherShape() {
		final LabelEdits edits = new LabelEdits(drawn("11..2", "11..2"));
		edits.grow(0, 1, EditRegion.mask(new Rectangle(1, 0, 4, 1), filled(4)), Overlap.FREE);
		assertLooks(edits, "11112", "11..2");
		edits.reshape(0, 1, EditRegion.mask(new Rectangle(2, 0, 3, 2), filled(6)));
		assertLooks(edits, "..112", "..112");
		assertThrows(IllegalArgumentException.class, () -> edits.reshape(0, 1, EditRegion.mask(new Rectangle(4, 0, 1, 1),
			filled(1))));
		assertThrows(IllegalArgumentException.class, () -> edits.grow(0, 9, EditRegion.mask(new Rectangle(4, 0, 1, 1), filled(
			1)), Overlap.FREE));
	}

	@Test
	void whatAModelFindsInAPartReplacesWhatLiesInside() {
		final LabelEdits edits = new LabelEdits(drawn("1122.", "1..3.", "4...."));
		edits.replace(0, new Rectangle(1, 0, 3, 2), new int[] { 5, 5, 0, 0, 5, 2 }, Map.of(2, new ObjectMark(0.5f, "b")),
			i -> false);
		// 1 reaches out of the part and stays; 2 and 3 are replaced; what was found gets new numbers by its own order.
		assertLooks(edits, "116..", "1.65.", "4....");
		assertEquals(new ObjectMark(0.5f, "b"), edits.mark(0, 5));
		edits.undo();
		assertLooks(edits, "1122.", "1..3.", "4....");
		assertEquals(ObjectMark.NONE, edits.mark(0, 5));
		edits.redo();
		assertEquals(new ObjectMark(0.5f, "b"), edits.mark(0, 5));
		edits.replace(0, new Rectangle(0, 0, 5, 3), new int[] { 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3 }, Map.of(),
			i -> false);
		assertLooks(edits, "22...", ".....", "....1");
	}

	@Test
	void whatIsTrueStaysWhateverAModelFinds() {
		final LabelEdits edits = new LabelEdits(drawn("11.22", "11.22", "....."));
		// The first column is done: object 1 reaches into it and stays whole; what was found is mostly taken and left out.
		final LabelEdits.Replacement done = edits.replace(0, new Rectangle(5, 3), new int[] { 4, 4, 4, 0, 0, 4, 4, 0, 0, 3, 3,
			3, 0, 0, 3 }, Map.of(), i -> i % 5 == 0);
		assertLooks(edits, "11...", "11..3", ".3..3");
		assertEquals(Map.of(3, 3), done.numbers());
		edits.undo();
		assertLooks(edits, "11.22", "11.22", ".....");
	}

	@Test
	void whatIsKnownOfAnObjectStaysUntilItsPixelsChange() {
		final LabelEdits edits = new LabelEdits(drawn("11111111.2", "11111111.2"));
		edits.mark(0, 1, new ObjectMark(0.9f, "cell"));
		edits.mark(0, 2, new ObjectMark(0.8f, "debris"));
		edits.split(0, 1, new int[] { 3, 3 }, new int[] { -1, 2 });
		assertEquals(new ObjectMark(Float.NaN, "cell"), edits.mark(0, 1));
		assertEquals(new ObjectMark(Float.NaN, "cell"), edits.mark(0, 3));
		assertEquals(new ObjectMark(0.8f, "debris"), edits.mark(0, 2));
		edits.undo();
		assertEquals(new ObjectMark(0.9f, "cell"), edits.mark(0, 1));
		assertEquals(ObjectMark.NONE, edits.mark(0, 3));
		edits.redo();
		assertEquals(new ObjectMark(Float.NaN, "cell"), edits.mark(0, 3));
	}

	@Test
	void severalEditsAreUndoneAtOnceAndAllOrNoneIsDone() {
		final LabelEdits edits = new LabelEdits(drawn("1.2.3"));
		final List<LabelChange> changes = edits.together(() -> {
			edits.delete(0, 1);
			edits.merge(0, 2, 3);
		});
		assertEquals(2, changes.size());
		assertLooks(edits, "..2.2");
		edits.undo();
		assertLooks(edits, "1.2.3");
		assertFalse(edits.canUndo());
		edits.redo();
		assertLooks(edits, "..2.2");
		assertThrows(IllegalArgumentException.class, () -> edits.together(() -> {
			edits.delete(0, 2);
			edits.delete(0, 7);
		}));
		assertLooks(edits, "..2.2");
	}

	@Test
	void anUnknownPixelIsFreeAndStaysUnknownElsewhere() {
		final LabelImage labels = image(3, -1, -1, 2);
		final LabelEdits edits = new LabelEdits(labels);
		assertEquals(0, edits.at(0, 0, 0));
		edits.add(0, EditRegion.mask(new Rectangle(0, 0, 1, 1), filled(1)), Overlap.FREE);
		assertArrayEquals(new int[] { 3, -1, 2 }, labels.plane(0));
	}

	/** A thousand random edits, undone one by one and done again: every state comes back. */
	@Test
	void allStatesComeBack() {
		final Random random = new Random(4);
		final LabelEdits edits = new LabelEdits(image(13, new int[13 * 7]));
		final List<int[]> states = new ArrayList<>(List.of(edits.labels().plane(0).clone()));
		for (int i = 0; i < 1000; i++) {
			final int[] before = edits.labels().plane(0).clone();
			try {
				randomEdit(edits, random);
				states.add(edits.labels().plane(0).clone());
			}
			catch (final IllegalArgumentException e) {
				assertArrayEquals(before, edits.labels().plane(0), e.getMessage());
			}
		}
		assertTrue(states.size() > 500, states.size() + " edits were done");
		for (int i = states.size() - 2; i >= 0; i--) {
			edits.undo();
			assertArrayEquals(states.get(i), edits.labels().plane(0), "undone to " + i);
		}
		assertFalse(edits.canUndo());
		for (int i = 1; i < states.size(); i++) {
			edits.redo();
			assertArrayEquals(states.get(i), edits.labels().plane(0), "done again to " + i);
		}
		assertFalse(edits.canRedo());
	}

	private static void randomEdit(final LabelEdits edits, final Random random) {
		final int x = random.nextInt(13);
		final int y = random.nextInt(7);
		final int label = edits.at(0, x, y);
		switch (random.nextInt(6)) {
			case 0 -> edits.delete(0, label);
			case 1 -> edits.merge(0, label, edits.at(0, random.nextInt(13), random.nextInt(7)));
			case 2 -> edits.split(0, label, new int[] { random.nextInt(13), random.nextInt(13) }, new int[] { -1, 7 });
			case 3 -> edits.grow(0, label, EditRegion.stroke(new double[] { x, y }, new double[] { y, x }, 1 + random.nextInt(2)),
				Overlap.OVERWRITE);
			default -> edits.add(0, EditRegion.polygon(new double[] { x - 3, x + 3, x }, new double[] { y - 2, y, y + 3 }), random
				.nextBoolean() ? Overlap.FREE : Overlap.OVERWRITE);
		}
	}

	/** Random objects with holes and pieces, cut by random lines, against sets that are joined until nothing changes. */
	@Test
	void partsOfALineAreThoseOfTheReference() {
		final Random random = new Random(19);
		int divided = 0;
		for (int round = 0; round < 3000; round++) {
			final int width = 1 + random.nextInt(9);
			final int height = 1 + random.nextInt(9);
			final boolean[] object = new boolean[width * height];
			final double dense = 0.5 + random.nextDouble() / 2;
			for (int i = 0; i < object.length; i++) object[i] = random.nextDouble() < dense;
			final boolean[] line = ObjectParts.line(new int[] { random.nextInt(width + 2) - 1, random.nextInt(width + 2) - 1 },
				new int[] { -1, height }, new Rectangle(width, height));
			final ObjectParts parts = ObjectParts.of(object, line, width);
			SplitReference.check(object, line, width, parts);
			if (parts.count() > 1) divided++;
		}
		assertTrue(divided > 500, divided + " were divided");
	}

	private static Set<Integer> labels(final LabelEdits edits) {
		final Set<Integer> found = new TreeSet<>();
		for (final int label : edits.labels().plane(0)) if (label > 0) found.add(label);
		return found;
	}

	private static boolean[] filled(final int pixels) {
		final boolean[] all = new boolean[pixels];
		Arrays.fill(all, true);
		return all;
	}
}
