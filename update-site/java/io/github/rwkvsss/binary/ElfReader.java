package io.github.rwkvsss.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Linux's format, by its section headers. */
final class ElfReader {

	private static final int DYNAMIC = 6, DYNAMIC_SYMBOLS = 11, NEEDED_VERSIONS = 0x6ffffffe;
	private static final int TAG_NEEDED = 1, TAG_NAME = 14;

	private final ByteBuffer bytes;
	private final List<String> libraries = new ArrayList<>();
	private final Map<String, String> imports = new TreeMap<>();
	private final Set<String> exports = new TreeSet<>();
	private final SortedSet<String> versions = new TreeSet<>();
	private String name = "";

	ElfReader(final ByteBuffer bytes) {
		this.bytes = bytes;
	}

	SharedLibrary read() throws IOException {
		if (bytes.get(4) != 2 || bytes.get(5) != 1) throw new IOException("ELF, but not of 64 bits and little-endian");
		final int count = bytes.getShort(60) & 0xffff;
		for (int i = 0; i < count; i++) {
			final int header = section(i);
			final int kind = bytes.getInt(header + 4);
			if (kind == DYNAMIC) dynamic(header);
			if (kind == DYNAMIC_SYMBOLS) symbols(header);
			if (kind == NEEDED_VERSIONS) versions(header);
		}
		return new SharedLibrary(name, libraries, imports, exports, versions);
	}

	private int section(final int index) {
		return Math.toIntExact(bytes.getLong(40)) + index * bytes.getShort(58);
	}

	private int offset(final int header) {
		return Math.toIntExact(bytes.getLong(header + 24));
	}

	private int end(final int header) {
		return offset(header) + Math.toIntExact(bytes.getLong(header + 32));
	}

	/** @return where the texts of a section lie, which is the section that it links to */
	private int texts(final int header) {
		return offset(section(bytes.getInt(header + 40)));
	}

	private void dynamic(final int header) {
		for (int at = offset(header); at < end(header); at += 16) {
			final long tag = bytes.getLong(at);
			if (tag != TAG_NEEDED && tag != TAG_NAME) continue;
			final String text = SharedLibrary.text(bytes, texts(header) + Math.toIntExact(bytes.getLong(at + 8)));
			if (tag == TAG_NAME) name = text;
			else libraries.add(text);
		}
	}

	private void symbols(final int header) {
		for (int at = offset(header) + 24; at < end(header); at += 24) {
			final String symbol = SharedLibrary.text(bytes, texts(header) + bytes.getInt(at));
			final int binding = (bytes.get(at + 4) & 0xff) >> 4;
			final boolean defined = bytes.getShort(at + 6) != 0;
			if (binding == 0 || symbol.isEmpty()) continue;
			if (defined) exports.add(symbol);
			// A weak one need not be there.
			else if (binding == 1) imports.put(symbol, "");
		}
	}

	private void versions(final int header) {
		int library = offset(header);
		for (int left = bytes.getInt(header + 44); left > 0; left--) {
			int version = library + bytes.getInt(library + 8);
			for (int i = bytes.getShort(library + 2); i > 0; i--) {
				versions.add(SharedLibrary.text(bytes, texts(header) + bytes.getInt(version + 8)));
				version += bytes.getInt(version + 12);
			}
			library += bytes.getInt(library + 12);
		}
	}
}
