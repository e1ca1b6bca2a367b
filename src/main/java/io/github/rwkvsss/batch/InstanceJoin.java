package io.github.rwkvsss.batch;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;

/**
 * Puts the COCO files of many images into one: images and annotations are numbered on, categories of one name are one.
 * Files are read twice, an annotation at a time, so that memory holds none but the images' numbers.
 */
final class InstanceJoin {

	private final List<Part> parts = new ArrayList<>();
	private final Map<String, Integer> categories = new LinkedHashMap<>();
	private int images;
	private int annotations;

	/** A file, and what its numbers become. */
	private static final class Part {

		private final String name;
		private final Path file;
		private final Map<Integer, Integer> categories = new HashMap<>();
		private int before;

		Part(final String name, final Path file) {
			this.name = name;
			this.file = file;
		}
	}

	/** Takes what stands in one of a file's lists. */
	@FunctionalInterface
	private interface Taken {

		void take(JsonObject element) throws IOException;
	}

	/**
	 * @param name of the image, below its folder
	 * @param file of its instances
	 */
	void add(final String name, final Path file) {
		parts.add(new Part(name, file));
	}

	/**
	 * Writes the whole, with a line end.
	 *
	 * @param to not closed
	 * @throws IOException in one sentence if a file cannot be read
	 */
	void write(final Writer to) throws IOException {
		final JsonWriter json = new JsonWriter(to);
		json.beginObject().name("images").beginArray();
		for (final Part part : parts) {
			part.before = images;
			read(part.file, Map.of("images", image -> {
				image.addProperty("id", part.before + number(image, "id"));
				image.addProperty("file_name", part.name);
				json.jsonValue(image.toString());
				images++;
			}, "categories", category -> part.categories.put(number(category, "id"), categories.computeIfAbsent(member(category,
				"name").getAsString(), any -> categories.size() + 1))));
		}
		json.endArray().name("categories").beginArray();
		for (final Map.Entry<String, Integer> category : categories.entrySet()) json.beginObject().name("id").value(category
			.getValue()).name("name").value(category.getKey()).endObject();
		json.endArray().name("annotations").beginArray();
		for (final Part part : parts) read(part.file, Map.of("annotations", annotation -> {
			annotation.addProperty("id", ++annotations);
			annotation.addProperty("image_id", part.before + number(annotation, "image_id"));
			annotation.addProperty("category_id", part.categories.get(number(annotation, "category_id")));
			json.jsonValue(annotation.toString());
		}));
		json.endArray().endObject().flush();
		to.append('\n').flush();
	}

	private static int number(final JsonObject element, final String name) {
		return member(element, name).getAsInt();
	}

	private static JsonElement member(final JsonObject element, final String name) {
		final JsonElement found = element.get(name);
		if (found == null) throw new JsonParseException("no " + name);
		return found;
	}

	private static void read(final Path file, final Map<String, Taken> lists) throws IOException {
		try (BufferedReader text = Files.newBufferedReader(file); JsonReader json = new JsonReader(text)) {
			json.beginObject();
			while (json.hasNext()) {
				final Taken taken = lists.get(json.nextName());
				if (taken == null) {
					json.skipValue();
					continue;
				}
				json.beginArray();
				while (json.hasNext()) taken.take(JsonParser.parseReader(json).getAsJsonObject());
				json.endArray();
			}
			json.endObject();
		}
		catch (final JsonParseException | IllegalStateException | MalformedJsonException | EOFException e) {
			throw new IOException(file + " is damaged; delete it and run the batch again", e);
		}
	}
}
