package io.github.rwkvsss.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.unpack.LibrarySet;
import io.github.rwkvsss.unpack.LoadingMark;
import io.github.rwkvsss.unpack.NativesFolder;
import io.github.rwkvsss.unpack.TemporaryLeftovers;

/**
 * Loads LibTorch so that its threads wait asleep. Whatever makes the first native object calls {@link #load} first;
 * {@link TensorScope} does.
 * <p>
 * NB: LibTorch computes with two pools of threads, OpenBLAS's for matrix products and OpenMP's for the rest. Left alone
 * each waits by keeping its processor busy, which the other one's threads need: on two processors, a training step of
 * base took 3.3 s, 0.76 with one thread, 0.49 with two that sleep ({@code bench network=base size=512 threads=2}). Both
 * read once, as they are loaded, how they are to wait, from the environment; a small library of ours sets it for
 * that time. Where that cannot be, OpenBLAS is kept to one thread.
 * </p>
 */
public final class LibTorch {

	/** JavaCPP's property for {@link LibTorchFacts#bindingLimit}. */
	static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

	private static boolean loaded;
	private static String spinning;
	private static String binding;
	private static boolean forCuda;

	private LibTorch() {}

	/**
	 * Loads it, the first time.
	 *
	 * @throws LinkageError if it cannot be loaded
	 */
	public static void load() {
		try {
			load(Progress.NONE, Cancellation.NEVER);
		}
		catch (final IOException e) {
			throw (UnsatisfiedLinkError) new UnsatisfiedLinkError(e.getMessage()).initCause(e);
		}
	}

	/**
	 * Loads it, the first time; unpacks it before that where it is not unpacked yet.
	 *
	 * @param progress of the unpacking
	 * @param cancellation asked while it is unpacked
	 * @throws IOException in one sentence if it cannot be unpacked; another call tries again
	 * @throws LinkageError if it cannot be loaded
	 */
	public static synchronized void load(final Progress progress, final Cancellation cancellation) throws IOException {
		if (loaded) return;
		// NB: asked first also because Java remembers the environment as it finds it then.
		final boolean settled = System.getenv("OPENBLAS_THREAD_TIMEOUT") != null;
		TemporaryLeftovers.remove(Path.of(System.getProperty("java.io.tmpdir")));
		final JavaCppLibraries libraries = JavaCppLibraries.find();
		final NativesFolder natives = NativesFolder.chosen();
		final Path folder = natives.take(libraries.set(), progress, cancellation);
		try (LoadingMark mark = natives.markLoading()) {
			libraries.register(folder);
			liftMemoryLimit();
			final String hindrance = sleep();
			try {
				libraries.load(folder);
				binding = Loader.load(torch.class);
			}
			finally {
				if (hindrance == null) restoreEnvironment();
			}
			spinning = settled ? null : hindrance;
		}
		forCuda = libraries.isForCuda();
		// Numbers stay float32 on GPUs, too: convolutions would else round theirs to ten bits of fraction.
		torch.globalContext().setAllowTF32CuDNN(false);
		loaded = true;
		Threads.bound();
	}

	/**
	 * @return what has to be unpacked for it here
	 * @throws IOException in one sentence if a jar cannot be read
	 */
	public static LibrarySet libraries() throws IOException {
		return JavaCppLibraries.find().set();
	}

	/** @return why OpenBLAS's threads wait by spinning, and it is therefore kept to one; null if they sleep */
	public static synchronized String spinning() {
		load();
		return spinning;
	}

	/** @return whether it is the build for CUDA */
	static synchronized boolean isForCuda() {
		load();
		return forCuda;
	}

	/** @return whether LibTorch can use the GPU of this Mac; its builds for macOS hold what that takes */
	static boolean hasMps() {
		load();
		return torch.hasMPS();
	}

	/** @return where the CUDA part of such a build lies: beside the binding */
	static synchronized Path cudaPart() {
		load();
		return Path.of(binding).resolveSibling(System.mapLibraryName("torch_cuda"));
	}

	/**
	 * JavaCPP refuses native memory when the process takes four times the Java heap's maximum, which has little to do with
	 * what the machine has, and to know it reads a file of the system for every native object: half of what a call of an
	 * operation costs. Without effect where the user chose a limit or another plugin has loaded JavaCPP before.
	 */
	private static void liftMemoryLimit() {
		if (System.getProperty(MEMORY_LIMIT) != null || System.getProperty(MEMORY_LIMIT.toLowerCase(Locale.ROOT)) != null)
			return;
		System.setProperty(MEMORY_LIMIT, "0");
		// Its class reads it as it is loaded.
		Pointer.maxPhysicalBytes();
		System.clearProperty(MEMORY_LIMIT);
	}

	private static String sleep() {
		try {
			// Its OpenMP (vcomp) takes no such setting; whether two threads pay all the same was not measured on Windows.
			if (Loader.getPlatform().startsWith("windows")) return "how OpenMP's threads wait cannot be set on Windows";
			if (isLoaded("libopenblas")) return "another plugin has loaded OpenBLAS before";
			return NativeLibrary.load("rwkv_sss_start") == null ? "this build has no library rwkv_sss_start for " + Loader
				.getPlatform() : null;
		}
		catch (final IOException | UnsatisfiedLinkError e) {
			return "the library rwkv_sss_start did not load (" + e.getMessage() + ")";
		}
	}

	/** As far as the system tells: Linux does. */
	private static boolean isLoaded(final String library) throws IOException {
		final Path maps = Path.of("/proc/self/maps");
		return Files.isReadable(maps) && Files.readString(maps).contains(library);
	}

	/** Takes back what the library set as it was loaded. */
	private static native void restoreEnvironment();
}
