package io.github.rwkvsss.ops;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Lets tests of the native form skip, with the reason, where the op library is not; never under continuous integration. */
public final class NativeForm {

	private NativeForm() {}

	/** @return the native form; without it the calling test is skipped, or fails where the environment sets CI */
	public static BlockOps orSkip() {
		if (!OpLibrary.isLoaded() && System.getenv("CI") != null) fail("continuous integration needs the op library: " +
			OpLibrary.status());
		assumeTrue(OpLibrary.isLoaded(), OpLibrary.status());
		return BlockOps.fused();
	}
}
