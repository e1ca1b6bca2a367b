package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * A device beside the processor on any machine: LibTorch's "lazy" one, which notes down operations and computes them with
 * real numbers when a value is asked for. It stands for a GPU where there is none: what is made on the processor does
 * not fit to it.
 * <p>
 * NB: most operations complain of a tensor of the processor ("Input tensor is not a lazy tensor"). Those that LibTorch
 * runs for this device by copying to the processor do not: lerp, layer_norm, batch_norm, and those of the op library. The
 * latter check devices themselves, see OpDevicesTest.
 * </p>
 */
public final class LazyDevice {

	private static boolean started;

	private LazyDevice() {}

	/** A function of LibTorch that takes and returns nothing, in the guise of one that the binding has a type for. */
	private static final class Start extends openblas_nolapack.MklSetNumThreadsLocal {}

	/** @return the device; a test that asks for it is skipped where LibTorch does not tell how to start it */
	public static synchronized ComputeDevice get() {
		if (!started) start();
		return new ComputeDevice("lazy", 0);
	}

	private static void start() {
		assumeTrue(Loader.getPlatform().startsWith("linux"), "the lazy device is started by a C++ name of Linux");
		Loader.loadGlobal(LibTorch.cudaPart().resolveSibling(System.mapLibraryName("torch_cpu")).toString());
		final Pointer function = Loader.addressof("_ZN5torch4lazy22InitTorchScriptBackendEv");
		assumeTrue(function != null, "this LibTorch has no lazy device");
		try (Start start = new Start()) {
			start.put(function);
			start.call(0);
		}
		started = true;
	}
}
