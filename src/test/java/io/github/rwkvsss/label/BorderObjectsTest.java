package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.LabelImage;

class BorderObjectsTest {

	@Test
	void ofAPlane() {
		final int[] plane = { //
			1, 0, 0, 0, 0, //
			1, 0, 3, 3, 0, //
			0, 0, 0, 0, 0, //
			0, 6, 0, 5, 0, //
			0, 0, 0, 5, 0 };
		final BorderObjects left = BorderObjects.without(LabelImage.of("p", new long[] { 1, 1, 5, 5 }, plane));
		assertEquals(List.of(3, 6), left.kept());
		assertArrayEquals(new int[] { //
			0, 0, 0, 0, 0, //
			0, 0, 1, 1, 0, //
			0, 0, 0, 0, 0, //
			0, 2, 0, 0, 0, //
			0, 0, 0, 0, 0 }, left.labels().plane(0));
	}

	/** Of a volume the first and the last slice are border, too. */
	@Test
	void ofAVolume() {
		final int[] middle = { 0, 0, 0, 0, 2, 0, 0, 0, 0 };
		final int[] end = { 0, 0, 0, 0, 1, 0, 0, 0, 0 };
		final int[] both = { 0, 0, 0, 0, 1, 0, 0, 0, 0 };
		final LabelImage volume = LabelImage.of("v", new long[] { 1, 4, 3, 3 }, new int[9], middle, both, end);
		final BorderObjects left = BorderObjects.without(volume);
		assertEquals(List.of(2), left.kept());
		assertArrayEquals(new int[] { 0, 0, 0, 0, 1, 0, 0, 0, 0 }, left.labels().plane(1));
		assertArrayEquals(new int[9], left.labels().plane(2));
	}
}
