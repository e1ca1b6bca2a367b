package io.github.rwkvsss.bioimage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of one mapping of a description, each checked for what it must be. */
final class Fields {

	private final Map<?, ?> map;
	private final String place;

	private Fields(final Map<?, ?> map, final String place) {
		this.map = map;
		this.place = place;
	}

	/**
	 * @param value should be a mapping
	 * @param place of it in the description, for messages
	 * @throws IOException in one sentence if it is none
	 */
	static Fields of(final Object value, final String place) throws IOException {
		if (value instanceof final Map<?, ?> map) return new Fields(map, place);
		throw new IOException("the description has no " + place + ", or it is not a mapping");
	}

	/** @return whether the field is there and not null */
	boolean has(final String key) {
		return map.get(key) != null;
	}

	/** @return the value as it is; empty if there is none */
	Optional<Object> value(final String key) {
		return Optional.ofNullable(map.get(key));
	}

	Fields fields(final String key) throws IOException {
		return of(map.get(key), place + "." + key);
	}

	String text(final String key) throws IOException {
		if (map.get(key) instanceof final String text) return text;
		throw wrong(key, "text");
	}

	String text(final String key, final String unset) throws IOException {
		return has(key) ? text(key) : unset;
	}

	double number(final String key, final double unset) throws IOException {
		return has(key) ? number(map.get(key), key) : unset;
	}

	/** @return a single number as a list of one */
	List<Double> numbers(final String key, final double unset) throws IOException {
		if (!has(key)) return List.of(unset);
		final List<Double> numbers = new ArrayList<>();
		for (final Object each : map.get(key) instanceof final List<?> list ? list : List.of(map.get(key))) numbers.add(number(
			each, key));
		if (numbers.isEmpty()) throw wrong(key, "one number or more");
		return numbers;
	}

	int integer(final String key) throws IOException {
		return integer(map.get(key), key);
	}

	int integer(final String key, final int unset) throws IOException {
		return has(key) ? integer(key) : unset;
	}

	/** @return the whole numbers of a list */
	List<Integer> integers(final String key) throws IOException {
		final List<Integer> integers = new ArrayList<>();
		for (final Object each : list(key)) integers.add(integer(each, key));
		return integers;
	}

	/** @return the list; empty if the field is not there */
	List<?> list(final String key) throws IOException {
		if (!has(key)) return List.of();
		if (map.get(key) instanceof final List<?> list) return list;
		throw wrong(key, "a list");
	}

	private double number(final Object value, final String key) throws IOException {
		if (value instanceof final Number number && Double.isFinite(number.doubleValue())) return number.doubleValue();
		throw wrong(key, "a number");
	}

	private int integer(final Object value, final String key) throws IOException {
		// NB: YAML gives Integer, Long or BigInteger.
		if (value instanceof final Integer integer) return integer;
		throw wrong(key, "a whole number");
	}

	private IOException wrong(final String key, final String wanted) {
		return new IOException("the description's " + place + "." + key + " is " + shown(map.get(key)) + " and not " + wanted);
	}

	private static String shown(final Object value) {
		final String text = String.valueOf(value).replaceAll("\\s+", " ");
		return value == null ? "missing" : "\"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
	}
}
