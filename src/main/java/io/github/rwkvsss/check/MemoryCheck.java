package io.github.rwkvsss.check;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Memory of the machine and what Java leaves of it. LibTorch works outside of Java's heap: what the heap may take, it
 * cannot have.
 *
 * @param physical bytes of the machine, or of the container; 0 if unknown
 * @param free bytes that nobody uses now; 0 if unknown
 * @param heap bytes that Java may take
 * @param binding resident bytes above which JavaCPP refuses to allocate; 0 for no limit
 */
record MemoryCheck(long physical, long free, long heap, long binding) {

	/** A tile of 512 pixels and the libraries themselves; below, even small images are at risk. */
	private static final long LITTLE = 1L << 30;

	static MemoryCheck here(final long binding) {
		final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
		final long heap = Runtime.getRuntime().maxMemory();
		if (system instanceof final com.sun.management.OperatingSystemMXBean more) return new MemoryCheck(more
			.getTotalMemorySize(), more.getFreeMemorySize(), heap, binding);
		return new MemoryCheck(0, 0, heap, binding);
	}

	List<Finding> findings() {
		final List<Finding> findings = new ArrayList<>();
		if (physical == 0) findings.add(Finding.fine("memory", "Java may take " + gib(heap) +
			"; how much the machine has is unknown"));
		else {
			final long left = physical - heap;
			final String fact = gib(physical) + ", " + gib(free) + " unused now; Java may take " + gib(heap) + ", which leaves " +
				gib(Math.max(0, left)) + " for LibTorch";
			findings.add(left >= LITTLE ? Finding.fine("memory", fact) : Finding.note("memory", fact,
				"Lower Java's share in Edit > Options > Memory & Threads to about half of the machine's memory, and restart."));
		}
		if (binding > 0 && binding < 2 * LITTLE) findings.add(Finding.note("memory limit",
			"JavaCPP refuses to allocate once the program uses " + gib(binding),
			"Start Java with -Dorg.bytedeco.javacpp.maxPhysicalBytes=0, or with a larger heap."));
		return findings;
	}

	private static String gib(final long bytes) {
		return String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
	}
}
