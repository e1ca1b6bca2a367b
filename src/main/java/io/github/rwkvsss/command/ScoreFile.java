package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.metric.EvaluationTable;

/** Writes scores as CSV in UTF-8. */
final class ScoreFile {

	private ScoreFile() {}

	/** @throws IOException in one sentence; see {@link WholeFile} */
	static void write(final EvaluationTable table, final Path csv) throws IOException {
		WholeFile.write(csv, out -> out.write(table.csv().getBytes(StandardCharsets.UTF_8)));
	}
}
