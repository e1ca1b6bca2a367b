package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

class TrainingSettingsBuilderTest {

	@Test
	void whatIsSetStandsAndTheRestIsTheStandard() {
		final TrainingSettings settings = TrainingSettings.builder(3).steps(50).epochSteps(10).patch(List.of(16, 32, 32)).batch(
			2).learningRate(1e-4).warmup(5).weightDecay(0).averaging(0).foregroundShare(1).augmentation(Augmentation.none())
			.boundaryWeight(1).patience(3).validationImages(0).recompute(true).seed(9).hardShare(0.5).build();
		assertEquals(new TrainingSettings(50, 10, List.of(16, 32, 32), 2, 1e-4, 5, 0, 0, 1, Augmentation.none(), 1, 3, 0, true,
			9, 0.5), settings);
		assertEquals(TrainingSettings.standard(3), TrainingSettings.builder(3).build());
		assertEquals(TrainingSettings.standard(2).withSeed(9), TrainingSettings.builder(2).seed(9).build());
		assertEquals(settings, settings.toBuilder().build());
	}

	/** The warm-up is a quarter of a short training at most. */
	@Test
	void otherStepsBringTheirWarmUp() {
		assertEquals(TrainingSettings.builder(2).steps(40).epochSteps(10).warmup(10).build(), TrainingSettings.standard(2)
			.withSteps(40, 10));
	}

	@Test
	void whatIsOutOfRangeIsRefused() {
		assertEquals("training settings: batch is 0, but must be at least 1", assertThrows(IllegalArgumentException.class,
			() -> TrainingSettings.builder(2).batch(0).build()).getMessage());
	}
}
