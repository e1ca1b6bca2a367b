package io.github.rwkvsss.tensor;

import org.bytedeco.pytorch.global.torch;

/** How many threads LibTorch uses within one operation, in the whole process. */
public final class Threads {

	private Threads() {}

	/** @return how many there are */
	public static int count() {
		return torch.get_num_threads();
	}

	/**
	 * @param count from now on, at least 1
	 * @throws IllegalArgumentException if it is less
	 */
	public static void use(final int count) {
		if (count < 1) throw new IllegalArgumentException("threads " + count + " is not positive; choose 1 or more");
		torch.set_num_threads(count);
	}

	/** @return version of LibTorch and of its Java binding, as the binding's jar states it */
	public static String libTorchVersion() {
		final String version = torch.class.getPackage().getImplementationVersion();
		return version == null ? "unknown" : version;
	}
}
