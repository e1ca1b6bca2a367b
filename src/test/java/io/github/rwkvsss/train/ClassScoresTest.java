package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.metric.Overlap;
import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.progress.Cancellation;

class ClassScoresTest {

	/** By hand: 2 b / (t + p) of each image that shows the class, or is given it. */
	@Test
	void anImageWithoutAClassDoesNotCountForIt() {
		final Overlap none = new Overlap(0, 0, 0);
		final List<Double> means = ClassScores.means(List.of(new Overlap[] { new Overlap(8, 8, 4), none, none }, new Overlap[] {
			new Overlap(6, 2, 2), new Overlap(0, 3, 0), none }), 3);
		assertEquals((0.5 + 0.5) / 2, means.get(0), 1e-12);
		assertEquals(0, means.get(1), 1e-12);
		assertTrue(means.get(2).isNaN());
	}

	/** The slices of a stack are one image, which is counted pixel by pixel here. */
	@Test
	void slicesOfAStackAreOneImage() throws IOException {
		final List<Sample> discs = Discs.draw(2, 32, 3);
		final List<Sample> slices = List.of(renamed(discs.get(0), "stack frame 1 slice 1"), renamed(discs.get(1),
			"stack frame 1 slice 2"));
		try (SegmentationModel model = new SegmentationModel(Models.semantic(1), SegmentationNetwork.build(Models.semantic(1)
			.network(), 3)))
		{
			final long[][] counts = new long[model.classes()][3];
			for (final Sample slice : slices) {
				final int[] truth = slice.classes();
				final int[] found = Validation.argmax(Validation.predict(model, slice, Cancellation.NEVER));
				for (int i = 0; i < truth.length; i++) {
					counts[truth[i]][0]++;
					counts[found[i]][1]++;
					if (truth[i] == found[i]) counts[found[i]][2]++;
				}
			}
			final List<Double> scores = ClassScores.of(model, slices, Cancellation.NEVER);
			for (int c = 0; c < counts.length; c++) {
				final double expected = counts[c][0] + counts[c][1] == 0 ? Double.NaN : 2.0 * counts[c][2] / (counts[c][0] +
					counts[c][1]);
				assertEquals(expected, scores.get(c), 1e-12);
			}
		}
	}

	private static Sample renamed(final Sample sample, final String name) {
		return new Sample(name, sample.image(), sample.target(), null, sample.channels(), sample.size());
	}
}
