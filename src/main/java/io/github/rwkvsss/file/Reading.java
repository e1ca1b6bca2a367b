package io.github.rwkvsss.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.github.rwkvsss.progress.CanceledException;

/**
 * The place where whatever a reader throws becomes one sentence. Files come from anywhere, and decoders, of the JDK and of
 * ImageJ too, answer damage with exceptions of every kind.
 */
public final class Reading {

	private Reading() {}

	/** Reads a file. */
	@FunctionalInterface
	public interface Reader<T> {

		T read() throws IOException;
	}

	/**
	 * @param file that is read, for the sentence
	 * @return what the reader gives
	 * @throws IOException in one sentence, whatever the reader throws but a cancel
	 */
	public static <T> T of(final Path file, final Reader<T> reader) throws IOException {
		try {
			return reader.read();
		}
		catch (final CanceledException e) {
			throw e;
		}
		catch (final UncheckedIOException e) {
			throw sentence(file, e.getCause());
		}
		catch (final IOException e) {
			throw sentence(file, e);
		}
		catch (final RuntimeException e) {
			throw new IOException(file + " is damaged and cannot be read" + reason(e), e);
		}
		catch (final StackOverflowError e) {
			throw new IOException(file + " is damaged: it is nested deeper than can be read", e);
		}
		catch (final OutOfMemoryError e) {
			throw new IOException(file + " does not fit into memory; close other images or raise the memory limit", e);
		}
	}

	/** Exceptions of the system say little; ours name the file. */
	private static IOException sentence(final Path file, final IOException e) {
		if (e instanceof NoSuchFileException) return new IOException(file + " does not exist; check the path", e);
		if (e instanceof AccessDeniedException) return new IOException(file + " cannot be read; check its permissions", e);
		if (e instanceof EOFException) return new IOException(file + " is cut short or damaged", e);
		if (e.getMessage() != null && e.getMessage().contains(file.toString())) return e;
		return new IOException(file + " cannot be read" + reason(e), e);
	}

	private static String reason(final Exception e) {
		final String said = e.getMessage();
		return said == null || said.isBlank() ? "" : " (" + said.strip().replaceAll(
			"\\s*[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}]\\s*", " ") + ")";
	}
}
