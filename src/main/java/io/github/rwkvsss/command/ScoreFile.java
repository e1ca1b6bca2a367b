package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.Path;

import io.github.rwkvsss.metric.EvaluationTable;

/** Writes scores as CSV. */
final class ScoreFile {

	private ScoreFile() {}

	/** @throws IOException in one sentence that names the file */
	static void write(final EvaluationTable table, final Path csv) throws IOException {
		try {
			table.writeCsv(csv);
		}
		catch (final IOException e) {
			throw new IOException("cannot write " + csv + ": " + Sentence.of(e), e);
		}
	}
}
