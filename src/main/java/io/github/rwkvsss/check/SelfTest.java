package io.github.rwkvsss.check;

import java.util.Locale;

import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.ops.BlockOps;

/** Segments a small drawn image with both implementations of the operations and compares. */
final class SelfTest {

	private static final int EDGE = 96;
	/** Forms add in different orders; in probabilities that may show in the fifth digit. */
	private static final float TOLERANCE = 1e-3f;

	private SelfTest() {}

	/**
	 * @param model 2D; how it runs is back to its preset afterwards
	 * @param first implementation of the operations
	 * @param second form to compare with
	 */
	static Finding compare(final SegmentationModel model, final BlockOps first, final BlockOps second) {
		final long start = System.nanoTime();
		return finding(first.form() + " and " + second.form(), difference(predict(model, first), predict(model, second)), start,
			"Start Java with -Drwkvsss.portable=true, and report this with the name of your processor.");
	}

	/**
	 * @param model 2D
	 * @param other the same model on another device
	 */
	static Finding compare(final SegmentationModel model, final SegmentationModel other) {
		final long start = System.nanoTime();
		return finding(model.network().device() + " and " + other.network().device(), difference(predict(model, model.preset()
			.ops()), predict(other, other.preset().ops())), start,
			"Choose device=cpu, and report this with the name of your GPU.");
	}

	private static Finding finding(final String what, final float difference, final long start, final String advice) {
		final String fact = String.format(Locale.ROOT,
			"a drawn image of %d x %d pixels, %s: probabilities differ by %.1e at most, in %.1f s", EDGE, EDGE, what, difference,
			(System.nanoTime() - start) / 1e9);
		return difference <= TOLERANCE ? Finding.fine("self-test", fact) : Finding.broken("self-test", fact, advice);
	}

	private static float[] predict(final SegmentationModel model, final BlockOps ops) {
		model.use(model.preset().with(ops));
		try {
			return model.predict(new float[][] { discs(model.inputChannels()) }, EDGE, EDGE)[0];
		}
		finally {
			model.use(model.preset());
		}
	}

	/** Largest difference; infinite where a value is not a number. */
	static float difference(final float[] one, final float[] other) {
		float largest = 0;
		for (int i = 0; i < one.length; i++) {
			final float apart = Math.abs(one[i] - other[i]);
			if (Float.isNaN(apart)) return Float.POSITIVE_INFINITY;
			largest = Math.max(largest, apart);
		}
		return largest;
	}

	private static float[] discs(final int channels) {
		final float[] pixels = new float[channels * EDGE * EDGE];
		for (int i = 0; i < pixels.length; i++) {
			final double x = i % EDGE % 32 - 16;
			final double y = i / EDGE % EDGE % 32 - 16;
			pixels[i] = (float) (1 / (1 + Math.exp(Math.hypot(x, y) - 9)));
		}
		return pixels;
	}
}
