package io.github.rwkvsss.ops;

import java.io.IOException;
import java.nio.file.Path;

import org.bytedeco.javacpp.Loader;

import io.github.rwkvsss.tensor.LibTorch;
import io.github.rwkvsss.tensor.NativeLibrary;

/**
 * Loads the op library once.
 * <p>
 * Search order: the file named by the system property {@code rwkvsss.library}; the class path, see
 * {@link NativeLibrary}. With the property {@code rwkvsss.portable=true} nothing is loaded. That the library is not
 * there is not an error: {@link #status} tells why, and the portable form serves.
 * </p>
 */
public final class OpLibrary {

	private static final String STATUS;
	private static final boolean LOADED;

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
				status = loaded ? "native: " + file : "portable: no op library for " + Loader.getPlatform() + " in this build";
			}
		}
		catch (final IOException | UnsatisfiedLinkError e) {
			status = "portable: the op library did not load (" + e.getMessage() + ")";
		}
		STATUS = status;
		LOADED = loaded;
	}

	private OpLibrary() {}

	/** @return whether the native form can be used */
	public static boolean isLoaded() {
		return LOADED;
	}

	/** @return "native: file" or "portable: reason" */
	public static String status() {
		return STATUS;
	}
}
