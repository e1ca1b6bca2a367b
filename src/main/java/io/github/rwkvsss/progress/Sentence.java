package io.github.rwkvsss.progress;

/** What an exception has to say to a user. */
public final class Sentence {

	private Sentence() {}

	/** @return its message on one line, or its kind where it has none */
	public static String of(final Throwable e) {
		if (e instanceof OutOfMemoryError)
			return "there is not enough memory; close other images, or give Java more (Edit > Options > Memory & Threads)";
		final String message = e.getMessage();
		return message == null || message.isBlank() ? e.getClass().getSimpleName() : message.strip().replaceAll("\\s*\\R\\s*",
			" ");
	}
}
