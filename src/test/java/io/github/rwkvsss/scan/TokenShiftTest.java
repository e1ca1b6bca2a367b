package io.github.rwkvsss.scan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Neighbours against a search over the whole grid. */
class TokenShiftTest {

	private static final int[][] GRIDS = { { 1, 1 }, { 1, 5 }, { 4, 1 }, { 3, 4 }, { 5, 5 }, { 1, 1, 1 }, { 2, 3, 4 }, { 3, 1,
		2 } };

	@ParameterizedTest
	@EnumSource
	void followsThePathAndListsTheOtherNeighboursInOrder(final ScanCurve curve) {
		for (final int[] grid : GRIDS) {
			final ScanOrder order = ScanOrder.of(curve, 1, true, grid);
			final int[] tokens = order.tokens();
			final int[] positions = order.positions();
			final int[][] neighbours = TokenShift.following(order, 0.25).neighbours();
			final int offPath = 2 * grid.length - 2;
			assertEquals(2 + offPath, neighbours.length);
			for (int t = 0; t < tokens.length; t++) {
				final int s = positions[t];
				final int before = s == 0 ? TokenShift.NONE : tokens[s - 1];
				final int after = s == tokens.length - 1 ? TokenShift.NONE : tokens[s + 1];
				assertEquals(before, neighbours[0][t]);
				assertEquals(after, neighbours[1][t]);
				final List<Integer> others = new ArrayList<>();
				for (final int neighbour : around(t, grid)) if (neighbour != TokenShift.NONE && neighbour != before &&
					neighbour != after) others.add(neighbour);
				for (int g = 0; g < offPath; g++) assertEquals(g < others.size() ? others.get(g) : TokenShift.NONE, neighbours[2 +
					g][t]);
			}
		}
	}

	@Test
	void plainShiftLooksBothWaysAlongEachAxis() {
		for (final int[] grid : GRIDS) {
			final int[][] neighbours = TokenShift.plain(grid).neighbours();
			for (int t = 0; t < neighbours[0].length; t++) for (int g = 0; g < neighbours.length; g++) assertEquals(around(t,
				grid)[g], neighbours[g][t]);
		}
	}

	/** Axis by axis, the lower neighbour before the higher: by comparing the coordinates of all tokens. */
	private static int[] around(final int token, final int[] grid) {
		int count = 1;
		for (final int extent : grid) count *= extent;
		final int[] around = new int[2 * grid.length];
		java.util.Arrays.fill(around, TokenShift.NONE);
		for (int other = 0; other < count; other++) {
			int axis = -1;
			int step = 0;
			int distance = 0;
			for (int d = grid.length - 1, p = token, q = other; d >= 0; p /= grid[d], q /= grid[d], d--) {
				final int along = q % grid[d] - p % grid[d];
				distance += Math.abs(along);
				if (along != 0) {
					axis = d;
					step = along;
				}
			}
			if (distance == 1) around[2 * axis + (step > 0 ? 1 : 0)] = other;
		}
		return around;
	}

	@Test
	void onPathNeighboursGetAnEighthEachAndOffPathOnesTheRest() {
		final TokenShift planes = TokenShift.following(ScanOrder.of(ScanCurve.HILBERT, 0, false, 4, 4), 0.25);
		assertArrayEquals(new int[] { 8, 16, 40, 64 }, planes.groupEnds(64));
		// C/8, C/8, then 3C/16 four times.
		final TokenShift volumes = TokenShift.following(ScanOrder.of(ScanCurve.HILBERT, 0, false, 2, 2, 2), 0.25);
		assertArrayEquals(new int[] { 8, 16, 28, 40, 52, 64 }, volumes.groupEnds(64));
		assertArrayEquals(new int[] { 16, 32, 48, 64 }, TokenShift.plain(3, 3).groupEnds(64));
		assertArrayEquals(new int[] { 8, 16, 24, 32, 40, 48 }, TokenShift.plain(3, 3, 3).groupEnds(48));
	}

	@Test
	void groupsCoverAnyNumberOfChannels() {
		for (int channels = 0; channels < 40; channels++) for (final double share : new double[] { 0, 0.25, 0.6, 1 }) {
			final int[] ends = TokenShift.following(ScanOrder.of(ScanCurve.SNAKE, 0, false, 3, 3), share).groupEnds(channels);
			for (int g = 1; g < ends.length; g++) assertEquals(true, ends[g] >= ends[g - 1]);
			assertEquals(channels, ends[ends.length - 1]);
		}
	}

	@Test
	void sharesOutOfRangeAreRefused() {
		final ScanOrder order = ScanOrder.of(ScanCurve.SNAKE, 0, false, 3, 3);
		assertThrows(IllegalArgumentException.class, () -> TokenShift.following(order, -0.1));
		assertThrows(IllegalArgumentException.class, () -> TokenShift.following(order, 1.1));
		assertThrows(IllegalArgumentException.class, () -> TokenShift.following(order, Double.NaN));
	}
}
