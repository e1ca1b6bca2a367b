package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that this process is loading libraries. One that a process left behind which is gone tells that it ended meanwhile,
 * perhaps because of a damaged library: then all of them are looked at thoroughly.
 */
public final class LoadingMark implements AutoCloseable {

	private static final String BEGINNING = ".loading-";

	/** Those of this process. */
	private static final Set<Path> PUT = ConcurrentHashMap.newKeySet();

	private final Path file;

	private LoadingMark(final Path file) {
		this.file = file;
	}

	static LoadingMark put(final Path folder) {
		final Path file = folder.resolve(BEGINNING + ProcessHandle.current().pid());
		PUT.add(file);
		try {
			if (!Files.exists(file)) Files.createFile(file);
		}
		catch (final IOException e) {
			// A full disk, say: loading needs no mark.
			return new LoadingMark(file);
		}
		return new LoadingMark(file);
	}

	/** @return marks of processes that are gone */
	static List<Path> left(final Path folder) throws IOException {
		final List<Path> left = new ArrayList<>();
		try (DirectoryStream<Path> marks = Files.newDirectoryStream(folder, BEGINNING + "*")) {
			for (final Path mark : marks) if (!PUT.contains(mark) && !isAnothers(mark.getFileName().toString().substring(BEGINNING
				.length()))) left.add(mark);
		}
		return left;
	}

	/** NB: one with this process's own number was left by an earlier process, in a container say. */
	private static boolean isAnothers(final String process) {
		if (!process.matches("\\d{1,18}")) return false;
		final long id = Long.parseLong(process);
		return id != ProcessHandle.current().pid() && ProcessHandle.of(id).isPresent();
	}

	@Override
	public void close() throws IOException {
		PUT.remove(file);
		Files.deleteIfExists(file);
	}
}
