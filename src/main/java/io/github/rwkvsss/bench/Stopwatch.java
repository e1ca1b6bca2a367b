package io.github.rwkvsss.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;

/**
 * Times alternatives in turn, once each per round, so that a disturbance of the machine meets all of them; reports
 * medians.
 */
final class Stopwatch {

	private final Map<String, Task> tasks = new LinkedHashMap<>();
	private final Map<String, double[]> seconds = new LinkedHashMap<>();
	private final Cancellation cancellation;
	private final ComputeDevice device;

	/** What is timed, how many times in succession, and what must be done just before it and is not. */
	private record Task(Runnable preparation, Runnable work, int calls) {}

	/** @param device that the tasks compute on, which is waited for */
	Stopwatch(final ComputeDevice device) {
		this(Cancellation.NEVER, device);
	}

	/**
	 * @param cancellation asked before each task
	 * @param device that the tasks compute on, which is waited for
	 */
	Stopwatch(final Cancellation cancellation, final ComputeDevice device) {
		this.cancellation = cancellation;
		this.device = device;
	}

	/** Adds an alternative; native objects that it makes are freed after each call. */
	Stopwatch add(final String name, final Runnable task) {
		return add(name, () -> {}, task);
	}

	/** Adds an alternative with something that is done before each call and not timed. */
	Stopwatch add(final String name, final Runnable preparation, final Runnable task) {
		return add(name, preparation, task, 1);
	}

	/** Adds an alternative that is called several times in succession in each round; its time is the mean of one call. */
	Stopwatch add(final String name, final Runnable preparation, final Runnable task, final int calls) {
		tasks.put(name, new Task(preparation, task, calls));
		return this;
	}

	/**
	 * @param budget seconds that the rounds may take in all, roughly
	 * @param atLeast rounds, whatever they take
	 * @param atMost rounds
	 */
	void run(final double budget, final int atLeast, final int atMost) {
		for (final Task task : tasks.values()) time(task);
		double round = 0;
		for (final Task task : tasks.values()) round += time(task);
		final int rounds = Math.max(atLeast, (int) Math.min(atMost, budget / Math.max(round, 1e-9)));
		tasks.keySet().forEach(name -> seconds.put(name, new double[rounds]));
		for (int r = 0; r < rounds; r++) {
			for (final Map.Entry<String, Task> task : tasks.entrySet()) seconds.get(task.getKey())[r] = time(task.getValue());
		}
	}

	/** @return median seconds of an alternative that was run */
	double median(final String name) {
		return median(seconds.get(name).clone());
	}

	/** @return median over the rounds of the first's time by the second's */
	double ratio(final String first, final String second) {
		final double[] ratios = new double[seconds.get(first).length];
		Arrays.setAll(ratios, r -> seconds.get(first)[r] / seconds.get(second)[r]);
		return median(ratios);
	}

	private static double median(final double[] values) {
		Arrays.sort(values);
		final int middle = values.length / 2;
		return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
	}

	private double time(final Task task) {
		cancellation.check();
		try (TensorScope scope = new TensorScope()) {
			task.preparation().run();
			device.synchronize();
		}
		double total = 0;
		for (int i = 0; i < task.calls(); i++) {
			try (TensorScope scope = new TensorScope()) {
				final long start = System.nanoTime();
				task.work().run();
				device.synchronize();
				total += (System.nanoTime() - start) / 1e9;
			}
		}
		return total / task.calls();
	}
}
