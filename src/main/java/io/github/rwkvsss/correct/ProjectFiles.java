package io.github.rwkvsss.correct;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.file.Nesting;
import io.github.rwkvsss.file.NewFolder;

/** How the parts of a project come to the disk: folders and files that are there whole or not at all. */
final class ProjectFiles {

	/** What a folder is called while it is written. */
	private static final String PART = ".part-";

	private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping()
		.serializeSpecialFloatingPointValues().create();

	private ProjectFiles() {}

	/** Fills a folder that nobody sees yet. */
	@FunctionalInterface
	interface Content {

		void writeTo(Path folder) throws IOException;
	}

	/**
	 * @param folder to make; must not be there, its parent is made if missing
	 * @param content called once
	 * @throws IOException in one sentence; then nothing is left behind
	 */
	static void writeFolder(final Path folder, final Content content) throws IOException {
		NewFolder.make(folder.getParent());
		final Path part = folder.resolveSibling(PART + UUID.randomUUID());
		try {
			NewFolder.make(part);
			content.writeTo(part);
			Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			remove(part);
		}
	}

	/** Deletes a folder and all in it; the name goes first, so that a kill leaves no half of it under that name. */
	static void removeFolder(final Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		final Path part = folder.resolveSibling(PART + UUID.randomUUID());
		Files.move(folder, part, StandardCopyOption.ATOMIC_MOVE);
		remove(part);
	}

	/** Deletes what killed processes left half-written or half-deleted; nobody else may be writing. */
	static void removeAbandoned(final Path parent) throws IOException {
		if (!Files.isDirectory(parent)) return;
		for (final Path each : list(parent)) if (each.getFileName().toString().startsWith(PART)) remove(each);
	}

	private static void remove(final Path folder) throws IOException {
		if (!Files.exists(folder)) return;
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
		}
	}

	/** @return what is whole in a folder, by name; empty if there is no such folder */
	static List<Path> parts(final Path parent) throws IOException {
		if (!Files.isDirectory(parent)) return List.of();
		return list(parent).stream().filter(each -> Files.isDirectory(each) && !each.getFileName().toString().startsWith("."))
			.sorted().toList();
	}

	private static List<Path> list(final Path parent) throws IOException {
		try (Stream<Path> files = Files.list(parent)) {
			return files.toList();
		}
	}

	static void writeJson(final Path file, final Object facts) throws IOException {
		AtomicFile.write(file, (GSON.toJson(facts) + "\n").getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * @param remedy what to do about a file that is damaged, for the sentence
	 * @throws IOException in one sentence if there is no such file, or it holds something else
	 */
	static <T> T readJson(final Path file, final Class<T> type, final String remedy) throws IOException {
		try {
			final T facts = GSON.fromJson(Nesting.checked(Files.readString(file)), type);
			if (facts == null) throw new IOException(file + " is empty; " + remedy);
			return facts;
		}
		catch (final NoSuchFileException e) {
			throw new IOException(file + " is missing; " + remedy, e);
		}
		// NB: Gson wraps what a record's constructor throws in a plain RuntimeException.
		catch (final RuntimeException | CharacterCodingException e) {
			throw new IOException(file + " is damaged; " + remedy, e);
		}
	}
}
