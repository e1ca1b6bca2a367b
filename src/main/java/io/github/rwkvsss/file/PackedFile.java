package io.github.rwkvsss.file;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

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

	/**
	 * What the file holds, by what the jar's directory says; a plain file is read for it.
	 *
	 * @param size bytes
	 * @param crc CRC-32 of them
	 */
	public record Facts(long size, long crc) {}

	/**
	 * @return what it holds
	 * @throws IOException as for {@link #read}
	 */
	public Facts facts() throws IOException {
		if (jar == null) return new Facts(Files.size(Path.of(entry)), crc(Path.of(entry)));
		// NB: unlike a file system of the jar, this shares what Java has read of it for its class path.
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			final ZipEntry found = zip.getEntry(entry);
			if (found == null) throw new NoSuchFileException(jar + "!/" + entry);
			return new Facts(found.getSize(), found.getCrc());
		}
	}

	/** @return CRC-32 of a whole file */
	public static long crc(final Path file) throws IOException {
		final CRC32 crc = new CRC32();
		final byte[] buffer = new byte[1 << 18];
		try (InputStream in = Files.newInputStream(file)) {
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) crc.update(buffer, 0, read);
		}
		return crc.getValue();
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
		final Path asItIs = new File(plainPath(url)).toPath();
		if (!Files.exists(asItIs)) throw unknown(resource, null);
		return asItIs;
	}

	/**
	 * @param url of a file, with the signs of its path as they are
	 * @return the path; on Windows one of a server begins with two slashes, whether the URL has the server's name as its own part
	 *         (file://server) or in the path (file:////server)
	 */
	static String plainPath(final String url) {
		final String path = url.substring("file:".length());
		final int slashes = path.length() - path.replaceFirst("^/+", "").length();
		return slashes == 2 || slashes > 3 ? "//" + path.substring(slashes) : path.substring(Math.max(0, slashes - 1));
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
		return new IOException(resource +
			" is no file and in no jar that is one; put the plugin's jars into a folder of this machine", cause);
	}
}
