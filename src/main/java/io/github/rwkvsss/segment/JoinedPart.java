package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import io.github.rwkvsss.label.ObjectVotes;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** The objects, or classes, of a plane, from its blocks, in memory: for images that fit into it, but not what finding objects takes. */
final class JoinedPart {

	private JoinedPart() {}

	/**
	 * @param part plane, counted slices first, of up to 2^31 - 1 pixels
	 * @param notices told where the result is not exact, a sentence each
	 * @return its objects, numbered from 1 in the order of their first pixels; or its classes
	 */
	static FoundObjects of(final BlockSegmentation blocks, final long part, final Consumer<String> notices,
		final Progress progress, final Cancellation cancellation)
	{
		final BlockLayout layout = blocks.layout();
		final long[] size = layout.partSize();
		final int[] labels = new int[Math.toIntExact(Arrays.stream(size).reduce(1, Math::multiplyExact))];
		final List<FoundBlock.Region> regions = new ArrayList<>();
		int small = 0;
		final long count = layout.perPart();
		for (long i = 0; i < count; i++) {
			final long at = i;
			final long block = part * count + i;
			final FoundBlock found = blocks.run(block, (done, total, message) -> progress.update(at * total + done, count * total,
				message), cancellation);
			place(found, layout.box(block), labels, size);
			regions.addAll(found.regions());
			small += found.small();
			found.inexact().forEach(notices);
		}
		regions.sort(Comparator.comparingLong(FoundBlock.Region::number));
		return new FoundObjects(blocks.findsObjects() ? renumbered(labels, cancellation) : labels, scores(regions), votes(
			regions), small);
	}

	private static void place(final FoundBlock found, final Box box, final int[] labels, final long... size) {
		final int width = box.size()[box.axes() - 1];
		final int[] extent = Arrays.stream(size).mapToInt(Math::toIntExact).toArray();
		new Box(new long[size.length], extent).rows(box, (whole, part) -> {
			for (int x = 0; x < width; x++) {
				final int n = found.labels()[part + x];
				// NB: classes have no numbers, and are what they are.
				labels[whole + x] = n == 0 || found.numbers().length == 0 ? n : (int) found.numbers()[n - 1];
			}
		});
	}

	/** Every number is one more than the place of the object's first pixel, so this finds them in order. */
	private static int[] renumbered(final int[] labels, final Cancellation cancellation) {
		int[] numbers = new int[1024];
		int count = 0;
		for (int i = 0; i < labels.length; i++) {
			if (labels[i] != i + 1) continue;
			if (count == numbers.length) numbers = Arrays.copyOf(numbers, 2 * count);
			numbers[count++] = i + 1;
		}
		int last = 0;
		int lastNumber = 0;
		for (int i = 0; i < labels.length; i++) {
			if ((i & 0xfffff) == 0) cancellation.check();
			if (labels[i] != 0 && labels[i] != last) {
				last = labels[i];
				lastNumber = 1 + Arrays.binarySearch(numbers, 0, count, last);
			}
			if (labels[i] != 0) labels[i] = lastNumber;
		}
		return labels;
	}

	private static ObjectVotes votes(final List<FoundBlock.Region> regions) {
		if (regions.isEmpty() || regions.get(0).objectClass() < 0) return ObjectVotes.NONE;
		final float[] scores = new float[regions.size()];
		for (int n = 0; n < scores.length; n++) scores[n] = regions.get(n).classScore();
		return new ObjectVotes(regions.stream().mapToInt(FoundBlock.Region::objectClass).toArray(), scores);
	}

	private static float[] scores(final List<FoundBlock.Region> regions) {
		final float[] scores = new float[regions.size()];
		for (int n = 0; n < scores.length; n++) scores[n] = regions.get(n).score();
		return scores;
	}
}
