package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.scan.ScanCurve;

class NetworkConfigBuilderTest {

	/** The draft's numbers: C0 = 64 doubled per stage, a stem of stride 4, windows of 8, every value by hand. */
	@Test
	void whatIsSetStandsAndTheRestIsThePresets() {
		final NetworkConfig draft = NetworkConfig.builder(Architecture.RWKV_SSS, 2).inputChannels(3).classes(4).widths(List.of(
			64, 128, 256, 512)).encoderBlocks(List.of(1, 1, 2, 1)).build();
		assertEquals(new NetworkConfig(Architecture.RWKV_SSS, 2, 3, 4, List.of(64, 128, 256, 512), List.of(1, 1, 2, 1), List.of(
			1, 1, 0), List.of(4, 4), 8, 2, ScanCurve.HILBERT, 0.25, false, 0, 4, 16, 2, DenseConvolutions.NONE,
			NetworkDesign.DRAFTS), draft);
		assertEquals(draft, NetworkConfig.preset("draft", 2, 3, 4));
	}

	@Test
	void aBuilderOfAConfigurationChangesOneThing() {
		for (final String preset : List.of("tiny", "base", "draft", "unet")) for (final int dimensions : new int[] { 2, 3 }) {
			final NetworkConfig config = NetworkConfig.preset(preset, dimensions, 2, 3);
			assertEquals(config, config.toBuilder().build());
			assertEquals(5, config.toBuilder().classes(5).build().classes());
			assertEquals(config, config.toBuilder().classes(5).build().withClasses(3));
		}
	}

	@Test
	void whatIsOutOfRangeIsRefused() {
		assertEquals("network configuration: classes is 1, but must be at least 2", assertThrows(IllegalArgumentException.class,
			() -> NetworkConfig.builder(Architecture.RWKV_SSS, 2).classes(1).build()).getMessage());
	}
}
