package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Every third byte of fixtures, damaged in turn: an image, or one sentence that names the file. */
final class DamagedBytes {

	private DamagedBytes() {}

	/**
	 * @param fixtures folder of the fixtures
	 * @param names regular expression of what their names hold
	 * @param first byte to damage
	 * @param folder for the damaged copies
	 */
	static void survive(final String fixtures, final String names, final int first, final Path folder) throws IOException {
		final List<Path> files;
		try (Stream<Path> all = Files.list(Fixtures.file(fixtures))) {
			files = all.filter(file -> file.toString().matches(".*(" + names + ").*")).sorted().toList();
		}
		assertTrue(!files.isEmpty(), "no fixture of " + fixtures + " is named like " + names);
		for (final Path file : files) {
			final byte[] whole = Files.readAllBytes(file);
			final Path copy = folder.resolve(file.getFileName());
			for (int i = first; i < whole.length; i += 3) {
				final byte[] damaged = whole.clone();
				damaged[i] ^= (byte) (i % 2 == 0 ? 0xff : 0x11);
				Files.write(copy, damaged);
				try {
					assertTrue(ImageReader.read(copy).getWidth() > 0);
				}
				catch (final IOException e) {
					assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
				}
			}
		}
	}
}
