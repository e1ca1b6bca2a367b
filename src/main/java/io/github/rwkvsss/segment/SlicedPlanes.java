package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.predict.ProbabilityImage;

/** Slices that are cut across a volume, and the way of what was found in them back to the image's own slices. */
final class SlicedPlanes {

	private final VolumeGrid grid;

	private SlicedPlanes(final VolumeGrid grid) {
		this.grid = grid;
	}

	/**
	 * @param image that is cut
	 * @param slicing direction, not the stored one
	 * @return the slices; empty if the image has them so
	 * @throws IllegalArgumentException in one sentence if the image does not say which way its axes point
	 */
	static Optional<SlicedPlanes> of(final PixelSource image, final Slicing slicing) {
		final VolumeGrid grid = VolumeGrid.sliced(image, slicing);
		return grid.isTheImages() ? Optional.empty() : Optional.of(new SlicedPlanes(grid));
	}

	/** @return the image in these slices; nothing is copied */
	PixelSource view(final PixelSource image) {
		return grid.view(image);
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
