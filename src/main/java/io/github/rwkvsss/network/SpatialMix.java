package io.github.rwkvsss.network;

import java.util.Arrays;

import org.bytedeco.pytorch.Scalar;
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
 * x + W_o(sigmoid(W_r LN(x)) Up(LN(Bi-WKV(k, v)))).
 * </p>
 */
final class SpatialMix {

	static final double EPSILON = 1e-5;

	/** Which scale a branch mixes at. */
	enum Branch {
		GLOBAL, LOCAL
	}

	private final String name;
	private final NetworkConfig config;
	private final TokenPaths paths;
	private final Branch branch;
	private final int stage;
	private final int quarterTurns;
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
		quarterTurns = (stage - 1 + block) % 4;
		channels = config.widths().get(stage - 1);
		normWeight = weights.constant(name + ".norm.weight", 1, channels);
		normBias = weights.constant(name + ".norm.bias", 0, channels);
		muKey = weights.constant(name + ".mu_key", 0.5, channels);
		muValue = weights.constant(name + ".mu_value", 0.5, channels);
		receptance = Linear.withoutBias(weights, name + ".receptance", channels, channels);
		key = Linear.withoutBias(weights, name + ".key", channels, channels);
		value = Linear.withoutBias(weights, name + ".value", channels, channels);
		output = Linear.withoutBias(weights, name + ".output", channels, channels);
		decay = weights.parameter(name + ".decay", initialDecay(), channels);
		bonus = weights.constant(name + ".bonus", 0, channels);
		outNormWeight = weights.constant(name + ".wkv_norm.weight", 1, channels);
		outNormBias = weights.constant(name + ".wkv_norm.bias", 0, channels);
	}

	/** Evenly from 0 to 4 for the global branch, from 1 to 64 by constant ratio for the local one. */
	private float[] initialDecay() {
		final float[] decays = new float[channels];
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
			// Joined, the end of the branch normalises again: cheaper than keeping the result.
			final Tensor[] normPooled = joined ? null : ops.normPool(x, normWeight, normBias, EPSILON, window);
			final Tensor pooled = joined ? JoinedSteps.instance().normPooled(x, norm, window) : normPooled[1];
			final long[] gridShape = Tensors.shape(pooled);
			final int[] grid = Tensors.spatial(pooled);
			final TokenPaths.Path path = paths.scan(grid, quarterTurns, branch == Branch.LOCAL, channels, x.device());
			final long length = Arrays.stream(grid).asLongStream().reduce(1, (a, b) -> a * b);
			final Tensor tokens = pooled.view(x.size(0), length, channels);
			final Tensor[] shifted = ops.shiftLerp(tokens, muKey, muValue, path.neighbours(), path.groupEnds(ops));
			final Tensor k = key.apply(shifted[0], pass);
			final Tensor v = value.apply(shifted[1], pass);
			final Tensor w = effectiveDecay(length);
			final Tensor u = effectiveBonus(length);
			final Tensor y = ops.biWkv(k, v, w, u, path.order());
			pass.probe().mixed(new TokenMixing(name, k, v, w, u, y, grid, window, config.scan(), new TokenMixing.Path(
				quarterTurns, branch == Branch.LOCAL)));
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

	/**
	 * Draft equation 4: the global window everywhere, the local one a quarter of it up to stage i*, a half after;
	 * no wider than the features (in 2D than their shorter side, in 3D than each axis).
	 */
	static int[] window(final NetworkConfig config, final Branch branch, final int stage, final int[] extents) {
		int edge = config.globalWindow();
		if (branch == Branch.LOCAL) edge /= stage <= config.earlyStages() ? 4 : 2;
		final int shortest = Arrays.stream(extents).min().orElse(1);
		final int[] window = new int[extents.length];
		for (int d = 0; d < window.length; d++)
			window[d] = Math.min(edge, extents.length == 2 ? shortest : extents[d]);
		return window;
	}

	private Tensor effectiveDecay(final long length) {
		return config.decayLength() == 0 ? decay : decay.mul(new Scalar((double) length / config.decayLength()));
	}

	private Tensor effectiveBonus(final long length) {
		return config.bonusOverLength() ? bonus.div(new Scalar((double) length)) : bonus;
	}
}
