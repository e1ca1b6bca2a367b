package io.github.rwkvsss.script;

import java.io.IOException;
import java.util.function.Consumer;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import io.github.rwkvsss.image.Axis;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.ops.RequestedDevice;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.segment.DimObjects;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SegmentationSettings;

/**
 * Segments ImgLib2 images with one model, which stays open from the first image until {@link #close}. Options may be
 * changed between images. For one thread at a time.
 */
public final class ImgSegmenter implements AutoCloseable {

	private final String model;
	private String axes = "";
	private String name = "the image";
	private String channels = "";
	private String device = "auto";
	private double[] pixelSize;
	private String unit = "";
	private int tile;
	private boolean flips;
	private double foregroundThreshold;
	private double prominence;
	private int minimumSize;
	private double diameter;
	private boolean dimObjects;
	private String slices = "stored";
	private Consumer<String> notices = notice -> {};
	private Progress progress = Progress.NONE;
	private Cancellation cancellation = Cancellation.NEVER;
	private ImageModel opened;

	ImgSegmenter(final String model) {
		this.model = model;
	}

	/**
	 * @param letters what each dimension of the image is, in its order: X, Y, Z (slice), T (frame), C (channel); unset, X
	 *          and Y of a plane
	 */
	public ImgSegmenter axes(final String letters) {
		axes = letters;
		return this;
	}

	/** @param title what people know the image by, for messages */
	public ImgSegmenter name(final String title) {
		name = title;
		return this;
	}

	/**
	 * Calibrates the image. 3D models bring it to the voxel size that they were trained on.
	 *
	 * @param x length of a pixel along columns, above 0
	 * @param y along rows
	 * @param z along slices; any length above 0 for a plane
	 * @param lengthUnit such as mm, \u00b5m, um or nm
	 */
	public ImgSegmenter pixelSize(final double x, final double y, final double z, final String lengthUnit) {
		pixelSize = new double[] { x, y, z };
		unit = lengthUnit;
		return this;
	}

	/** @param numbers of the channels to use, from 1, such as 1,3; unset, all */
	public ImgSegmenter channels(final String numbers) {
		channels = numbers;
		return this;
	}

	/** @param where auto, cpu, cuda or cuda:1; unset, auto. Of the first image, since the model stays there. */
	public ImgSegmenter device(final String where) {
		device = where;
		return this;
	}

	/** @param pixels edge of a tile, a multiple of the model's stride; 0, or unset, for what suits model and memory */
	public ImgSegmenter tile(final int pixels) {
		tile = pixels;
		return this;
	}

	/** @param average whether mirror images are predicted, too, and averaged; unset, not */
	public ImgSegmenter flips(final boolean average) {
		flips = average;
		return this;
	}

	/** @param probability above which a pixel belongs to an object, 0 to below 1; 0, or unset, for the model's own */
	public ImgSegmenter foregroundThreshold(final double probability) {
		foregroundThreshold = probability;
		return this;
	}

	/** @param height lower splits touching objects more often, 0 to below 2; 0, or unset, for the model's own */
	public ImgSegmenter prominence(final double height) {
		prominence = height;
		return this;
	}

	/**
	 * @param pixels across a typical object of the image, for models that know the size of theirs; 0, or unset, to find it
	 */
	public ImgSegmenter diameter(final double pixels) {
		diameter = pixels;
		return this;
	}

	/** @param pixels smaller objects are removed; 0, or unset, for the model's own */
	public ImgSegmenter minimumSize(final int pixels) {
		minimumSize = pixels;
		return this;
	}

	/**
	 * @param sought whether to look again, with a lower limit, for objects far dimmer than the others, for models that know the
	 *          size of theirs; unset, not
	 */
	public ImgSegmenter dimObjects(final boolean sought) {
		dimObjects = sought;
		return this;
	}

	/**
	 * @param direction stored, axial, coronal or sagittal: which slices of a volume a 2D model that finds classes sees;
	 *          unset, stored
	 */
	public ImgSegmenter slices(final String direction) {
		slices = direction;
		return this;
	}

	/** @param listener told how far it is, on the calling thread */
	public ImgSegmenter progress(final Progress listener) {
		progress = listener;
		return this;
	}

	/** @param asked once per tile whether to end, with a {@link io.github.rwkvsss.progress.CanceledException} */
	public ImgSegmenter cancelWhen(final Cancellation asked) {
		cancellation = asked;
		return this;
	}

	/** @param listener told in one sentence if a run went on with smaller tiles; unset, nobody */
	public ImgSegmenter notices(final Consumer<String> listener) {
		notices = listener;
		return this;
	}

	/**
	 * Segments an image. Its pixels are read tile by tile, and once more for the range of its intensities; they are never
	 * all copied, so that a cached or computed image larger than memory will do. The labels are in memory.
	 *
	 * @param img of any real type and origin
	 * @return labels with the image's dimensions but the channels', in its order, from 0: objects numbered from 1, in each
	 *         plane anew (of a 3D model, in each frame), or the label values of the model's classes
	 * @throws IOException in one sentence if there is no such model or it cannot be read
	 * @throws IllegalArgumentException in one sentence if image, options and model do not fit, or a pixel is NaN
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws io.github.rwkvsss.tile.TileMemoryException if memory does not suffice
	 */
	public <T extends RealType<T>> Img<IntType> segment(final RandomAccessibleInterval<T> img) throws IOException {
		final Axis[] order = ImageAxes.of(axes, img);
		final PixelSource pixels = pixelSize == null ? PixelSource.of(name, img, order) : PixelSource.of(name, img, pixelSize,
			unit, order);
		return LabelImgs.of(segmentation().labels(pixels, progress, cancellation), order);
	}

	private Segmentation segmentation() throws IOException {
		if (opened == null) opened = ChosenModel.open(model, model.startsWith("imported:") ? RequestedDevice.of("cpu").device()
			: RequestedDevice.of(device).device());
		return SegmentationSettings.builder().channels(ChannelChoice.of(channels)).tile(tile).flips(flips ? Flips.ALL
			: Flips.NONE).foregroundThreshold(foregroundThreshold).prominence(prominence).minimumSize(minimumSize).diameter(
				diameter).dimObjects(dimObjects ? DimObjects.SOUGHT : DimObjects.LEFT).slicing(Slicing.of(slices)).build().with(
					opened).notices(notices).build();
	}

	/** Frees the model; a later image opens it again. */
	@Override
	public void close() {
		if (opened != null) opened.close();
		opened = null;
	}
}
