package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.github.rwkvsss.file.TextFile;

/** Puts the COCO files of many images into one: images and annotations are numbered on, categories of one name are one. */
final class InstanceJoin {

	private final JsonArray images = new JsonArray();
	private final JsonArray annotations = new JsonArray();
	private final Map<String, Integer> categories = new LinkedHashMap<>();

	/**
	 * @param name of the image, below its folder
	 * @param file of its instances
	 * @throws IOException in one sentence if it cannot be read
	 */
	void add(final String name, final Path file) throws IOException {
		final JsonObject one;
		try {
			one = JsonParser.parseString(TextFile.read(file)).getAsJsonObject();
		}
		catch (final JsonParseException | IllegalStateException e) {
			throw new IOException(file + " is damaged; delete it and run the batch again", e);
		}
		final int before = images.size();
		final Map<Integer, Integer> renumbered = new LinkedHashMap<>();
		for (final JsonElement category : one.getAsJsonArray("categories")) {
			final JsonObject object = category.getAsJsonObject();
			renumbered.put(object.get("id").getAsInt(), categories.computeIfAbsent(object.get("name").getAsString(),
				any -> categories.size() + 1));
		}
		for (final JsonElement image : one.getAsJsonArray("images")) {
			image.getAsJsonObject().addProperty("id", before + image.getAsJsonObject().get("id").getAsInt());
			image.getAsJsonObject().addProperty("file_name", name);
			images.add(image);
		}
		for (final JsonElement element : one.getAsJsonArray("annotations")) {
			final JsonObject annotation = element.getAsJsonObject();
			annotation.addProperty("id", annotations.size() + 1);
			annotation.addProperty("image_id", before + annotation.get("image_id").getAsInt());
			annotation.addProperty("category_id", renumbered.get(annotation.get("category_id").getAsInt()));
			annotations.add(annotation);
		}
	}

	/** @return the whole, with a line end */
	String text() {
		final JsonObject all = new JsonObject();
		all.add("images", images);
		final JsonArray named = new JsonArray();
		categories.forEach((name, id) -> {
			final JsonObject category = new JsonObject();
			category.addProperty("id", id);
			category.addProperty("name", name);
			named.add(category);
		});
		all.add("categories", named);
		all.add("annotations", annotations);
		return all + "\n";
	}
}
