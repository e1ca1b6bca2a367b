package io.github.rwkvsss.label;

/** Which pixels of a 2D or 3D grid are neighbours. */
public enum Connectivity {

		/** Pixels that share a face: 4 neighbours in 2D, 6 in 3D. */
		FACE,

		/** Pixels that share at least a corner: 8 neighbours in 2D, 26 in 3D. */
		FULL
}
