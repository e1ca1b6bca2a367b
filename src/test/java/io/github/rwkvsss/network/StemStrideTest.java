package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stride of the stem for kinds of volumes that are known from practice. */
class StemStrideTest {

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "'hippocampus, 1 mm',           1 1 1,       36 51 35,    2 2 2", //
		"'brain, 1 mm',                 1 1 1,       155 240 240, 4 4 4", //
		"'CT, 0.8 x 0.8 x 1 mm',        1 0.8 0.8,   300 512 512, 4 4 4", //
		"'CT, 0.8 x 0.8 x 2.5 mm',      2.5 0.8 0.8, 150 512 512, 2 4 4", //
		"'prostate, 0.6 x 0.6 x 3.7 mm', 3.7 0.6 0.6, 20 320 320, 1 4 4", //
		"'heart, 1.25 x 1.25 x 10 mm',  10 1.25 1.25, 10 60 60,   1 2 2", //
		"'few slices, isotropic',       1 1 1,       20 256 256,  2 4 4", //
		"'small and anisotropic',       3 1 1,       40 50 50,    1 2 2", //
		"'thin slices',                 0.5 1 1,     100 256 256, 4 4 4" })
	void suitsTheVolumes(final String kind, final String spacing, final String extents, final String expected) {
		final double[] lengths = Arrays.stream(spacing.split(" ")).mapToDouble(Double::parseDouble).toArray();
		final int[] voxels = Arrays.stream(extents.split(" ")).mapToInt(Integer::parseInt).toArray();
		final List<Integer> stride = StemStride.of(lengths, voxels);
		assertEquals(expected, stride.stream().map(String::valueOf).collect(Collectors.joining(" ")), kind);
		// What the rule gives, a network can be built with.
		NetworkConfig.preset("tiny", 3, 1, 2).withStemStride(stride);
	}

	@Test
	void refusesWhatIsNoVolume() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> StemStride.of(new double[] { 1, 1 }, new int[] { 9, 9 }))
			.getMessage().contains("three axes"));
		assertThrows(IllegalArgumentException.class, () -> StemStride.of(new double[] { 1, 0, 1 }, new int[] { 9, 9, 9 }));
		assertThrows(IllegalArgumentException.class, () -> StemStride.of(new double[] { 1, Double.NaN, 1 }, new int[] { 9, 9,
			9 }));
	}
}
