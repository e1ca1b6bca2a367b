package io.github.rwkvsss.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

import io.github.rwkvsss.network.NetworkConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkCostTest {

	@ParameterizedTest
	@ValueSource(strings = { "tiny", "unet" })
	void modulesSumToTheWhole(final String preset) {
		final NetworkCost cost = NetworkCost.measure(NetworkConfig.preset(preset, 2, 1, 2), 64);
		assertEquals(cost.parameters(), cost.modules().stream().mapToLong(NetworkCost.Module::parameters).sum());
		assertTrue(cost.modules().stream().allMatch(module -> module.macs() > 0), cost.table());
		assertTrue(cost.table().lines().anyMatch(line -> line.startsWith("total")), cost.table());
	}

	@Test
	void operationsGrowWithTheArea() {
		final NetworkConfig tiny = NetworkConfig.preset("tiny", 2, 1, 2);
		final double small = NetworkCost.measure(tiny, 64).macs();
		assertEquals(4, NetworkCost.measure(tiny, 128).macs() / small, 0.1);
	}

	@Test
	void memoryIsMeasuredWhereLinuxTellsIt() {
		final boolean told = Files.isWritable(Path.of("/proc/self/clear_refs"));
		assertEquals(told, NetworkCost.measure(NetworkConfig.preset("tiny", 2, 1, 2), 128).peak().isPresent());
		if (!told) return;
		assertTrue(ProcessMemory.resetPeak());
		final long before = ProcessMemory.peak().getAsLong();
		// Outside the Java heap, which may have these pages already.
		final java.nio.ByteBuffer touched = java.nio.ByteBuffer.allocateDirect(200 << 20);
		for (int i = 0; i < touched.capacity(); i += 4096) touched.put(i, (byte) 1);
		assertTrue(ProcessMemory.peak().getAsLong() - before > 100 << 20, "200 MiB more should be seen");
	}
}
