package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.metric.Overlap;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Finds the classes of which a volume holds one region, as of an organ: those whose Dice rises where only the largest
 * found region is kept (Isensee et al. 2021 decide so, too). Of planes nothing is kept, since one organ can show in
 * several sections.
 */
final class RegionFit {

	/** So many volumes tell it well enough; more would only take longer. */
	static final int MOST_SAMPLES = 60;

	/** Fewer could hold one region by chance. */
	static final int LEAST_SAMPLES = 8;

	private RegionFit() {}

	/**
	 * @param model a trained semantic one
	 * @param training samples that the model was trained on, never those that it is validated by; those that are not
	 *          annotated everywhere do not count
	 * @param progress told of every volume
	 * @param cancellation looked at between tiles
	 * @return numbers of the classes whose mean Dice rises; none if there are fewer than eight volumes
	 */
	static List<Integer> of(final SegmentationModel model, final List<Sample> training, final Progress progress,
		final Cancellation cancellation)
	{
		final List<Sample> whole = training.stream().filter(Sample::isWhole).toList();
		final List<Integer> single = new ArrayList<>();
		if (model.manifest().task() != Task.SEMANTIC || model.dimensions() != 3 || whole.size() < LEAST_SAMPLES) return single;
		final double[] gains = new double[model.classes()];
		final int count = Math.min(MOST_SAMPLES, whole.size());
		for (int i = 0; i < count; i++) {
			progress.update(i, count, "looking for classes of a single region");
			final Sample sample = whole.get((int) ((long) i * whole.size() / count));
			final int[] found = Validation.argmax(Validation.predict(model, sample, cancellation));
			final int[] truth = sample.classes();
			for (int k = 1; k < gains.length; k++) {
				cancellation.check();
				final int[] largest = found.clone();
				Validation.keepLargest(largest, sample.size(), List.of(k));
				gains[k] += Overlap.ofClass(truth, largest, k).dice() - Overlap.ofClass(truth, found, k).dice();
			}
		}
		for (int k = 1; k < gains.length; k++) if (gains[k] > 0) single.add(k);
		return single;
	}
}
