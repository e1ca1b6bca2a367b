package io.github.rwkvsss.ablation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.file.TextFile;

/** All runs that are done, in a CSV file that is written anew after each, whole or not at all. */
public final class RunTable {

	private final Path file;
	private final List<Run> runs = new ArrayList<>();

	private RunTable(final Path file) {
		this.file = file;
	}

	/**
	 * @param file of runs; none are done if it is missing
	 * @throws IOException in one sentence if it cannot be read or is another file
	 */
	public static RunTable of(final Path file) throws IOException {
		final RunTable table = new RunTable(file);
		if (!Files.exists(file)) return table;
		final List<String> lines = TextFile.lines(file);
		if (lines.isEmpty() || !lines.get(0).equals(Run.HEADER)) throw new IOException(file +
			" is not a table of runs: its first line is not \"" + Run.HEADER + "\"; choose another folder");
		for (final String line : lines.subList(1, lines.size())) Run.read(line).ifPresent(table.runs::add);
		return table;
	}

	/** @return all runs, in the order in which they ended */
	public List<Run> runs() {
		return List.copyOf(runs);
	}

	/** @return the run of that key, if it is done */
	public Optional<Run> find(final Run.Key key) {
		return runs.stream().filter(run -> run.key().equals(key)).findFirst();
	}

	void add(final Run run) throws IOException {
		// As it will be read again, so that a table does not depend on who makes it.
		runs.add(Run.read(run.csv()).orElseThrow());
		final StringBuilder text = new StringBuilder(Run.HEADER).append('\n');
		runs.forEach(each -> text.append(each.csv()).append('\n'));
		AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
	}
}
