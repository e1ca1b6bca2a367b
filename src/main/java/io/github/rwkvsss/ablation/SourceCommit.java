package io.github.rwkvsss.ablation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** From which commit this program was built, as far as can be told. */
final class SourceCommit {

	private static final String UNKNOWN = "unknown";

	private SourceCommit() {}

	/** @return the commit that the jar names, else the one that is checked out in the working folder; else "unknown" */
	static String here() {
		final String built = SourceCommit.class.getPackage().getImplementationVersion();
		final String checkedOut = of(Path.of("").toAbsolutePath());
		return !checkedOut.equals(UNKNOWN) || built == null ? checkedOut : "version " + built;
	}

	/**
	 * @param folder in which a repository lies, or below it
	 * @return seven digits of its commit, or "unknown"
	 */
	static String of(final Path folder) {
		for (Path place = folder; place != null; place = place.getParent()) {
			final Path git = place.resolve(".git");
			if (Files.isDirectory(git)) return head(git);
		}
		return UNKNOWN;
	}

	private static String head(final Path git) {
		try {
			final String head = Files.readString(git.resolve("HEAD")).strip();
			if (!head.startsWith("ref: ")) return shortened(head);
			final String name = head.substring(5);
			if (Files.exists(git.resolve(name))) return shortened(Files.readString(git.resolve(name)).strip());
			// A reference that was packed.
			for (final String line : Files.readAllLines(git.resolve("packed-refs"))) if (line.endsWith(" " + name))
				return shortened(line);
			return UNKNOWN;
		}
		catch (final IOException e) {
			return UNKNOWN;
		}
	}

	private static String shortened(final String hash) {
		return hash.matches("[0-9a-f]{7}.*") ? hash.substring(0, 7) : UNKNOWN;
	}
}
