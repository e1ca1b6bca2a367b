package io.github.rwkvsss.network;

/**
 * 3x3 convolutions over all channels beside the RWKV-SSS blocks, at the fine resolutions where a block's windows and
 * depthwise convolution see too little. The drafts have none of them; on membranes they closed most of the way to a
 * U-Net of as many parameters (docs/architecture.md).
 *
 * @param halfWidth channels at half resolution, in stem and decoder; 0 for half of the first stage's
 * @param stem further convolutions of the stem at half resolution, each with batch norm and GELU
 * @param half the same of the decoder at half resolution
 * @param stages stages from the first up to which residual convolutions stand before the encoder's blocks and, in the
 *          decoder, in place of the depthwise one; 0 to 3
 * @param perStage how many of them in each place, at least 1
 */
public record DenseConvolutions(int halfWidth, int stem, int half, int stages, int perStage) {

	/** The drafts' reading. */
	public static final DenseConvolutions NONE = new DenseConvolutions(0, 0, 0, 0, 1);

	/** Checks all ranges. */
	public DenseConvolutions {
		check(halfWidth >= 0, "halfWidth", halfWidth, "0 or more");
		check(stem >= 0, "stem", stem, "0 or more");
		check(half >= 0, "half", half, "0 or more");
		check(stages >= 0 && stages <= 3, "stages", stages, "0 to 3");
		check(perStage >= 1, "perStage", perStage, "at least 1");
	}

	private static void check(final boolean valid, final String name, final int got, final String wanted) {
		if (!valid) throw new IllegalArgumentException("network configuration: convolutions." + name + " is " + got +
			", but must be " + wanted);
	}
}
