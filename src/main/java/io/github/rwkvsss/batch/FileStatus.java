package io.github.rwkvsss.batch;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.github.rwkvsss.file.CsvLine;

/**
 * What became of one file: a row of the status file.
 *
 * @param file path below the batch's folder
 * @param outcome done or failed
 * @param objects how many were found; empty text where a model finds none, or the file failed
 * @param seconds it took
 * @param message why it failed; empty if it did not
 * @param settings digest of file, model and settings, by which a later run knows that nothing has changed, and after a
 *          dash the bytes of all results together, by which it knows that they are whole
 */
record FileStatus(String file, Outcome outcome, String objects, double seconds, String message, String settings) {

	static final String HEADER = "file,status,objects,seconds,message,settings";

	/** How a file ended. */
	enum Outcome {
			DONE, FAILED
	}

	/** @return one line without its end */
	String line() {
		return CsvLine.of(List.of(file, outcome.name().toLowerCase(Locale.ROOT), objects, String.format(Locale.ROOT, "%.2f",
			seconds), message.replaceAll("\\R", " "), settings));
	}

	/** @return the row of a line; empty if it is none */
	static Optional<FileStatus> of(final String line) {
		final List<String> fields = CsvLine.parse(line);
		if (fields.size() != 6) return Optional.empty();
		try {
			return Optional.of(new FileStatus(fields.get(0), Outcome.valueOf(fields.get(1).toUpperCase(Locale.ROOT)), fields.get(
				2), Double.parseDouble(fields.get(3)), fields.get(4), fields.get(5)));
		}
		catch (final IllegalArgumentException e) {
			return Optional.empty();
		}
	}
}
