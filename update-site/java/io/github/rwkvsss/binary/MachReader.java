package io.github.rwkvsss.binary;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** macOS's format, for one processor. */
final class MachReader {

	private static final int SYMBOLS = 0x2, NAME = 0xd, VERSION = 0x32, OLD_VERSION = 0x24;
	private static final List<Integer> LIBRARY = List.of(0xc, 0x80000018, 0x8000001f);

	private final ByteBuffer bytes;
	private final List<String> libraries = new ArrayList<>();
	private final Map<String, String> imports = new TreeMap<>();
	private final Set<String> exports = new TreeSet<>();
	private final SortedSet<String> versions = new TreeSet<>();
	private String name = "";

	MachReader(final ByteBuffer bytes) {
		this.bytes = bytes;
	}

	SharedLibrary read() {
		// Libraries first: symbols name them by their number.
		each((kind, at) -> {
			if (kind == NAME) name = library(at);
			if (LIBRARY.contains(kind)) libraries.add(library(at));
			if (kind == VERSION) versions.add(version(bytes.getInt(at + 12)));
			if (kind == OLD_VERSION) versions.add(version(bytes.getInt(at + 8)));
		});
		each((kind, at) -> {
			if (kind == SYMBOLS) symbols(at);
		});
		return new SharedLibrary(name, libraries, imports, exports, versions);
	}

	private interface Command {

		void at(int kind, int place);
	}

	private void each(final Command command) {
		int at = 32;
		for (int left = bytes.getInt(16); left > 0; left--) {
			command.at(bytes.getInt(at), at);
			at += bytes.getInt(at + 4);
		}
	}

	private String library(final int command) {
		return SharedLibrary.text(bytes, command + bytes.getInt(command + 8));
	}

	private static String version(final int packed) {
		return "minos " + (packed >> 16) + "." + (packed >> 8 & 0xff);
	}

	private void symbols(final int command) {
		final int first = bytes.getInt(command + 8);
		final int texts = bytes.getInt(command + 16);
		for (int i = 0; i < bytes.getInt(command + 12); i++) {
			final int at = first + 16 * i;
			final int type = bytes.get(at + 4) & 0xff;
			final boolean external = (type & 1) != 0;
			final boolean hidden = (type & 0x10) != 0;
			if (!external || hidden || (type & 0xe0) != 0) continue;
			final String symbol = SharedLibrary.text(bytes, texts + bytes.getInt(at)).replaceFirst("^_", "");
			if ((type & 0xe) == 0xe) exports.add(symbol);
			else if ((type & 0xe) == 0) {
				final int number = bytes.get(at + 7) & 0xff;
				imports.put(symbol, number >= 1 && number <= libraries.size() ? libraries.get(number - 1) : "");
			}
		}
	}
}
