package io.github.rwkvsss.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.image.LabelImage;

/**
 * Labels of a plane, or of a volume, without the objects that touch its border, of which nobody knows how large they are.
 *
 * @param labels renumbered without gaps in the order of their old numbers; a new image
 * @param kept the old numbers of those that stay, by rising new number
 */
public record BorderObjects(LabelImage labels, List<Integer> kept) {

	/** @param labels of one frame, 0 for background; not changed. In a single plane its four sides are the border. */
	public static BorderObjects without(final LabelImage labels) {
		final int slices = labels.planes();
		final int height = Math.toIntExact(labels.size()[2]);
		final int width = Math.toIntExact(labels.size()[3]);
		final boolean[] touches = new boolean[labels.max() + 1];
		final boolean[] occurs = new boolean[touches.length];
		for (int z = 0; z < slices; z++) {
			final int[] plane = labels.plane(z);
			final boolean whole = slices > 1 && (z == 0 || z == slices - 1);
			for (int i = 0; i < plane.length; i++) {
				final int x = i % width;
				final int y = i / width;
				occurs[plane[i]] = true;
				touches[plane[i]] |= whole || x == 0 || y == 0 || x == width - 1 || y == height - 1;
			}
		}
		final int[] numbers = new int[touches.length];
		final List<Integer> kept = new ArrayList<>();
		for (int label = 1; label < numbers.length; label++) {
			if (!occurs[label] || touches[label]) continue;
			kept.add(label);
			numbers[label] = kept.size();
		}
		final int[][] planes = new int[slices][];
		for (int z = 0; z < slices; z++) planes[z] = Arrays.stream(labels.plane(z)).map(label -> numbers[label]).toArray();
		return new BorderObjects(LabelImage.of(labels.name(), labels.size(), planes), List.copyOf(kept));
	}
}
