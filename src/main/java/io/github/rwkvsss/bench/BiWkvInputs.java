package io.github.rwkvsss.bench;

import java.util.List;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.BiWkvForms;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Random arguments of Bi-WKV of one shape, float32, and what is done with them. Belongs to the scope it is made in. */
final class BiWkvInputs {

	/** How Bi-WKV is computed, or what it is compared with. */
	enum Form {

			/** Of as many bytes as k, v and y have. */
			COPY,
			/** The two operations of the op library, called one after the other. */
			NATIVE,
			/** The same with gradients that LibTorch asks for, as in a training. */
			RECORDED, CUMULATIVE, DENSE;

		/** @return as the table names it */
		String label() {
			return name().toLowerCase(java.util.Locale.ROOT);
		}
	}

	/** Extents of k and v. */
	record Shape(int batch, int tokens, int channels) {

		long numbers() {
			return (long) batch * tokens * channels;
		}

		@Override
		public String toString() {
			return "B=" + batch + " T=" + tokens + " C=" + channels;
		}
	}

	/**
	 * How many times the memory of k is in use at most: k, v, their gradients, y and its gradient; the copy's source and
	 * target of three each; and what LibTorch keeps of gradients while it hands them on.
	 */
	static final int TENSORS = 16;

	private final Shape shape;
	private final Tensor k;
	private final Tensor v;
	private final Tensor w;
	private final Tensor u;
	private final Tensor gradient;
	private final Tensor source;
	private final Tensor target;

	BiWkvInputs(final Shape shape, final ComputeDevice device) {
		this.shape = shape;
		torch.manual_seed(1);
		k = device.take(torch.randn(shape.batch(), shape.tokens(), shape.channels())).set_requires_grad(true);
		v = device.take(torch.randn(shape.batch(), shape.tokens(), shape.channels())).set_requires_grad(true);
		final float[] decays = new float[shape.channels()];
		// As the network's global branch begins; from about 60 on the cumulative form would turn to float64.
		for (int c = 0; c < decays.length; c++) decays[c] = 4f * c / Math.max(decays.length - 1, 1);
		w = device.take(Tensors.of(decays, shape.channels())).set_requires_grad(true);
		u = device.take(torch.randn(shape.channels())).set_requires_grad(true);
		gradient = device.take(torch.rand(shape.batch(), shape.tokens(), shape.channels()));
		source = device.take(torch.rand(3 * shape.numbers()));
		target = torch.empty_like(source);
	}

	/** Without recording gradients. COPY copies as many bytes as k, v and y have. */
	Tensor forward(final Form form) {
		try (NoGradGuard guard = new NoGradGuard()) {
			return form == Form.COPY ? target.copy_(source) : apply(form);
		}
	}

	/** As a training step does it. COPY as in {@link #forward}. */
	void forwardAndBackward(final Form form) {
		if (form == Form.COPY) {
			forward(form);
			return;
		}
		if (form == Form.NATIVE) {
			forward(form);
			BiWkvForms.nativeGradients(gradient, k, v, w, u, null);
			return;
		}
		try (GradientTape tape = GradientTape.open()) {
			apply(form).backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
		}
		for (final Tensor input : List.of(k, v, w, u)) input.mutable_grad().reset();
	}

	private Tensor apply(final Form form) {
		return switch (form) {
			case NATIVE, RECORDED -> BlockOps.fused().biWkv(k, v, w, u, null);
			case CUMULATIVE -> BiWkvForms.cumulative(k, v, w, u, null);
			case DENSE -> BiWkvForms.dense(k, v, w, u, null);
			case COPY -> throw new IllegalArgumentException("a copy computes nothing; choose a form of Bi-WKV");
		};
	}

	/**
	 * @return largest difference from equation 8 computed literally in float64, at 16 tokens of 8 channels of two batches,
	 *         relative to the largest value there
	 */
	double error(final Form form) {
		try (TensorScope scope = new TensorScope()) {
			final Tensor y = forward(form);
			final double[] decays = Tensors.doubles(w);
			final double[] bonuses = Tensors.doubles(u);
			double worst = 0;
			double largest = 0;
			for (int b = 0; b < Math.min(2, shape.batch()); b++) for (int j = 0; j < 8; j++) {
				final int c = (int) ((long) j * (shape.channels() - 1) / 7);
				final double[] keys = column(k, b, c);
				final double[] values = column(v, b, c);
				final double[] results = column(y, b, c);
				for (int i = 0; i < 16; i++) {
					final int t = (int) ((long) i * (shape.tokens() - 1) / 15);
					final double exact = literal(keys, values, decays[c], bonuses[c], t);
					worst = Math.max(worst, Math.abs(exact - results[t]));
					largest = Math.max(largest, Math.abs(exact));
				}
			}
			return worst / largest;
		}
	}

	/** One channel of one batch. */
	private static double[] column(final Tensor tensor, final int batch, final int channel) {
		try (TensorScope scope = new TensorScope()) {
			return Tensors.doubles(tensor.select(0, batch).select(1, channel));
		}
	}

	/** Equation 8 for one token. */
	private static double literal(final double[] keys, final double[] values, final double decay, final double bonus,
		final int t)
	{
		double numerator = 0;
		double denominator = 0;
		for (int i = 0; i < keys.length; i++) {
			final double weight = Math.exp(keys[i] + (i == t ? bonus : -(Math.abs(t - i) - 1) * decay / keys.length));
			numerator += weight * values[i];
			denominator += weight;
		}
		return numerator / denominator;
	}
}
