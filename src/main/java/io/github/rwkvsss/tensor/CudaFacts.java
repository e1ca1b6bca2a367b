package io.github.rwkvsss.tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import org.bytedeco.pytorch.global.torch;

/**
 * What stands between LibTorch and an NVIDIA GPU.
 *
 * @param system name of the operating system
 * @param inBuild whether LibTorch is its build for CUDA
 * @param missing why the CUDA part of that build did not load, such as a library of NVIDIA's that is not there; empty if it
 *          did, or there is none
 * @param driver whether a driver for NVIDIA GPUs is installed
 * @param devices GPUs that LibTorch can use
 */
public record CudaFacts(String system, boolean inBuild, String missing, boolean driver, int devices) {

	private static final String GUIDE = "docs/performance.md";

	/**
	 * @return the facts; the first call loads LibTorch
	 * @throws LinkageError if it cannot be loaded
	 */
	public static CudaFacts read() {
		final String system = System.getProperty("os.name", "");
		final boolean driver = Files.exists(Path.of("/proc/driver/nvidia/version")) || Files.exists(Path.of(String.valueOf(
			System.getenv("SystemRoot")), "System32", "nvcuda.dll"));
		if (!LibTorch.isForCuda()) return new CudaFacts(system, false, "", driver, 0);
		try (TensorScope scope = new TensorScope()) {
			// NB: hasCUDA tells of GPUs; whether the CUDA part is there shows in its runtime.
			if (!torch.getCUDAHooks().hasCUDART()) return new CudaFacts(system, true, whyNotLoaded(), driver, 0);
			return new CudaFacts(system, true, "", driver, torch.cuda_device_count());
		}
	}

	/** The binding passes over what does not load; the system tells why when asked again. */
	private static String whyNotLoaded() {
		final Path part = LibTorch.cudaPart();
		try {
			NativeLibrary.load(part);
			return "it loaded only when asked again";
		}
		catch (final UnsatisfiedLinkError e) {
			return reason(String.valueOf(e.getMessage()), part);
		}
	}

	/** @return the system's message without the path that it begins with */
	static String reason(final String message, final Path part) {
		final String path = part.toString();
		final int at = message.lastIndexOf(path);
		final String rest = at < 0 ? message : message.substring(at + path.length());
		return rest.replaceFirst("^[: ]+", "").lines().findFirst().orElse("no reason given");
	}

	/**
	 * Why nothing can be computed on a GPU.
	 *
	 * @param fact what is amiss
	 * @param advice what to do
	 */
	public record Obstacle(String fact, String advice) {

		@Override
		public String toString() {
			return fact + "; " + advice;
		}
	}

	/** @return why nothing can be computed on a GPU; empty if it can be */
	public Optional<Obstacle> obstacle() {
		return devices > 0 ? Optional.empty() : Optional.of(firstObstacle());
	}

	private Obstacle firstObstacle() {
		if (!existsForSystem()) return new Obstacle("CUDA does not exist for macOS", "use the CPU");
		if (!inBuild) return new Obstacle((driver ? "an NVIDIA driver is there, but this is" : "this is") +
			" LibTorch's build for processors only", "install its build for CUDA, see " + GUIDE + ", or use the CPU");
		if (!missing.isEmpty()) return new Obstacle("the CUDA part of LibTorch did not load (" + missing + ")",
			"install NVIDIA's libraries of CUDA 13 with cuDNN 9 and NCCL, see " + GUIDE + ", or use the CPU");
		if (!driver) return new Obstacle("no NVIDIA driver is installed", "install it, or use the CPU");
		return new Obstacle("LibTorch finds no NVIDIA GPU that it supports",
			"update the NVIDIA driver, the GPU must be of compute capability 7.5 or later; or use the CPU");
	}

	private boolean existsForSystem() {
		return !system.toLowerCase(Locale.ROOT).contains("mac");
	}

	/** @return whether somebody made an effort to compute on a GPU, so that it is worth telling if none is used */
	public boolean isPrepared() {
		return existsForSystem() && (inBuild || driver);
	}
}
