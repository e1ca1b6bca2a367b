package io.github.rwkvsss.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.rwkvsss.tensor.LibTorchFacts;

/**
 * Which processors can compute.
 *
 * @param libTorch what LibTorch says
 * @param system name of the operating system
 * @param driver whether a driver for NVIDIA cards is installed
 * @param flags features that the system says the processor has; empty if it does not tell
 */
record DeviceCheck(LibTorchFacts libTorch, String system, boolean driver, Set<String> flags) {

	private static final List<String> WIDEST = List.of("avx512f", "avx512dq", "avx512bw", "avx512vl");
	private static final List<String> WIDE = List.of("avx2", "fma");

	static DeviceCheck here(final LibTorchFacts libTorch) {
		final boolean driver = Files.exists(Path.of("/proc/driver/nvidia/version")) || Files.exists(Path.of(String.valueOf(
			System.getenv("SystemRoot")), "System32", "nvcuda.dll"));
		return new DeviceCheck(libTorch, System.getProperty("os.name"), driver, flags(Path.of("/proc/cpuinfo")));
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
		final String level = flags.containsAll(WIDEST) ? "AVX-512 (" + String.join(", ", WIDEST) + ")" : flags.containsAll(
			WIDE) ? "AVX2 (" + String.join(", ", WIDE) + ")" : flags.isEmpty() ? "features not told by the system"
				: "neither AVX2 nor AVX-512";
		final String fact = level + "; LibTorch uses " + libTorch.cpuCapability();
		return flags.isEmpty() || flags.containsAll(WIDE) ? Finding.fine("CPU", fact) : Finding.note("CPU", fact,
			"Expect several times longer runs than on a processor of the last ten years; a virtual machine may hide the features.");
	}

	private Finding cuda() {
		if (libTorch.cudaDevices() > 0) return Finding.fine("GPU", libTorch.cudaDevices() + " CUDA device" + (libTorch
			.cudaDevices() == 1 ? "" : "s"));
		if (system.toLowerCase(Locale.ROOT).contains("mac")) return Finding.fine("GPU", "none: CUDA does not exist for macOS");
		if (!libTorch.cudaInBuild()) return driver ? Finding.note("GPU",
			"none: an NVIDIA driver is there, but this is LibTorch's build for processors only",
			"Install the GPU build of the plugin to use the card; all results are the same without it.") : Finding.fine("GPU",
				"none: no NVIDIA driver is installed, and this is LibTorch's build for processors only");
		return driver ? Finding.note("GPU", "none: LibTorch could use CUDA but found no card that it supports",
			"Update the NVIDIA driver; the card must be of compute capability 7.5 or later.") : Finding.note("GPU",
				"none: LibTorch could use CUDA but no NVIDIA driver is installed", "Install NVIDIA's driver, or ignore this if there is no NVIDIA card.");
	}
}
