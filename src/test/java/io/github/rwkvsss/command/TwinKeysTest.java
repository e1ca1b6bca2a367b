package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

/** A key that several commands have means the same in all of them: same default, same text, same checks. */
class TwinKeysTest {

	/** Where a key names another thing than in the rest of the commands: commands that are bound to differ, by key. */
	private static final Map<String, Set<String>> OTHER = new TreeMap<>();
	static {
		// The image is looked at for another purpose in each; the same of folders, label images and files to write.
		OTHER.put("input", Set.of("segment", "train_image", "score", "attention", "run_torchscript", "learn", "rank"));
		OTHER.put("images", Set.of("evaluate", "join"));
		OTHER.put("table", Set.of("segment_large"));
		OTHER.put("geojson", Set.of("segment_large"));
		OTHER.put("coco", Set.of("segment_large"));
		// What shards were given is given to join again, without its defaults being looked at anew.
		OTHER.put("recursive", Set.of("join"));
		OTHER.put("include", Set.of("join"));
		OTHER.put("exclude", Set.of("join"));
		OTHER.put("labels", Set.of("train", "evaluate"));
		OTHER.put("output", Set.of("segment", "segment_large", "batch", "join", "train", "train_image", "train_start", "models",
			"ablate", "export"));
		// Not every command takes every kind of model, nor has one to begin with.
		OTHER.put("model", Set.of("evaluate", "score", "attention", "models", "info", "export", "workbench", "rank"));
		// What is measured, timed or exported, not what is predicted.
		OTHER.put("channels", Set.of("info", "train_start"));
		OTHER.put("classes", Set.of("info", "bench"));
		OTHER.put("size", Set.of("info", "bench"));
		OTHER.put("threads", Set.of("bench"));
		OTHER.put("tile", Set.of("bench", "export", "run_torchscript"));
		// Variants are compared, and several data sets learned, at settings that do not fit themselves to the data.
		OTHER.put("batch", Set.of("ablate", "train_start"));
		OTHER.put("patch", Set.of("ablate", "train_start"));
		OTHER.put("steps", Set.of("ablate", "train_start", "learn"));
		OTHER.put("task", Set.of("ablate", "evaluate", "score"));
		OTHER.put("preset", Set.of("ablate", "info", "train_start"));
		OTHER.put("validation_share", Set.of("ablate", "evaluate"));
		// Of a training that is over, its split; of objects in an image, their size there.
		OTHER.put("seed", Set.of("evaluate", "train_start", "learn"));
		OTHER.put("split", Set.of("evaluate"));
		OTHER.put("representation", Set.of("ablate"));
		OTHER.put("diameter", Set.of("train", "train_image"));
		OTHER.put("part", Set.of("attention", "evaluate"));
		// A model that is imported has a description, an archive has none.
		OTHER.put("activation", Set.of("models"));
		OTHER.put("trust_code", Set.of("models"));
		// A round of corrections is short and careful, and begins a project at most once.
		OTHER.put("learning_rate", Set.of("learn"));
		OTHER.put("start_from", Set.of("learn"));
		OTHER.put("project", Set.of("learn"));
		OTHER.put("normalization", Set.of("run_torchscript"));
	}

	/** Pairs of commands that do the same to an open image and to a folder: whatever both have is the same. */
	private static final List<Set<String>> PAIRS = List.of(Set.of("segment", "batch"), Set.of("train", "train_image"), Set.of(
		"evaluate", "score"));

	private record Twin(String label, String kind, String style, String preset, List<String> choices, String range,
		String description)
	{

		static Twin of(final Input input) {
			return new Twin(input.label(), input.kind(), input.style(), input.presetText(), input.choices(), input.range(), input
				.description());
		}
	}

	/** @return by key, what each command that has it says of it */
	private static Map<String, Map<String, Twin>> twins() {
		final Map<String, Map<String, Twin>> twins = new TreeMap<>();
		for (final CommandList.Entry entry : CommandList.entries()) for (final Input input : CommandCall.of(entry.command())
			.inputs()) twins.computeIfAbsent(input.key(), key -> new LinkedHashMap<>()).put(entry.name(), Twin.of(input));
		return twins;
	}

	@Test
	void aKeyMeansTheSameInEveryCommand() {
		twins().forEach((key, commands) -> {
			final Set<String> other = OTHER.getOrDefault(key, Set.of());
			final Set<Twin> same = new java.util.HashSet<>();
			commands.forEach((command, twin) -> {
				if (!other.contains(command)) same.add(twin);
			});
			assertTrue(same.size() <= 1, () -> key + " differs: " + same);
		});
	}

	@Test
	void commandsOfOneKindDifferInNoKeyThatBothHave() {
		for (final Set<String> pair : PAIRS) twins().forEach((key, commands) -> {
			if (!commands.keySet().containsAll(pair) || key.equals("output") && pair.contains("segment")) return;
			assertEquals(1, pair.stream().map(commands::get).distinct().count(), () -> key + " of " + pair);
		});
	}

	/** The two commands that train have drifted apart before. */
	@Test
	void bothTrainingsHaveTheSameKeysButForWhereTheAnnotationIs() {
		final Set<String> train = new TreeSet<>();
		final Set<String> image = new TreeSet<>();
		twins().forEach((key, commands) -> {
			if (commands.containsKey("train") && !commands.containsKey("train_image")) train.add(key);
			if (commands.containsKey("train_image") && !commands.containsKey("train")) image.add(key);
		});
		assertEquals(Set.of("images", "labels", "split"), train);
		assertEquals(Set.of("annotation", "input", "label_image", "margin", "roi_file", "unlabelled"), image);
	}

	/** An exception that is none any more is not to hide the next drift. */
	@Test
	void exceptionsAreNeeded() {
		OTHER.forEach((key, others) -> {
			final Map<String, Twin> commands = twins().get(key);
			assertTrue(commands != null && commands.keySet().containsAll(others), key + " is not a key of " + others);
			assertTrue(commands.values().stream().distinct().count() > 1, key + " is the same everywhere");
		});
	}
}
