package io.github.rwkvsss.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.BiWkvForms;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import io.github.rwkvsss.tensor.Threads;

/**
 * Times the forms of Bi-WKV beside a copy of the bytes of k, v and y by the same threads in the same rounds, as CSV.
 * <p>
 * The forms are called as the network calls them, from Java; "native" with its gradients through {@link GradientTape}.
 * Errors are largest differences from equation 8 computed literally in float64 at some tokens and channels, relative to
 * the largest value there.
 * </p>
 */
public final class BiWkvBench {

	/** More would not be waited for: elements of k. */
	private static final long MOST_NATIVE = 1L << 25;
	private static final long MOST_CUMULATIVE = 1L << 23;
	private static final long MOST_DENSE = 1L << 27;

	private static final String COPY = "copy";
	private static final String NATIVE = "native";
	private static final String CUMULATIVE = "cumulative";
	private static final String DENSE = "dense";

	private final List<Integer> threads;
	private final boolean quick;
	private final StringBuilder csv = new StringBuilder();
	private final StringBuilder summary = new StringBuilder();

	/** Extents of k and v. */
	private record Shape(int batch, int length, int channels) {

		long elements() {
			return (long) batch * length * channels;
		}
	}

	private static final Shape MAIN = new Shape(4, 1024, 128);

	/**
	 * @param threads counts to time with, in turn
	 * @param quick whether only B=4, T=1024, C=128 is timed
	 */
	public BiWkvBench(final List<Integer> threads, final boolean quick) {
		this.threads = List.copyOf(threads);
		this.quick = quick;
	}

	/** @return the table; lines that begin with # are remarks */
	public String run(final Progress progress, final Cancellation cancellation) {
		final int before = Threads.count();
		csv.append("# operations: ").append(OpLibrary.status()).append('\n');
		csv.append("form,B,T,C,threads,forward_ns_per_token_channel,backward_ns_per_token_channel," +
			"forward_backward_ns_per_token_channel,max_error\n");
		try {
			final List<Shape> shapes = quick ? List.of(MAIN) : shapes();
			int done = 0;
			for (final Shape shape : shapes) {
				for (final int count : threads) {
					cancellation.check();
					progress.update(done++, (long) shapes.size() * threads.size(), "B=" + shape.batch() + " T=" + shape.length() +
						" C=" + shape.channels() + " threads=" + count);
					Threads.use(count);
					measure(shape, count);
				}
				if (shape.equals(MAIN) && OpLibrary.isLoaded()) compareThreads(shape);
			}
		}
		finally {
			Threads.use(before);
		}
		return csv.append(summary).toString();
	}

	/** Those of base at 512 x 512, the main one, and from short to long. */
	private static List<Shape> shapes() {
		final Set<Shape> shapes = new LinkedHashSet<>();
		shapes.add(MAIN);
		final int[] globalEdges = { 16, 8, 4, 2 };
		final int[] localEdges = { 64, 32, 8, 4 };
		for (int stage = 0; stage < 4; stage++) {
			shapes.add(new Shape(1, globalEdges[stage] * globalEdges[stage], 64 << stage));
			shapes.add(new Shape(1, localEdges[stage] * localEdges[stage], 64 << stage));
		}
		for (int length = 64; length <= 65536; length *= 4) for (int channels = 64; channels <= 512; channels *= 2) shapes
			.add(new Shape(8, length, channels));
		return new ArrayList<>(shapes);
	}

	private void measure(final Shape shape, final int count) {
		if (shape.elements() > MOST_NATIVE) {
			csv.append("# skipped: B=").append(shape.batch()).append(" T=").append(shape.length()).append(" C=").append(shape
				.channels()).append(", over 128 MiB per tensor\n");
			return;
		}
		try (TensorScope scope = new TensorScope()) {
			final Inputs inputs = new Inputs(shape);
			final List<String> forms = new ArrayList<>();
			if (OpLibrary.isLoaded()) forms.add(NATIVE);
			if (shape.elements() <= MOST_CUMULATIVE) forms.add(CUMULATIVE);
			if (shape.length() <= 1024 && shape.elements() * shape.length() <= MOST_DENSE) forms.add(DENSE);
			final Stopwatch forward = new Stopwatch();
			final Stopwatch both = new Stopwatch();
			final Tensor source = torch.rand(3 * shape.elements());
			final Tensor target = torch.empty_like(source);
			forward.add(COPY, () -> target.copy_(source));
			both.add(COPY, () -> target.copy_(source));
			for (final String form : forms) {
				forward.add(form, () -> inputs.forward(form));
				both.add(form, () -> inputs.forwardAndBackward(form));
			}
			forward.run(quick ? 4 : 1.5, 3, 200);
			both.run(quick ? 6 : 2, 3, 200);
			final double each = 1e9 / shape.elements();
			row(COPY, shape, count, forward.median(COPY) * each, Double.NaN, Double.NaN, 0);
			for (final String form : forms) row(form, shape, count, forward.median(form) * each, (both.median(form) - forward
				.median(form)) * each, both.median(form) * each, inputs.error(form));
			if (forms.contains(NATIVE)) remark(shape, count, forward, both, forms);
		}
	}

	private void row(final String form, final Shape shape, final int count, final double forward, final double backward,
		final double both, final double error)
	{
		csv.append(String.format(Locale.ROOT, "%s,%d,%d,%d,%d,%s,%s,%s,%.2g%n", form, shape.batch(), shape.length(), shape
			.channels(), count, number(forward), number(backward), number(both), error));
	}

	private static String number(final double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
	}

	private void remark(final Shape shape, final int count, final Stopwatch forward, final Stopwatch both,
		final List<String> forms)
	{
		summary.append(String.format(Locale.ROOT, "# B=%d T=%d C=%d threads=%d: native by copy %.2f forward, %.2f " +
			"forward+backward", shape.batch(), shape.length(), shape.channels(), count, forward.ratio(NATIVE, COPY), both.ratio(
				NATIVE, COPY)));
		if (forms.contains(CUMULATIVE)) summary.append(String.format(Locale.ROOT,
			"; cumulative by native %.1f forward, %.1f forward+backward", forward.ratio(CUMULATIVE, NATIVE), both.ratio(
				CUMULATIVE, NATIVE)));
		summary.append('\n');
	}

	/** Both counts in the same rounds, so that what else the machine does meets both. */
	private void compareThreads(final Shape shape) {
		if (!threads.contains(1) || !threads.contains(2)) return;
		try (TensorScope scope = new TensorScope()) {
			final Inputs inputs = new Inputs(shape);
			final Stopwatch watch = new Stopwatch();
			for (int count = 1; count <= 2; count++) {
				final int used = count;
				// Setting the count is no part of what is timed, but costs nothing beside it.
				watch.add("forward" + used, () -> {
					Threads.use(used);
					inputs.forward(NATIVE);
				});
				watch.add("both" + used, () -> {
					Threads.use(used);
					inputs.forwardAndBackward(NATIVE);
				});
			}
			watch.run(4, 5, 300);
			summary.append(String.format(Locale.ROOT,
				"# B=%d T=%d C=%d native: one thread by two %.2f forward, %.2f forward+backward%n", shape.batch(), shape.length(),
				shape.channels(), watch.ratio("forward1", "forward2"), watch.ratio("both1", "both2")));
		}
	}

	/** Tensors of one shape and what is done with them. */
	private static final class Inputs {

		private final Shape shape;
		private final float[] keys;
		private final float[] values;
		private final float[] decays;
		private final float[] bonuses;
		private final Tensor k;
		private final Tensor v;
		private final Tensor w;
		private final Tensor u;
		private final Tensor gradient;

		Inputs(final Shape shape) {
			this.shape = shape;
			final Random random = new Random(1);
			keys = normal(random, shape.elements());
			values = normal(random, shape.elements());
			decays = new float[shape.channels()];
			bonuses = normal(random, shape.channels());
			// As the network's global branch begins; from about 60 on the cumulative form would turn to float64.
			for (int c = 0; c < decays.length; c++) decays[c] = 4 * c / (decays.length - 1f);
			k = Tensors.of(keys, shape.batch(), shape.length(), shape.channels()).set_requires_grad(true);
			v = Tensors.of(values, shape.batch(), shape.length(), shape.channels()).set_requires_grad(true);
			w = Tensors.of(decays, shape.channels()).set_requires_grad(true);
			u = Tensors.of(bonuses, shape.channels()).set_requires_grad(true);
			gradient = torch.rand(shape.batch(), shape.length(), shape.channels());
		}

		private static float[] normal(final Random random, final long count) {
			final float[] values = new float[Math.toIntExact(count)];
			for (int i = 0; i < values.length; i++) values[i] = (float) random.nextGaussian();
			return values;
		}

		private Tensor apply(final String form) {
			return switch (form) {
				case NATIVE -> BlockOps.fused().biWkv(k, v, w, u, null);
				case CUMULATIVE -> BiWkvForms.cumulative(k, v, w, u, null);
				default -> BiWkvForms.dense(k, v, w, u, null);
			};
		}

		Tensor forward(final String form) {
			try (NoGradGuard guard = new NoGradGuard()) {
				return apply(form);
			}
		}

		void forwardAndBackward(final String form) {
			try (GradientTape tape = GradientTape.open()) {
				apply(form).backward(gradient, new org.bytedeco.pytorch.BoolOptional(), false,
					new org.bytedeco.pytorch.TensorArrayRefOptional());
			}
			for (final Tensor input : List.of(k, v, w, u)) input.mutable_grad().reset();
		}

		/** Largest difference from the literal equation, relative to the largest value, at some tokens and channels. */
		double error(final String form) {
			try (TensorScope scope = new TensorScope()) {
				final float[] result = Tensors.floats(forward(form));
				double worst = 0;
				double largest = 0;
				for (int b = 0; b < Math.min(2, shape.batch()); b++) for (int i = 0; i < 16; i++) for (int j = 0; j < 8; j++) {
					final int t = (int) ((long) i * (shape.length() - 1) / 15);
					final int c = (int) ((long) j * (shape.channels() - 1) / 7);
					final double exact = literal(b, t, c);
					worst = Math.max(worst, Math.abs(exact - result[(b * shape.length() + t) * shape.channels() + c]));
					largest = Math.max(largest, Math.abs(exact));
				}
				return worst / largest;
			}
		}

		/** Equation 8 for one token and channel. */
		private double literal(final int b, final int t, final int c) {
			double numerator = 0;
			double denominator = 0;
			for (int i = 0; i < shape.length(); i++) {
				final int at = (b * shape.length() + i) * shape.channels() + c;
				final double weight = Math.exp(keys[at] + (i == t ? (double) bonuses[c] : -(Math.abs(t - i) - 1) *
					(double) decays[c] / shape.length()));
				numerator += weight * values[at];
				denominator += weight;
			}
			return numerator / denominator;
		}
	}
}
