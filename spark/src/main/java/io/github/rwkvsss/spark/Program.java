package io.github.rwkvsss.spark;

import java.io.IOException;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;

/** What the programs of this module have in common: they say one sentence and end. */
final class Program {

	private Program() {}

	/** Does the work. */
	@FunctionalInterface
	interface Work {

		/** @return what to say of it */
		String run() throws IOException;
	}

	/** @return 0 if the work was done, else 1 */
	static int run(final Work work) {
		try {
			System.out.println(work.run());
			return 0;
		}
		catch (final IOException | RuntimeException | LinkageError e) {
			say("error: " + sentence(e));
			return 1;
		}
	}

	static void say(final String sentence) {
		System.err.println(sentence);
	}

	private static String sentence(final Throwable e) {
		Throwable cause = e;
		// NB: Spark tells the trace of an executor's exception in its message; the cause says it in one sentence.
		while ((cause instanceof SparkException || cause.getMessage() == null) && cause.getCause() != null) cause = cause.getCause();
		return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
	}

	/** @return cores that a task may use: the executor's, since tasks of one take turns */
	static int cores(final SparkConf conf) {
		if (conf.get("spark.master").startsWith("local")) return Runtime.getRuntime().availableProcessors();
		return Math.max(1, conf.getInt("spark.executor.cores", 1));
	}
}
