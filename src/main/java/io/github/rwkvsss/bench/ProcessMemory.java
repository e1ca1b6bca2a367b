package io.github.rwkvsss.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Memory of this process as the operating system counts it, so that LibTorch's is included. Only Linux tells; elsewhere
 * nothing is measured.
 */
public final class ProcessMemory {

	private static final Path STATUS = Path.of("/proc/self/status");
	private static final Path CLEAR = Path.of("/proc/self/clear_refs");

	private ProcessMemory() {}

	/** @return resident bytes now; empty where it cannot be measured */
	public static OptionalLong resident() {
		return bytes("VmRSS:");
	}

	/** @return most resident bytes since the last {@link #resetPeak}; empty where it cannot be measured */
	public static OptionalLong peak() {
		return bytes("VmHWM:");
	}

	/** @return whether the peak begins anew from what is resident now */
	public static boolean resetPeak() {
		try {
			// Linux: 5 resets the high-water mark.
			Files.writeString(CLEAR, "5");
			return true;
		}
		catch (final IOException e) {
			return false;
		}
	}

	private static OptionalLong bytes(final String field) {
		try {
			for (final String line : Files.readAllLines(STATUS)) {
				if (line.startsWith(field)) return OptionalLong.of(1024 * Long.parseLong(line.substring(field.length()).replace(
					"kB", "").strip()));
			}
			return OptionalLong.empty();
		}
		catch (final IOException e) {
			return OptionalLong.empty();
		}
	}
}
