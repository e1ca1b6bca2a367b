package io.github.rwkvsss.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import io.github.rwkvsss.file.Reading;

/**
 * The entries of a model's zip, or the files of a folder into which one was unpacked. Read into memory, never unpacked,
 * and only within limits, because the file may come from anywhere.
 */
public final class BundleEntries {

	private static final int MOST_ENTRIES = 256;

	/** No entry may unpack to more: a network of a hundred million weights fits. */
	private static final long LARGEST_ENTRY = 512L << 20;

	/** All entries together: weights twice, and what belongs to them. */
	private static final long LARGEST_SUM = 1L << 30;

	/** Weights hardly shrink in a zip; what unpacks to a hundred times its size, and to more than this, was made to harm. */
	private static final long SMALL = 16L << 20;

	private static final int LARGEST_RATIO = 100;

	private final Map<String, byte[]> entries = new LinkedHashMap<>();
	private final Path file;
	private long sum;

	private BundleEntries(final Path file) {
		this.file = file;
	}

	/**
	 * @param file a zip file or a folder
	 * @throws IOException in one sentence if it is neither, or damaged, or beyond the limits, or names files outside
	 */
	public static BundleEntries of(final Path file) throws IOException {
		if (!Files.exists(file)) throw new IOException("there is no model " + file + "; check the path");
		return Reading.of(file, () -> {
			final BundleEntries all = new BundleEntries(file);
			if (Files.isDirectory(file)) all.readFolder();
			else all.readZip();
			return all;
		});
	}

	/** @return names and contents in the file's order */
	public Map<String, byte[]> all() {
		return Collections.unmodifiableMap(entries);
	}

	/** @return the content, or null if there is no such entry */
	public byte[] get(final String name) {
		return entries.get(name);
	}

	/** @return the same for the same entries only, in whatever order */
	public String digest() {
		try {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			for (final Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
				digest.update((entry.getKey() + "\n" + entry.getValue().length + "\n").getBytes(StandardCharsets.UTF_8));
				digest.update(entry.getValue());
			}
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}

	/**
	 * @param entries by name
	 * @return a zip file of them, the same for the same entries in the same order
	 */
	public static byte[] zip(final Map<String, byte[]> entries) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (final Map.Entry<String, byte[]> content : entries.entrySet()) {
				final ZipEntry entry = new ZipEntry(content.getKey());
				// A fixed time: the same model gives the same bytes.
				entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
				zip.putNextEntry(entry);
				zip.write(content.getValue());
				zip.closeEntry();
			}
		}
		return bytes.toByteArray();
	}

	/** @return lower-case SHA-256 */
	public static String sha256(final byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}

	private void readZip() throws IOException {
		final long packed = Files.size(file);
		try (InputStream in = Files.newInputStream(file); ZipInputStream zip = new ZipInputStream(in)) {
			int count = 0;
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				final String name = entry.getName();
				checkName(name);
				if (++count > 2 * MOST_ENTRIES) throw tooMany();
				if (entry.isDirectory()) {
					// NB: the next entry is found by unpacking this one, however long it is.
					if (zip.read() >= 0) throw new IOException("model " + file + " has a folder " + name +
						" that is not empty; it is no model that is read here");
					continue;
				}
				add(name, zip, Math.max(SMALL, LARGEST_RATIO * packed));
			}
		}
		// NB: an IllegalArgumentException is how the JDK reports a name that is not UTF-8.
		catch (final ZipException | java.io.EOFException | IllegalArgumentException e) {
			throw new IOException("model " + file + " is damaged or truncated" + (e.getMessage() == null ? "" : " (" + e
				.getMessage() + ")") + "; get the file again", e);
		}
	}

	private void readFolder() throws IOException {
		final List<Path> files;
		try (Stream<Path> list = Files.list(file)) {
			files = list.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
		}
		for (final Path path : files) {
			try (InputStream in = Files.newInputStream(path)) {
				add(path.getFileName().toString(), in, LARGEST_SUM);
			}
		}
	}

	private void add(final String name, final InputStream in, final long mostInAll) throws IOException {
		final long most = Math.min(LARGEST_ENTRY, Math.min(LARGEST_SUM, mostInAll) - sum);
		final byte[] bytes = in.readNBytes((int) Math.max(0, most));
		if (in.read() >= 0) throw new IOException("model " + file + " unpacks to more than a model holds (" + ((sum +
			bytes.length) >> 20) + " MiB with " + name + "); it is no model that is read here");
		sum += bytes.length;
		if (entries.put(name, bytes) != null) throw new IOException("model " + file + " has " + name +
			" twice; get the file again");
		if (entries.size() > MOST_ENTRIES) throw tooMany();
	}

	private IOException tooMany() {
		return new IOException("model " + file + " has more than " + MOST_ENTRIES +
			" entries; it is no model that is read here");
	}

	/** Nothing is unpacked, but other programs may unpack what this one let pass. */
	private void checkName(final String name) throws IOException {
		final boolean outside = name.isEmpty() || name.startsWith("/") || name.contains("\\") || name.contains(":") || Stream
			.of(name.split("/")).anyMatch(part -> part.equals("..")) || name.chars().anyMatch(c -> c < ' ');
		if (outside) throw new IOException("model " + file + " has an entry that would lie outside its folder (" + name
			.replaceAll("\\p{Cntrl}", "?") + "); do not use it");
	}
}
