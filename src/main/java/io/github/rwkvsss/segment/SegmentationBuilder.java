package io.github.rwkvsss.segment;

import java.util.Set;
import java.util.function.Consumer;

import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.predict.Flips;

/** Collects how to segment, see {@link Segmentation}; all options have defaults. */
public final class SegmentationBuilder {

	final ImageModel model;
	ChannelChoice channels = ChannelChoice.all();
	Set<ResultKind> results = Set.of(ResultKind.LABELS);
	int tile;
	Flips flips = Flips.NONE;
	Slicing slicing = Slicing.STORED;
	InstanceParameters instances;
	double diameter;
	int minimumSize;
	DimObjects dimObjects = DimObjects.LEFT;
	long heap;
	boolean shapeFeatures;
	boolean borderObjects = true;
	Consumer<String> notices = notice -> {};

	SegmentationBuilder(final ImageModel model) {
		this.model = model;
		instances = model.facts().instances();
	}

	/** @param choice which channels of the image to use; unset, all */
	public SegmentationBuilder channels(final ChannelChoice choice) {
		channels = choice;
		return this;
	}

	/** @param kinds what {@link Segmentation#run} gives; unset, labels */
	public SegmentationBuilder results(final Set<ResultKind> kinds) {
		results = Set.copyOf(kinds);
		return this;
	}

	/** @param kind the one thing that {@link Segmentation#run} gives */
	public SegmentationBuilder result(final ResultKind kind) {
		return results(Set.of(kind));
	}

	/**
	 * @param pixels edge of a tile with its halo, a multiple of the model's stride; 0, or unset, for about the
	 *          training's patch, less where memory is short
	 */
	public SegmentationBuilder tile(final int pixels) {
		tile = pixels;
		return this;
	}

	/** @param variants which mirror images are averaged; unset, none */
	public SegmentationBuilder flips(final Flips variants) {
		flips = variants;
		return this;
	}

	/** @param direction of the slices that a 2D model sees of a volume; unset, as stored */
	public SegmentationBuilder slices(final Slicing direction) {
		slicing = direction;
		return this;
	}

	/** @param parameters how objects are separated; unset, what the model states */
	public SegmentationBuilder instances(final InstanceParameters parameters) {
		instances = parameters;
		return this;
	}

	/**
	 * @param pixels across a typical object of the image, for a model that knows the size of its objects; 0, or unset,
	 *          for what the image's calibration says, or else a first pass finds
	 */
	public SegmentationBuilder diameter(final double pixels) {
		diameter = pixels;
		return this;
	}

	/** @param choice whether far dimmer objects are looked for, too; unset, not */
	public SegmentationBuilder dimObjects(final DimObjects choice) {
		dimObjects = choice;
		return this;
	}

	/** @param pixels that an object needs to stay, in the image; 0, or unset, for what the model states */
	public SegmentationBuilder minimumSize(final int pixels) {
		minimumSize = pixels;
		return this;
	}

	/**
	 * @param bytes of Java's heap that a plane may take while its objects are separated, beside what the result takes;
	 *          larger ones are segmented block by block, with the same result. 0, or unset, for most of what is free
	 */
	public SegmentationBuilder heap(final long bytes) {
		heap = bytes;
		return this;
	}

	/** @param wanted whether the table has measures of shapes, too, see {@link ObjectTable}; unset, not */
	public SegmentationBuilder shapeFeatures(final boolean wanted) {
		shapeFeatures = wanted;
		return this;
	}

	/** @param kept whether objects that touch the image's border, of a 3D model the volume's, are kept; unset, they are */
	public SegmentationBuilder borderObjects(final boolean kept) {
		borderObjects = kept;
		return this;
	}

	/** @param listener told in one sentence, once, if a run went on with smaller tiles */
	public SegmentationBuilder notices(final Consumer<String> listener) {
		notices = listener;
		return this;
	}

	/** @return the segmentation as described */
	public Segmentation build() {
		return new Segmentation(this);
	}
}
