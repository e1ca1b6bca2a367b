package io.github.rwkvsss.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.rwkvsss.tensor.CudaFacts;
import io.github.rwkvsss.tensor.LibTorchFacts;

/**
 * Which processors can compute.
 *
 * @param libTorch what LibTorch says
 * @param flags features that the system says the processor has; empty if it does not tell
 */
record DeviceCheck(LibTorchFacts libTorch, Set<String> flags) {

	private static final List<String> WIDEST = List.of("avx512f", "avx512dq", "avx512bw", "avx512vl");
	private static final List<String> WIDE = List.of("avx2", "fma");

	static DeviceCheck here(final LibTorchFacts libTorch) {
		return new DeviceCheck(libTorch, flags(Path.of("/proc/cpuinfo")));
	}

	/** @return the words of the line "flags" of a Linux system's description of its processors */
	static Set<String> flags(final Path description) {
		try {
			return Files.readAllLines(description).stream().filter(line -> line.startsWith("flags")).findFirst().map(
				line -> (Set<String>) new HashSet<>(Arrays.asList(line.substring(line.indexOf(':') + 1).strip().split("\\s+"))))
				.orElse(Set.of());
		}
		catch (final IOException e) {
			// Another system than Linux.
			return Set.of();
		}
	}

	List<Finding> findings() {
		return List.of(processor(), cuda());
	}

	/** The op library chooses among the same levels as LibTorch, by these features. */
	private Finding processor() {
		final String level = flags.containsAll(WIDEST) ? "AVX-512 (" + String.join(", ", WIDEST) + ")" : flags.containsAll(WIDE)
			? "AVX2 (" + String.join(", ", WIDE) + ")" : flags.isEmpty() ? "features not told by the system"
				: "neither AVX2 nor AVX-512";
		final String fact = level + "; LibTorch uses " + libTorch.cpuCapability();
		return flags.isEmpty() || flags.containsAll(WIDE) ? Finding.fine("CPU", fact) : Finding.note("CPU", fact,
			"Expect several times longer runs than on a processor of the last ten years; a virtual machine may hide the features.");
	}

	private Finding cuda() {
		final CudaFacts cuda = libTorch.cuda();
		if (cuda.devices() > 0) return Finding.fine("GPU", cuda.devices() + " CUDA device" + (cuda.devices() == 1 ? "" : "s"));
		final CudaFacts.Obstacle obstacle = cuda.obstacle().orElseThrow();
		final String fact = "none: " + obstacle.fact();
		final String advice = obstacle.advice();
		return cuda.isPrepared() ? Finding.note("GPU", fact, advice.substring(0, 1).toUpperCase(Locale.ROOT) + advice.substring(
			1) + ".") : Finding.fine("GPU", fact);
	}
}
