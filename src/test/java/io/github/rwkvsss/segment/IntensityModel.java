package io.github.rwkvsss.segment;

import java.util.List;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/**
 * A model whose probabilities follow the intensity of the pixel, and a little the mean of the tile, so that another plan
 * of tiles, or other percentiles, would give other probabilities.
 */
public final class IntensityModel implements ImageModel {

	private final int dimensions;
	private final Double diameter;
	private final Task task;
	/** Tiles that were predicted. */
	int predicted;

	/** @param diameter of its objects; null for none */
	public IntensityModel(final Task task, final int dimensions, final Double diameter) {
		this.task = task;
		this.dimensions = dimensions;
		this.diameter = diameter;
	}

	@Override
	public ModelFacts facts() {
		return new ModelFacts() {

			@Override
			public String name() {
				return "intensity";
			}

			@Override
			public Task task() {
				return task;
			}

			@Override
			public List<String> classNames() {
				return task == Task.INSTANCE ? List.of("background", "interior", "boundary") : List.of("dark", "bright", "grey");
			}

			@Override
			public List<Integer> classValues() {
				return task == Task.INSTANCE ? List.of(0, 1, 2) : List.of(0, 100, 200);
			}

			@Override
			public InstanceParameters instances() {
				return task == Task.INSTANCE ? InstanceParameters.DEFAULT.withForegroundThreshold(0.4f).withProminence(0.2f) : null;
			}

			@Override
			public int dimensions() {
				return dimensions;
			}

			@Override
			public List<Double> voxelSize() {
				return dimensions == 3 ? List.of(0.0007, 0.0004, 0.0004) : null;
			}

			@Override
			public Double diameter() {
				return diameter;
			}

			@Override
			public Double tolerance() {
				return diameter == null ? null : Double.valueOf(1.5);
			}

			@Override
			public Normalization normalization() {
				return Normalization.standard();
			}

			@Override
			public List<Integer> singleRegions() {
				return List.of();
			}
		};
	}

	@Override
	public int[] preferredTile() {
		return dimensions == 3 ? new int[] { 16, 16, 16 } : new int[] { 48, 48 };
	}

	@Override
	public PixelSource scaled(final PixelSource image) {
		return image.normalized(Normalization.standard(), dimensions == 3 ? Normalization.Scope.VOLUME
			: Normalization.Scope.PLANE);
	}

	@Override
	public int dimensions() {
		return dimensions;
	}

	@Override
	public int inputChannels() {
		return 1;
	}

	@Override
	public int classes() {
		return 3;
	}

	@Override
	public int[] stride() {
		return dimensions == 3 ? new int[] { 2, 4, 4 } : new int[] { 8, 8 };
	}

	@Override
	public float[][] predict(final float[][] tiles, final int... size) {
		predicted += tiles.length;
		final float[][] results = new float[tiles.length][];
		for (int t = 0; t < tiles.length; t++) {
			final float[] tile = tiles[t];
			double mean = 0;
			for (final float value : tile) mean += value;
			mean /= tile.length;
			results[t] = new float[3 * tile.length];
			for (int i = 0; i < tile.length; i++) {
				final float x = (float) Math.max(0, Math.min(1, tile[i] + 0.1 * Math.tanh(mean)));
				results[t][i] = 1 - x;
				results[t][tile.length + i] = x * x;
				results[t][2 * tile.length + i] = x - x * x;
			}
		}
		return results;
	}

	@Override
	public void close() {
		// Nothing is held.
	}
}
