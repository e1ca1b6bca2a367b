package io.github.rwkvsss.image;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An image of which it is known, or noted, how the intensities of its planes or volumes are scaled: measured once, by one
 * process, whatever number of processes read parts of the image.
 */
public final class MeasuredPixels extends PixelView {

	private final Map<Long, List<Normalization.Scaling>> scalings;
	private Normalization measured;

	/** @param scalings of each channel, by frame times slices plus slice; of volumes, of their first slice. Copied. */
	public MeasuredPixels(final PixelSource source, final Map<Long, List<Normalization.Scaling>> scalings) {
		super(source);
		this.scalings = new TreeMap<>(scalings);
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		source.read(min, boxSize, into);
	}

	@Override
	public PixelSource greyIfEqual() {
		return this;
	}

	@Override
	public PixelSource normalized(final Normalization normalization, final Normalization.Scope scope) {
		// Third-party models may normalise in several steps, of which one is noted.
		if (measured != null && !measured.equals(normalization)) return super.normalized(normalization, scope);
		measured = normalization;
		final NormalizedPixels normalized = new NormalizedPixels(source, normalization, scope, Normalization.Channels.EACH);
		normalized.use(scalings);
		return normalized;
	}

	/** @return what is known, or was measured since. A copy. */
	public Map<Long, List<Normalization.Scaling>> scalings() {
		return new TreeMap<>(scalings);
	}
}
