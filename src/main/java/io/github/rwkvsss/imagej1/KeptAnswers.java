package io.github.rwkvsss.imagej1;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.scijava.command.Command;

/**
 * Answers of a dialog whose command has not done its work yet, for its next dialog: who gave one wrong answer need not
 * give all others again. Nothing is kept when the work is done, or when ImageJ ends.
 */
final class KeptAnswers {

	private static final Map<Class<? extends Command>, Map<String, String>> KEPT = new ConcurrentHashMap<>();

	private KeptAnswers() {}

	/** @return texts by the keys of their inputs; empty if there are none */
	static Map<String, String> of(final Class<? extends Command> command) {
		return KEPT.getOrDefault(command, Map.of());
	}

	static void keep(final Class<? extends Command> command, final Map<String, String> answers) {
		KEPT.put(command, Map.copyOf(answers));
	}

	static void forget(final Class<? extends Command> command) {
		KEPT.remove(command);
	}
}
