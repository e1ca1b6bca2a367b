package io.github.rwkvsss.spark;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.github.rwkvsss.tensor.Threads;

/**
 * What this Java, an executor, keeps between tasks: one LibTorch with one model. Tasks of one executor take turns, and
 * LibTorch computes each with all the executor's cores.
 */
final class Executors {

	private static final Map<String, Object> KEPT = new HashMap<>();

	private Executors() {}

	/** Makes what tasks share. */
	@FunctionalInterface
	interface Making<T> {

		T make() throws IOException;
	}

	/** Does a task. */
	@FunctionalInterface
	interface Work<T, R> {

		R of(T shared) throws IOException;
	}

	/**
	 * @param key the same for the same work only
	 * @param cores that LibTorch may use
	 * @return what the work gives, done alone
	 */
	@SuppressWarnings("unchecked")
	static <T, R> R alone(final String key, final int cores, final Making<T> making, final Work<T, R> work)
		throws IOException
	{
		synchronized (KEPT) {
			if (!KEPT.containsKey(key)) {
				Threads.use(cores);
				KEPT.put(key, making.make());
			}
			return work.of((T) KEPT.get(key));
		}
	}
}
