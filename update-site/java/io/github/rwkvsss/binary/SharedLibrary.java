package io.github.rwkvsss.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a shared library of Linux, Windows or macOS says to the system's loader.
 *
 * @param name that it gives itself; empty if none
 * @param libraries that it names as needed, in its order
 * @param imports symbols that it needs, each with the library from which, where the format tells; empty where it does not.
 *          macOS's leading underscore is left out
 * @param exports symbols that it offers
 * @param versions of a system's interface that it needs, such as GLIBC_2.17 (Linux) or minos 11.0 (macOS)
 */
public record SharedLibrary(String name, List<String> libraries, Map<String, String> imports, Set<String> exports,
	SortedSet<String> versions)
{

	/**
	 * @param file ELF, PE or Mach-O of 64 bits, little-endian
	 * @throws IOException if it is none
	 */
	public static SharedLibrary read(final Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			final ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
			if (bytes.limit() > 64) switch (bytes.getInt(0)) {
				case 0x464c457f:
					return new ElfReader(bytes).read();
				case 0xfeedfacf:
					return new MachReader(bytes).read();
				default:
					if (bytes.getShort(0) == 0x5a4d) return new PeReader(bytes).read();
			}
			throw new IOException(file + " is not a library of Linux, Windows or macOS of 64 bits");
		}
	}

	/**
	 * @param library a part of its name
	 * @return the symbols that come from it, sorted; of a format that does not tell whence, all
	 */
	public SortedSet<String> importsFrom(final String library) {
		final SortedSet<String> found = new TreeSet<>();
		imports.forEach((symbol, from) -> {
			if (from.isEmpty() || from.contains(library)) found.add(symbol);
		});
		return found;
	}

	/** @return the text that ends with a zero byte */
	static String text(final ByteBuffer bytes, final int at) {
		final StringBuilder text = new StringBuilder();
		for (int i = at; bytes.get(i) != 0; i++) text.append((char) (bytes.get(i) & 0xff));
		return text.toString();
	}
}
