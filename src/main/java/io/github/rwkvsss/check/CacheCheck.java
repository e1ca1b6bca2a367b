package io.github.rwkvsss.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Folders that must be written to, such as that for temporary files. */
final class CacheCheck {

	/** What an imported model may take there. */
	private static final long NEEDED = 400L << 20;

	private CacheCheck() {}

	/**
	 * @param subject what the folder is for
	 * @param folder made if missing
	 * @param setting how to choose another one
	 */
	static Finding of(final String subject, final Path folder, final String setting) {
		final String advice = "Give yourself the right to write there, or choose another folder with " + setting + ".";
		try {
			Files.createDirectories(folder);
			final Path trial = Files.createTempFile(folder, "rwkv-sss", ".check");
			Files.delete(trial);
			final long free = Files.getFileStore(folder).getUsableSpace();
			final String fact = String.format(Locale.ROOT, "%s can be written, %.1f GiB free", folder, free / 0x1p30);
			return free >= NEEDED ? Finding.fine(subject, fact) : Finding.note(subject, fact, "Free some space on that disk.");
		}
		catch (final IOException e) {
			return Finding.broken(subject, folder + " cannot be written (" + e.getClass().getSimpleName() + ")", advice);
		}
	}
}
