package io.github.rwkvsss.correct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.progress.CanceledException;

/** The folder of a round that is being learned. A kill leaves it, and the same round goes on in it; nobody else uses it. */
final class LearningFolder {

	private static final String PLAN = "plan.txt";

	private final Path folder;
	private final boolean begun;

	/** @param plan what is learned: a folder of another plan is emptied */
	LearningFolder(final Path folder, final String plan) throws IOException {
		this.folder = folder;
		final Path file = folder.resolve(PLAN);
		begun = Files.isRegularFile(file) && Files.readString(file).equals(plan);
		if (begun) return;
		ProjectFiles.removeFolder(folder);
		AtomicFile.write(file, plan.getBytes(StandardCharsets.UTF_8));
	}

	/** Learns. */
	@FunctionalInterface
	interface Learning<T> {

		T run(boolean resume) throws IOException;
	}

	Path folder() {
		return folder;
	}

	/** A checkpoint that cannot be used is not worth an error: the round is learned anew. */
	<T> T run(final Learning<T> learning) throws IOException {
		try {
			if (!begun) return learning.run(false);
			try {
				return learning.run(true);
			}
			catch (final IOException e) {
				return learning.run(false);
			}
		}
		catch (final CanceledException e) {
			close();
			throw e;
		}
	}

	/** Deletes the folder. */
	void close() throws IOException {
		ProjectFiles.removeFolder(folder);
	}
}
