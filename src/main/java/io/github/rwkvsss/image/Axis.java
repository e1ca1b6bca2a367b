package io.github.rwkvsss.image;

/** What a dimension of an ImgLib2 image means. */
public enum Axis {
		/** Column. */
		X,
		/** Row. */
		Y,
		/** Depth. */
		SLICE,
		/** Time. */
		FRAME,
		/** Colour or stain. */
		CHANNEL
}
