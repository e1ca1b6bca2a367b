package io.github.rwkvsss.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders against their definitions, checked by coordinates, and against orders written by hand. */
class ScanOrderTest {

	@ParameterizedTest
	@EnumSource
	void visitsEveryTokenOfEveryRectangleOnce(final ScanCurve curve) {
		for (int h = 1; h <= 20; h++) for (int w = 1; w <= 20; w++) for (int turns = 0; turns < 4; turns++)
			for (final boolean transposed : new boolean[] { false, true }) assertPermutation(ScanOrder.of(curve, turns,
				transposed, h, w));
	}

	@ParameterizedTest
	@EnumSource
	void visitsEveryTokenOfEveryBoxOnce(final ScanCurve curve) {
		for (int d = 1; d <= 6; d++) for (int h = 1; h <= 6; h++) for (int w = 1; w <= 6; w++) for (int turns =
			0; turns < 4; turns++) for (final boolean transposed : new boolean[] { false, true }) assertPermutation(ScanOrder.of(
				curve, turns, transposed, d, h, w));
	}

	private static void assertPermutation(final ScanOrder order) {
		final int[] tokens = order.tokens();
		final int[] positions = order.positions();
		final int count = Arrays.stream(order.extents()).reduce(1, (a, b) -> a * b);
		assertEquals(count, tokens.length);
		final boolean[] seen = new boolean[count];
		for (int s = 0; s < count; s++) {
			assertTrue(!seen[tokens[s]], () -> "a token twice on " + Arrays.toString(order.extents()));
			seen[tokens[s]] = true;
			assertEquals(s, positions[tokens[s]]);
		}
	}

	@Test
	void hilbertStepsToANeighbourOnEveryRectangle() {
		for (int h = 1; h <= 32; h++) for (int w = 1; w <= 32; w++) assertEquals(0, longSteps(ScanOrder.of(ScanCurve.HILBERT, 0,
			false, h, w)), h + " x " + w);
	}

	@Test
	void snakeStepsToANeighbourOnEveryRectangleAndBox() {
		for (int h = 1; h <= 7; h++) for (int w = 1; w <= 7; w++) {
			assertEquals(0, longSteps(ScanOrder.of(ScanCurve.SNAKE, 0, false, h, w)));
			for (int d = 1; d <= 5; d++) assertEquals(0, longSteps(ScanOrder.of(ScanCurve.SNAKE, 0, false, d, h, w)), d + " x " +
				h + " x " + w);
		}
	}

	@Test
	void diagonalStepsAtMostOneAlongEachAxis() {
		for (int h = 1; h <= 9; h++) for (int w = 1; w <= 9; w++) assertTrue(largestStep(ScanOrder.of(ScanCurve.DIAGONAL, 0,
			false, h, w)) <= 1, h + " x " + w);
	}

	@Test
	void hilbertStepsToANeighbourInEveryBox() {
		for (int d = 1; d <= 10; d++) for (int h = 1; h <= 10; h++) for (int w = 1; w <= 10; w++) assertEquals(0, longSteps(
			ScanOrder.of(ScanCurve.HILBERT, 0, false, d, h, w)), d + " x " + h + " x " + w);
	}

	@ParameterizedTest
	@CsvSource({ "13, 17, 19", "16, 23, 15", "2, 31, 33", "25, 2, 25", "40, 21, 1", "9, 64, 31", "32, 48, 32" })
	void hilbertStepsToANeighbourInLargerBoxes(final int d, final int h, final int w) {
		for (int turns = 0; turns < 4; turns++) for (final boolean transposed : new boolean[] { false, true }) assertEquals(0,
			longSteps(ScanOrder.of(ScanCurve.HILBERT, turns, transposed, d, h, w)));
	}

	/** What makes the order Hilbert's: in a box, too, a stretch of the sequence covers a compact patch. */
	@ParameterizedTest
	@CsvSource({ "16, 16, 16", "15, 17, 15", "16, 15, 17", "12, 16, 12" })
	void hilbertKeepsStretchesOfABoxCompact(final int d, final int h, final int w) {
		final ScanOrder order = ScanOrder.of(ScanCurve.HILBERT, 0, false, d, h, w);
		final int[] tokens = order.tokens();
		double sum = 0;
		int stretches = 0;
		for (int first = 0; first + 64 <= tokens.length; first += 32, stretches++) {
			final int[] low = { d, h, w };
			final int[] high = new int[3];
			for (int s = first; s < first + 64; s++) {
				final int[] at = { tokens[s] / (h * w), tokens[s] / w % h, tokens[s] % w };
				for (int axis = 0; axis < 3; axis++) {
					low[axis] = Math.min(low[axis], at[axis]);
					high[axis] = Math.max(high[axis], at[axis]);
				}
			}
			for (int axis = 0; axis < 3; axis++) sum = Math.max(high[axis] - low[axis] + 1, 0) + sum;
		}
		// A cube of 64 tokens has edges of 4; a snake's 64 tokens span a row of up to 17.
		final double meanEdge = sum / stretches / 3;
		assertTrue(meanEdge < 5.5, () -> "stretches of 64 tokens span " + meanEdge + " on average");
	}

	/** The curve of a square of 2^n: each aligned square of 2^m is one stretch of the sequence (Hilbert 1891). */
	@ParameterizedTest
	@ValueSource(ints = { 4, 8, 16 })
	void hilbertWalksAlignedSquaresWithoutLeavingThem(final int edge) {
		for (int turns = 0; turns < 4; turns++) for (final boolean transposed : new boolean[] { false, true }) {
			final int[] positions = ScanOrder.of(ScanCurve.HILBERT, turns, transposed, edge, edge).positions();
			for (int block = 2; block < edge; block *= 2) for (int y = 0; y < edge; y += block) for (int x = 0; x < edge; x +=
				block) assertStretch(positions, edge, y, x, block);
		}
	}

	private static void assertStretch(final int[] positions, final int edge, final int y, final int x, final int block) {
		int first = Integer.MAX_VALUE;
		int last = -1;
		for (int i = 0; i < block; i++) for (int j = 0; j < block; j++) {
			final int position = positions[(y + i) * edge + x + j];
			first = Math.min(first, position);
			last = Math.max(last, position);
		}
		assertEquals(block * block, last - first + 1, "square of " + block + " at " + y + ", " + x + " of " + edge);
		assertEquals(0, first % (block * block));
	}

	@Test
	void hilbertOfTwoByTwoIsAHorseshoe() {
		final int[] tokens = ScanOrder.of(ScanCurve.HILBERT, 0, false, 2, 2).tokens();
		assertEquals(1, Math.abs(tokens[0] % 2 - tokens[3] % 2) + Math.abs(tokens[0] / 2 - tokens[3] / 2));
	}

	@Test
	void smallOrdersAreThoseWrittenByHand() {
		assertArrayEquals(new int[] { 0, 1, 2, 3, 4, 5 }, ScanOrder.of(ScanCurve.RASTER, 0, false, 2, 3).tokens());
		assertArrayEquals(new int[] { 0, 1, 2, 5, 4, 3, 6, 7, 8 }, ScanOrder.of(ScanCurve.SNAKE, 0, false, 3, 3).tokens());
		assertArrayEquals(new int[] { 0, 1, 3, 2, 6, 7, 5, 4 }, ScanOrder.of(ScanCurve.SNAKE, 0, false, 2, 2, 2).tokens());
		// Of 3 x 4, as JPEG's zigzag begins: right, down-left, down, up-right.
		assertArrayEquals(new int[] { 0, 1, 4, 8, 5, 2, 3, 6, 9, 10, 7, 11 }, ScanOrder.of(ScanCurve.DIAGONAL, 0, false, 3, 4)
			.tokens());
		// The second slice backwards, so that it begins above where the first ended.
		assertArrayEquals(new int[] { 0, 1, 2, 3, 7, 6, 5, 4 }, ScanOrder.of(ScanCurve.DIAGONAL, 0, false, 2, 2, 2).tokens());
	}

	/** The path of a turned grid is the turned path: token (y, x) of the drawn grid goes to (x, H - 1 - y). */
	@ParameterizedTest
	@EnumSource
	void quarterTurnsTurnThePath(final ScanCurve curve) {
		for (int h = 1; h <= 6; h++) for (int w = 1; w <= 6; w++) {
			final int[] drawn = ScanOrder.of(curve, 0, false, h, w).tokens();
			// One turn of an h x w grid gives a w x h grid.
			assertArrayEquals(turned(drawn, h, w), ScanOrder.of(curve, 1, false, w, h).tokens());
			assertArrayEquals(turned(turned(drawn, h, w), w, h), ScanOrder.of(curve, 2, false, h, w).tokens());
			assertArrayEquals(turned(turned(turned(drawn, h, w), w, h), h, w), ScanOrder.of(curve, 3, false, w, h).tokens());
		}
	}

	private static int[] turned(final int[] tokens, final int h, final int w) {
		return Arrays.stream(tokens).map(t -> t % w * h + (h - 1 - t / w)).toArray();
	}

	@ParameterizedTest
	@EnumSource
	void transpositionExchangesTheAxes(final ScanCurve curve) {
		for (int h = 1; h <= 6; h++) for (int w = 1; w <= 6; w++) {
			final int width = w;
			final int height = h;
			assertArrayEquals(Arrays.stream(ScanOrder.of(curve, 0, false, h, w).tokens()).map(t -> t % width * height + t / width)
				.toArray(), ScanOrder.of(curve, 0, true, w, h).tokens());
			// In 3D the first axis and the last.
			assertArrayEquals(Arrays.stream(ScanOrder.of(curve, 0, false, 3, h, w).tokens()).map(t -> (t % width * height + t /
				width % height) * 3 + t / (width * height)).toArray(), ScanOrder.of(curve, 0, true, w, h, 3).tokens());
		}
	}

	@Test
	void badGridsAreRefusedInWords() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> ScanOrder.of(ScanCurve.HILBERT, 0, false, 3, 0))
			.getMessage().contains("[3, 0]"));
		assertThrows(IllegalArgumentException.class, () -> ScanOrder.of(ScanCurve.HILBERT, 4, false, 3, 3));
		assertThrows(IllegalArgumentException.class, () -> ScanOrder.of(ScanCurve.HILBERT, -1, false, 3, 3));
		assertThrows(IllegalArgumentException.class, () -> ScanOrder.of(ScanCurve.HILBERT, 0, false, 3));
		assertTrue(assertThrows(IllegalArgumentException.class, () -> ScanOrder.of(ScanCurve.HILBERT, 0, false, 65536, 65536))
			.getMessage().contains("2^31"));
	}

	private static int longSteps(final ScanOrder order) {
		final int[] tokens = order.tokens();
		return (int) IntStream.range(1, tokens.length).filter(s -> distance(tokens[s - 1], tokens[s], order.extents(),
			false) != 1).count();
	}

	private static int largestStep(final ScanOrder order) {
		final int[] tokens = order.tokens();
		return IntStream.range(1, tokens.length).map(s -> distance(tokens[s - 1], tokens[s], order.extents(), true)).max()
			.orElse(0);
	}

	/** City-block distance, or the largest along an axis. */
	private static int distance(final int a, final int b, final int[] extents, final boolean largest) {
		int distance = 0;
		int p = a;
		int q = b;
		for (int d = extents.length - 1; d >= 0; d--) {
			final int along = Math.abs(p % extents[d] - q % extents[d]);
			distance = largest ? Math.max(distance, along) : distance + along;
			p /= extents[d];
			q /= extents[d];
		}
		return distance;
	}
}
