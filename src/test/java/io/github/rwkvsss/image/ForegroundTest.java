package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

/** What 1 and 255 mean in a folder of label images. */
class ForegroundTest {

	private static LabelImage labels(final int... values) {
		return LabelImage.of("labels", new long[] { 1, 1, 1, values.length }, values);
	}

	private static int value(final LabelImage... sources) {
		final Foreground foreground = new Foreground();
		for (final LabelImage source : sources) foreground.add(source);
		return foreground.value();
	}

	@Test
	void masksHaveOneForeground() {
		assertEquals(255, value(labels(0, 255), labels(0, 0), labels(0, 1).asOneBit()));
		assertEquals(1, value(labels(0, 1), labels(1, 1).asOneBit()));
		assertEquals(255, value(labels(255)));
		assertEquals(0, value(labels(0, 0)));
	}

	@Test
	void classesStayApart() {
		assertEquals(0, value(labels(0, 1), labels(0, 255)));
		assertEquals(0, value(labels(0, 1, 2), labels(0, 1).asOneBit(), labels(0, 255)));
		assertEquals(0, value(labels(0, 7)));
	}

	@Test
	void changesMasksOnly() {
		assertArrayEquals(new int[] { 0, 255, -1 }, Foreground.as(labels(0, 1, -1), 255).plane(0, 0));
		assertArrayEquals(new int[] { 0, 1 }, Foreground.as(labels(0, 255), 1).plane(0, 0));
		assertArrayEquals(new int[] { 0, 1, 2 }, Foreground.as(labels(0, 1, 2), 255).plane(0, 0));
		assertArrayEquals(new int[] { 0, 1 }, Foreground.as(labels(0, 1), 0).plane(0, 0));
		assertEquals(255, Foreground.of(List.of(0, 255)));
		assertEquals(1, Foreground.of(List.of(0, 1)));
		assertEquals(0, Foreground.of(List.of(0, 1, 255)));
	}
}
