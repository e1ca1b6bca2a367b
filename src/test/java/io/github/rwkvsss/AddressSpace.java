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
		assumeTrue(Files.exists(STATUS) && Files.isExecutable(Path.of(PRLIMIT)), "skipped: no " + PRLIMIT + ", or not Linux");
	}

	/**
	 * A Java that is to be limited, of which LibTorch is to run out of memory first: its heap and the space for its compiled
	 * code do not grow, its threads share one arena of the C library, and it does not warn.
	 *
	 * @param main its class
	 * @param heap in MiB, taken at its start
	 * @param arguments of main
	 * @return the process, not yet started
	 */
	public static ProcessBuilder process(final Class<?> main, final int heap, final Object... arguments) {
		final ProcessBuilder process = ChildJava.running(main, List.of("-Xms" + heap + "m", "-Xmx" + heap + "m",
			"-XX:TieredStopAtLevel=1", "-XX:InitialCodeCacheSize=48m", "-XX:ReservedCodeCacheSize=48m", "-Xlog:disable"),
			arguments);
		process.environment().put("MALLOC_ARENA_MAX", "1");
		return process;
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

	/** Ends this process at once: Java's orderly end takes memory, which it may be refused. */
	public static void leave() {
		System.out.flush();
		Runtime.getRuntime().halt(0);
	}
}
