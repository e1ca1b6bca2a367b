package io.github.rwkvsss.image;

import java.util.Arrays;

import ij.ImagePlus;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * Pixels as numbers, read piece by piece. An image has four axes: frames, slices, height, width; a plain image has one
 * frame of one slice. What a model sees at once is a part of it without the leading axes, see {@link #partPlane} and
 * {@link #partVolume}. Reading is for one thread at a time.
 */
public interface PixelSource {

	/** @return what people know the image by, for messages */
	String name();

	/** @return number of channels, at least 1; an RGB image has 3 */
	int channels();

	/** @return (frames, slices, height, width); of a part its own axes, slowest first. A new array. */
	long[] size();

	/**
	 * Reads one box of all channels.
	 *
	 * @param min first (frame, slice, row, column), or first position per axis of a part
	 * @param boxSize pixels per axis; the box lies inside the image
	 * @param into filled from its start with (C, *boxSize) row-major values
	 * @throws IndexOutOfBoundsException if the box reaches beyond the image
	 */
	void read(long[] min, int[] boxSize, float[] into);

	/**
	 * Views an image with its calibrated values: 8 and 16-bit images with a calibration function give what ImageJ's
	 * status line shows. Nothing is copied; later changes of the image show.
	 *
	 * @param image of any type, with any channels, slices and frames
	 * @throws IllegalArgumentException if the image is empty, as ImageJ makes it of an unknown title
	 */
	static PixelSource of(final ImagePlus image) {
		return new ImagePlusPixels(image);
	}

	/**
	 * Views an ImgLib2 image. Nothing is copied; planes may have more than 2^31 pixels.
	 *
	 * @param name what people know the image by
	 * @param img any real type, any origin
	 * @param axes what each dimension means, in its order; X and Y at least
	 * @throws IllegalArgumentException if the axes are not as many as the dimensions, or one is named twice
	 */
	static <T extends RealType<T>> PixelSource of(final String name, final RandomAccessibleInterval<T> img,
		final Axis... axes)
	{
		return new ImgPixels<>(name, img, null, "", axes);
	}

	/**
	 * Views an ImgLib2 image of known pixel size, as {@link #of(String, RandomAccessibleInterval, Axis...)} otherwise.
	 *
	 * @param pixelSize along columns, rows, slices, each above 0
	 * @param unit of it, see {@link VolumeSpace#ofPixelSize}
	 */
	static <T extends RealType<T>> PixelSource of(final String name, final RandomAccessibleInterval<T> img,
		final double[] pixelSize, final String unit, final Axis... axes)
	{
		return new ImgPixels<>(name, img, pixelSize.clone(), unit, axes);
	}

	/** Reads one box; the part of {@link PixelSource} that takes work. */
	@FunctionalInterface
	interface Reader {

		/** See {@link PixelSource#read}. */
		void read(long[] min, int[] boxSize, float[] into);
	}

	/**
	 * Pixels from wherever a reader takes them.
	 *
	 * @param name what people know the image by
	 * @param channels number of channels, at least 1
	 * @param size pixels per axis, slowest first, as many axes as the image or part has; copied
	 * @param reader called on the thread that reads
	 */
	static PixelSource of(final String name, final int channels, final long[] size, final Reader reader) {
		return new ReadPixels(name, channels, size.clone(), reader);
	}

	/** @return a view of one plane, with the axes (height, width) */
	default PixelSource partPlane(final int frame, final int slice) {
		return new ImagePart(this, frame, slice, 2);
	}

	/** @return a view of one frame's volume, with the axes (slices, height, width) */
	default PixelSource partVolume(final int frame) {
		return new ImagePart(this, frame, 0, 3);
	}

	/** @return how a volume lies in its scanner, as far as is known; unless an image says more, nothing */
	default VolumeSpace space() {
		return VolumeSpace.UNKNOWN;
	}

	/** @return (C, H, W) row-major values of one plane. A new array. */
	default float[] plane(final int frame, final int slice) {
		final long[] size = size();
		return box(new long[] { frame, slice, 0, 0 }, 1, 1, Math.toIntExact(size[2]), Math.toIntExact(size[3]));
	}

	/** @return (C, D, H, W) row-major values of one frame. A new array. */
	default float[] volume(final int frame) {
		final long[] size = size();
		return box(new long[] { frame, 0, 0, 0 }, 1, Math.toIntExact(size[1]), Math.toIntExact(size[2]), Math.toIntExact(
			size[3]));
	}

	private float[] box(final long[] min, final int... boxSize) {
		final long values = channels() * Arrays.stream(boxSize).asLongStream().reduce(1, Math::multiplyExact);
		if (values > Integer.MAX_VALUE - 8) throw new IllegalArgumentException(name() +
			" has too many pixels for one array; read it in parts");
		final float[] into = new float[(int) values];
		read(min, boxSize, into);
		return into;
	}

	/**
	 * @param indices channels to keep, from 0, in the order wanted; a channel may come twice
	 * @return a view with these channels only
	 * @throws IllegalArgumentException if there is no such channel
	 */
	default PixelSource select(final int... indices) {
		return new SelectedChannels(this, indices);
	}

	/** @return a view with all intensities scaled alike */
	default PixelSource scaled(final Normalization.Scaling scaling) {
		return new FixedScaling(this, scaling);
	}

	/**
	 * Looks at every pixel until a coloured one is found.
	 *
	 * @return a view with one channel, if this is an RGB image whose three are equal everywhere, as a grey image saved in
	 *         colours is; else this
	 */
	default PixelSource greyIfEqual() {
		return this;
	}

	/**
	 * @param normalization how intensities become the network's
	 * @param scope whether it is fitted to each plane or to each frame's whole volume
	 * @return a view with normalised values; it is fitted when first read, and refuses NaN and infinite pixels then
	 */
	default PixelSource normalized(final Normalization normalization, final Normalization.Scope scope) {
		return new NormalizedPixels(this, normalization, scope, Normalization.Channels.EACH);
	}
}
