package io.github.rwkvsss.tile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory a program beside Java's heap can still get, which is where LibTorch's tensors lie. An estimate: other
 * programs take and give memory all the time.
 */
public final class FreeMemory {

	private static final Path MEMINFO = Path.of("/proc/meminfo");

	private FreeMemory() {}

	/** @return bytes; 0 if the system does not tell */
	public static long available() {
		if (!(ManagementFactory.getOperatingSystemMXBean() instanceof final com.sun.management.OperatingSystemMXBean system))
			return 0;
		final long free = system.getFreeMemorySize();
		final long total = system.getTotalMemorySize();
		if (Files.exists(MEMINFO)) {
			final long onHost = meminfo("MemAvailable:");
			// NB: within a container Java tells of the container, Linux of the host.
			final boolean contained = total < meminfo("MemTotal:");
			return onHost == 0 ? free : contained ? Math.min(free, onHost) : onHost;
		}
		// macOS counts as free only what nobody has used yet, and gives back the rest when asked.
		return System.getProperty("os.name", "").startsWith("Mac") ? Math.max(free, total / 4) : free;
	}

	private static long meminfo(final String field) {
		try {
			for (final String line : Files.readAllLines(MEMINFO)) {
				if (line.startsWith(field)) return 1024 * Long.parseLong(line.substring(field.length()).replace("kB", "").strip());
			}
			return 0;
		}
		catch (final IOException e) {
			return 0;
		}
	}
}
