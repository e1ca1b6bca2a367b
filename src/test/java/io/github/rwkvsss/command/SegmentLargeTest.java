package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.rwkvsss.block.LargeDrawing;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.LabelImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the command line, with the model that ships: an image in blocks and shards, as TIFF and as OME-Zarr. */
class SegmentLargeTest {

	@TempDir
	private Path folder;

	private static void assertDone(final Object... words) {
		final Terminal terminal = Terminal.call(words);
		assertEquals(0, terminal.code(), terminal.err());
	}

	@Test
	void shardsGiveWhatSegmentGives() throws IOException {
		final Path image = folder.resolve("image.tif");
		LargeDrawing.main("290", "330", image.toString());
		assertDone("segment", "input=" + image, "diameter=20", "table=true", "geojson=true", "coco=true", "output=" + folder
			.resolve("whole.tif"));
		for (final String shard : List.of("2/3", "1/3", "3/3")) assertDone("segment_large", "image=" + image, "diameter=20",
			"table=true", "geojson=true", "coco=true", "memory=8", "shard=" + shard, "output=" + folder.resolve("blocks.tif"));
		assertFalse(Files.exists(folder.resolve("blocks.tif")));
		assertDone("join", "output=" + folder.resolve("blocks.tif"));
		assertDone("segment_large", "image=" + image, "diameter=20", "memory=8", "output=" + folder.resolve("labels.ome.zarr"));
		final LabelImage blocks = LabelReader.read(folder.resolve("blocks.tif"));
		assertSameUpToNumbers(LabelReader.read(folder.resolve("whole.tif")), blocks);
		assertArrayEquals(blocks.plane(0), LabelReader.read(folder.resolve("labels.ome.zarr")).plane(0));
		final List<String> whole = Files.readAllLines(folder.resolve("whole-table.csv"));
		final List<String> table = Files.readAllLines(folder.resolve("blocks-table.csv"));
		assertEquals(whole.get(0), table.get(0));
		assertEquals(whole.stream().map(SegmentLargeTest::measured).sorted().toList(), table.stream().map(
			SegmentLargeTest::measured).sorted().toList());
		assertEquals(features("whole-geojson.geojson"), features("blocks-geojson.geojson"));
		assertEquals(annotations("whole-coco.json"), annotations("blocks-coco.json"));
	}

	/** Polygons and measurements of each object, some of which lie over the blocks' borders, without the number. */
	private List<String> features(final String file) throws IOException {
		final List<String> features = new ArrayList<>();
		for (final JsonElement feature : JsonParser.parseString(Files.readString(folder.resolve(file))).getAsJsonObject()
			.getAsJsonArray("features")) features.add(feature.getAsJsonObject().get("geometry") + " " + feature.getAsJsonObject()
				.getAsJsonObject("properties").get("measurements"));
		assertTrue(features.size() > 30, features.size() + " objects");
		return features.stream().sorted().toList();
	}

	private List<String> annotations(final String file) throws IOException {
		final JsonObject all = JsonParser.parseString(Files.readString(folder.resolve(file))).getAsJsonObject();
		final List<String> annotations = new ArrayList<>(List.of(all.get("images").toString(), all.get("categories")
			.toString()));
		for (final JsonElement annotation : all.getAsJsonArray("annotations")) {
			annotation.getAsJsonObject().remove("id");
			annotations.add(annotation.toString());
		}
		return annotations.stream().sorted().toList();
	}

	/** Without the number, by which alone both may differ. */
	private static String measured(final String row) {
		final List<String> cells = List.of(row.split(","));
		return String.join(",", cells.subList(2, cells.size()));
	}

	private static void assertSameUpToNumbers(final LabelImage expected, final LabelImage found) {
		final Map<Integer, Integer> there = new HashMap<>();
		final Map<Integer, Integer> here = new HashMap<>();
		for (int i = 0; i < expected.plane(0).length; i++) {
			final int one = expected.plane(0)[i];
			final int other = found.plane(0)[i];
			assertEquals(one == 0, other == 0, "at " + i);
			assertEquals(one, there.computeIfAbsent(other, n -> one), "at " + i);
			assertEquals(other, here.computeIfAbsent(one, n -> other), "at " + i);
		}
		assertTrue(there.size() > 30, there.size() + " objects");
	}

	@Test
	void whatCannotBeIsSaidBeforeAnythingIsComputed() throws IOException {
		final Path image = folder.resolve("image.tif");
		LargeDrawing.main("70", "80", image.toString());
		final String output = "output=" + folder.resolve("labels.tif");
		assertEquals("error: shard \"3\" is not of the form 3/40", Terminal.call("segment_large", "image=" + image, "shard=3",
			output).sentence());
		assertEquals("error: cannot write " + folder.resolve("labels.png") + ": the name must end in .tif or .ome.zarr",
			Terminal.call("segment_large", "image=" + image, "output=" + folder.resolve("labels.png")).sentence());
		assertEquals("error: there are no blocks at " + folder.resolve("labels.tif") +
			".blocks; run the shards first, with the same output", Terminal.call("join", output).sentence());
		assertEquals(
			"error: a block of 128 pixels along every axis needs 8 MiB of memory and only 2 are free; give Java more memory",
			Terminal.call("segment_large", "image=" + image, "memory=2", "diameter=20", output).sentence());
	}
}
