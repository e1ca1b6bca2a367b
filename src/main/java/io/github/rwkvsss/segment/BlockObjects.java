package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.label.ConnectedComponents;
import io.github.rwkvsss.label.Connectivity;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.label.ObjectPolygons;
import io.github.rwkvsss.label.ObjectScores;
import io.github.rwkvsss.label.ObjectVotes;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.Sizes;

/**
 * Finds the objects of a block as they are in the whole plane or volume. Objects depend on nothing but the connected
 * foreground that they are separated in, so the block is seen with a margin that grows until it holds all of what
 * reaches the block; where the margin may not grow any further, objects are cut at the block's border, and it is said.
 */
final class BlockObjects {

	private final ObjectGrid grid;
	private final InstanceParameters parameters;
	private final int[] edge;
	private final int margin;
	private final int cap;
	private final boolean outlines;

	/** What of a part of the image is measured. */
	@FunctionalInterface
	interface Measured {

		/**
		 * @param labels of the box, numbered from 1 to {@code count}
		 * @return region n at n - 1
		 */
		RegionStatistics[] of(int[] labels, int count, Box box);
	}

	/**
	 * @param parameters in pixels of the grid
	 * @param edge pixels of a block per axis of the image
	 * @param margin pixels around a block that it is seen with at first
	 * @param cap pixels that the margin may grow to on each side
	 * @param outlines whether the objects' outlines are wanted
	 */
	BlockObjects(final ObjectGrid grid, final InstanceParameters parameters, final int[] edge, final int margin,
		final int cap, final boolean outlines)
	{
		this.outlines = outlines;
		this.edge = edge.clone();
		this.grid = grid;
		this.parameters = parameters;
		this.margin = margin;
		this.cap = cap;
	}

	/** A block with its margin, and what of the foreground is connected there. */
	private final class Window {

		private final Box core;
		private final Box image;
		private final Box onGrid;
		private final Box share;
		private final float[][] classes;
		private final int[] components;
		private final boolean[] reaches;
		/** Per component, one bit for each inner side of the window that it touches. */
		private final int[] cut;

		Window(final Box core, final int[] low, final int[] high, final Progress progress, final Cancellation cancellation) {
			this.core = core;
			image = core.grown(low, high, grid.imageSize());
			onGrid = grid.under(image);
			share = grid.shareOf(core);
			classes = grid.probabilities(onGrid, progress, cancellation);
			final boolean[] foreground = new boolean[classes[0].length];
			for (int i = 0; i < foreground.length; i++) foreground[i] = 1 - classes[0][i] > parameters.foregroundThreshold();
			final ConnectedComponents.Components found = ConnectedComponents.of(foreground, onGrid.size(), Connectivity.FACE);
			components = found.labels();
			reaches = new boolean[found.count() + 1];
			cut = new int[found.count() + 1];
			onGrid.rows(share, (from, part) -> {
				for (int i = from; i < from + share.size()[share.axes() - 1]; i++) reaches[components[i]] = true;
			});
			reaches[0] = false;
			for (int d = 0; d < onGrid.axes(); d++) {
				if (onGrid.min()[d] > 0) touch(d, onGrid.min()[d], 1 << 2 * d);
				if (onGrid.end(d) < grid.size()[d]) touch(d, onGrid.end(d) - 1, 2 << 2 * d);
			}
		}

		private void touch(final int axis, final long at, final int bit) {
			final long[] min = onGrid.min().clone();
			final int[] size = onGrid.size().clone();
			min[axis] = at;
			size[axis] = 1;
			final Box side = new Box(min, size);
			onGrid.rows(side, (from, part) -> {
				for (int i = from; i < from + size[size.length - 1]; i++) cut[components[i]] |= bit;
			});
		}

		/** @return whether the margin of one of these sides is as large as it may become */
		boolean isCapped(final int sides, final int[] low, final int[] high) {
			for (int d = 0; d < onGrid.axes(); d++) {
				if ((sides >> 2 * d & 1) != 0 && low[d] >= cap || (sides >> 2 * d & 2) != 0 && high[d] >= cap) return true;
			}
			return false;
		}

		/** @return the sides at which foreground that reaches the block is cut and may be followed */
		int toGrow(final int[] low, final int[] high) {
			int sides = 0;
			for (int c = 1; c < cut.length; c++) if (reaches[c] && !isCapped(cut[c], low, high)) sides |= cut[c];
			return sides;
		}
	}

	/**
	 * @param core the block
	 * @return its objects
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 */
	FoundBlock in(final Box core, final Measured measured, final Progress progress, final Cancellation cancellation) {
		final int[] low = new int[core.axes()];
		final int[] high = new int[core.axes()];
		Arrays.fill(low, Math.min(margin, cap));
		Arrays.fill(high, Math.min(margin, cap));
		while (true) {
			final Window window = new Window(core, low, high, progress, cancellation);
			int sides = window.toGrow(low, high);
			if (sides == 0) {
				final int[] labels = InstanceSegmentation.labels(window.classes[0], window.classes[1], window.classes[2],
					window.onGrid.size(), parameters.withMinimumSize(1), cancellation);
				cancellation.check();
				sides = filledFrom(window, labels, low, high);
				if (sides == 0) return found(window, labels, measured);
			}
			for (int d = 0; d < low.length; d++) {
				if ((sides >> 2 * d & 1) != 0) low[d] = Math.min(cap, 2 * low[d]);
				if ((sides >> 2 * d & 2) != 0) high[d] = Math.min(cap, 2 * high[d]);
			}
		}
	}

	/** What fills a hole in the block reaches it, too, wherever its own pixels lie. */
	private static int filledFrom(final Window window, final int[] labels, final int[] low, final int[] high) {
		int highest = 0;
		for (final int label : labels) highest = Math.max(highest, label);
		final int[] component = new int[highest + 1];
		for (int i = 0; i < labels.length; i++) if (window.components[i] != 0) component[labels[i]] = window.components[i];
		component[0] = 0;
		window.onGrid.rows(window.share, (from, part) -> {
			for (int i = from; i < from + window.share.size()[window.share.axes() - 1]; i++)
				window.reaches[component[labels[i]]] = true;
		});
		window.reaches[0] = false;
		return window.toGrow(low, high);
	}

	/** Numbers what is in the block. */
	private FoundBlock found(final Window window, final int[] labels, final Measured measured) {
		int highest = 0;
		for (final int label : labels) highest = Math.max(highest, label);
		final int[] pixels = new int[highest + 1];
		final int[] first = new int[highest + 1];
		final int[] component = new int[highest + 1];
		for (int i = labels.length - 1; i >= 0; i--) {
			pixels[labels[i]]++;
			first[labels[i]] = i;
			if (window.components[i] != 0) component[labels[i]] = window.components[i];
		}
		int small = 0;
		for (int n = 1; n <= highest; n++) {
			if (pixels[n] == 0 || pixels[n] >= parameters.minimumSize()) continue;
			if (window.share.contains(window.onGrid.place(first[n]))) small++;
			pixels[n] = 0;
		}
		for (int i = 0; i < labels.length; i++) if (pixels[labels[i]] == 0) labels[i] = 0;
		final boolean[] broken = new boolean[highest + 1];
		for (int n = 1; n <= highest; n++) broken[n] = component[n] != 0 && window.reaches[component[n]] &&
			window.cut[component[n]] != 0;
		final int[] onImage = grid.labelsOnImage(labels, window.onGrid, window.image);
		final float[] background = grid.onImage(window.classes[0], window.onGrid, window.image);
		final float[][] classes = FoundObjects.classes(window.classes);
		for (int k = 0; k < classes.length; k++) classes[k] = grid.onImage(classes[k], window.onGrid, window.image);
		return numbered(window, onImage, background, classes, broken, small, measured);
	}

	private FoundBlock numbered(final Window window, final int[] labels, final float[] background, final float[][] classes,
		final boolean[] broken, final int small, final Measured measured)
	{
		final Box core = window.core;
		final int width = core.size()[core.axes() - 1];
		// What may be another object elsewhere ends at the block's border, so that no two have one number.
		final boolean[] inCore = new boolean[broken.length];
		final int[] coreLabels = new int[core.pixels()];
		window.image.rows(core, (from, part) -> {
			for (int x = 0; x < width; x++) {
				coreLabels[part + x] = labels[from + x];
				inCore[labels[from + x]] = true;
			}
		});
		boolean anyBroken = false;
		for (int n = 1; n < broken.length; n++) anyBroken |= broken[n] && inCore[n];
		if (anyBroken) cutAtBorder(window, labels, coreLabels, broken);
		final int[] local = new int[broken.length];
		final List<Long> numbers = new ArrayList<>();
		final int[] owned = new int[broken.length];
		final List<Integer> begins = new ArrayList<>();
		final boolean[] seen = new boolean[broken.length];
		for (int i = 0; i < labels.length; i++) {
			final int n = labels[i];
			if (n == 0 || seen[n]) continue;
			seen[n] = true;
			if (!inCore[n]) continue;
			numbers.add(1 + window.image.indexIn(i, grid.imageSize()));
			local[n] = numbers.size();
			if (!core.contains(window.image.place(i))) continue;
			begins.add(n);
			owned[n] = begins.size();
		}
		final int[] objects = new int[labels.length];
		for (int i = 0; i < labels.length; i++) objects[i] = owned[labels[i]];
		for (int i = 0; i < coreLabels.length; i++) coreLabels[i] = local[coreLabels[i]];
		final float[] scores = ObjectScores.of(objects, background);
		final ObjectVotes votes = ObjectVotes.of(objects, classes);
		final List<List<FoundBlock.Outline>> drawn = outlines(window.image, objects, begins.size());
		final RegionStatistics[] statistics = measured.of(objects, begins.size(), window.image);
		final List<FoundBlock.Region> regions = new ArrayList<>();
		for (int n = 0; n < begins.size(); n++) regions.add(new FoundBlock.Region(numbers.get(local[begins.get(n)] - 1),
			scores[n], votes.isEmpty() ? -1 : votes.classes()[n], votes.isEmpty() ? Float.NaN : votes.scores()[n], statistics[n],
			drawn.get(n)));
		return new FoundBlock(coreLabels, numbers.stream().mapToLong(Long::longValue).toArray(), regions, small, inexact(window,
			anyBroken, objects, begins.size()));
	}

	/** @return of object n at n - 1, where it lies in the image; empty lists if they are not wanted */
	private List<List<FoundBlock.Outline>> outlines(final Box image, final int[] objects, final int count) {
		final List<List<FoundBlock.Outline>> drawn = new ArrayList<>();
		for (int n = 0; n < count; n++) drawn.add(new ArrayList<>());
		if (!outlines || count == 0) return drawn;
		final int axes = image.axes();
		final int width = image.size()[axes - 1];
		final int plane = width * image.size()[axes - 2];
		final int left = Math.toIntExact(image.min()[axes - 1]);
		final int top = Math.toIntExact(image.min()[axes - 2]);
		final int first = axes == 2 ? 0 : Math.toIntExact(image.min()[0]);
		for (int z = 0; z < objects.length / plane; z++) {
			final int slice = first + z;
			ObjectPolygons.of(Arrays.copyOfRange(objects, z * plane, (z + 1) * plane), width).forEach((n, polygons) -> drawn.get(
				n - 1).add(new FoundBlock.Outline(slice, polygons.stream().map(polygon -> polygon.moved(left, top)).toList())));
		}
		return drawn;
	}

	private static void cutAtBorder(final Window window, final int[] labels, final int[] coreLabels, final boolean[] broken) {
		for (int i = 0; i < labels.length; i++) if (broken[labels[i]]) labels[i] = 0;
		final int width = window.core.size()[window.core.axes() - 1];
		window.image.rows(window.core, (from, part) -> System.arraycopy(coreLabels, part, labels, from, width));
	}

	private List<String> inexact(final Window window, final boolean anyBroken, final int[] objects, final int count) {
		final List<String> sentences = new ArrayList<>();
		if (anyBroken) sentences.add("what is connected at the block " + window.core + " reaches more than " + cap +
			" pixels beyond it; its objects are cut at the block's border");
		if (encloses(window, objects, count)) sentences.add("an object that begins in the block " + window.core +
			" surrounds a whole block of " + Sizes.text(edge) + "; what it encloses there may not be filled");
		return sentences;
	}

	/** Of a block that lies in a hole and meets nothing of what is around it, nobody could say that it is a hole. */
	private boolean encloses(final Window window, final int[] objects, final int count) {
		final int axes = edge.length;
		for (int d = 0; d < axes; d++) if (window.image.size()[d] < edge[d] + 2) return false;
		final int[] low = new int[(count + 1) * axes];
		final int[] high = new int[(count + 1) * axes];
		Arrays.fill(low, Integer.MAX_VALUE);
		final int[] size = window.image.size();
		for (int i = 0; i < objects.length; i++) {
			if (objects[i] == 0) continue;
			int rest = i;
			for (int d = axes - 1; d >= 0; d--) {
				final int at = objects[i] * axes + d;
				low[at] = Math.min(low[at], rest % size[d]);
				high[at] = Math.max(high[at], rest % size[d]);
				rest /= size[d];
			}
		}
		for (int n = 1; n <= count; n++) {
			boolean encloses = true;
			for (int d = 0; d < axes; d++) {
				final long next = ((window.image.min()[d] + low[n * axes + d]) / edge[d] + 1) * edge[d];
				encloses &= next + edge[d] <= window.image.min()[d] + high[n * axes + d];
			}
			if (encloses) return true;
		}
		return false;
	}
}
