package io.github.rwkvsss.live;

/** Tells how long a training goes on, from how long it took so far. */
final class TimeLeft {

	private long start = Long.MIN_VALUE;
	private int first;

	/**
	 * @param done steps finished
	 * @param steps in all
	 * @param now nanoseconds on any clock that only rises
	 * @return such as "3 min left"; empty as long as nobody knows
	 */
	String after(final int done, final int steps, final long now) {
		if (start == Long.MIN_VALUE) {
			// A resumed training does not begin with the first step.
			start = now;
			first = done;
			return "";
		}
		if (done <= first) return "";
		return text((now - start) / 1e9 / (done - first) * (steps - done));
	}

	static String text(final double seconds) {
		if (seconds < 60) return Math.round(seconds) + " s left";
		if (seconds < 3600) return Math.round(seconds / 60) + " min left";
		return Math.round(seconds / 360) / 10.0 + " h left";
	}
}
