package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.function.LongFunction;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.JoinedSteps;

/**
 * One branch of an RWKV-SSS block: low-resolution Bi-WKV over windows on a scan, gated at full resolution.
 * <p>
 * A token is the mean of LN(x) over a window. Key and value are projected from the shifted tokens; the normalised
 * result is interpolated back and gated by the receptance of every pixel:
 * x + W_o(sigmoid(W_r LN(x)) Up(LN(Bi-WKV(k, v)))). Where a design replaces a part, see {@link NetworkDesign}.
 * </p>
 */
final class SpatialMix {

	static final double EPSILON = 1e-5;

	/** Which scale a branch mixes at. */
	enum Branch {

			GLOBAL, LOCAL;

		/** @return what it adds to the name of its block */
		String suffix() {
			return this == GLOBAL ? ".global" : ".local";
		}
	}

	private final String name;
	private final NetworkConfig config;
	private final TokenPaths paths;
	private final Branch branch;
	private final int stage;
	private final TokenMixing.Path path;
	private final boolean axial;
	private final int channels;
	private final JoinedSteps.Norm norm;
	private final Tensor muKey;
	private final Tensor muValue;
	private final Linear receptance;
	private final Linear key;
	private final Linear value;
	private final Linear output;
	private final Tensor decay;
	private final Tensor bonus;
	private final JoinedSteps.Norm outNorm;
	private final WindowPooling pooling;

	/**
	 * @param stage 1 to 4
	 * @param block index of the block within its stage
	 */
	SpatialMix(final Weights weights, final String name, final NetworkConfig config, final TokenPaths paths,
		final Branch branch, final int stage, final int block)
	{
		this.name = name;
		this.config = config;
		this.paths = paths;
		this.branch = branch;
		this.stage = stage;
		final NetworkDesign design = config.design();
		final boolean keys = design.mixture() != NetworkDesign.Mixture.MEAN;
		final boolean shifts = design.shift() != NetworkDesign.Shift.NONE;
		path = new TokenMixing.Path(quarterTurns(config, stage, block), branch == Branch.LOCAL);
		axial = design.sequences() == NetworkDesign.Sequences.AXIAL;
		channels = config.widths().get(stage - 1);
		norm = new JoinedSteps.Norm(weights.constant(name + ".norm.weight", 1, channels), weights.constant(name + ".norm.bias",
			0, channels), EPSILON);
		muKey = keys && shifts ? weights.constant(name + ".mu_key", 0.5, channels) : null;
		muValue = shifts ? weights.constant(name + ".mu_value", 0.5, channels) : null;
		receptance = Linear.withoutBias(weights, name + ".receptance", channels, channels);
		key = keys ? Linear.withoutBias(weights, name + ".key", channels, channels) : null;
		value = Linear.withoutBias(weights, name + ".value", channels, channels);
		output = Linear.withoutBias(weights, name + ".output", channels, channels);
		decay = !keys ? null : design.mixture() == NetworkDesign.Mixture.WKV ? weights.parameter(name + ".decay",
			initialDecay(), channels) : weights.buffer(name + ".decay", 0, channels);
		bonus = keys ? weights.constant(name + ".bonus", 0, channels) : null;
		outNorm = new JoinedSteps.Norm(weights.constant(name + ".wkv_norm.weight", 1, channels), weights.constant(name +
			".wkv_norm.bias", 0, channels), EPSILON);
		pooling = design.pooling() == NetworkDesign.Pooling.MEAN ? null : new WindowPooling(weights, name + ".pooling", config
			.dimensions(), channels, widest(config, branch, stage));
	}

	/** @return by how many quarter turns the path of a block lies turned */
	static int quarterTurns(final NetworkConfig config, final int stage, final int block) {
		return config.design().direction() == NetworkDesign.Direction.FIXED ? 0 : (stage - 1 + block) % 4;
	}

	/**
	 * Evenly from 0 to 4 for the global branch, from 1 to 64 by constant ratio for the local one; along axes evenly from 0
	 * to 8 in the share of each.
	 */
	private float[] initialDecay() {
		final float[] decays = new float[channels];
		if (axial) {
			int start = 0;
			for (final int end : AxialSequences.ends(channels, config.dimensions())) {
				for (int c = start; c < end; c++) decays[c] = end - start == 1 ? 0 : 8f * (c - start) / (end - start - 1);
				start = end;
			}
			return decays;
		}
		for (int c = 0; c < channels; c++) {
			final double share = channels == 1 ? 0 : c / (channels - 1.0);
			decays[c] = (float) (branch == Branch.GLOBAL ? 4 * share : Math.pow(64, share));
		}
		return decays;
	}

	/**
	 * @param x features (B, *S, C); where no gradient is recorded nobody else may hold them: they may be written over
	 * @return x plus what the branch mixed in
	 */
	<T> T apply(final T x, final NetworkOps<T> ops) {
		try (ValueOps.Scope<T> scope = ops.scope()) {
			final int[] window = window(config, branch, stage, ops.extents(x));
			final NetworkOps.Pooled<T> pooled = pooled(x, window, ops);
			final T mixed = mix(pooled.tokens(), window, ops);
			final T low = ops.view(ops.layerNorm(mixed, outNorm), ops.shape(pooled.tokens()));
			return scope.keep(ops.gateMix(x, norm, pooled.normed(), low, receptance, output, window));
		}
	}

	private <T> NetworkOps.Pooled<T> pooled(final T x, final int[] window, final NetworkOps<T> ops) {
		if (pooling == null) return ops.normPool(x, norm, window);
		final T normed = ops.layerNorm(x, norm);
		return new NetworkOps.Pooled<>(normed, ops.pool(normed, pooling, window));
	}

	/**
	 * @param pooled tokens (B, *grid, C)
	 * @param window of a token
	 * @return what the tokens mixed to (B, T, C)
	 */
	private <T> T mix(final T pooled, final int[] window, final NetworkOps<T> ops) {
		final int[] grid = ops.extents(pooled);
		final T tokens = ops.view(pooled, ops.shape(pooled)[0], AxialSequences.product(grid, 0, grid.length), channels);
		// Without keys their share is of no matter: the values' stands for it.
		final NetworkOps.Two<T> shifted = ops.shift(paths, name, pooled, path).map(shift -> ops.shiftLerp(tokens, muKey == null
			? muValue : muKey, muValue, shift)).orElseGet(() -> new NetworkOps.Two<>(tokens, tokens));
		final T v = ops.linear(shifted.second(), value);
		final T k = key == null ? null : ops.linear(shifted.first(), key);
		final T mixed;
		if (key == null) mixed = axial ? AxialSequences.means(ops, v, grid) : ops.means(v);
		else {
			final T w = decay(ops, grid);
			final T u = bonus(ops, grid);
			mixed = axial ? AxialSequences.mix(ops, k, v, w, u, grid) : ops.biWkv(k, v, w, u, ops.order(paths, name, pooled,
				path));
		}
		ops.mixed(this, k, v, mixed, grid, window);
		return mixed;
	}

	/** @return what those who look on are told; the plain mean is equation 8 with keys, decay and bonus 0 */
	TokenMixing told(final ValueOps<Tensor> ops, final Tensor keys, final Tensor values, final Tensor mixed, final int[] grid,
		final int[] window)
	{
		final Tensor none = key != null ? null : torch.zeros_like(norm.bias());
		return new TokenMixing(name, keys != null ? keys : torch.zeros_like(values), values, none != null ? none : decay(ops,
			grid), none != null ? none : bonus(ops, grid), mixed, grid, window, config.scan(), path, config.design().sequences());
	}

	/**
	 * Draft equation 4: the global window everywhere, the local one a quarter of it up to stage i*, a half after;
	 * no wider than the features (in 2D than their shorter side, in 3D than each axis), nor than leaves as many tokens
	 * along it as the design asks for.
	 */
	static int[] window(final NetworkConfig config, final Branch branch, final int stage, final int[] extents) {
		final int edge = widest(config, branch, stage);
		final int grid = Math.max(1, config.design().tokenGrid());
		final int shortest = Arrays.stream(extents).min().orElse(1);
		final int[] window = new int[extents.length];
		for (int d = 0; d < window.length; d++) window[d] = Math.max(1, Math.min(edge, (extents.length == 2 ? shortest
			: extents[d]) / grid));
		return window;
	}

	/** Draft equation 4 alone. */
	static int widest(final NetworkConfig config, final Branch branch, final int stage) {
		if (branch == Branch.GLOBAL) return config.globalWindow();
		return config.globalWindow() / (stage <= config.earlyStages() ? 4 : 2);
	}

	/** @return w as it enters equation 8 (C) */
	private <T> T decay(final ValueOps<T> ops, final int[] grid) {
		final T weight = ops.weight(decay);
		return perSequence(ops, grid, length -> config.decayLength() == 0 ? weight : ops.times(weight, (double) length / config
			.decayLength()));
	}

	/** @return u as it enters equation 8 (C) */
	private <T> T bonus(final ValueOps<T> ops, final int[] grid) {
		final T weight = ops.weight(bonus);
		return perSequence(ops, grid, length -> config.bonusOverLength() ? ops.over(weight, length) : weight);
	}

	/** @return what depends on a sequence's length, of each channel's sequences (C) */
	private <T> T perSequence(final ValueOps<T> ops, final int[] grid, final LongFunction<T> values) {
		return axial ? AxialSequences.perLine(ops, values, channels, grid) : values.apply(AxialSequences.product(grid, 0,
			grid.length));
	}
}
