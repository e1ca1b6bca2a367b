package io.github.rwkvsss.image;

import java.util.Objects;

import ij.ImagePlus;
import ij.ImageStack;

/** An ImageJ image of any type as numbers. */
final class ImagePlusPixels implements PixelSource {

	private final ImagePlus image;
	private final ImageStack stack;
	private final float[] calibrated;
	private final boolean rgb;
	private final int planeChannels;
	private final int[] keptIndex;
	private final Object[] kept;

	ImagePlusPixels(final ImagePlus image) {
		if (image == null || image.getWidth() < 1 || image.getStackSize() < 1 || image.getProcessor() == null) {
			throw new IllegalArgumentException("there is no image, or it is empty; open it again");
		}
		this.image = image;
		stack = image.getStack();
		rgb = image.getType() == ImagePlus.COLOR_RGB;
		planeChannels = image.getNChannels();
		keptIndex = new int[planeChannels];
		kept = new Object[planeChannels];
		calibrated = rgb ? null : image.getCalibration().getCTable();
	}

	ImagePlus image() {
		return image;
	}

	@Override
	public String name() {
		return image.getTitle();
	}

	@Override
	public VolumeSpace space() {
		return VolumeSpace.of(image);
	}

	@Override
	public int channels() {
		return rgb ? 3 * planeChannels : planeChannels;
	}

	@Override
	public PixelSource greyIfEqual() {
		return planeChannels == 1 && GreyColours.only(image) ? select(0) : this;
	}

	@Override
	public long[] size() {
		return new long[] { image.getNFrames(), image.getNSlices(), image.getHeight(), image.getWidth() };
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		final long[] size = size();
		for (int d = 0; d < size.length; d++) Objects.checkFromIndexSize(min[d], boxSize[d], size[d]);
		if (stack instanceof final RegionStack regions) {
			regions.image().read(min, boxSize, into);
			return;
		}
		final int planePixels = boxSize[2] * boxSize[3];
		final int pixels = boxSize[0] * boxSize[1] * planePixels;
		for (int c = 0; c < planeChannels; c++) {
			for (int t = 0; t < boxSize[0]; t++) {
				for (int z = 0; z < boxSize[1]; z++) {
					final Object plane = plane(c, (int) min[1] + z, (int) min[0] + t);
					final int at = (t * boxSize[1] + z) * planePixels;
					if (rgb) for (int i = 0; i < 3; i++) readRows(plane, min, boxSize, 16 - 8 * i, into, (3 * c + i) * pixels + at);
					else readRows(plane, min, boxSize, 0, into, c * pixels + at);
				}
			}
		}
	}

	/** Of a virtual stack each channel's last plane is kept, since its tiles are read one after another. */
	private Object plane(final int c, final int z, final int t) {
		final int index = image.getStackIndex(c + 1, z + 1, t + 1);
		if (!stack.isVirtual()) return stack.getPixels(index);
		if (keptIndex[c] != index) {
			kept[c] = stack.getProcessor(index).getPixels();
			keptIndex[c] = index;
		}
		return kept[c];
	}

	private void readRows(final Object plane, final long[] min, final int[] boxSize, final int shift, final float[] into,
		final int start)
	{
		int to = start;
		for (int row = 0; row < boxSize[2]; row++) {
			final int from = ((int) min[2] + row) * image.getWidth() + (int) min[3];
			final int end = from + boxSize[3];
			if (plane instanceof final float[] floats) {
				System.arraycopy(floats, from, into, to, boxSize[3]);
				to += boxSize[3];
			}
			else if (plane instanceof final int[] colours) for (int i = from; i < end; i++) {
				into[to++] = colours[i] >> shift & 0xff;
			}
			else if (plane instanceof final byte[] bytes) for (int i = from; i < end; i++) into[to++] = value(bytes[i] & 0xff);
			else {
				final short[] shorts = (short[]) plane;
				for (int i = from; i < end; i++) into[to++] = value(shorts[i] & 0xffff);
			}
		}
	}

	private float value(final int stored) {
		return calibrated == null ? stored : calibrated[stored];
	}
}
