package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.rwkvsss.file.NewFolder;
import io.github.rwkvsss.file.WholeFile;

/**
 * Notes in the folder of results which images are being segmented, a file each while it lasts, so that whoever is given an
 * image knows how many processes have ended over it: a crash of native code leaves nothing else. Any number of processes may
 * note at once. Files hold the image's name.
 */
final class BatchAttempts {

	/** Below the number of attempts after which Spark ends a whole job, so that the last one can tell of it. */
	static final int MOST = 3;
	private static final String FOLDER = ".attempts";

	private final Path folder;

	BatchAttempts(final Path output) {
		folder = output.resolve(FOLDER);
	}

	/** Forgets all: those of an earlier run, whose processes were killed with it, say nothing of their images. */
	void begin() throws IOException {
		end();
		NewFolder.make(folder);
	}

	/** Deletes the folder, when all is done. */
	void end() throws IOException {
		if (!Files.isDirectory(folder)) return;
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.toList()) Files.deleteIfExists(file);
		}
		Files.deleteIfExists(folder);
	}

	/** @return how many attempts at an image have begun in this run and did not end */
	int open(final String image) throws IOException {
		final String key = key(image);
		try (Stream<Path> files = Files.list(folder)) {
			return (int) files.filter(file -> file.getFileName().toString().startsWith(key + ".")).count();
		}
		catch (final NoSuchFileException e) {
			return 0;
		}
	}

	/** @return the file that says so until {@link #ended} */
	Path started(final String image) throws IOException {
		NewFolder.make(folder);
		final Path file = folder.resolve(key(image) + "." + UUID.randomUUID());
		WholeFile.write(file, out -> out.write(image.getBytes(StandardCharsets.UTF_8)));
		return file;
	}

	/** The process has come through, whatever became of the image. */
	void ended(final Path started) throws IOException {
		Files.deleteIfExists(started);
	}

	private static String key(final String image) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image.getBytes(StandardCharsets.UTF_8)),
				0, 8);
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
