package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.rwkvsss.file.TextFile;
import io.github.rwkvsss.format.ImagePairs;

/**
 * Which image of a folder is for what, fixed in a text file: a line {@code part name} for each, the name without
 * extension; empty lines and those that begin with # are left out.
 */
public final class SplitList {

	/** What an image is for. */
	public enum Part {

			/** To learn from. */
			TRAIN,
			/** To choose the best weights and settings by. */
			CHOOSE,
			/** To tell in the end how good the model is, and for nothing else. */
			REPORT;

		/** @return the word in the list */
		public String word() {
			return name().toLowerCase(Locale.ROOT);
		}
	}

	private final Path file;
	private final Map<String, Part> parts;

	private SplitList(final Path file, final Map<String, Part> parts) {
		this.file = file;
		this.parts = parts;
	}

	/**
	 * @param file the list
	 * @throws IOException in one sentence if it cannot be read, or a line is none of a list
	 */
	public static SplitList read(final Path file) throws IOException {
		final List<String> lines;
		try {
			lines = TextFile.lines(file);
		}
		catch (final CharacterCodingException e) {
			throw new IOException("the list of parts " + e.getMessage(), e);
		}
		catch (final IOException e) {
			throw new IOException("cannot read the list of parts " + file + "; check the path", e);
		}
		final Map<String, Part> parts = new LinkedHashMap<>();
		for (int i = 0; i < lines.size(); i++) {
			final String line = lines.get(i).strip();
			if (line.isEmpty() || line.startsWith("#")) continue;
			final String[] words = line.split("\\s+", 2);
			if (words.length < 2 || !words[0].matches("train|choose|report")) throw new IOException("line " + (i + 1) + " of " +
				file + " is \"" + line + "\"; write train, choose or report, then the image's name without extension");
			if (parts.put(words[1], Part.valueOf(words[0].toUpperCase(Locale.ROOT))) != null) throw new IOException(file +
				" names " + words[1] + " twice; leave it in one part");
		}
		return new SplitList(file, parts);
	}

	/** @return name of the list, for a model's provenance */
	public String name() {
		return file.getFileName().toString();
	}

	/**
	 * @param all images of a folder
	 * @return those of that part, in their order, at least one
	 * @throws IOException in one sentence if an image is not listed, or the part has none
	 */
	public List<ImagePairs.Pair> of(final Part part, final List<ImagePairs.Pair> all) throws IOException {
		final List<ImagePairs.Pair> chosen = new ArrayList<>();
		for (final ImagePairs.Pair pair : all) {
			final Part own = parts.get(pair.name());
			if (own == null) throw new IOException("the list of parts " + file + " does not name " + pair.name() +
				"; add it to train, choose or report");
			if (own == part) chosen.add(pair);
		}
		if (chosen.isEmpty()) throw new IOException("the list of parts " + file + " has no image for " + part.word() +
			" in this folder; add some");
		return chosen;
	}
}
