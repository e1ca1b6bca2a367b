package io.github.rwkvsss.tensor;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.file.PackedFile;
import io.github.rwkvsss.unpack.LibrarySet;

/**
 * The libraries that JavaCPP loads for LibTorch, in an order in which each finds loaded what it needs. JavaCPP itself loads
 * {@code libtorch} before the {@code libtorch_cpu} that it needs, so that the system's loader takes whatever file of that
 * name it finds first: one of another LibTorch in its path, or a half-written one.
 */
final class JavaCppLibraries {

	/** Each needs those before it. */
	private static final List<String> ORDER = List.of("c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch", "jnitorch");

	/** Without these nothing works; parts for CUDA may be missing. */
	private static final List<String> NEEDED = List.of("c10", "torch_cpu", "torch", "jnitorch");

	/**
	 * One of them.
	 *
	 * @param user class of JavaCPP's that asks for it
	 * @param key what JavaCPP calls it
	 * @param fileName what its file is to be called; null if no jar has it
	 * @param source where it is in a jar; null if no jar has it
	 * @param elsewhere files of the system that JavaCPP found for it, such as those of CUDA
	 */
	private record Library(Class<?> user, String key, String fileName, PackedFile source, URL[] elsewhere) {

		int rank() {
			return ORDER.indexOf(key);
		}
	}

	/** What was found before: the class path of a process stays as it is, and looking it up takes half a second. */
	private static JavaCppLibraries known;

	private final List<Library> libraries;

	private JavaCppLibraries(final List<Library> libraries) {
		this.libraries = libraries;
	}

	/**
	 * @return those of this platform, as JavaCPP finds them in the class path
	 * @throws IOException in one sentence if a jar is elsewhere than in a file
	 */
	static synchronized JavaCppLibraries find() throws IOException {
		if (known == null) known = lookUp();
		return known;
	}

	private static JavaCppLibraries lookUp() throws IOException {
		final ClassProperties all = Loader.loadProperties(torch.class, Loader.loadProperties(), true);
		final List<String> users = new ArrayList<>(all.get("global"));
		// The binding's own, which is needed before all others.
		users.add(0, org.bytedeco.javacpp.presets.javacpp.class.getName());
		final List<Library> libraries = new ArrayList<>();
		final Set<String> keys = new HashSet<>();
		for (final String user : users) {
			final Class<?> type = classOf(user);
			final ClassProperties properties = Loader.loadProperties(type, Loader.loadProperties(), true);
			final PackedNames packed = PackedNames.of(type, properties);
			final Stream<String> wanted = Stream.of(properties.get("platform.preload"), properties.get("platform.link"), List.of(
				properties.getProperty("platform.library"))).flatMap(List::stream);
			for (final String key : wanted.map(name -> name.replaceFirst("!$", "")).toList()) {
				// One class finds what another one does not.
				if (keys.contains(key)) continue;
				// NB: without a class JavaCPP looks in the system's folders only; to look for what no jar has takes long.
				final Library library = library(type, key, Loader.findLibrary(packed.mayHold(key) ? type : null, properties, key));
				if (library.source() != null) keys.add(key);
				libraries.add(library);
			}
		}
		libraries.removeIf(library -> library.source() == null && keys.contains(library.key()));
		libraries.sort(Comparator.comparingInt(Library::rank));
		return new JavaCppLibraries(libraries);
	}

	private static Class<?> classOf(final String name) {
		try {
			return Class.forName(name, false, torch.class.getClassLoader());
		}
		catch (final ClassNotFoundException e) {
			throw new NoClassDefFoundError(name);
		}
	}

	private static Library library(final Class<?> user, final String key, final URL[] found) throws IOException {
		final URL[] elsewhere = Arrays.stream(found).filter(url -> url.getProtocol().equals("file")).toArray(URL[]::new);
		if (found.length == 0 || !found[0].getProtocol().equals("jar")) return new Library(user, key, null, null, elsewhere);
		final String url = found[0].toString();
		final String name = found[0].getRef();
		final PackedFile source = PackedFile.of(new URL(name == null ? url : url.substring(0, url.lastIndexOf('#'))));
		return new Library(user, key, name == null ? source.entry().substring(source.entry().lastIndexOf('/') + 1) : name,
			source, elsewhere);
	}

	/** @return all that is to be unpacked */
	LibrarySet set() throws IOException {
		final Map<String, PackedFile> sources = new LinkedHashMap<>();
		for (final Library library : libraries) if (library.source() != null) sources.putIfAbsent(library.fileName(), library
			.source());
		return new LibrarySet("LibTorch", "libtorch", sources);
	}

	/** @return whether it is the build for CUDA, which lies in a folder of another name in its jar */
	boolean isForCuda() {
		return libraries.stream().anyMatch(library -> library.key().equals("jnitorch") && library.source() != null && library
			.source().entry().contains("-gpu/"));
	}

	/**
	 * Tells JavaCPP where the libraries are, so that it does not unpack them a second time and asks the system for none. It has
	 * no way to be told but its table of what it found before; without that it makes copies, of which it loads its own library only. To be called before anything is loaded.
	 *
	 * @param folder that holds the set
	 */
	@SuppressWarnings("unchecked")
	void register(final Path folder) {
		try {
			final Field table = Loader.class.getDeclaredField("foundLibraries");
			table.setAccessible(true);
			final Map<String, URL[]> found = (Map<String, URL[]>) table.get(null);
			for (final Library library : libraries) found.putIfAbsent(library.key(), library.source() == null ? library
				.elsewhere() : new URL[] { url(folder, library) });
		}
		catch (final ReflectiveOperationException | RuntimeException e) {
			return;
		}
	}

	/**
	 * Loads all of them by their absolute paths.
	 *
	 * @param folder that holds the set
	 * @throws UnsatisfiedLinkError if the system refuses one without which nothing works
	 */
	void load(final Path folder) {
		for (final Library library : libraries) load(library, folder);
		if (isForCuda()) return;
		final Map<String, String> loaded = Loader.getLoadedLibraries();
		for (final Library library : libraries) {
			// Asked again for the reason: JavaCPP would look for one of that name in the system's path instead.
			if (NEEDED.contains(library.key()) && library.source() != null && !loaded.containsKey(library.key())) NativeLibrary
				.load(folder.resolve(library.fileName()));
		}
	}

	private static void load(final Library library, final Path folder) {
		final URL[] urls = library.source() == null ? library.elsewhere() : new URL[] { url(folder, library) };
		// NB: with this sign at its end JavaCPP does not go on to look for the name in the system's path.
		if (urls.length > 0) Loader.loadLibrary(library.user(), urls, library.key() + "#");
	}

	private static URL url(final Path folder, final Library library) {
		try {
			return folder.resolve(library.fileName()).toUri().toURL();
		}
		catch (final MalformedURLException e) {
			throw new IllegalStateException("a path has a URL", e);
		}
	}
}
