package io.github.rwkvsss.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads the entries of a zip one by one, in memory, within limits: a small file may unpack to any size.
 *
 * @param entries at most
 * @param entryBytes that an entry may unpack to
 * @param allBytes that all together may unpack to, wanted or not
 */
public record BoundedZip(int entries, long entryBytes, long allBytes) {

	/** Takes an entry. */
	@FunctionalInterface
	public interface Taker {

		void take(String name, byte[] content) throws IOException;
	}

	/**
	 * @param file a zip
	 * @param wanted names of the entries to take; others are passed over
	 * @throws IOException in one sentence if it is damaged or beyond the limits
	 */
	public void read(final Path file, final Predicate<String> wanted, final Taker taker) throws IOException {
		long sum = 0;
		int count = 0;
		try (InputStream in = Files.newInputStream(file); ZipInputStream zip = new ZipInputStream(in)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				if (++count > entries) throw new IOException(file + " has more than " + entries + " entries");
				// NB: also of entries that nobody wants, folders included: the next one is found by unpacking this one.
				final byte[] content = zip.readNBytes((int) Math.min(entryBytes, allBytes - sum));
				if (zip.read() >= 0) throw new IOException(file + " unpacks to more than " + (Math.min(entryBytes, allBytes -
					sum) >> 20) + " MiB with its entry " + entry.getName().replaceAll("\\p{Cntrl}", "?"));
				sum += content.length;
				if (!entry.isDirectory() && wanted.test(entry.getName())) taker.take(entry.getName(), content);
			}
		}
	}
}
