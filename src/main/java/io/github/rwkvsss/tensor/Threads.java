package io.github.rwkvsss.tensor;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.global.torch;

/**
 * How many threads LibTorch uses within one operation, in the whole process.
 * <p>
 * NB: two pools must agree. LibTorch's own serves all but matrix products; those go to OpenBLAS, which has threads of
 * its own; {@link LibTorch} tells how they wait.
 * </p>
 */
public final class Threads {

	private Threads() {}

	/** @return how many there are */
	public static int count() {
		LibTorch.load();
		return torch.get_num_threads();
	}

	/** @return how many processors this process may use */
	public static int processors() {
		return Runtime.getRuntime().availableProcessors();
	}

	/**
	 * @param count from now on, at least 1; matrix products stay with one where more would wait by spinning
	 * @throws IllegalArgumentException if it is less
	 */
	public static void use(final int count) {
		if (count < 1) throw new IllegalArgumentException("threads " + count + " is not positive; choose 1 or more");
		LibTorch.load();
		torch.set_num_threads(count);
		useForProducts(count);
	}

	/** Once, after loading: no more threads than processors, which a container may have fewer of than the machine. */
	static void bound() {
		final int count = Math.min(torch.get_num_threads(), processors());
		torch.set_num_threads(count);
		final int products = matrixProductCount();
		useForProducts(products > 0 ? Math.min(products, count) : count);
	}

	private static void useForProducts(final int count) {
		// Calls openblas_set_num_threads of the library that LibTorch is linked with, if it is OpenBLAS.
		openblas_nolapack.blas_set_num_threads(LibTorch.spinning() == null ? count : 1);
	}

	/** @return threads of the matrix products; -1 if the library that computes them does not tell */
	static int matrixProductCount() {
		// NB: the binding's own getter only repeats what its setter was told last.
		return tell("openblas_get_num_threads");
	}

	/** @return what a function of OpenBLAS without arguments returns; -1 if there is none of this name */
	static int tell(final String function) {
		LibTorch.load();
		final Pointer address = Loader.addressof(function);
		if (address == null) return -1;
		try (NumberFunction getter = new NumberFunction()) {
			getter.put(address);
			return getter.call(0);
		}
	}

	/** The only function type of the binding that returns a number; the argument is ignored. */
	private static final class NumberFunction extends openblas_nolapack.MklSetNumThreadsLocal {}

	/** @return version of LibTorch and of its Java binding, as the binding's jar states it */
	public static String libTorchVersion() {
		final String version = torch.class.getPackage().getImplementationVersion();
		return version == null ? "unknown" : version;
	}
}
