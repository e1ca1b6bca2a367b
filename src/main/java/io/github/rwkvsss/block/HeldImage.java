package io.github.rwkvsss.block;

import java.util.Arrays;

import ij.ImagePlus;
import ij.measure.Calibration;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.image.VolumeSpace;

/** An image in memory, or a virtual stack, as one that is read box by box. */
public final class HeldImage implements RegionImage {

	private final PixelSource pixels;
	private final Calibration calibration;
	private final String identity;

	/** @param identity the same text for the same content only */
	public HeldImage(final ImagePlus image, final String identity) {
		pixels = PixelSource.of(image);
		calibration = image.getCalibration();
		this.identity = identity;
	}

	@Override
	public String name() {
		return pixels.name();
	}

	@Override
	public int channels() {
		return pixels.channels();
	}

	@Override
	public long[] size() {
		return pixels.size();
	}

	@Override
	public VolumeSpace space() {
		return pixels.space();
	}

	@Override
	public PixelSource greyIfEqual() {
		return pixels.greyIfEqual();
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		pixels.read(min, boxSize, into);
	}

	@Override
	public double[] pixelSize() {
		return new double[] { calibration.pixelWidth, calibration.pixelHeight, calibration.pixelDepth };
	}

	@Override
	public String unit() {
		return calibration.getUnit();
	}

	@Override
	public int[] piece() {
		return Arrays.stream(size()).skip(1).mapToInt(Math::toIntExact).toArray();
	}

	@Override
	public String identity() {
		return identity;
	}

	@Override
	public void close() {
		// Memory is let go of with it.
	}
}
