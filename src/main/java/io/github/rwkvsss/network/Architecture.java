package io.github.rwkvsss.network;

/** Which network a configuration describes. */
public enum Architecture {

		/** RWKV-SSS, this project's network. */
		RWKV_SSS,

		/** A plain U-Net (Ronneberger et al. 2015) with batch norm and "same" padding, for comparison. */
		UNET
}
