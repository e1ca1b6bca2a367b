package io.github.rwkvsss.image;

import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/** An image that stays where it is, as a stack of ImageJ's: a plane is read when it is looked at. */
public final class RegionStack extends VirtualStack {

	private final RegionImage image;
	private final PixelSource[] channels;
	private final int bits;

	/**
	 * @param image whose planes have less than 2^31 pixels each; never closed
	 * @param bits of a pixel: 8 or 16 for whole values without a sign, else 32
	 */
	public RegionStack(final RegionImage image, final int bits) {
		super(Math.toIntExact(image.size()[3]), Math.toIntExact(image.size()[2]));
		this.image = image;
		this.bits = bits;
		channels = new PixelSource[image.channels()];
		for (int c = 0; c < channels.length; c++) channels[c] = image.select(c);
	}

	/** @return the image that it shows */
	public RegionImage image() {
		return image;
	}

	@Override
	public int size() {
		return Math.toIntExact(image.size()[0] * image.size()[1] * channels.length);
	}

	@Override
	public int getSize() {
		return size();
	}

	@Override
	public int getBitDepth() {
		return bits;
	}

	@Override
	public String getSliceLabel(final int n) {
		return null;
	}

	@Override
	public Object getPixels(final int n) {
		return getProcessor(n).getPixels();
	}

	@Override
	public ImageProcessor getProcessor(final int n) {
		final int width = getWidth();
		final int height = getHeight();
		final int slices = (int) image.size()[1];
		final int plane = (n - 1) / channels.length;
		final float[] values = new float[Math.multiplyExact(width, height)];
		synchronized (image) {
			channels[(n - 1) % channels.length].read(new long[] { plane / slices, plane % slices, 0, 0 }, new int[] { 1, 1,
				height, width }, values);
		}
		if (bits == 8) {
			final byte[] bytes = new byte[values.length];
			for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) (int) values[i];
			return new ByteProcessor(width, height, bytes);
		}
		if (bits == 16) {
			final short[] shorts = new short[values.length];
			for (int i = 0; i < shorts.length; i++) shorts[i] = (short) (int) values[i];
			return new ShortProcessor(width, height, shorts, null);
		}
		return new FloatProcessor(width, height, values);
	}
}
