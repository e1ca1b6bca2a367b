package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.Representation;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Data sets that one network is to learn from together, a line each of {@code key=value} pairs, values with spaces in
 * quotes: {@code task} (instance or semantic), {@code images} and {@code labels} (folders, as they are or beside the list),
 * and where wanted {@code name}, {@code split} (see {@link SplitList}), {@code channels} (numbered from 1, commas between),
 * {@code normalization} (percentile, robust, z_score, none), {@code diameter} and {@code representation} of objects. Empty
 * lines and those that begin with # are left out.
 */
public final class SetList {

	private static final Pattern PAIR = Pattern.compile("\\s*([a-z_]+)=(?:\"([^\"]*)\"|(\\S+))");
	private static final Set<String> KEYS = Set.of("task", "images", "labels", "name", "split", "channels", "normalization",
		"diameter", "representation");

	private final Path file;
	private final List<Map<String, String>> lines;

	private SetList(final Path file, final List<Map<String, String>> lines) {
		this.file = file;
		this.lines = lines;
	}

	/**
	 * @param file the list
	 * @throws IOException in one sentence if it cannot be read, or a line is none of a list
	 */
	public static SetList read(final Path file) throws IOException {
		final List<String> text;
		try {
			text = Files.readAllLines(file, StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new IOException("cannot read the list of data sets " + file + "; check the path", e);
		}
		final List<Map<String, String>> lines = new ArrayList<>();
		for (int i = 0; i < text.size(); i++) {
			final String line = text.get(i).strip();
			if (!line.isEmpty() && !line.startsWith("#")) lines.add(pairs(line, "line " + (i + 1) + " of " + file));
		}
		if (lines.isEmpty()) throw new IOException("the list of data sets " + file +
			" is empty; write a line task=instance images=FOLDER labels=FOLDER for each set");
		return new SetList(file, lines);
	}

	private static Map<String, String> pairs(final String line, final String where) throws IOException {
		final Map<String, String> pairs = new LinkedHashMap<>();
		final Matcher matcher = PAIR.matcher(line);
		int end = 0;
		while (matcher.find() && matcher.start() == end) {
			end = matcher.end();
			pairs.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
		}
		if (!line.substring(end).isBlank() || !KEYS.containsAll(pairs.keySet())) throw new IOException(where + " is \"" + line +
			"\"; write key=value pairs of the keys " + String.join(", ", KEYS.stream().sorted().toList()));
		for (final String key : new String[] { "task", "images", "labels" }) if (!pairs.containsKey(key)) throw new IOException(
			where + " says no " + key + "; write for instance task=instance images=FOLDER labels=FOLDER");
		if (!pairs.get("task").matches("instance|semantic")) throw new IOException(where + " has the task " + pairs.get(
			"task") + "; write instance or semantic");
		return pairs;
	}

	/**
	 * Reads all sets.
	 *
	 * @param dimensions 2 to learn from planes, 3 from volumes
	 * @param progress told of every file
	 * @param cancellation looked at before every file
	 * @param notes takes a sentence about what was found
	 * @throws IOException in one sentence if a file cannot be read
	 */
	public List<JointSet> sets(final int dimensions, final Progress progress, final Cancellation cancellation,
		final Consumer<String> notes) throws IOException
	{
		final List<JointSet> sets = new ArrayList<>();
		for (final Map<String, String> line : lines) {
			final Path images = path(line.get("images"));
			final SampleForm form = form(line, dimensions);
			final TrainingFolders folders = new TrainingFolders(images, path(line.get("labels")));
			final TrainingData data = line.containsKey("split") ? folders.read(form, SplitList.read(path(line.get("split"))),
				progress, cancellation, notes) : folders.read(form, 0, 1, progress, cancellation, notes);
			final Path parent = images.toAbsolutePath().normalize().getParent();
			final String name = line.getOrDefault("name", parent == null || parent.getFileName() == null ? "set " + (sets.size() +
				1) : parent.getFileName().toString());
			sets.add(new JointSet(name, form, data));
		}
		return sets;
	}

	private Path path(final String text) {
		return file.toAbsolutePath().resolveSibling(text);
	}

	private SampleForm form(final Map<String, String> line, final int dimensions) throws IOException {
		try {
			final List<Integer> channels = new ArrayList<>();
			for (final String channel : line.getOrDefault("channels", "").split(",")) if (!channel.isBlank()) channels.add(Integer
				.parseInt(channel.strip()) - 1);
			return new SampleForm(Task.valueOf(line.get("task").toUpperCase(Locale.ROOT)), dimensions, channels, switch (line
				.getOrDefault("normalization", "percentile")) {
				case "percentile" -> Normalization.standard();
				case "robust" -> Normalization.robust();
				case "z_score" -> Normalization.zScore();
				case "none" -> Normalization.none();
				default -> throw new IllegalArgumentException("there is no normalization " + line.get("normalization"));
			}, null, Double.parseDouble(line.getOrDefault("diameter", "0")), Representation.valueOf(line.getOrDefault(
				"representation", "boundary").toUpperCase(Locale.ROOT)), false);
		}
		catch (final IllegalArgumentException e) {
			throw new IOException("the list of data sets " + file + " cannot be used: " + e.getMessage(), e);
		}
	}
}
