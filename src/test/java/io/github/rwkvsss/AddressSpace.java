package io.github.rwkvsss;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lets Linux refuse memory to a process, LibTorch's own allocator included. */
public final class AddressSpace {

	private static final Path STATUS = Path.of("/proc/self/status");
	private static final String PRLIMIT = "/usr/bin/prlimit";

	private AddressSpace() {}

	/** Skips a test where no limit can be set. */
	public static void assumeLimits() {
		assumeTrue(Files.exists(STATUS) && Files.isExecutable(Path.of(PRLIMIT)), "skipped: no " + PRLIMIT +
			", or not Linux");
	}

	/**
	 * @param heap of the process, in MiB, taken at its start
	 * @return options for a Java that is to be limited: a heap that does not grow, and no compilers, which take memory at
	 *         any time and end the process where they are refused it. It is LibTorch that is to run out.
	 */
	public static List<String> options(final int heap) {
		return List.of("-Xms" + heap + "m", "-Xmx" + heap + "m", "-Xint");
	}

	/** Lets this process grow by so many MiB only, from now on. */
	public static void limit(final long mebibytes) throws IOException, InterruptedException {
		long now = 0;
		for (final String line : Files.readAllLines(STATUS)) if (line.startsWith("VmSize:")) now = 1024 * Long.parseLong(line
			.replaceAll("\\D", ""));
		final Process set = new ProcessBuilder(PRLIMIT, "--pid", Long.toString(ProcessHandle.current().pid()), "--as=" + (now +
			(mebibytes << 20))).inheritIO().start();
		if (set.waitFor() != 0) throw new IOException("the limit could not be set");
	}
}
