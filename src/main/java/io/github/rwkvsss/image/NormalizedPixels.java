package io.github.rwkvsss.image;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An image with the intensities that a network wants. Fits each plane or volume once, when it is first read. */
final class NormalizedPixels extends PixelView {

	/** Percentiles of more values than these are taken from evenly spread ones: the error is far below the noise. */
	private static final long LARGEST_SAMPLE = 1 << 22;

	private final Normalization normalization;
	private final Normalization.Scope scope;
	private final Normalization.Channels channels;
	private Map<Long, List<Normalization.Scaling>> fitted = new HashMap<>();

	NormalizedPixels(final PixelSource source, final Normalization normalization, final Normalization.Scope scope,
		final Normalization.Channels channels)
	{
		super(source);
		this.channels = channels;
		this.normalization = normalization;
		this.scope = scope;
	}

	/** @param scalings of what is measured already, by frame times slices plus first slice; added to */
	void use(final Map<Long, List<Normalization.Scaling>> scalings) {
		fitted = scalings;
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		source.read(min, boxSize, into);
		final int plane = boxSize[2] * boxSize[3];
		int from = 0;
		for (int c = 0; c < channels(); c++) {
			for (int t = 0; t < boxSize[0]; t++) {
				for (int z = 0; z < boxSize[1]; z++) {
					scaling(min[0] + t, min[1] + z).get(c).apply(into, from, from + plane);
					from += plane;
				}
			}
		}
	}

	private List<Normalization.Scaling> scaling(final long frame, final long slice) {
		final long slices = size()[1];
		final boolean plane = scope == Normalization.Scope.PLANE;
		return fitted.computeIfAbsent(frame * slices + (plane ? slice : 0), key -> List.of(plane ? fit(frame, slice, 1) : fit(
			frame, 0, slices)));
	}

	private Normalization.Scaling[] fit(final long frame, final long firstSlice, final long slices) {
		final long[] size = size();
		final long pixels = slices * size[2] * size[3];
		// NB: an odd step does not fall into step with the columns of an even width.
		final long step = pixels <= LARGEST_SAMPLE ? 1 : (pixels / LARGEST_SAMPLE + 1) | 1;
		final float[][] samples = new float[channels()][(int) ((pixels + step - 1) / step)];
		final int width = (int) size[3];
		final int rowsAtOnce = (int) Math.max(1, Math.min(size[2], LARGEST_SAMPLE / width));
		final float[] rows = new float[Math.multiplyExact(channels() * rowsAtOnce, width)];
		long position = 0;
		int taken = 0;
		long bad = 0;
		for (long z = firstSlice; z < firstSlice + slices; z++) {
			for (long y = 0; y < size[2]; y += rowsAtOnce) {
				final int part = (int) Math.min(rowsAtOnce, size[2] - y) * width;
				source.read(new long[] { frame, z, y, 0 }, new int[] { 1, 1, part / width, width }, rows);
				for (int i = 0; i < channels() * part; i++) if (!Float.isFinite(rows[i])) bad++;
				for (long i = Math.floorMod(-position, step); i < part; i += step) {
					for (int c = 0; c < samples.length; c++) samples[c][taken] = rows[c * part + (int) i];
					taken++;
				}
				position += part;
			}
		}
		if (bad > 0) throw new IllegalArgumentException(name() + " has " + bad +
			" pixels that are NaN or infinite; replace them, for instance with Process > Noise > Remove NaNs, and run again");
		final Normalization.Scaling[] scalings = new Normalization.Scaling[samples.length];
		if (channels == Normalization.Channels.TOGETHER) Arrays.fill(scalings, normalization.fit(joined(samples)));
		else for (int c = 0; c < scalings.length; c++) scalings[c] = normalization.fit(samples[c]);
		return scalings;
	}

	private static float[] joined(final float[][] samples) {
		final float[] all = new float[Math.multiplyExact(samples.length, samples[0].length)];
		for (int c = 0; c < samples.length; c++) System.arraycopy(samples[c], 0, all, c * samples[c].length, samples[c].length);
		return all;
	}
}
