package io.github.rwkvsss.block;

import java.util.Arrays;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * How long a work of many blocks takes on many workers, with starts, stragglers and failures, and where it breaks first.
 * As a program it prints the tables of {@code docs/scale.md}: {@code ScaleSimulation <seconds of a block> <sigma of its log>}.
 */
public final class ScaleSimulation {

	/** Seconds until a process has LibTorch and a model. */
	private static final double START = 6;
	/** One in so many workers is so many times slower, and dies so often an hour. */
	private static final double STRAGGLERS = 0.02;
	private static final double SLOWER = 4;
	private static final double FAILURES_PER_HOUR = 0.01;
	/** Until a scheduler has a process run again that died. */
	private static final double RESTART = 60;
	/** To read, number and write a block in the join. */
	private static final double JOIN = 0.12;

	private final double median;
	private final double sigma;

	/**
	 * @param median seconds of a block
	 * @param sigma deviation of its logarithm
	 */
	ScaleSimulation(final double median, final double sigma) {
		this.median = median;
		this.sigma = sigma;
	}

	/**
	 * What a run took.
	 *
	 * @param seconds until the last worker is done
	 * @param busy seconds of all workers that went into blocks which stayed
	 * @param lost seconds that went into what was lost to failures
	 */
	record Result(double seconds, double busy, double lost) {}

	/** How blocks come to workers. */
	enum Sharing {
			/** As many shards as workers. */
			ONE_SHARD_EACH,
			/** So many times more shards than workers, the next one to whoever is free. */
			EIGHT_SHARDS_EACH,
			/** Block by block to whoever is free, a start per worker: an executor of Spark's. */
			BLOCK_BY_BLOCK
	}

	Result run(final long blocks, final int workers, final Sharing sharing, final long seed) {
		final SplittableRandom random = new SplittableRandom(seed);
		final int shards = (int) Math.min(blocks, sharing == Sharing.BLOCK_BY_BLOCK ? blocks : sharing == Sharing.ONE_SHARD_EACH
			? workers : 8L * workers);
		final double[] speed = new double[workers];
		Arrays.setAll(speed, w -> random.nextDouble() < STRAGGLERS ? SLOWER : 1);
		final PriorityQueue<double[]> free = new PriorityQueue<>((a, b) -> Double.compare(a[0], b[0]));
		for (int w = 0; w < workers; w++) free.add(new double[] { sharing == Sharing.BLOCK_BY_BLOCK ? START * speed[w] : 0,
			w });
		double end = 0;
		double busy = 0;
		double lost = 0;
		for (int shard = 0; shard < shards; shard++) {
			final double[] worker = free.remove();
			final long mine = blocks * (shard + 1) / shards - blocks * shard / shards;
			double at = worker[0] + (sharing == Sharing.BLOCK_BY_BLOCK ? 0 : START * speed[(int) worker[1]]);
			for (long b = 0; b < mine; b++) {
				final double seconds = median * Math.exp(sigma * gauss(random)) * speed[(int) worker[1]];
				if (random.nextDouble() < seconds * FAILURES_PER_HOUR / 3600) {
					// What was written stays; half a block is lost, and the process starts again.
					at += seconds / 2 + RESTART + START;
					lost += seconds / 2 + RESTART + START;
				}
				at += seconds;
				busy += seconds;
			}
			worker[0] = at;
			end = Math.max(end, at);
			free.add(worker);
		}
		return new Result(end, busy, lost);
	}

	private static double gauss(final SplittableRandom random) {
		return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
	}

	/** Prints the tables. */
	public static void main(final String... args) {
		final ScaleSimulation simulation = new ScaleSimulation(Double.parseDouble(args[0]), Double.parseDouble(args[1]));
		System.out.println("| blocks | workers | one shard each | eight shards each | block by block | join |");
		System.out.println("|---|---|---|---|---|---|");
		for (final long blocks : new long[] { 2_500, 100_000, 1_000_000 }) {
			for (final int workers : new int[] { 1, 10, 100, 1000, 10_000 }) {
				if (workers > blocks) continue;
				final StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "| %,d | %,d", blocks, workers));
				for (final Sharing sharing : Sharing.values()) {
					final Result result = simulation.run(blocks, workers, sharing, 1);
					row.append(String.format(Locale.ROOT, " | %s, %.0f %%", text(result.seconds()), 100 * result.busy() / result
						.seconds() / workers));
				}
				System.out.println(row.append(" | ").append(text(blocks * JOIN)).append(" |"));
			}
		}
	}

	private static String text(final double seconds) {
		return seconds < 120 ? String.format(Locale.ROOT, "%.0f s", seconds) : seconds < 7200 ? String.format(Locale.ROOT,
			"%.0f min", seconds / 60) : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
	}
}
