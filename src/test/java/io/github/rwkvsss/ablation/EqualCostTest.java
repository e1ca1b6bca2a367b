package io.github.rwkvsss.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.tensor.Threads;

/** Variants are configurations of their own, and those of equal cost cost nearly as much. */
class EqualCostTest {

	private static final int EDGE = 64;
	private static final NetworkConfig BASE = NetworkConfig.preset("tiny", 2, 1, 3);
	/** Shared: it remembers what was counted. */
	private static final EqualCost COST = new EqualCost(EDGE, EDGE);

	/** Small operations gain nothing from threads, and wait for each other where tests share a machine. */
	@BeforeAll
	static void oneThread() {
		Threads.use(1);
	}

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
		final NetworkConfig unet = Variant.UNET_OPERATIONS.of(BASE, COST);
		assertEquals(unetOperations(unet), COST.operations(unet));
		near(COST.operations(BASE), COST.operations(unet));
		near(COST.operations(BASE), COST.operations(Variant.CONVOLUTIONS_OPERATIONS.of(BASE, COST)));
		near(COST.parameters(BASE), COST.parameters(Variant.UNET_PARAMETERS.of(BASE, COST)));
	}

	private static void near(final long wanted, final long got) {
		assertTrue(got <= wanted && got > 0.9 * wanted, got + " of " + wanted);
	}

	@Test
	void everyVariantIsAnotherNetwork() {
		final Set<NetworkConfig> seen = new HashSet<>();
		for (final Variant variant : Variant.values()) {
			final NetworkConfig config = variant.of(BASE, COST);
			// "tiny" has the convolutions already, and local windows of 2 up to stage 2.
			assertTrue(seen.add(config) || variant == Variant.DENSE, variant.title() + " is what another one is");
			assertEquals(BASE.classes(), config.classes());
		}
	}

	@Test
	void theEvidencePageNamesThemAll() throws IOException {
		final String page = Files.readString(Path.of("docs", "evidence.md"));
		for (final Variant variant : Variant.values()) {
			final String row = "| `" + variant.title() + "` | " + variant.words() + " |";
			assertTrue(page.contains(row), row);
		}
	}

	@Test
	void variantsAreFoundByTheirTitles() {
		assertEquals(List.of(Variant.FULL, Variant.NO_DECAY), Variant.listed("full, no-decay,full"));
		assertEquals(List.of(Variant.values()), Variant.listed("all"));
		final String refusal = assertThrows(IllegalArgumentException.class, () -> Variant.listed("full,softmax")).getMessage();
		assertTrue(refusal.startsWith("there is no variant \"softmax\"; choose of all, full, convolutions-operations"),
			refusal);
	}
}
