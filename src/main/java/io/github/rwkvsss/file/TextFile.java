package io.github.rwkvsss.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a text as editors of any system leave it: in UTF-8, with or without a mark at its beginning, or in UTF-16 with one;
 * with line ends of any system.
 */
public final class TextFile {

	private static final String MARK = "\uFEFF";

	private TextFile() {}

	/**
	 * @param file a text
	 * @return it, without a mark at its beginning; line ends as they are
	 * @throws CharacterCodingException in one sentence if it is in another encoding
	 * @throws IOException of the system, if it cannot be read
	 */
	public static String read(final Path file) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		try {
			return withoutMark(charset(bytes).newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
		}
		catch (final CharacterCodingException e) {
			throw (CharacterCodingException) new EncodingException(file).initCause(e);
		}
	}

	/** @return the lines of {@link #read}, without their ends */
	public static List<String> lines(final Path file) throws IOException {
		return read(file).lines().toList();
	}

	/** @return a text without the mark that editors and spreadsheets of Windows begin a file with */
	public static String withoutMark(final String text) {
		return text.startsWith(MARK) ? text.substring(1) : text;
	}

	private static Charset charset(final byte[] bytes) {
		if (bytes.length < 2) return StandardCharsets.UTF_8;
		final int mark = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
		return mark == 0xfffe || mark == 0xfeff ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
	}

	/** Its message says what to do. */
	private static final class EncodingException extends CharacterCodingException {

		private static final long serialVersionUID = 1L;

		private final String sentence;

		EncodingException(final Path file) {
			sentence = file + " is no text in UTF-8; save it as UTF-8";
		}

		@Override
		public String getMessage() {
			return sentence;
		}
	}
}
