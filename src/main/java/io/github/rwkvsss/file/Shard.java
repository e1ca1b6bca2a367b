package io.github.rwkvsss.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several runs that share a work of numbered parts: each takes a range of its own, all together take everything,
 * whatever their number. Neighbours stay together, since they often have something in common.
 *
 * @param index from 1 to {@code count}
 * @param count of the runs
 */
public record Shard(int index, int count) {

	/** Everything. */
	public static final Shard WHOLE = new Shard(1, 1);

	private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,7})\\s*/\\s*(\\d{1,7})\\s*");

	/** @throws IllegalArgumentException if there is no such run */
	public Shard {
		if (count < 1 || index < 1 || index > count) throw new IllegalArgumentException("there is no shard " + index + " of " +
			count + "; count them from 1, such as 3/40");
	}

	/**
	 * @param text such as {@code 3/40}; blank for everything
	 * @throws IllegalArgumentException if it is anything else
	 */
	public static Shard of(final String text) {
		if (text.isBlank()) return WHOLE;
		final Matcher form = FORM.matcher(text);
		if (!form.matches()) throw new IllegalArgumentException("shard \"" + text + "\" is not of the form 3/40");
		return new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
	}

	/** @return the first of so many parts that is this run's, from 0 */
	public long first(final long parts) {
		return bound(index - 1L, parts);
	}

	/** @return the first part after this run's */
	public long end(final long parts) {
		return bound(index, parts);
	}

	/** Parts are spread evenly; no product can overflow. */
	private long bound(final long runs, final long parts) {
		return parts / count * runs + parts % count * runs / count;
	}

	/** @return whether this is all there is */
	public boolean isWhole() {
		return count == 1;
	}

	/** @return as users write it */
	@Override
	public String toString() {
		return index + "/" + count;
	}
}
