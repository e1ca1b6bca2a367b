package io.github.rwkvsss.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What users settle once for all programs, Fiji included: lines of {@code key=value} in {@code .rwkv-sss/settings.txt} at
 * home. Values are taken as they stand, so that Windows' paths need no doubled backslashes; lines that begin with # are
 * comments.
 */
public final class UserSettings {

	private UserSettings() {}

	/** @return the file, which need not be there */
	public static Path file() {
		return home().resolve("settings.txt");
	}

	/** @return the user's folder for this plugin, which need not be there */
	public static Path home() {
		return Path.of(System.getProperty("user.home"), ".rwkv-sss");
	}

	/**
	 * @return what the user settled; empty if nothing
	 * @throws IOException in one sentence if there is a file that cannot be read
	 */
	public static Optional<String> value(final String key) throws IOException {
		return Files.exists(file()) ? value(key, lines(file())) : Optional.empty();
	}

	/**
	 * Settles something for the user; other lines stay as they are.
	 *
	 * @throws IOException in one sentence if it cannot be written; the settings are then as they were
	 */
	public static void settle(final String key, final String value) throws IOException {
		NewFolder.make(home());
		final List<String> lines = new ArrayList<>(Files.exists(file()) ? lines(file()) : List.of());
		lines.removeIf(line -> value(key, List.of(line)).isPresent());
		lines.add(key + "=" + value);
		WholeFile.write(file(), out -> out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
	}

	static Optional<String> value(final String key, final List<String> lines) {
		return lines.stream().map(String::strip).filter(line -> !line.startsWith("#")).map(line -> line.split("=", 2)).filter(
			pair -> pair.length == 2 && pair[0].strip().equals(key)).map(pair -> pair[1].strip()).filter(value -> !value
				.isEmpty()).findFirst();
	}

	private static List<String> lines(final Path file) throws IOException {
		try {
			return TextFile.lines(file);
		}
		catch (final CharacterCodingException e) {
			throw new IOException("the settings in " + file + " are no text in UTF-8; save the file as UTF-8", e);
		}
		catch (final IOException e) {
			throw new IOException("the settings in " + file + " cannot be read; check your rights there", e);
		}
	}
}
