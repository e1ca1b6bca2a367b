package io.github.rwkvsss.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.DimObjects;
import io.github.rwkvsss.segment.LevelChoice;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;

/** What a user gives as {@code key=value}; the keys and their meaning are those of the commands of the plugin. */
final class Keys {

	private static final Set<String> SETTINGS = Set.of("model", "channels", "results", "tile", "flips", "foreground_threshold",
		"prominence", "minimum_size", "diameter", "dim_objects", "level", "shape_features", "border_objects");

	private final String command;
	private final Map<String, String> pairs = new LinkedHashMap<>();

	/**
	 * @param own keys of the command beside those of every segmentation
	 * @throws IllegalArgumentException in one sentence if an argument is none of them
	 */
	Keys(final String command, final Set<String> own, final String... args) {
		this.command = command;
		final Set<String> known = new TreeSet<>(SETTINGS);
		known.addAll(own);
		for (final String arg : args) {
			final int equals = arg.indexOf('=');
			if (equals < 1) throw new IllegalArgumentException("\"" + arg + "\" is not of the form key=value");
			final String key = arg.substring(0, equals);
			if (!known.contains(key)) throw new IllegalArgumentException(command + " has no key \"" + key + "\"; its keys are " +
				String.join(", ", known));
			if (pairs.put(key, arg.substring(equals + 1)) != null) throw new IllegalArgumentException("the key " + key +
				" is given twice");
		}
	}

	String needed(final String key) {
		final String value = pairs.get(key);
		if (value == null || value.isBlank()) throw new IllegalArgumentException(command + " needs " + key + "=...");
		return value;
	}

	String text(final String key, final String preset) {
		return pairs.getOrDefault(key, preset);
	}

	boolean truth(final String key) {
		return truth(key, false);
	}

	private boolean truth(final String key, final boolean preset) {
		final String text = text(key, Boolean.toString(preset));
		if (!text.equals("true") && !text.equals("false")) throw new IllegalArgumentException(key + " \"" + text +
			"\" is not known; choose true or false");
		return text.equals("true");
	}

	double number(final String key) {
		final String text = text(key, "0");
		try {
			final double value = Double.parseDouble(text);
			if (value >= 0 && value <= 1 << 20) return value;
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(key + " \"" + text + "\" is not a number", e);
		}
		throw new IllegalArgumentException(key + " " + text + " is out of range; choose 0 to " + (1 << 20));
	}

	/** @return the settings of every image */
	SegmentationSettings settings() {
		return SegmentationSettings.builder().channels(ChannelChoice.of(text("channels", ""))).results(ResultKind.of(text("results",
			"labels"))).tile((int) number("tile")).flips(truth("flips") ? Flips.ALL : Flips.NONE).foregroundThreshold(number(
				"foreground_threshold")).prominence(number("prominence")).minimumSize((int) number("minimum_size")).diameter(number(
					"diameter")).dimObjects(truth("dim_objects") ? DimObjects.SOUGHT : DimObjects.LEFT).shapeFeatures(truth("shape_features"))
			.borderObjects(truth("border_objects", true)).level(LevelChoice.of(text("level", "finest"))).build();
	}
}
