package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/** Bi-WKV along the axes of a grid. */
class AxialSequencesTest {

	/** Draft equation 8 along every line of a grid, in plain loops; a third of nine channels along each axis. */
	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void alongAxesEveryLineIsASequence(final int axes) {
		final int[] grid = axes == 2 ? new int[] { 5, 7 } : new int[] { 3, 1, 5 };
		final int channels = 9;
		final int tokens = Arrays.stream(grid).reduce(1, (a, b) -> a * b);
		final float[] k = NetworkDesignTest.noise(4, 2 * tokens * channels);
		final float[] v = NetworkDesignTest.noise(5, 2 * tokens * channels);
		final float[] w = NetworkDesignTest.noise(6, channels);
		final float[] u = NetworkDesignTest.noise(7, channels);
		final double[] expected = new double[2 * tokens * channels];
		for (int b = 0; b < 2; b++) for (int t = 0; t < tokens; t++) for (int c = 0; c < channels; c++) {
			final int axis = axes == 2 ? c < 4 ? 0 : 1 : c / 3;
			final int[] own = place(t, grid);
			double above = 0;
			double below = 0;
			for (int i = 0; i < tokens; i++) {
				final int[] other = place(i, grid);
				final int steps = Math.abs(own[axis] - other[axis]);
				other[axis] = own[axis];
				if (!Arrays.equals(own, other)) continue;
				final int at = (b * tokens + i) * channels + c;
				final double weight = Math.exp(k[at] + (i == t ? u[c] : -(steps - 1) * (double) w[c] / grid[axis]));
				above += weight * v[at];
				below += weight;
			}
			expected[(b * tokens + t) * channels + c] = above / below;
		}
		final List<BlockOps> forms = new ArrayList<>(List.of(BlockOps.portable()));
		if (BlockOps.best() != BlockOps.portable()) forms.add(BlockOps.best());
		for (final BlockOps form : forms) try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			final Tensor y = AxialSequences.mix(new EagerOps(Pass.train().with(form)), Tensors.of(k, 2, tokens, channels), Tensors
				.of(v, 2, tokens, channels), Tensors.of(w, channels), Tensors.of(u, channels), grid);
			assertArrayEquals(expected, Tensors.doubles(y), 1e-5, form.form());
		}
	}

	private static int[] place(final int token, final int[] grid) {
		final int[] place = new int[grid.length];
		int rest = token;
		for (int d = grid.length - 1; d >= 0; d--) {
			place[d] = rest % grid[d];
			rest /= grid[d];
		}
		return place;
	}
}
