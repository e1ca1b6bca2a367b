package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import io.github.rwkvsss.file.PackedFile;

/** Sets of files that are no libraries, in a jar, with content that is known. */
final class SomeLibraries {

	private SomeLibraries() {}

	/** @return a set of three files of random bytes, of which the first has most */
	static LibrarySet of(final Path jar, final String name, final int size, final int seed) throws IOException {
		write(jar, size, seed);
		return set(jar, name);
	}

	static LibrarySet set(final Path jar, final String name) throws IOException {
		final Map<String, PackedFile> sources = new LinkedHashMap<>();
		for (final String file : new String[] { "large.so", "small.so.1", "empty.so" }) sources.put(file, new PackedFile(jar,
			"natives/" + file));
		return new LibrarySet("Some", name, sources);
	}

	private static void write(final Path jar, final int size, final int seed) throws IOException {
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
			put(out, "large.so", bytes(size, seed));
			put(out, "small.so.1", bytes(999, seed + 1));
			put(out, "empty.so", new byte[0]);
		}
	}

	static byte[] bytes(final int size, final int seed) {
		final byte[] bytes = new byte[size];
		new Random(seed).nextBytes(bytes);
		return bytes;
	}

	/** Stored as it is, so that a byte of it can be found in the jar. */
	private static void put(final ZipOutputStream out, final String name, final byte[] bytes) throws IOException {
		final ZipEntry entry = new ZipEntry("natives/" + name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(bytes.length);
		final CRC32 crc = new CRC32();
		crc.update(bytes);
		entry.setCrc(crc.getValue());
		out.putNextEntry(entry);
		out.write(bytes);
	}
}
