package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import io.github.rwkvsss.file.Nesting;

/** Asks a JSON object for what it should hold; what it holds instead is told in one sentence. */
final class ZarrJson {

	/** A plate with all its wells takes a few megabytes. */
	private static final int LARGEST = 16 << 20;

	private final String file;
	private final JsonObject json;

	/** @param file for messages */
	ZarrJson(final String file, final JsonObject json) {
		this.file = file;
		this.json = json;
	}

	/**
	 * @return the object that a file holds; null if there is no such file
	 * @throws IOException in one sentence if it is none
	 */
	static ZarrJson read(final ZarrStore store, final String key) throws IOException {
		final byte[] bytes = store.read(key, LARGEST);
		final String file = store.name() + "/" + key;
		if (bytes == null) return null;
		try {
			final JsonElement json = JsonParser.parseString(Nesting.checked(new String(bytes, StandardCharsets.UTF_8)));
			if (json.isJsonObject()) return new ZarrJson(file, json.getAsJsonObject());
		}
		catch (final JsonParseException | NumberFormatException e) {
			throw new IOException(file + " is damaged: it is no JSON", e);
		}
		catch (final IOException e) {
			throw new IOException(file + " is damaged: " + e.getMessage(), e);
		}
		throw new IOException(file + " is damaged: it holds no JSON object");
	}

	JsonObject json() {
		return json;
	}

	IOException damaged(final String how) {
		return new IOException(file + " is damaged: " + how.replaceAll("\\p{Cntrl}+", " "));
	}

	IOException beyond(final String what) {
		return new IOException(file + " " + what.replaceAll("\\p{Cntrl}+", " "));
	}

	boolean has(final String key) {
		return json.has(key) && !json.get(key).isJsonNull();
	}

	JsonElement get(final String key) {
		return json.get(key);
	}

	/** @return the object under a key; null if there is none */
	ZarrJson object(final String key) throws IOException {
		if (!has(key)) return null;
		return object(json.get(key), key);
	}

	private ZarrJson object(final JsonElement element, final String key) throws IOException {
		if (!element.isJsonObject()) throw damaged("its \"" + key + "\" is " + shortened(element) + " instead of an object");
		return new ZarrJson(file, element.getAsJsonObject());
	}

	/** @return the objects of a list; empty if there is none */
	List<ZarrJson> objects(final String key) throws IOException {
		final List<ZarrJson> objects = new ArrayList<>();
		for (final JsonElement element : list(key)) objects.add(object(element, key));
		return objects;
	}

	private JsonArray list(final String key) throws IOException {
		if (!has(key)) return new JsonArray();
		if (!json.get(key).isJsonArray()) throw damaged("its \"" + key + "\" is " + shortened(json.get(key)) +
			" instead of a list");
		return json.get(key).getAsJsonArray();
	}

	/** @return the text under a key; null if there is none */
	String text(final String key) throws IOException {
		if (!has(key)) return null;
		if (json.get(key) instanceof final JsonPrimitive value && value.isString()) return value.getAsString();
		throw damaged("its \"" + key + "\" is " + shortened(json.get(key)) + " instead of a text");
	}

	String neededText(final String key) throws IOException {
		final String text = text(key);
		if (text == null) throw damaged("it states no \"" + key + "\"");
		return text;
	}

	/** @return texts of a list, null where it has null; empty if there is none */
	List<String> texts(final String key) throws IOException {
		final List<String> texts = new ArrayList<>();
		for (final JsonElement element : list(key)) {
			if (!element.isJsonNull() && !(element instanceof final JsonPrimitive value && value.isString())) throw damaged(
				"its \"" + key + "\" holds " + shortened(element) + " instead of a text");
			texts.add(element.isJsonNull() ? null : element.getAsString());
		}
		return texts;
	}

	/** @return whole numbers of a list, at least 0 */
	long[] wholes(final String key) throws IOException {
		if (!has(key)) throw damaged("it states no \"" + key + "\"");
		final JsonArray list = list(key);
		final long[] wholes = new long[list.size()];
		for (int i = 0; i < wholes.length; i++) wholes[i] = whole(list.get(i), key);
		return wholes;
	}

	long whole(final String key) throws IOException {
		if (!has(key)) throw damaged("it states no \"" + key + "\"");
		return whole(json.get(key), key);
	}

	private long whole(final JsonElement element, final String key) throws IOException {
		final double value = number(element, key);
		if (value < 0 || value != Math.rint(value) || value > 1L << 53) throw damaged("its \"" + key + "\" has " + shortened(
			element) + " instead of a whole number from 0");
		return (long) value;
	}

	/** @return numbers of a list; null if there is none */
	double[] numbers(final String key) throws IOException {
		if (!has(key)) return null;
		final JsonArray list = list(key);
		final double[] numbers = new double[list.size()];
		for (int i = 0; i < numbers.length; i++) numbers[i] = number(list.get(i), key);
		return numbers;
	}

	/** @return the number under a key; NaN if there is none */
	double number(final String key) throws IOException {
		return has(key) ? number(json.get(key), key) : Double.NaN;
	}

	private double number(final JsonElement element, final String key) throws IOException {
		try {
			if (element instanceof final JsonPrimitive value && value.isNumber()) return value.getAsDouble();
		}
		catch (final NumberFormatException e) {
			throw damaged("its \"" + key + "\" has " + shortened(element) + " instead of a number");
		}
		throw damaged("its \"" + key + "\" has " + shortened(element) + " instead of a number");
	}

	static String shortened(final JsonElement element) {
		final String text = String.valueOf(element);
		return text.length() > 60 ? text.substring(0, 60) + "..." : text;
	}
}
