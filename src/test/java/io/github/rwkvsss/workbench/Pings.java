package io.github.rwkvsss.workbench;

import java.util.function.BooleanSupplier;

/** Asks the event thread for an answer again and again while something else runs. */
final class Pings {

	/** Processor time alone would not show a thread that waits. */
	private static final double GENEROUS_SECONDS = 5;

	private long answered;
	private double longest;

	/** @param running asked on this thread */
	void countWhile(final BooleanSupplier running) {
		while (running.getAsBoolean()) {
			final long asked = System.nanoTime();
			Hands.onEvents(() -> null);
			longest = Math.max(longest, (System.nanoTime() - asked) / 1e9);
			answered++;
			try {
				Thread.sleep(5);
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
				return;
			}
		}
	}

	/** Fails if there were fewer answers than steps of the training, or one took far longer than anybody would wait. */
	void check(final int steps) {
		System.out.println("the event thread answered " + answered + " times in " + steps + " steps, the slowest answer took " +
			Math.round(1000 * longest) + " ms");
		Hands.check(answered >= steps, "the event thread answered " + answered + " times in " + steps + " steps");
		Hands.check(longest < GENEROUS_SECONDS, "the event thread answered after " + longest + " s");
	}
}
