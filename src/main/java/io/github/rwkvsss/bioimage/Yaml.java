package io.github.rwkvsss.bioimage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Descriptions as text. Only plain values are read: no text of a file can make an object of another class. */
public final class Yaml {

	/** A description of a model has a few kB. */
	private static final int LONGEST = 4 << 20;

	/** Words that some readers take for something else than text. */
	private static final Set<String> SPECIAL = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan",
		"inf");

	private Yaml() {}

	/**
	 * @param bytes UTF-8 text of a mapping
	 * @return its keys and values: text, numbers, truth values, lists and maps
	 * @throws IOException in one sentence if it is anything else
	 */
	public static Map<?, ?> read(final byte[] bytes) throws IOException {
		if (bytes.length > LONGEST) throw new IOException("the description has " + bytes.length +
			" bytes, more than any description needs");
		final LoaderOptions options = new LoaderOptions();
		options.setCodePointLimit(LONGEST);
		options.setAllowDuplicateKeys(false);
		try {
			final Object root = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(new String(bytes,
				StandardCharsets.UTF_8));
			if (root instanceof final Map<?, ?> map) return map;
			throw new IOException("the description is not a list of keys and values");
		}
		catch (final YAMLException e) {
			throw new IOException("the description is not YAML (" + String.valueOf(e.getMessage()).lines().findFirst().orElse(
				"") + ")", e);
		}
	}

	/** @return the text of a mapping, keys in their order */
	public static byte[] write(final Map<String, ?> root) {
		final DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		options.setWidth(Integer.MAX_VALUE);
		options.setSplitLines(false);
		return new org.yaml.snakeyaml.Yaml(new Quoting(options), options).dump(root).getBytes(StandardCharsets.UTF_8);
	}

	/** Quotes whatever a reader of another YAML version might not take for text, such as a checksum 12e34. */
	private static final class Quoting extends Representer {

		Quoting(final DumperOptions options) {
			super(options);
			representers.put(String.class, value -> {
				final String text = (String) value;
				final boolean plain = text.matches("[A-Za-z_][A-Za-z0-9_-]*") && !SPECIAL.contains(text.toLowerCase(
					java.util.Locale.ROOT));
				return representScalar(Tag.STR, text, plain ? DumperOptions.ScalarStyle.PLAIN
					: DumperOptions.ScalarStyle.DOUBLE_QUOTED);
			});
		}
	}
}
