package io.github.rwkvsss.network;

import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.scan.ScanOrder;

/**
 * What one branch of a block hands to its Bi-WKV and what comes back, for those who look on. The tensors belong to the
 * forward pass and live as long as the call that tells of them: copy what is to stay.
 *
 * @param branch name of the branch's weights, such as {@code encoder.2.0.global} or {@code decoder.3.block.0.local}
 * @param key (B, T, C), tokens in raster order
 * @param value (B, T, C)
 * @param decay w as it enters draft equation 8, where it is divided by T (C)
 * @param bonus u as it enters draft equation 8 (C)
 * @param mixed what the operation gave (B, T, C)
 * @param grid tokens per axis, slowest first; their product is T
 * @param window features per token and axis; a token is the mean over its window
 * @param scan the family of the path that the tokens are read along
 * @param path how the path lies on the grid
 * @param sequences whether the path is what is mixed along, or the axes are
 */
public record TokenMixing(String branch, Tensor key, Tensor value, Tensor decay, Tensor bonus, Tensor mixed, int[] grid,
	int[] window, ScanCurve scan, Path path, NetworkDesign.Sequences sequences)
{

	/** @return the axis of the grid that a channel is mixed along, or -1 for the path */
	public int axisOf(final int channel) {
		if (sequences == NetworkDesign.Sequences.CURVE) return -1;
		final int[] ends = AxialSequences.ends((int) value.size(2), grid.length);
		int axis = 0;
		while (channel >= ends[axis]) axis++;
		return axis;
	}

	/**
	 * How a path lies on its grid, see {@link ScanOrder#of}.
	 *
	 * @param quarterTurns rotation by 90 degrees, 0 to 3
	 * @param transposed whether the roles of two axes are exchanged
	 */
	public record Path(int quarterTurns, boolean transposed) {

		/** @return the order of a grid's tokens along a path of this family that lies so */
		public ScanOrder along(final ScanCurve curve, final int... grid) {
			return ScanOrder.of(curve, quarterTurns, transposed, grid);
		}
	}
}
