package io.github.rwkvsss.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The simulation against what can be computed by hand. */
class ScaleSimulationTest {

	@Test
	void oneWorkerTakesTheSumAndNobodyIsFasterThanTheirShare() {
		final ScaleSimulation even = new ScaleSimulation(10, 0);
		final ScaleSimulation.Result one = even.run(1000, 1, ScaleSimulation.Sharing.ONE_SHARD_EACH, 3);
		assertEquals(10_000, one.busy(), 1e-6);
		assertEquals(10_006 + one.lost(), one.seconds(), 1e-6);
		for (final ScaleSimulation.Sharing sharing : ScaleSimulation.Sharing.values()) {
			final ScaleSimulation.Result many = even.run(1000, 100, sharing, 3);
			assertTrue(many.seconds() >= many.busy() / 100, sharing + " " + many);
		}
	}

	/** A straggler's shard is the last of all; smaller shares leave less to it. */
	@Test
	void smallerSharesWaitLessForStragglers() {
		final ScaleSimulation simulation = new ScaleSimulation(12, 0.2);
		final double shard = simulation.run(100_000, 1000, ScaleSimulation.Sharing.ONE_SHARD_EACH, 1).seconds();
		final double eight = simulation.run(100_000, 1000, ScaleSimulation.Sharing.EIGHT_SHARDS_EACH, 1).seconds();
		final double block = simulation.run(100_000, 1000, ScaleSimulation.Sharing.BLOCK_BY_BLOCK, 1).seconds();
		assertTrue(shard > eight && eight > block, shard + " " + eight + " " + block);
	}
}
