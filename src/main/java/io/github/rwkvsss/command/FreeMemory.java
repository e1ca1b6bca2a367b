package io.github.rwkvsss.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Memory that native code could take now. */
final class FreeMemory {

	private FreeMemory() {}

	/** @return bytes; 0 if the system does not tell */
	static long bytes() {
		final long available = available();
		if (available > 0) return available;
		return ManagementFactory.getOperatingSystemMXBean() instanceof final com.sun.management.OperatingSystemMXBean system
			? system.getFreeMemorySize() : 0;
	}

	/** What Linux could free by dropping cached files counts too. */
	private static long available() {
		final Path facts = Path.of("/proc/meminfo");
		if (!Files.isReadable(facts)) return 0;
		try (Stream<String> lines = Files.lines(facts)) {
			return lines.filter(line -> line.startsWith("MemAvailable:")).mapToLong(line -> 1024 * Long.parseLong(line
				.replaceAll("\\D", ""))).findFirst().orElse(0);
		}
		catch (final IOException e) {
			return 0;
		}
	}
}
