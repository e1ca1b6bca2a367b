package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.file.TextFile;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.ObjectClasses;

/**
 * Of which class the objects are whose labels lie in a folder. Shapes say it themselves ({@link ShapeLabels}); of label
 * images the file {@value #NAME} in the same folder does: a line {@code file,label,class} at its head, then one for each
 * object, with the label image's name, with or without its extension. Objects that it does not name are of no known class.
 */
public final class ObjectClassTable {

	/** Name of the file. */
	public static final String NAME = "classes.csv";

	private static final List<String> HEAD = List.of("file", "label", "class");

	private final Map<String, Map<Integer, String>> images = new TreeMap<>();

	private ObjectClassTable() {}

	/**
	 * @param labels folder of labels
	 * @return what is said there; nothing, if there is no such file
	 * @throws IOException in one sentence if the file is not as it should be
	 */
	public static ObjectClassTable in(final Path labels) throws IOException {
		final Path file = labels.resolve(NAME);
		final ObjectClassTable table = new ObjectClassTable();
		if (!Files.isRegularFile(file)) return table;
		int line = 0;
		for (final String row : TextFile.lines(file)) {
			line++;
			final List<String> fields = CsvLine.parse(row).stream().map(String::strip).toList();
			if (line == 1 && !fields.equals(HEAD)) throw new IOException(file + " begins with \"" + row +
				"\"; its first line must be file,label,class");
			if (line == 1 || row.isBlank()) continue;
			if (fields.size() != 3 || !fields.get(1).matches("[1-9][0-9]{0,8}") || fields.get(2).isEmpty()) throw new IOException(
				"line " + line + " of " + file + " is \"" + row +
					"\"; write the label image's name, an object's number and its class, separated by commas");
			table.images.computeIfAbsent(ImageFile.stem(fields.get(0)), any -> new HashMap<>()).put(Integer.parseInt(fields.get(
				1)), fields.get(2));
		}
		return table;
	}

	/**
	 * @param pair an image and its labels in that folder
	 * @param labels those, as they were read
	 * @return the classes of its objects, of which it may be that none is known
	 * @throws IOException in one sentence if shapes cannot be read
	 */
	public ObjectClasses of(final ImagePairs.Pair pair, final LabelImage labels) throws IOException {
		if (ShapeLabels.isNamed(pair.labels())) return ShapeLabels.readClasses(pair.labels(), pair.name(), labels.size());
		final Map<Integer, String> classes = images.getOrDefault(ImageFile.stem(pair.labels().getFileName().toString()), Map
			.of());
		final List<String> names = new ArrayList<>(new TreeSet<>(classes.values()));
		final Map<Integer, Integer> numbers = new HashMap<>();
		classes.forEach((label, name) -> numbers.put(label, names.indexOf(name) + 1));
		return new ObjectClasses(labels.replaced(label -> numbers.getOrDefault(label, 0)), names);
	}
}
