package io.github.rwkvsss.ops;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import org.bytedeco.javacpp.Loader;

import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.CudaFacts;
import io.github.rwkvsss.tensor.LibTorch;
import io.github.rwkvsss.tensor.NativeLibrary;

/**
 * Loads the op library once, and its part for NVIDIA GPUs where there is one.
 * <p>
 * Search order: the file named by the system property {@code rwkvsss.library}, for GPUs {@code rwkvsss.cuda.library};
 * the class path, see {@link NativeLibrary}. With the property {@code rwkvsss.portable=true} nothing is loaded. That the
 * library is not there is not an error: {@link #status} tells why, and the portable implementation serves.
 * </p>
 */
public final class OpLibrary {

	private static final String NATIVE = "native: ";
	private static final String NONE = "none: ";

	private static final String STATUS;
	private static final boolean LOADED;
	private static String cudaStatus;

	static {
		String status;
		boolean loaded = false;
		try {
			// LibTorch first: the library needs its symbols, under the name by which it is loaded already.
			LibTorch.load();
			if (Boolean.getBoolean("rwkvsss.portable")) status = "portable: asked for by rwkvsss.portable";
			else {
				final String given = System.getProperty("rwkvsss.library");
				final Path file = given == null ? NativeLibrary.load("rwkv_sss") : NativeLibrary.load(Path.of(given));
				loaded = file != null;
				status = loaded ? NATIVE + file : "portable: no op library for " + Loader.getPlatform() + " in this build";
			}
		}
		catch (final IOException | UnsatisfiedLinkError e) {
			status = "portable: the op library did not load (" + e.getMessage() + ")";
		}
		STATUS = status;
		LOADED = loaded;
	}

	private OpLibrary() {}

	/** @return whether the native implementation can be used */
	public static boolean isLoaded() {
		return LOADED;
	}

	/** @return "native: file" or "portable: reason" */
	public static String status() {
		return STATUS;
	}

	/** @return whether the native implementation can be used on a device */
	public static boolean serves(final ComputeDevice device) {
		return LOADED && (device.isCpu() || device.isCuda() && withoutCuda().isEmpty());
	}

	/** @return why the native implementation cannot be used on NVIDIA GPUs; empty if it can */
	public static Optional<String> withoutCuda() {
		return cudaStatus().startsWith(NATIVE) ? Optional.empty() : Optional.of(cudaStatus().substring(NONE.length()));
	}

	/** @return of the library with the form for NVIDIA GPUs, loaded only where there is a GPU, "native: file" or "none: reason" */
	public static synchronized String cudaStatus() {
		if (cudaStatus == null) cudaStatus = loadCuda();
		return cudaStatus;
	}

	private static String loadCuda() {
		final Optional<String> hindrance = hindrance(STATUS, CudaFacts.read());
		if (hindrance.isPresent()) return NONE + hindrance.get();
		try {
			final String given = System.getProperty("rwkvsss.cuda.library");
			final Path file = given == null ? NativeLibrary.load("rwkv_sss_cuda") : NativeLibrary.load(Path.of(given));
			return file == null ? NONE + "this build has no library rwkv_sss_cuda for " + Loader.getPlatform() : NATIVE + file;
		}
		catch (final IOException | UnsatisfiedLinkError e) {
			return NONE + "the library rwkv_sss_cuda did not load (" + e.getMessage() + ")";
		}
	}

	/**
	 * @param status of the library for the CPU, which declares what the one for GPUs implements
	 * @return why the latter is not even tried; empty if it is
	 */
	static Optional<String> hindrance(final String status, final CudaFacts cuda) {
		return status.startsWith(NATIVE) ? cuda.obstacle().map(CudaFacts.Obstacle::toString) : Optional.of(status);
	}
}
