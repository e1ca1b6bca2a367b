package io.github.rwkvsss.ops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads the op library once, from the class path entry {@code native/<platform>/}. The only class that loads
 * native code of ours.
 * <p>
 * Search order: the file named by the system property {@code rwkvsss.library}; the class path. With the property
 * {@code rwkvsss.portable=true} nothing is loaded. That the library is not there is not an error: {@link #status}
 * tells why, and the portable form serves.
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
			Loader.load(torch.class);
			if (Boolean.getBoolean("rwkvsss.portable")) status = "portable: asked for by rwkvsss.portable";
			else {
				final Path file = locate();
				if (file == null) status = "portable: no op library for " + Loader.getPlatform() + " in this build";
				else {
					System.load(file.toString());
					loaded = true;
					status = "native: " + file;
				}
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

	private static Path locate() throws IOException {
		final String given = System.getProperty("rwkvsss.library");
		if (given != null) return Path.of(given).toAbsolutePath();
		final String name = System.mapLibraryName("rwkv_sss");
		try (InputStream resource = OpLibrary.class.getResourceAsStream("/native/" + Loader.getPlatform() + "/" + name)) {
			if (resource == null) return null;
			// NB: a folder of its own per process, because Windows locks a loaded library.
			final Path folder = Files.createTempDirectory("rwkv-sss");
			final Path file = folder.resolve(name);
			Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
			file.toFile().deleteOnExit();
			folder.toFile().deleteOnExit();
			return file;
		}
	}
}
