package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.predict.Flips;

class SegmentationSettingsBuilderTest {

	@Test
	void whatIsSetStandsAndTheRestIsTheDefault() {
		final SegmentationSettings settings = SegmentationSettings.builder().channels(ChannelChoice.of("2")).results(Set.of(
			ResultKind.TABLE)).tile(64).flips(Flips.ALL).foregroundThreshold(0.4).prominence(0.3).minimumSize(7).diameter(21)
			.dimObjects(DimObjects.SOUGHT).slicing(Slicing.STORED).shapeFeatures(true).borderObjects(false).level(
				LevelChoice.FINEST).build();
		assertEquals(new SegmentationSettings(ChannelChoice.of("2"), Set.of(ResultKind.TABLE), 64, Flips.ALL, 0.4, 0.3, 7, 21,
			DimObjects.SOUGHT, Slicing.STORED, true, false, LevelChoice.FINEST), settings);
		assertEquals(settings, settings.toBuilder().build());
		assertEquals(SegmentationSettings.DEFAULT, SegmentationSettings.builder().build());
		assertEquals(SegmentationSettings.DEFAULT.withTile(96), SegmentationSettings.builder().tile(96).build());
		assertEquals("channels= results=labels tile=0 flips=false foreground_threshold=0.0 prominence=0.0 minimum_size=0 " +
			"diameter=0.0 dim_objects=false slices=stored", SegmentationSettings.DEFAULT.text());
	}

	@Test
	void withoutAResultThereAreNoSettings() {
		assertThrows(IllegalArgumentException.class, () -> SegmentationSettings.builder().results(Set.of()).build());
	}
}
