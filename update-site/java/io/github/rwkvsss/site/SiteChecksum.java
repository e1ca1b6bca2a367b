package io.github.rwkvsss.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The digest by which the updater of ImageJ tells whether a file is the same: of a jar, that of its entries, so that
 * building it again does not change it; of any other file, that of its place and its bytes.
 */
final class SiteChecksum {

	private SiteChecksum() {}

	/**
	 * @param place path under the installation, with forward slashes
	 * @param file its content
	 * @return SHA-1, lower-case
	 */
	static String of(final String place, final Path file) throws IOException {
		final MessageDigest digest = sha1();
		if (place.endsWith(".jar")) addJar(digest, file);
		else {
			digest.update(place.getBytes(StandardCharsets.US_ASCII));
			try (InputStream in = Files.newInputStream(file)) {
				add(digest, in);
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static void addJar(final MessageDigest digest, final Path file) throws IOException {
		try (ZipFile jar = new ZipFile(file.toFile())) {
			final List<? extends ZipEntry> entries = jar.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
			for (final ZipEntry entry : entries) {
				digest.update(entry.getName().getBytes(StandardCharsets.US_ASCII));
				// The manifest holds the time of the build.
				if (entry.getName().equalsIgnoreCase("META-INF/MANIFEST.MF")) continue;
				try (InputStream in = jar.getInputStream(entry)) {
					if (entry.getName().endsWith(".properties")) addWithoutComments(digest, in.readAllBytes());
					else add(digest, in);
				}
			}
		}
	}

	/**
	 * A properties file's comment often holds the time of the build, so the text of a line that begins with # is left out,
	 * its newline not. A # directly after an empty line, or after a line of # only, is taken for text: a quirk of the
	 * updater that everyone who compares with its digests must keep.
	 */
	private static void addWithoutComments(final MessageDigest digest, final byte[] text) {
		boolean lineBegins = true;
		for (int i = 0; i < text.length; i++) {
			if (!lineBegins || text[i] != '#') {
				digest.update(text[i]);
				lineBegins = !lineBegins && text[i] == '\n';
				continue;
			}
			while (i < text.length && text[i] == '#') i++;
			final boolean onlyHashes = i < text.length && text[i] == '\n';
			while (i < text.length && text[i] != '\n') i++;
			if (i < text.length) digest.update((byte) '\n');
			lineBegins = !onlyHashes;
		}
	}

	private static void add(final MessageDigest digest, final InputStream in) throws IOException {
		final byte[] buffer = new byte[1 << 16];
		for (int count = in.read(buffer); count > 0; count = in.read(buffer)) digest.update(buffer, 0, count);
	}

	private static MessageDigest sha1() {
		try {
			return MessageDigest.getInstance("SHA-1");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-1", e);
		}
	}
}
