package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.network.SegmentationNetwork;

class ReplayMixTest {

	private static double shareOf(final List<Sample> some, final List<Sample> mix) {
		return mix.stream().filter(some::contains).count() / (double) mix.size();
	}

	@Test
	void patchesAreOfBeforeAsOftenAsTheShareSays() {
		final List<Sample> one = Discs.draw(1, 16, 1);
		final List<Sample> many = Discs.draw(7, 16, 2);
		for (final double share : new double[] { 0.1, 0.3, 0.5, 0.9 }) {
			assertEquals(share, shareOf(many, ReplayMix.of(one, many, share)), 0.04, "seven of before, " + share);
			assertEquals(share, shareOf(one, ReplayMix.of(many, one, share)), 0.04, "one of before, " + share);
			assertTrue(ReplayMix.of(one, many, share).containsAll(many));
		}
		assertSame(one, ReplayMix.of(one, many, 0));
		assertSame(one, ReplayMix.of(one, List.of(), 0.5));
		assertSame(many, ReplayMix.of(List.of(), many, 0.5));
	}

	/** What is drawn in training is the mix: nothing chooses images but by their place in it. */
	@Test
	void trainingDrawsFromTheMix() {
		final List<Sample> fresh = Discs.draw(1, 16, 1);
		final List<Sample> before = Discs.draw(3, 16, 2);
		final List<Sample> mix = ReplayMix.of(fresh, before, 0.5);
		final TrainingSettings settings = TrainingSettings.standard(2).withPatches(List.of(16, 16), 1);
		final PatchSampler sampler = new PatchSampler(mix, settings);
		int ofBefore = 0;
		for (int step = 0; step < 400; step++) if (before.contains(mix.get(sampler.draw(step, 0, new float[256],
			new long[256])))) ofBefore++;
		assertEquals(0.5, ofBefore / 400.0, 0.1);
	}

	/** An object of 64 pixels across is brought to the model's 16; one of 20 is taken as it is, within the model's tolerance. */
	@Test
	void imagesComeToTheNetworkAsWhenItSegments() {
		try (SegmentationModel model = new SegmentationModel(Models.instances().withDiameter(16.0, 2.0, null),
			SegmentationNetwork.build(Models.instances().network(), 1)))
		{
			final FineTuning tuning = new FineTuning(model, TrainingSettings.standard(2));
			tuning.learn(square(57));
			tuning.replay(square(18));
			tuning.replayShare(0.5);
			final List<Sample> samples = tuning.samples();
			assertEquals(List.of(25, 100), samples.stream().map(sample -> sample.size()[1]).distinct().sorted().toList());
			assertThrows(IllegalArgumentException.class, () -> tuning.replayShare(1));
		}
	}

	/** @return 100 x 100 pixels with a square; a disc of its area is 1.13 times as wide */
	private static AnnotatedImage square(final int edge) {
		final LabelImage labels = LabelImage.allocate("square", 1, 1, 100, 100);
		for (int y = 0; y < edge; y++) for (int x = 0; x < edge; x++) labels.plane(0)[y * 100 + x] = 1;
		return new AnnotatedImage(PixelSource.of("square", 1, new long[] { 1, 1, 100, 100 }, (min, size, into) -> {}), labels);
	}
}
