package io.github.rwkvsss.tensor;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;

import org.bytedeco.javacpp.ClassProperties;

import io.github.rwkvsss.file.PackedFile;

/**
 * Names of the files that the jars have for a class of JavaCPP's on this platform. JavaCPP asks every jar of the class path for
 * each name that a library could have, and most of the libraries that it asks for are in none.
 */
final class PackedNames {

	/** What JavaCPP calls the folder of the builds for CUDA: the platform's with this behind it. */
	private static final String CUDA = "-gpu";

	/** Null if that is not known. */
	private final Set<String> names;
	private final String prefix;

	private PackedNames(final Set<String> names, final String prefix) {
		this.names = names;
		this.prefix = prefix;
	}

	/**
	 * @param user class of JavaCPP's that asks for libraries
	 * @param properties of that class
	 * @throws IOException in one sentence if a jar cannot be read
	 */
	static PackedNames of(final Class<?> user, final ClassProperties properties) throws IOException {
		final String platform = properties.getProperty("platform");
		final String prefix = properties.getProperty("platform.library.prefix", "");
		final Set<String> names = new HashSet<>();
		for (final String folder : folders(user, properties.get("platform.preloadresource"))) {
			for (final String extension : properties.get("platform.extension")) {
				// The parts of a build for CUDA lie in many jars; whether one of those tells its folders is not known.
				if (extension.equals(CUDA) && find(user, folder + platform + extension).size() > 0) return new PackedNames(null,
					prefix);
				if (!add(user, folder + platform + extension, names)) return new PackedNames(null, prefix);
			}
			if (!add(user, folder + platform, names)) return new PackedNames(null, prefix);
		}
		// Jars without entries for their folders do not tell.
		return new PackedNames(names.isEmpty() ? null : names, prefix);
	}

	/** The package of the class and those around it, as JavaCPP has it, and folders that the class names besides. */
	private static List<String> folders(final Class<?> user, final List<String> besides) {
		final List<String> folders = new ArrayList<>();
		final String path = user.getName().replace('.', '/');
		for (int end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) folders.add(path.substring(0,
			end + 1));
		for (final String folder : besides) folders.add(folder.replaceAll("^/+|/+$", "") + "/");
		return folders;
	}

	private static List<URL> find(final Class<?> user, final String folder) throws IOException {
		return Collections.list(user.getClassLoader().getResources(folder));
	}

	/** @return false if the folder is not in a jar, so that its files are not listed */
	private static boolean add(final Class<?> user, final String folder, final Set<String> names) throws IOException {
		for (final URL url : find(user, folder)) {
			if (!url.getProtocol().equals("jar")) return false;
			try (ZipFile jar = new ZipFile(PackedFile.of(url).jar().toFile())) {
				jar.stream().map(entry -> entry.getName()).filter(name -> name.startsWith(folder + "/")).map(name -> name.substring(
					folder.length() + 1)).forEach(names::add);
			}
		}
		return true;
	}

	/**
	 * @param key what JavaCPP calls a library, with its version and other name
	 * @return false only if no jar has it
	 */
	boolean mayHold(final String key) {
		if (names == null || key.contains(":")) return true;
		final String beginning = prefix + key.split("[#@]")[0];
		return names.stream().anyMatch(name -> name.startsWith(beginning));
	}
}
