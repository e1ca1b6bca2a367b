package io.github.rwkvsss.ops;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.tensor.TensorScope;

/**
 * Bi-WKV (draft 001, equation 8) in LibTorch's own operations: the cumulative-sum form, linear in T, and the
 * dense form, quadratic in T, which follows the equation literally and is the reference for all others.
 * <p>
 * Both are differentiable. Shapes as in {@link BlockOps#biWkv}.
 * </p>
 */
public final class BiWkvForms {

	/** Exponents up to this stay exact enough in float32; beyond, the cumulative sums run in float64. */
	private static final double FLOAT_EXPONENT = 60;

	/** Smallest exponent, relative to a channel's largest key, whose exponential is a normal float64. */
	private static final double DOUBLE_EXPONENT = 600;

	private BiWkvForms() {}

	/**
	 * The form in cumulative sums: with s_i = (i - (T-1)/2) w/T, every weight exp(-(t-i-1) w/T + k_i) is a product
	 * of one factor of t and one of i, so that past and future are running sums.
	 *
	 * @return (B, T, C); exact to float32 for |w| + range(k) up to 600, larger keys are clamped from below
	 */
	public static Tensor cumulative(final Tensor k, final Tensor v, final Tensor w, final Tensor u, final Tensor order) {
		final long length = k.size(1);
		if (k.numel() == 0) return emptyLike(k, v, w, u);
		try (TensorScope scope = new TensorScope()) {
			// NB: JavaCPP makes a new object for every enumerator that it returns; only interned ones compare by identity.
			final ScalarType given = k.scalar_type().intern();
			final ScalarType type = given == ScalarType.Double || needsDouble(k, w) ? ScalarType.Double : ScalarType.Float;
			// Apple's GPUs have no float64.
			if (type == ScalarType.Double && k.is_mps()) return scope.keep(cumulative(onCpu(k), onCpu(v), onCpu(w), onCpu(u),
				order == null ? null : onCpu(order)).to(k.device(), given));
			final Tensor key = ordered(k, order).to(type);
			final Tensor value = ordered(v, order).to(type);
			final Tensor step = w.to(type).div(new Scalar((double) length));
			final Tensor place = torch.arange(new Scalar(length), new TensorOptions(type).device(new DeviceOptional(k.device())))
				.sub(new Scalar((length - 1) / 2.0)).unsqueeze(1);
			final Tensor s = place.mul(step);
			final Tensor kappa = key.sub(key.detach().amax(new long[] { 1 }, true)).clamp_min(new Scalar(-DOUBLE_EXPONENT));
			final Tensor p = kappa.add(s).exp();
			final Tensor q = kappa.sub(s).exp();
			final Tensor own = kappa.add(u.to(type)).exp();
			final Tensor past = step.sub(s).exp();
			final Tensor future = step.add(s).exp();
			final Tensor numerator = past.mul(before(p.mul(value))).add_(future.mul(after(q.mul(value)))).add_(own.mul(value));
			final Tensor denominator = past.mul(before(p)).add_(future.mul(after(q))).add_(own);
			final Tensor y = numerator.div(denominator).to(given);
			return scope.keep(unordered(y, order));
		}
	}

	/**
	 * The form that builds all T x T weights.
	 *
	 * @return (B, T, C); exact for any w, u and k
	 */
	public static Tensor dense(final Tensor k, final Tensor v, final Tensor w, final Tensor u, final Tensor order) {
		if (k.numel() == 0) return emptyLike(k, v, w, u);
		try (TensorScope scope = new TensorScope()) {
			final Tensor weights = torch.softmax(logits(ordered(k, order), w, u), 2);
			final Tensor y = weights.mul(ordered(v, order).unsqueeze(1)).sum(2);
			return scope.keep(unordered(y, order));
		}
	}

	/**
	 * The attention that equation 8 gives every token on every other, in sequence order.
	 *
	 * @param k keys in sequence order (B, T, C)
	 * @return (B, T, T, C): for each target, the shares of all sources, summing to one
	 */
	public static Tensor weights(final Tensor k, final Tensor w, final Tensor u) {
		try (TensorScope scope = new TensorScope()) {
			return scope.keep(torch.softmax(logits(k, w, u), 2));
		}
	}

	/**
	 * The native implementation's gradients, computed at once, without recording.
	 *
	 * @param gradient of y (B, T, C)
	 * @return gradients of k, v (B, T, C), w and u (C)
	 * @throws IllegalStateException if the op library is not loaded
	 */
	public static Tensor[] nativeGradients(final Tensor gradient, final Tensor k, final Tensor v, final Tensor w,
		final Tensor u, final Tensor order)
	{
		return NativeOps.instance().biWkvGradients(gradient, k, v, w, u, order);
	}

	private static Tensor logits(final Tensor key, final Tensor w, final Tensor u) {
		final long length = key.size(1);
		final TensorOptions options = new TensorOptions(key.scalar_type()).device(new DeviceOptional(key.device()));
		final Tensor place = torch.arange(new Scalar(length), options);
		final Tensor gap = place.unsqueeze(1).sub(place.unsqueeze(0)).abs().sub(new Scalar(1)).unsqueeze(2);
		final Tensor itself = gap.lt(new Scalar(0));
		final Tensor decay = gap.mul(w).div(new Scalar(-(double) length));
		return torch.where(itself, u, decay).add(key.unsqueeze(1));
	}

	private static Tensor onCpu(final Tensor tensor) {
		return tensor.to(new Device("cpu"), tensor.scalar_type());
	}

	private static boolean needsDouble(final Tensor k, final Tensor w) {
		final double range = k.detach().amax(new long[] { 1 }, false).sub(k.detach().amin(new long[] { 1 }, false)).max()
			.item_double();
		final double decay = w.numel() == 0 ? 0 : w.detach().abs().max().item_double();
		return !(range + decay <= FLOAT_EXPONENT);
	}

	/** Running sum over the tokens before each token. */
	private static Tensor before(final Tensor terms) {
		final long length = terms.size(1);
		final Tensor first = torch.zeros_like(terms.narrow(1, 0, 1));
		return torch.cat(new org.bytedeco.pytorch.TensorVector(first, terms.narrow(1, 0, length - 1).cumsum(1)), 1);
	}

	/** Running sum over the tokens after each token. */
	private static Tensor after(final Tensor terms) {
		return before(terms.flip(1)).flip(1);
	}

	private static Tensor ordered(final Tensor tokens, final Tensor order) {
		return order == null ? tokens : tokens.index_select(1, order);
	}

	private static Tensor unordered(final Tensor sequence, final Tensor order) {
		if (order == null) return sequence;
		final Tensor positions = torch.empty_like(order);
		final Tensor counting = torch.arange(new Scalar(order.size(0)), new TensorOptions(order.scalar_type()).device(
			new DeviceOptional(order.device())));
		positions.index_copy_(0, order.to(ScalarType.Long), counting);
		return sequence.index_select(1, positions);
	}

	private static Tensor emptyLike(final Tensor k, final Tensor v, final Tensor w, final Tensor u) {
		return k.mul(v).mul(w).mul(u);
	}
}
