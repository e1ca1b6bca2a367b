package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.zip.CRC32C;
import java.util.stream.Stream;

import io.github.rwkvsss.zarr.FolderStore;
import io.github.rwkvsss.zarr.ZarrStore;

/** What tells whether a stored image is the one that it was, without reading its chunks. */
final class ZarrIdentity {

	private static final int MOST_FILES = 100_000;
	private static final long MOST_BYTES = 16L << 20;

	private ZarrIdentity() {}

	/** @return place, metadata, and of a folder names, sizes and times of its files, unless there are very many */
	static String of(final ZarrStore store, final String group, final String array) {
		try {
			final StringBuilder text = new StringBuilder(store instanceof final FolderStore folder ? folder.folder()
				.toAbsolutePath().normalize().toString() : store.name()).append('|').append(array);
			for (final String path : new String[] { group, array }) {
				for (final String file : new String[] { "zarr.json", ".zattrs", ".zarray" }) {
					final byte[] bytes = store.read(path.isEmpty() ? file : path + "/" + file, MOST_BYTES);
					if (bytes != null) text.append('|').append(Long.toHexString(sum(bytes)));
				}
			}
			if (store instanceof final FolderStore folder) text.append('|').append(files(folder.folder().resolve(array)));
			return text.toString();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e.getMessage(), e);
		}
	}

	private static String files(final Path folder) throws IOException {
		long sum = 0;
		int count = 0;
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Iterator<Path> files = all.iterator(); files.hasNext();) {
				final Path file = files.next();
				final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
				if (!attributes.isRegularFile()) continue;
				if (++count > MOST_FILES) return "more than " + MOST_FILES + " files";
				// NB: folders list their files in any order.
				sum += sum((folder.relativize(file) + " " + attributes.size() + " " + attributes.lastModifiedTime().toMillis())
					.getBytes(StandardCharsets.UTF_8)) * 0x9E3779B97F4A7C15L;
			}
		}
		return count + " files " + Long.toHexString(sum);
	}

	private static long sum(final byte[] bytes) {
		final CRC32C sum = new CRC32C();
		sum.update(bytes, 0, bytes.length);
		return sum.getValue();
	}
}
