package io.github.rwkvsss.scan;

/** The family of the path on which the tokens of a grid become a sequence. */
public enum ScanCurve {

		/** Row after row, every row from its first token. Jumps at each row's end. */
		RASTER,

		/** Row after row, every second row backwards. Unit steps. */
		SNAKE,

		/** Anti-diagonals, every second one backwards. Steps of one along a diagonal or an edge. */
		DIAGONAL,

		/**
		 * Generalised Hilbert curve for any rectangle or box: consecutive tokens are neighbours, and a stretch of
		 * the sequence covers a compact patch. Draft 001, section III.B.3.
		 */
		HILBERT
}
