package io.github.rwkvsss.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Windows' format. Symbols known by number alone are left out. */
final class PeReader {

	private static final int OPTIONAL_HEADER = 24, DIRECTORIES = OPTIONAL_HEADER + 112;

	private final ByteBuffer bytes;
	private final int header;
	private final List<String> libraries = new ArrayList<>();
	private final Map<String, String> imports = new TreeMap<>();
	private final Set<String> exports = new TreeSet<>();
	private String name = "";

	PeReader(final ByteBuffer bytes) {
		this.bytes = bytes;
		header = bytes.getInt(60);
	}

	SharedLibrary read() throws IOException {
		if (bytes.getInt(header) != 0x4550 || bytes.getShort(header + OPTIONAL_HEADER) != 0x20b) throw new IOException(
			"a program of Windows, but not of 64 bits");
		exports();
		imports();
		return new SharedLibrary(name, libraries, imports, exports, new TreeSet<>());
	}

	/** @return the place in the file of an address relative to the image's start */
	private int place(final int address) throws IOException {
		final int sections = header + OPTIONAL_HEADER + bytes.getShort(header + 20);
		for (int i = 0; i < bytes.getShort(header + 6); i++) {
			final int section = sections + 40 * i;
			final int start = bytes.getInt(section + 12);
			if (address >= start && address < start + bytes.getInt(section + 16)) return address - start + bytes.getInt(section +
				20);
		}
		throw new IOException("address " + address + " is in no section");
	}

	private void exports() throws IOException {
		final int address = bytes.getInt(header + DIRECTORIES);
		if (address == 0) return;
		final int directory = place(address);
		name = SharedLibrary.text(bytes, place(bytes.getInt(directory + 12)));
		final int count = bytes.getInt(directory + 24);
		if (count == 0) return;
		final int names = place(bytes.getInt(directory + 32));
		for (int i = 0; i < count; i++) exports.add(SharedLibrary.text(bytes, place(bytes.getInt(names + 4 * i))));
	}

	private void imports() throws IOException {
		final int address = bytes.getInt(header + DIRECTORIES + 8);
		if (address == 0) return;
		for (int entry = place(address); bytes.getInt(entry + 12) != 0; entry += 20) {
			final String library = SharedLibrary.text(bytes, place(bytes.getInt(entry + 12)));
			libraries.add(library);
			final int table = bytes.getInt(entry) != 0 ? bytes.getInt(entry) : bytes.getInt(entry + 16);
			for (int at = place(table); bytes.getLong(at) != 0; at += 8) {
				if (bytes.getLong(at) > 0) imports.put(SharedLibrary.text(bytes, place((int) bytes.getLong(at)) + 2), library);
			}
		}
	}
}
