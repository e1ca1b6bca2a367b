package io.github.rwkvsss.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.bytedeco.javacpp.Loader;

/** Native libraries of ours, from the class path entries {@code native/<platform>/}. The only class that loads them. */
public final class NativeLibrary {

	private NativeLibrary() {}

	/**
	 * @param name without prefix and suffix, such as rwkv_sss
	 * @return the file that was loaded; null if this build has none for this platform
	 * @throws IOException if it cannot be unpacked into the folder of temporary files
	 * @throws UnsatisfiedLinkError if the system refuses it
	 */
	public static Path load(final String name) throws IOException {
		final String fileName = System.mapLibraryName(name);
		try (InputStream resource = NativeLibrary.class.getResourceAsStream("/native/" + Loader.getPlatform() + "/" +
			fileName))
		{
			if (resource == null) return null;
			// NB: a folder of its own per process, because Windows locks a loaded library.
			final Path folder = Files.createTempDirectory("rwkv-sss");
			final Path file = folder.resolve(fileName);
			Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
			// In this order, because they are deleted in the reverse one.
			folder.toFile().deleteOnExit();
			file.toFile().deleteOnExit();
			return load(file);
		}
	}

	/**
	 * @param file a shared library
	 * @return the same file, as an absolute path
	 * @throws UnsatisfiedLinkError if the system refuses it
	 */
	public static Path load(final Path file) {
		System.load(file.toAbsolutePath().toString());
		return file.toAbsolutePath();
	}
}
