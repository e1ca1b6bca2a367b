package io.github.rwkvsss.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.network.NetworkConfig;

/** Variants are configurations of their own, and those of equal cost cost nearly as much. */
class EqualCostTest {

	private static final int EDGE = 64;

	/** A U-Net's operations by its formula: two convolutions per level, upsampling by a 2 x 2 kernel, 1 x 1 logits. */
	private static long unetOperations(final NetworkConfig config) {
		final List<Integer> w = config.widths();
		long macs = 0;
		for (int i = 0; i < w.size(); i++) {
			final long pixels = (long) (EDGE >> i) * (EDGE >> i);
			macs += 9 * pixels * w.get(i) * ((i == 0 ? config.inputChannels() : w.get(i - 1)) + w.get(i));
			if (i == w.size() - 1) continue;
			macs += 9 * pixels * w.get(i) * (2 * w.get(i) + w.get(i)) + pixels * w.get(i) * w.get(i + 1);
		}
		return macs + (long) EDGE * EDGE * w.get(0) * config.classes();
	}

	@Test
	void widthsOfEqualCostCostNearlyAsMuchAndNeverMore() {
		for (final String preset : List.of("tiny", "draft")) {
			final NetworkConfig base = NetworkConfig.preset(preset, 2, 1, 3);
			final EqualCost cost = new EqualCost(EDGE, EDGE);
			final NetworkConfig unet = Variant.UNET_OPERATIONS.of(base, cost);
			assertEquals(unetOperations(unet), cost.operations(unet));
			near(cost.operations(base), cost.operations(unet));
			near(cost.operations(base), cost.operations(Variant.CONVOLUTIONS_OPERATIONS.of(base, cost)));
			near(cost.parameters(base), cost.parameters(Variant.UNET_PARAMETERS.of(base, cost)));
		}
	}

	private static void near(final long wanted, final long got) {
		assertTrue(got <= wanted && got > 0.9 * wanted, got + " of " + wanted);
	}

	@Test
	void everyVariantIsAnotherNetwork() {
		final NetworkConfig base = NetworkConfig.preset("tiny", 2, 1, 3);
		final EqualCost cost = new EqualCost(EDGE, EDGE);
		final Set<NetworkConfig> seen = new HashSet<>();
		for (final Variant variant : Variant.values()) {
			final NetworkConfig config = variant.of(base, cost);
			// "tiny" has the convolutions already, and local windows of 2 up to stage 2.
			assertTrue(seen.add(config) || variant == Variant.DENSE, variant.title() + " is what another one is");
			assertEquals(base.classes(), config.classes());
		}
	}

	@Test
	void variantsAreFoundByTheirTitles() {
		assertEquals(List.of(Variant.FULL, Variant.NO_DECAY), Variant.listed("full, no-decay,full"));
		assertEquals(List.of(Variant.values()), Variant.listed("all"));
		final String refusal = assertThrows(IllegalArgumentException.class, () -> Variant.listed("full,softmax"))
			.getMessage();
		assertTrue(refusal.startsWith("there is no variant \"softmax\"; choose of all, full, convolutions-operations"), refusal);
	}
}
