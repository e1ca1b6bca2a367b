package io.github.rwkvsss.network;

import java.util.Arrays;
import java.util.function.LongFunction;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.JoinedSteps;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

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
	private final int quarterTurns;
	private final boolean axial;
	private final int channels;
	private final Tensor normWeight;
	private final Tensor normBias;
	private final Tensor muKey;
	private final Tensor muValue;
	private final Linear receptance;
	private final Linear key;
	private final Linear value;
	private final Linear output;
	private final Tensor decay;
	private final Tensor bonus;
	private final Tensor outNormWeight;
	private final Tensor outNormBias;
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
		quarterTurns = quarterTurns(config, stage, block);
		axial = design.sequences() == NetworkDesign.Sequences.AXIAL;
		channels = config.widths().get(stage - 1);
		normWeight = weights.constant(name + ".norm.weight", 1, channels);
		normBias = weights.constant(name + ".norm.bias", 0, channels);
		muKey = keys && shifts ? weights.constant(name + ".mu_key", 0.5, channels) : null;
		muValue = shifts ? weights.constant(name + ".mu_value", 0.5, channels) : null;
		receptance = Linear.withoutBias(weights, name + ".receptance", channels, channels);
		key = keys ? Linear.withoutBias(weights, name + ".key", channels, channels) : null;
		value = Linear.withoutBias(weights, name + ".value", channels, channels);
		output = Linear.withoutBias(weights, name + ".output", channels, channels);
		decay = !keys ? null : design.mixture() == NetworkDesign.Mixture.WKV ? weights.parameter(name + ".decay",
			initialDecay(), channels) : weights.buffer(name + ".decay", 0, channels);
		bonus = keys ? weights.constant(name + ".bonus", 0, channels) : null;
		outNormWeight = weights.constant(name + ".wkv_norm.weight", 1, channels);
		outNormBias = weights.constant(name + ".wkv_norm.bias", 0, channels);
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
	 * @param x features (B, *S, C); if the pass fuses, nobody else may hold them: they are written over
	 * @return x plus what the branch mixed in
	 */
	Tensor apply(final Tensor x, final Pass pass) {
		final BlockOps ops = pass.ops();
		try (TensorScope scope = new TensorScope()) {
			final int[] window = window(config, branch, stage, Tensors.spatial(x));
			final boolean joined = pass.joins(x);
			final JoinedSteps.Norm norm = new JoinedSteps.Norm(normWeight, normBias, EPSILON);
			final Tensor[] normPooled = normPooled(x, norm, window, joined, pass);
			final Tensor pooled = normPooled[1];
			final long[] gridShape = Tensors.shape(pooled);
			final Tensor y = mix(pooled, window, pass);
			final Tensor low = torch.layer_norm(y, new long[] { channels }, Tensors.optional(outNormWeight), Tensors.optional(
				outNormBias), EPSILON, false).view(gridShape);
			if (joined) {
				JoinedSteps.instance().gateMix(x, norm, low, receptance.weight(), output.weight(), window);
				pass.probe().macs(receptance.macs(x.numel()) + output.macs(x.numel()));
				return scope.keep(x.alias());
			}
			final Tensor gated = ops.gatedUpsample(receptance.apply(normPooled[0], pass), low, window);
			return scope.keep(output.addTo(x, gated, pass));
		}
	}

	/** @return the normalised features and the tokens; the former null if joined: the end of the branch normalises again */
	private Tensor[] normPooled(final Tensor x, final JoinedSteps.Norm norm, final int[] window, final boolean joined,
		final Pass pass)
	{
		if (pooling != null) {
			final Tensor normed = torch.layer_norm(x, new long[] { channels }, Tensors.optional(normWeight), Tensors.optional(
				normBias), EPSILON, false);
			return new Tensor[] { normed, pooling.apply(normed, window, pass) };
		}
		// Joined, normalising twice is cheaper than keeping the result.
		if (joined) return new Tensor[] { null, JoinedSteps.instance().normPooled(x, norm, window) };
		return pass.ops().normPool(x, normWeight, normBias, EPSILON, window);
	}

	/**
	 * @param pooled tokens (B, *grid, C)
	 * @param window of a token
	 * @return what the tokens mixed to (B, T, C)
	 */
	private Tensor mix(final Tensor pooled, final int[] window, final Pass pass) {
		final int[] grid = Tensors.spatial(pooled);
		final TokenPaths.Path path = paths.scan(grid, quarterTurns, branch == Branch.LOCAL, channels, pooled.device());
		final long length = Arrays.stream(grid).asLongStream().reduce(1, (a, b) -> a * b);
		final Tensor tokens = pooled.view(pooled.size(0), length, channels);
		final Tensor[] shifted = shifted(tokens, path, pass);
		final Tensor v = value.apply(shifted[1], pass);
		final Tensor k = key == null ? null : key.apply(shifted[0], pass);
		final Tensor w = key == null ? null : effective(this::effectiveDecay, grid);
		final Tensor u = key == null ? null : effective(this::effectiveBonus, grid);
		final Tensor y;
		if (key == null) y = axial ? AxialSequences.means(v, grid) : v.mean(new long[] { 1 }, true, new ScalarTypeOptional())
			// Expanded to each token's own row: what follows takes contiguous tokens.
			.expand_as(v).contiguous();
		else y = axial ? AxialSequences.mix(pass.ops(), k, v, w, u, grid) : pass.ops().biWkv(k, v, w, u, path.order());
		if (pass.probe() != ModuleProbe.NONE) tell(pass.probe(), k, v, w, u, y, grid, window);
		return y;
	}

	/** @return what key and value are projected from */
	private Tensor[] shifted(final Tensor tokens, final TokenPaths.Path path, final Pass pass) {
		if (path.neighbours() == null) return new Tensor[] { tokens, tokens };
		// Without keys their share is of no matter: the values' stands for it.
		return pass.ops().shiftLerp(tokens, muKey == null ? muValue : muKey, muValue, path.neighbours(), path.groupEnds(pass
			.ops()));
	}

	/** The plain mean is equation 8 with keys, decay and bonus 0. */
	private void tell(final ModuleProbe probe, final Tensor k, final Tensor v, final Tensor w, final Tensor u, final Tensor y,
		final int[] grid, final int[] window)
	{
		final Tensor none = k != null ? null : torch.zeros_like(normBias);
		probe.mixed(new TokenMixing(name, k != null ? k : torch.zeros_like(v), v, w != null ? w : none, u != null ? u : none, y,
			grid, window, config.scan(), new TokenMixing.Path(quarterTurns, branch == Branch.LOCAL), config.design()
				.sequences()));
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

	private Tensor effective(final LongFunction<Tensor> values, final int[] grid) {
		return axial ? AxialSequences.perLine(values, channels, grid) : values.apply(AxialSequences.product(grid, 0,
			grid.length));
	}

	private Tensor effectiveDecay(final long length) {
		return config.decayLength() == 0 ? decay : decay.mul(new Scalar((double) length / config.decayLength()));
	}

	private Tensor effectiveBonus(final long length) {
		return config.bonusOverLength() ? bonus.div(new Scalar((double) length)) : bonus;
	}
}
