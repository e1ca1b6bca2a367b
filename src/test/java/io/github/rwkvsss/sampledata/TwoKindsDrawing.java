package io.github.rwkvsss.sampledata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;

import io.github.rwkvsss.format.ImageWriter;

/** Draws nuclei of two kinds, {@code round} and bright ones and {@code elongated} dim ones, and says which is which. */
public final class TwoKindsDrawing {

	private final int edge;
	private final int[] labels;
	private final float[] values;
	private final List<String> kinds = new ArrayList<>();

	/**
	 * @param edge of the square image
	 * @param wanted how many nuclei, of either kind by turns, where there is room
	 * @param seed of the places, directions and the noise
	 */
	public TwoKindsDrawing(final int edge, final int wanted, final long seed) {
		this.edge = edge;
		labels = new int[edge * edge];
		values = new float[edge * edge];
		final SplittableRandom random = new SplittableRandom(seed);
		for (int tries = 0; tries < 100 * wanted && kinds.size() < wanted; tries++) {
			final boolean round = kinds.size() % 2 == 0;
			final double along = round ? 5 + random.nextDouble() : 9 + random.nextDouble();
			final double across = round ? along : 3.5;
			nucleus(random.nextDouble() * edge, random.nextDouble() * edge, along, across, Math.PI * random.nextDouble(), round
				? 190 : 90, round ? "round" : "elongated");
		}
		for (int i = 0; i < values.length; i++) values[i] += 20 + 8 * (random.nextDouble() + random.nextDouble() - 1);
	}

	private void nucleus(final double y0, final double x0, final double along, final double across, final double angle,
		final int brightness, final String kind)
	{
		final List<Integer> inside = new ArrayList<>();
		for (int i = 0; i < labels.length; i++) {
			final double dy = i / edge - y0;
			final double dx = i % edge - x0;
			final double u = (dx * Math.cos(angle) + dy * Math.sin(angle)) / along;
			final double v = (dy * Math.cos(angle) - dx * Math.sin(angle)) / across;
			// Two pixels of background around each.
			if (u * u * along * along / ((along + 2) * (along + 2)) + v * v * across * across / ((across + 2) * (across +
				2)) <= 1 && labels[i] != 0) return;
			if (u * u + v * v <= 1) inside.add(i);
		}
		if (inside.size() < 30) return;
		kinds.add(kind);
		for (final int i : inside) {
			labels[i] = kinds.size();
			values[i] = brightness;
		}
	}

	/** @return of 8 bits */
	public ImagePlus image() {
		final ByteProcessor plane = new ByteProcessor(edge, edge);
		for (int i = 0; i < values.length; i++) plane.setf(i, Math.max(0, Math.min(255, Math.round(values[i]))));
		return new ImagePlus("nuclei", plane);
	}

	/** @return row-major, a number for each nucleus from 1 */
	public int[] labels() {
		return labels;
	}

	/** @return kind of nucleus n at n - 1 */
	public List<String> kinds() {
		return kinds;
	}

	/** Writes images, label images, and which nucleus is of which kind, as {@code train} takes them. */
	public static void write(final Path images, final Path labels, final int count, final long seed) throws IOException {
		final StringBuilder table = new StringBuilder("file,label,class\n");
		for (int n = 0; n < count; n++) {
			final TwoKindsDrawing drawn = new TwoKindsDrawing(96, 12, seed + n);
			final ShortProcessor numbers = new ShortProcessor(drawn.edge, drawn.edge);
			for (int i = 0; i < drawn.labels.length; i++) numbers.set(i, drawn.labels[i]);
			ImageWriter.write(drawn.image(), images.resolve("n" + n + ".tif"));
			ImageWriter.write(new ImagePlus("labels", numbers), labels.resolve("n" + n + ".tif"));
			for (int k = 0; k < drawn.kinds.size(); k++) table.append("n").append(n).append(".tif,").append(k + 1).append(',')
				.append(drawn.kinds.get(k)).append('\n');
		}
		Files.write(labels.resolve("classes.csv"), table.toString().getBytes(StandardCharsets.UTF_8));
	}
}
