package io.github.rwkvsss.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.file.NewFolder;
import io.github.rwkvsss.file.ProcessLock;

/**
 * Which imported packages their user agreed to run, by the digest of all that is in them. It lies among the user's own
 * settings and not in the package or beside it: whoever can put a package where packages lie has not thereby agreed.
 */
final class TrustedCode {

	private static final String FILE = "trusted-code.txt";

	/** More than anybody imports; a longer file is not ours. */
	private static final long LARGEST = 1L << 20;

	private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (\\d{1,15}) (\\S+)");

	private TrustedCode() {}

	/**
	 * One package.
	 *
	 * @param digest of its entries
	 * @param bytes of its file, by which a dialog can tell another one without reading it
	 * @param name of the model
	 */
	private record Agreed(String digest, long bytes, String name) {

		String line() {
			return digest + " " + bytes + " " + name;
		}
	}

	/** @return the folder of the user's settings: {@code .rwkv-sss} at home, or the property {@code rwkvsss.settings} */
	static Path folder() {
		final String given = System.getProperty("rwkvsss.settings");
		return given == null ? Path.of(System.getProperty("user.home"), ".rwkv-sss") : Path.of(given);
	}

	/** @return whether the user agreed to run a package of this content under this name */
	static boolean has(final String name, final String digest) {
		return find(name).filter(agreed -> agreed.digest().equals(digest)).isPresent();
	}

	/** @return whether the user agreed to one of this name and size; whether it is the same is known when it was read */
	static boolean mayHave(final String name, final Path file) throws IOException {
		final Optional<Agreed> agreed = find(name);
		return agreed.isPresent() && agreed.get().bytes() == Files.size(file);
	}

	private static Optional<Agreed> find(final String name) {
		return all().stream().filter(agreed -> agreed.name().equals(name)).findFirst();
	}

	/** Notes that the user agreed. */
	static void add(final String name, final String digest, final Path file) throws IOException {
		replace(name, Optional.of(new Agreed(digest, Files.size(file), name)));
	}

	static void remove(final String name) throws IOException {
		if (find(name).isPresent()) replace(name, Optional.empty());
	}

	private static void replace(final String name, final Optional<Agreed> by) throws IOException {
		final Path file = folder().resolve(FILE);
		try {
			NewFolder.make(folder());
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + file + ": its folder cannot be made; check your rights there", e);
		}
		try (ProcessLock lock = ProcessLock.take(folder().resolve("." + FILE + ".lock"), "another program is changing " + file +
			"; try again"))
		{
			final List<Agreed> all = new ArrayList<>(all());
			all.removeIf(agreed -> agreed.name().equals(name));
			by.ifPresent(all::add);
			final StringBuilder text = new StringBuilder();
			for (final Agreed agreed : all) text.append(agreed.line()).append('\n');
			AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
		}
	}

	/** What cannot be read was not agreed to. */
	private static List<Agreed> all() {
		final Path file = folder().resolve(FILE);
		try {
			if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) return List.of();
			final List<Agreed> all = new ArrayList<>();
			for (final String line : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n")) {
				final Matcher matcher = LINE.matcher(line.strip());
				if (matcher.matches()) all.add(new Agreed(matcher.group(1), Long.parseLong(matcher.group(2)), matcher.group(3)));
			}
			return all;
		}
		catch (final IOException e) {
			return List.of();
		}
	}
}
