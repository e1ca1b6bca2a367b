package io.github.rwkvsss.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of what others wrote that a site carries, {@code licenses/<any>/THIRD-PARTY.md}: a table whose first column is
 * the name of a jar without its version and whose last names the files of licence texts beside it.
 */
final class ThirdParty {

	static final String NAME = "THIRD-PARTY.md";

	/** The plugin, and its operations for GPUs. */
	private static final Pattern OURS = Pattern.compile("jars/(rwkv-sss|[^/]+/rwkv-sss-cuda-[a-z0-9_-]+)\\.jar");

	private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\|.*\\|([^|]*)\\|\\s*");

	private static final Pattern TEXT = Pattern.compile("`([^`]+)`");

	private ThirdParty() {}

	/**
	 * @param content the installation's files
	 * @throws IOException if a jar of another project is not in the list, or a licence text that its row names is missing
	 */
	static void check(final Path content) throws IOException {
		final List<String> places = Folders.files(content);
		final List<String> jars = places.stream().filter(place -> place.startsWith("jars/") && !OURS.matcher(SiteFile.identity(
			place)).matches()).toList();
		if (jars.isEmpty()) return;
		final String list = places.stream().filter(place -> place.startsWith("licenses/") && place.endsWith("/" + NAME))
			.findFirst().orElseThrow(() -> new IOException(content + " has no licenses/*/" + NAME +
				"; every jar of another project must be told there"));
		final Path texts = content.resolve(list).getParent();
		final List<String> lines = Files.readAllLines(content.resolve(list));
		for (final String jar : jars) {
			final List<String> named = textsOf(jar.substring(jar.lastIndexOf('/') + 1), lines);
			if (named.isEmpty()) throw new IOException(jar + " is not in " + list +
				"; add a row with its licence and the file of " + "its text");
			for (final String text : named) if (!Files.exists(texts.resolve(text))) throw new IOException(list + " names " +
				text + " for " + jar + ", but that text is not beside it");
		}
	}

	private static List<String> textsOf(final String jar, final List<String> lines) {
		final List<String> texts = new ArrayList<>();
		for (final String line : lines) {
			final Matcher row = ROW.matcher(line);
			if (!row.matches() || !jar.matches(Pattern.quote(row.group(1)) + "-[0-9].*")) continue;
			final Matcher text = TEXT.matcher(row.group(2));
			while (text.find()) texts.add(text.group(1));
		}
		return texts;
	}
}
