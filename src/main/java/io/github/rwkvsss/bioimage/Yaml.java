package io.github.rwkvsss.bioimage;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
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
			final Node node = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).compose(new StringReader(new String(bytes,
				StandardCharsets.UTF_8)));
			if (node == null) throw new IOException("the description is empty");
			new Bounds().check(node);
			if (new Plain(options).of(node) instanceof final Map<?, ?> map) return map;
			throw new IOException("the description is not a list of keys and values");
		}
		// NB: its constructors throw other exceptions of the JDK on odd numbers and dates.
		catch (final IllegalArgumentException | IndexOutOfBoundsException | StackOverflowError e) {
			throw new IOException("the description has a value that cannot be read", e);
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

	/** Makes plain values of what was looked at before. */
	private static final class Plain extends SafeConstructor {

		Plain(final LoaderOptions options) {
			super(options);
		}

		Object of(final Node node) {
			return constructDocument(node);
		}
	}

	/**
	 * Keeps a small text from meaning much: a list that names another one thrice, and so on, has more values than there is
	 * time to look at, and so has a number of a million digits to be computed.
	 */
	private static final class Bounds {

		private static final long MOST_VALUES = 100_000;
		private static final int LONGEST_NUMBER = 400;

		private final Map<Node, Long> sizes = new IdentityHashMap<>();

		void check(final Node root) throws IOException {
			size(root);
		}

		/** @return values in it, as many times as they are named */
		private long size(final Node node) throws IOException {
			if (node instanceof final ScalarNode scalar) {
				if (scalar.getValue().length() > LONGEST_NUMBER && !scalar.getTag().equals(Tag.STR)) throw new IOException(
					"the description has a number of " + scalar.getValue().length() + " digits");
				return 1;
			}
			final Long known = sizes.get(node);
			if (known != null && known < 0) throw new IOException("the description has a list that contains itself");
			if (known != null) return known;
			sizes.put(node, -1L);
			long size = 1;
			if (node instanceof final SequenceNode list) for (final Node each : list.getValue()) size += size(each);
			if (node instanceof final MappingNode map) for (final NodeTuple each : map.getValue()) {
				if (!(each.getKeyNode() instanceof ScalarNode)) throw new IOException(
					"the description has a list or a mapping as a key, where text belongs");
				size += 1 + size(each.getValueNode());
			}
			if (size > MOST_VALUES) throw new IOException("the description has more than " + MOST_VALUES +
				" values, more than any description needs");
			sizes.put(node, size);
			return size;
		}
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
