package io.github.rwkvsss.file;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the class path: an entry of a jar, or a plain file below a folder. Whatever the folders around it are called:
 * a URL is not a path, and {@code !} is a letter like others.
 *
 * @param jar the jar that it is in; null if it is a plain file
 * @param entry its name in the jar, without a slash at its beginning; of a plain file its path
 */
public record PackedFile(Path jar, String entry) {

	private static final String IN_JAR = "jar:";
	private static final String END_OF_JAR = "!/";

	/** Reads the file while the jar around it is open. */
	@FunctionalInterface
	public interface Reader<T> {

		/** @param file to be read, in the jar's file system or the usual one */
		T read(Path file) throws IOException;
	}

	/**
	 * @param resource as a class loader names it
	 * @return where that is
	 * @throws IOException in one sentence if it is neither a file nor an entry of a jar that is one
	 */
	public static PackedFile of(final URL resource) throws IOException {
		final String text = resource.toString();
		if (!text.startsWith(IN_JAR)) return new PackedFile(null, file(text, resource).toString());
		// NB: the last one, because names of folders may end in the same sign.
		final int end = text.lastIndexOf(END_OF_JAR);
		if (end < 0) throw unknown(resource, null);
		return new PackedFile(file(text.substring(IN_JAR.length(), end), resource), decoded(text.substring(end + END_OF_JAR
			.length()), resource));
	}

	/**
	 * @param reader called once
	 * @return what it returned
	 * @throws IOException in one sentence if the jar cannot be opened, or as the reader throws it
	 */
	public <T> T read(final Reader<T> reader) throws IOException {
		if (jar == null) return reader.read(Path.of(entry));
		// NB: opened by path, so that no other opening of the same jar is in the way.
		try (FileSystem inside = FileSystems.newFileSystem(jar)) {
			return reader.read(inside.getPath(entry));
		}
	}

	private static Path file(final String url, final URL resource) throws IOException {
		if (!url.startsWith("file:")) throw unknown(resource, null);
		try {
			final Path file = Path.of(new URI(url));
			if (Files.exists(file)) return file;
		}
		catch (final URISyntaxException | IllegalArgumentException e) {
			// Some loaders leave the signs of a path as they are.
			if (url.indexOf('%') >= 0) throw unknown(resource, e);
		}
		final Path asItIs = new File(url.replaceFirst("^file:/*(?=/)", "")).toPath();
		if (!Files.exists(asItIs)) throw unknown(resource, null);
		return asItIs;
	}

	/** Percent signs and what follows them, as UTF-8; all else as it is. */
	private static String decoded(final String entry, final URL resource) throws IOException {
		if (entry.indexOf('%') < 0) return entry;
		final byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
		final byte[] plain = new byte[bytes.length];
		int length = 0;
		for (int i = 0; i < bytes.length; i++) {
			final boolean escaped = bytes[i] == '%';
			if (escaped && i + 2 >= bytes.length) throw unknown(resource, null);
			plain[length++] = escaped ? (byte) (16 * Character.digit(bytes[i + 1], 16) + Character.digit(bytes[i + 2], 16))
				: bytes[i];
			if (escaped) i += 2;
		}
		return new String(plain, 0, length, StandardCharsets.UTF_8);
	}

	private static IOException unknown(final URL resource, final Exception cause) {
		return new IOException(resource + " is no file and in no jar that is one; put the plugin's jars into a folder of this machine",
			cause);
	}
}
