package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.rwkvsss.file.PackedFile;

/** Native libraries that belong together: they lie beside each other once they are unpacked. */
public final class LibrarySet {

	private final String title;
	private final String name;
	private final Map<String, PackedFile> sources;
	private final Map<String, PackedFile.Facts> facts = new LinkedHashMap<>();

	/**
	 * @param title as users know it
	 * @param name as the folder's name begins: letters, digits, - and _
	 * @param sources by the name that each file is to have; not empty
	 * @throws IOException in one sentence if a jar cannot be read
	 */
	public LibrarySet(final String title, final String name, final Map<String, PackedFile> sources) throws IOException {
		this.title = title;
		this.name = name;
		this.sources = new LinkedHashMap<>(sources);
		for (final Map.Entry<String, PackedFile> source : sources.entrySet()) facts.put(source.getKey(), source.getValue()
			.facts());
	}

	/** @return as users know it */
	public String title() {
		return title;
	}

	String name() {
		return name;
	}

	Map<String, PackedFile> sources() {
		return sources;
	}

	/** @return what each file has to hold, by its name */
	Map<String, PackedFile.Facts> facts() {
		return facts;
	}

	/** @return bytes of all files */
	public long bytes() {
		return facts.values().stream().mapToLong(PackedFile.Facts::size).sum();
	}

	/** @return another one for other contents, so that versions never meet */
	String folderName() {
		try {
			final MessageDigest digest = MessageDigest.getInstance("SHA-256");
			facts.forEach((file, content) -> digest.update((file + " " + content.size() + " " + content.crc() + "\n").getBytes(
				StandardCharsets.UTF_8)));
			return name + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
