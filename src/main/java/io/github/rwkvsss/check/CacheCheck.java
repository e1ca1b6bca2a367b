package io.github.rwkvsss.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Folders that native libraries are unpacked to: JavaCPP's cache, and the folder for temporary files. */
final class CacheCheck {

	/** What LibTorch takes, unpacked. */
	private static final long NEEDED = 400L << 20;

	private CacheCheck() {}

	/**
	 * @param properties of the system, where the folder may be named
	 * @return the folder that JavaCPP tries first
	 */
	static Path javaCppFolder(final Map<String, String> properties) {
		final String given = properties.get("org.bytedeco.javacpp.cachedir");
		return given == null ? Path.of(properties.get("user.home"), ".javacpp", "cache") : Path.of(given);
	}

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
			return free >= NEEDED ? Finding.fine(subject, fact) : Finding.note(subject, fact,
				"Free some space on that disk; the native libraries take 350 MiB when they are first unpacked.");
		}
		catch (final IOException e) {
			return Finding.broken(subject, folder + " cannot be written (" + e.getClass().getSimpleName() + ")", advice);
		}
	}
}
