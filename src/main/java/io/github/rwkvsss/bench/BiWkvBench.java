package io.github.rwkvsss.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.github.rwkvsss.bench.BiWkvInputs.Form;
import io.github.rwkvsss.bench.BiWkvInputs.Shape;
import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.tile.FreeMemory;

/**
 * Times the forms of Bi-WKV beside a copy of the bytes of k, v and y, as CSV.
 * <p>
 * All forms and numbers of threads run in turn in the same rounds; each ratio is the median of those of the rounds:
 * {@code by_copy} to the copy with as many threads, {@code speedup} of the first number of threads to this one. Copy and
 * native implementations of few numbers are called several times in succession, as in a network one operation follows another. The
 * forms are called as the network calls them, from Java; "native" its two operations, "recorded" with gradients by {@link GradientTape}.
 * Errors are against equation 8, see {@link BiWkvInputs#error}.
 * </p>
 */
public final class BiWkvBench {

	private static final Shape MAIN = new Shape(4, 1024, 128);

	/** Numbers of k: ten times slower than the native implementation, beyond this it is not waited for. */
	private static final long MOST_CUMULATIVE = 1L << 22;
	/** Weights of all pairs of tokens. */
	private static final long MOST_DENSE = 1L << 27;

	/** Numbers of k: calls in succession take so many together. */
	private static final long FEW = 1L << 24;

	private final List<Integer> threads;
	private final List<Shape> shapes;
	private final ComputeDevice device;
	private final double seconds;
	private final StringBuilder csv = new StringBuilder();

	/**
	 * @param threads counts to time with
	 * @param quick whether only B=4, T=1024, C=128 is timed
	 * @param device where all is computed and copied
	 */
	public BiWkvBench(final List<Integer> threads, final boolean quick, final ComputeDevice device) {
		this(threads, quick ? List.of(MAIN) : shapes(), device, quick ? 20 : 5);
	}

	/** @param seconds that the rounds of one shape take, roughly; three rounds are run at least */
	BiWkvBench(final List<Integer> threads, final List<Shape> shapes, final ComputeDevice device, final double seconds) {
		this.device = device;
		this.seconds = seconds;
		this.threads = List.copyOf(new LinkedHashSet<>(threads));
		this.shapes = List.copyOf(shapes);
	}

	/** @return the table; lines that begin with # are remarks */
	public String run(final Progress progress, final Cancellation cancellation) {
		final int before = Threads.count();
		csv.append("# operations: ").append(OpLibrary.status()).append('\n');
		if (device.isCuda()) csv.append("# device: ").append(device).append(", operations there: ").append(OpLibrary
			.cudaStatus()).append('\n');
		csv.append("form,B,T,C,threads,forward_ns_per_token_channel,backward_ns_per_token_channel," +
			"forward_backward_ns_per_token_channel,forward_by_copy,forward_backward_by_copy,forward_speedup," +
			"forward_backward_speedup,max_error\n");
		try {
			for (int i = 0; i < shapes.size(); i++) {
				cancellation.check();
				progress.update(i, shapes.size(), shapes.get(i).toString());
				measure(shapes.get(i), cancellation);
			}
		}
		finally {
			Threads.use(before);
		}
		return csv.toString();
	}

	/** The main one, those of base at 512 x 512, and from short to long. */
	static List<Shape> shapes() {
		final Set<Shape> shapes = new LinkedHashSet<>();
		shapes.add(MAIN);
		final int[] globalEdges = { 16, 8, 4, 2 };
		final int[] localEdges = { 64, 32, 8, 4 };
		for (int stage = 0; stage < 4; stage++) {
			shapes.add(new Shape(1, globalEdges[stage] * globalEdges[stage], 64 << stage));
			shapes.add(new Shape(1, localEdges[stage] * localEdges[stage], 64 << stage));
		}
		for (int tokens = 64; tokens <= 65536; tokens *= 4) for (int channels = 64; channels <= 512; channels *= 2) shapes.add(
			new Shape(8, tokens, channels));
		return new ArrayList<>(shapes);
	}

	private void measure(final Shape shape, final Cancellation cancellation) {
		final long bytes = Float.BYTES * BiWkvInputs.TENSORS * shape.numbers();
		final long free = device.isCuda() ? device.freeBytes() : FreeMemory.available();
		// Where the system does not tell, what any machine has that runs this.
		final long most = free > 0 ? free / 4 * 3 : 2L << 30;
		if (bytes > most) {
			remark(shape, "skipped, because it takes %d MiB and %d MiB of memory are at hand", bytes >> 20, most >> 20);
			return;
		}
		try (TensorScope scope = new TensorScope()) {
			final List<Form> forms = forms(shape);
			final BiWkvInputs inputs = new BiWkvInputs(shape, device);
			final Stopwatch forward = new Stopwatch(cancellation, device);
			final Stopwatch both = new Stopwatch(cancellation, device);
			for (final int count : threads) for (final Form form : forms) {
				final int calls = form == Form.CUMULATIVE || form == Form.DENSE ? 1 : calls(shape);
				add(forward, name(form, count), count, () -> inputs.forward(form), calls);
				add(both, name(form, count), count, () -> inputs.forwardAndBackward(form), calls);
			}
			forward.run(0.4 * seconds, 3, 400);
			both.run(0.6 * seconds, 3, 400);
			for (final Form form : forms) {
				final double error = form == Form.COPY ? 0 : inputs.error(form);
				for (final int count : threads) row(shape, form, count, forward, both, error);
			}
		}
	}

	/** As many as fill some milliseconds. */
	private static int calls(final Shape shape) {
		return (int) Math.max(1, Math.min(64, FEW / shape.numbers()));
	}

	/** Several calls in succession come after one that is not timed, which wakes the threads; one call comes alone. */
	private static void add(final Stopwatch stopwatch, final String name, final int threads, final Runnable work,
		final int calls)
	{
		stopwatch.add(name, () -> {
			Threads.use(threads);
			if (calls > 1) work.run();
		}, work, calls);
	}

	private static String name(final Form form, final int threads) {
		return form.label() + ' ' + threads;
	}

	/** Those that are worth waiting for; remarks why others are not. */
	private List<Form> forms(final Shape shape) {
		final List<Form> forms = new ArrayList<>(List.of(Form.COPY));
		if (OpLibrary.serves(device)) forms.addAll(List.of(Form.NATIVE, Form.RECORDED));
		if (shape.numbers() <= MOST_CUMULATIVE) forms.add(Form.CUMULATIVE);
		else remark(shape, "cumulative skipped, because it is slow and k has more than %d numbers", MOST_CUMULATIVE);
		if (shape.numbers() <= MOST_DENSE / shape.tokens()) forms.add(Form.DENSE);
		else remark(shape, "dense skipped, because its cost is quadratic: B x T x T x C is more than %d", MOST_DENSE);
		return forms;
	}

	private void row(final Shape shape, final Form form, final int count, final Stopwatch forward, final Stopwatch both,
		final double error)
	{
		final String name = name(form, count);
		final String copy = name(Form.COPY, count);
		final String first = name(form, threads.get(0));
		final boolean computes = form != Form.COPY;
		final double each = 1e9 / shape.numbers();
		csv.append(String.format(Locale.ROOT, "%s,%d,%d,%d,%d,%s,%s,%s,%s,%s,%s,%s,%.2g%n", form.label(), shape.batch(), shape
			.tokens(), shape.channels(), count, number(true, forward.median(name) * each), number(computes, (both.median(name) -
				forward.median(name)) * each), number(computes, both.median(name) * each), number(computes, forward.ratio(name,
					copy)), number(computes, both.ratio(name, copy)), number(threads.size() > 1, forward.ratio(first, name)), number(
						computes && threads.size() > 1, both.ratio(first, name)), error));
	}

	private static String number(final boolean applies, final double value) {
		return applies ? String.format(Locale.ROOT, "%.3f", value) : "";
	}

	private void remark(final Shape shape, final String text, final Object... values) {
		csv.append("# ").append(shape).append(": ").append(String.format(Locale.ROOT, text, values)).append('\n');
	}
}
