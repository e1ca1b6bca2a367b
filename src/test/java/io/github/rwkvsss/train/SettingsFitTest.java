package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.network.NetworkConfig;

/** What is chosen where a user left it open. */
class SettingsFitTest {

	private static final long PLENTY = 64L << 30;
	private static final NetworkConfig TINY = NetworkConfig.preset("tiny", 2, 1, 3);

	/** Images of objects that are squares of an edge. */
	private static TrainingData images(final int count, final int edge, final int object) {
		final byte[] target = new byte[edge * edge];
		final int[] instances = new int[edge * edge];
		for (int i = 0; i < target.length; i++) if (i / edge < object && i % edge < object) {
			target[i] = 1;
			instances[i] = 1;
		}
		return new TrainingData(Collections.nCopies(count, new Sample("square", new float[edge * edge], target, instances, 1,
			new int[] { 1, edge, edge })), List.of(), List.of(), null, "squares", "nothing");
	}

	private static SettingsFit.Fitted fit(final TrainingData data, final NetworkConfig network, final long free) {
		return new SettingsFit(TrainingSettings.standard(2), EnumSet.allOf(SettingsFit.Open.class), free).to(data, network);
	}

	@Test
	void patchesFollowObjectsAndImages() {
		// Eight discs of the area of 18 x 18 pixels are 162 pixels wide: the next multiple of 32 is 192.
		assertEquals(List.of(192, 192), fit(images(3, 500, 18), TINY, PLENTY).settings().patch());
		assertEquals(List.of(256, 256), fit(images(3, 500, 100), TINY, PLENTY).settings().patch());
		assertEquals(List.of(128, 128), fit(images(3, 500, 3), TINY, PLENTY).settings().patch());
		// An image of 40 pixels fits into a patch of 64.
		assertEquals(List.of(64, 64), fit(images(3, 40, 18), TINY, PLENTY).settings().patch());
		assertEquals(List.of(32, 32), fit(images(3, 1, 1), TINY, PLENTY).settings().patch());
	}

	@Test
	void aStepSeesAboutAsManyPixelsWhateverThePatch() {
		assertEquals(4, fit(images(3, 500, 100), TINY, PLENTY).settings().batch());
		assertEquals(7, fit(images(3, 500, 18), TINY, PLENTY).settings().batch());
		assertEquals(16, fit(images(3, 40, 18), TINY, PLENTY).settings().batch());
	}

	@Test
	void stepsRiseWithTheAnnotation() {
		assertEquals(300, fit(images(1, 256, 40), TINY, PLENTY).settings().steps());
		// Of 32 images of 512 x 512 a step sees a 32nd, and 300 times the cube root of 32 is 952.
		final TrainingSettings many = fit(images(32, 512, 40), TINY, PLENTY).settings();
		assertEquals(960, many.steps());
		assertEquals(48, many.epochSteps());
	}

	@Test
	void whatMemoryDoesNotHoldIsCutDownAndSaid() {
		final SettingsFit.Fitted little = fit(images(3, 500, 100), NetworkConfig.preset("base", 2, 1, 3), 900L << 20);
		assertTrue(little.settings().recompute());
		assertTrue(little.settings().batch() < 4 && little.settings().batch() >= 1, little.toString());
		assertTrue(little.reasons().stream().anyMatch(line -> line.contains("0.9 GiB are free")), little.reasons().toString());
		final SettingsFit.Fitted unknown = fit(images(3, 500, 100), NetworkConfig.preset("base", 2, 1, 3), 0);
		assertEquals(4, unknown.settings().batch());
	}

	@Test
	void whatIsGivenStays() {
		final TrainingSettings given = TrainingSettings.standard(2).withPatches(List.of(64, 96), 3).withSteps(77, 11);
		final SettingsFit.Fitted fitted = SettingsFit.exactly(given).to(images(3, 500, 18), TINY);
		assertEquals(given, fitted.settings());
		assertEquals(List.of(), fitted.reasons());
		final SettingsFit half = new SettingsFit(given, EnumSet.of(SettingsFit.Open.STEPS), PLENTY);
		assertEquals(List.of(64, 96), half.to(images(3, 500, 18), TINY).settings().patch());
		assertEquals(1, half.to(images(3, 500, 18), TINY).reasons().size());
	}

	@Test
	void aTimeLimitCutsTheStepsSoThatTheLearningRateEnds() {
		final SettingsFit fit = new SettingsFit(TrainingSettings.standard(2), EnumSet.allOf(SettingsFit.Open.class), 0);
		final TrainingSettings whole = TrainingSettings.standard(2).withSteps(1000, 50);
		// 300 seconds, of which three quarters go to steps of half a second.
		assertEquals(450, fit.within(whole, 300, 0.5).settings().steps());
		assertEquals(1000, fit.within(whole, 300, 0.01).settings().steps());
		assertEquals(1000, SettingsFit.exactly(whole).within(whole, 300, 0.5).settings().steps());
	}

	@Test
	void aResumedTrainingKeepsWhatWasChosen() {
		final TrainingSettings saved = TrainingSettings.standard(2).withPatches(List.of(64, 64), 9).withSteps(123, 7);
		assertEquals(saved, new SettingsFit(TrainingSettings.standard(2), EnumSet.allOf(SettingsFit.Open.class), 0).as(saved));
	}
}
