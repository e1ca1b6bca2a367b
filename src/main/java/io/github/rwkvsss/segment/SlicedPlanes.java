package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.predict.ProbabilityImage;

/** Brings what was found in slices that were cut across a volume back to the image's own slices. */
final class SlicedPlanes {

	private final VolumeGrid grid;

	/** @param grid of the slices, with the image's voxels */
	SlicedPlanes(final VolumeGrid grid) {
		this.grid = grid;
	}

	/**
	 * @param seen slices that were cut, in each frame; not retained
	 * @return the image's own slices; new arrays
	 */
	LabelImage labels(final LabelImage seen) {
		final int[] size = grid.imageSize();
		final LabelImage labels = LabelImage.allocate(seen.name(), seen.size()[0], size[0], size[1], size[2]);
		for (int t = 0; t < seen.size()[0]; t++) {
			final int frame = t;
			for (int z = 0; z < grid.size()[0]; z++) {
				final int[] slice = seen.plane(t, z);
				grid.scatter(z, (index, plane, pixel) -> labels.plane(frame, plane)[pixel] = slice[index]);
			}
		}
		return labels;
	}

	/**
	 * @param seen of each slice that was cut, then of each frame; not retained
	 * @return of each slice of the image, then of each frame; new arrays
	 */
	List<ProbabilityImage> probabilities(final List<ProbabilityImage> seen) {
		final int[] size = grid.imageSize();
		final List<ProbabilityImage> planes = new ArrayList<>();
		for (int from = 0; from < seen.size(); from += grid.size()[0]) {
			final int first = planes.size();
			for (int z = 0; z < size[0]; z++) planes.add(ProbabilityImage.allocate(seen.get(0).classes(), size[1], size[2]));
			for (int z = 0; z < grid.size()[0]; z++) {
				for (int k = 0; k < seen.get(0).classes(); k++) {
					final int of = k;
					final float[] slice = seen.get(from + z).plane(k);
					grid.scatter(z, (index, plane, pixel) -> planes.get(first + plane).plane(of)[pixel] = slice[index]);
				}
			}
		}
		return planes;
	}
}
