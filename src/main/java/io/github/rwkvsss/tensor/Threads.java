package io.github.rwkvsss.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * How many threads LibTorch uses within one operation, in the whole process.
 * <p>
 * NB: two pools must agree. LibTorch's own serves all but matrix products; those go to OpenBLAS, which has threads of
 * its own that wait by spinning: left at its preset it slowed steps on a busy machine tenfold, whatever LibTorch was
 * told. The environment variable {@code OPENBLAS_NUM_THREADS} bounds it from the start.
 * </p>
 */
public final class Threads {

	private Threads() {}

	/** @return how many there are */
	public static int count() {
		return torch.get_num_threads();
	}

	/** @return how many processors this process may use */
	public static int processors() {
		return Runtime.getRuntime().availableProcessors();
	}

	/**
	 * @param count from now on, at least 1
	 * @throws IllegalArgumentException if it is less
	 */
	public static void use(final int count) {
		if (count < 1) throw new IllegalArgumentException("threads " + count + " is not positive; choose 1 or more");
		torch.set_num_threads(count);
		// Calls openblas_set_num_threads of the library that LibTorch is linked with, if it is OpenBLAS.
		openblas_nolapack.blas_set_num_threads(count);
	}

	/** @return threads of the matrix products; -1 if the library that computes them does not tell */
	static int matrixProductCount() {
		Loader.load(torch.class);
		// NB: the binding's own getter only repeats what its setter was told last.
		final Pointer getter = Loader.addressof("openblas_get_num_threads");
		if (getter == null) return -1;
		try (NumberOfThreads function = new NumberOfThreads()) {
			function.put(getter);
			return function.call(0);
		}
	}

	/** The only function type of the binding that returns a number; the argument is ignored. */
	private static final class NumberOfThreads extends openblas_nolapack.MklSetNumThreadsLocal {}

	/** @return version of LibTorch and of its Java binding, as the binding's jar states it */
	public static String libTorchVersion() {
		final String version = torch.class.getPackage().getImplementationVersion();
		return version == null ? "unknown" : version;
	}
}
