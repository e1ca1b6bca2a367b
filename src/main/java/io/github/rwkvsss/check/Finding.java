package io.github.rwkvsss.check;

/**
 * One thing that was looked at.
 *
 * @param level how it stands
 * @param subject what was looked at, in one or two words
 * @param fact what was found
 * @param advice one sentence that says what to do; empty if nothing is to be done
 */
public record Finding(Level level, String subject, String fact, String advice) {

	/** How a thing stands. */
	public enum Level {
			/** As it should be. */
			FINE,
			/** It works, but could work better. */
			NOTE,
			/** Something cannot work. */
			BROKEN
	}

	static Finding fine(final String subject, final String fact) {
		return new Finding(Level.FINE, subject, fact, "");
	}

	static Finding note(final String subject, final String fact, final String advice) {
		return new Finding(Level.NOTE, subject, fact, advice);
	}

	static Finding broken(final String subject, final String fact, final String advice) {
		return new Finding(Level.BROKEN, subject, fact, advice);
	}

	@Override
	public String toString() {
		final String mark = switch (level) {
			case FINE -> "ok";
			case NOTE -> "note";
			case BROKEN -> "BROKEN";
		};
		return String.format("%-7s %-16s %s%s", mark, subject, fact, advice.isEmpty() ? "" : System.lineSeparator() + " "
			.repeat(25) + advice);
	}
}
