package io.github.rwkvsss.tensor;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;

import org.bytedeco.javacpp.Loader;

import io.github.rwkvsss.file.PackedFile;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.unpack.LibrarySet;
import io.github.rwkvsss.unpack.LoadingMark;
import io.github.rwkvsss.unpack.NativesFolder;

/** Native libraries of ours, from the class path entries {@code native/<platform>/}. The only class that loads them. */
public final class NativeLibrary {

	private NativeLibrary() {}

	/**
	 * @param name without prefix and suffix, such as rwkv_sss
	 * @return the file that was loaded, in the folder of native libraries; null if this build has none for this platform
	 * @throws IOException in one sentence if it cannot be unpacked
	 * @throws UnsatisfiedLinkError if the system refuses it
	 */
	public static Path load(final String name) throws IOException {
		final String fileName = System.mapLibraryName(name);
		final URL resource = NativeLibrary.class.getResource("/native/" + Loader.getPlatform() + "/" + fileName);
		if (resource == null) return null;
		final NativesFolder natives = NativesFolder.chosen();
		final Path folder = natives.take(new LibrarySet("the library " + name, name, Map.of(fileName, PackedFile.of(resource))),
			Progress.NONE, Cancellation.NEVER);
		try (LoadingMark mark = natives.markLoading()) {
			return load(folder.resolve(fileName));
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
