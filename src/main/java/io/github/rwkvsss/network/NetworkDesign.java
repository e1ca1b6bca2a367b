package io.github.rwkvsss.network;

/**
 * Where a network departs from the drafts' reading of its blocks and of its upsampling, so that each part can be
 * compared with what stands in its place. Immutable; saved with the configuration.
 *
 * @param branches which branches a block has
 * @param mixture what a branch makes of its tokens
 * @param shift from where tokens take a part of their channels before key and value
 * @param direction whether paths are turned from block to block
 * @param pooling what a token is of its window
 * @param tokenGrid tokens per axis that a branch has at least, by narrower windows, until a token is a pixel; 0 for the
 *          windows of draft equation 4 alone, {@link #EVERY_PIXEL} for no windows at all
 * @param upsampling how the decoder doubles its resolution
 * @param sequences which sequences a branch makes of its tokens; null, as in files of before it was, for one curve
 */
public record NetworkDesign(Branches branches, Mixture mixture, Shift shift, Direction direction, Pooling pooling,
	int tokenGrid, Upsampling upsampling, Sequences sequences)
{

	/** The branches of a block. */
	public enum Branches {

			/** Global, then local: the drafts' block. */
			BOTH(true, true),
			/** The global one alone. */
			GLOBAL(true, false),
			/** The local one alone. */
			LOCAL(false, true),
			/** Neither: depthwise convolution and channel mix remain. */
			NONE(false, false);

		private final boolean global;
		private final boolean local;

		Branches(final boolean global, final boolean local) {
			this.global = global;
			this.local = local;
		}

		/** @return whether a block has this branch */
		boolean have(final SpatialMix.Branch branch) {
			return branch == SpatialMix.Branch.GLOBAL ? global : local;
		}
	}

	/** What a branch makes of its tokens. */
	public enum Mixture {

			/** Draft equation 8. */
			WKV,
			/** Draft equation 8 with w = 0, not trained: weights by key alone. */
			WKV_WITHOUT_DECAY,
			/** The plain mean of all values, the same for every token: draft equation 8 with w, u and all keys 0. */
			MEAN
	}

	/** From where tokens take a part of their channels. */
	public enum Shift {

			/** From the neighbours on and off the path, as the drafts say. */
			DYNAMIC,
			/** From the neighbours on the grid alike, as in Vision-RWKV. */
			PLAIN,
			/** From none. */
			NONE
	}

	/** How paths path from block to block. */
	public enum Direction {

			/** Turned by 90 degrees from one block to the next. */
			TURNED,
			/** Never turned. */
			FIXED
	}

	/** What a token is of its window. */
	public enum Pooling {

			/** The mean of what the window holds. */
			MEAN,
			/**
			 * A weighted sum of it, by weights per channel that are learned and begin as the mean's. Where a window is narrower
			 * than planned, they are interpolated to its size; beyond the border the last pixels are repeated.
			 */
			LEARNED
	}

	/** How the decoder doubles its resolution. */
	public enum Upsampling {

			/** Where offsets point that are learned. */
			DYSAMPLE,
			/** Linear interpolation, nothing learned. */
			LINEAR,
			/** A transposed convolution of edge 2. */
			TRANSPOSED
	}

	/** Which sequences a branch makes of its tokens. */
	public enum Sequences {

			/** One along a curve through all of them: the drafts' reading. */
			CURVE,
			/**
			 * A share of the channels along each axis of the grid, where each row, column or line of slices is a sequence of its
			 * own (axial attention: Ho et al. 2019), so that distances count in rows and columns. Equation 8 holds for each of
			 * them, T being its length. The curve still says from where the dynamic shift takes channels.
			 */
			AXIAL
	}

	/** A token grid that makes every token a pixel, in images of up to so many pixels per axis. */
	public static final int EVERY_PIXEL = 1 << 20;

	/** The drafts' reading. */
	public static final NetworkDesign DRAFTS = new NetworkDesign(Branches.BOTH, Mixture.WKV, Shift.DYNAMIC, Direction.TURNED,
		Pooling.MEAN, 0, Upsampling.DYSAMPLE, Sequences.CURVE);

	/** Checks that all is known and in range. */
	public NetworkDesign {
		// NB: what a file names and this version does not know arrives here as null.
		sequences = sequences == null ? Sequences.CURVE : sequences;
		known(branches, "branches", Branches.values());
		known(mixture, "mixture", Mixture.values());
		known(shift, "shift", Shift.values());
		known(direction, "direction", Direction.values());
		known(pooling, "pooling", Pooling.values());
		known(upsampling, "upsampling", Upsampling.values());
		if (tokenGrid < 0) throw new IllegalArgumentException("network configuration: design.tokenGrid is " + tokenGrid +
			", but must be 0 or a number of tokens per axis");
	}

	private static void known(final Object got, final String name, final Object... all) {
		if (got == null) throw new IllegalArgumentException("network configuration: design." + name +
			" is unknown, but must be one of " + java.util.Arrays.toString(all));
	}

	/** @return this design with other branches */
	public NetworkDesign with(final Branches other) {
		return new NetworkDesign(other, mixture, shift, direction, pooling, tokenGrid, upsampling, sequences);
	}

	/** @return this design with another mixture */
	public NetworkDesign with(final Mixture other) {
		return new NetworkDesign(branches, other, shift, direction, pooling, tokenGrid, upsampling, sequences);
	}

	/** @return this design with another shift */
	public NetworkDesign with(final Shift other) {
		return new NetworkDesign(branches, mixture, other, direction, pooling, tokenGrid, upsampling, sequences);
	}

	/** @return this design with other directions */
	public NetworkDesign with(final Direction other) {
		return new NetworkDesign(branches, mixture, shift, other, pooling, tokenGrid, upsampling, sequences);
	}

	/** @return this design with another pooling */
	public NetworkDesign with(final Pooling other) {
		return new NetworkDesign(branches, mixture, shift, direction, other, tokenGrid, upsampling, sequences);
	}

	/** @return this design with another number of tokens per axis at least */
	public NetworkDesign withTokenGrid(final int other) {
		return new NetworkDesign(branches, mixture, shift, direction, pooling, other, upsampling, sequences);
	}

	/** @return this design with another upsampling */
	public NetworkDesign with(final Upsampling other) {
		return new NetworkDesign(branches, mixture, shift, direction, pooling, tokenGrid, other, sequences);
	}

	/** @return this design with other sequences */
	public NetworkDesign with(final Sequences other) {
		return new NetworkDesign(branches, mixture, shift, direction, pooling, tokenGrid, upsampling, other);
	}

	/** @return spatial mixes of a block */
	int branchCount() {
		return (branches.global ? 1 : 0) + (branches.local ? 1 : 0);
	}

	/** @return square matrices of a spatial mix: receptance, value, output, and the key where there is one */
	int matrices() {
		return mixture == Mixture.MEAN ? 3 : 4;
	}
}
