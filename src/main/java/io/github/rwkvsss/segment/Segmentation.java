package io.github.rwkvsss.segment;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.MeasuredPixels;
import io.github.rwkvsss.image.ObjectClasses;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.ObjectOutlines;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.TilePlan;

/**
 * Segments images with one model. Immutable; runs on many images, one after another.
 * <p>
 * A 2D model sees each plane of a stack or movie separately, a 3D model each frame; memory holds the
 * probabilities of one such part, and of all only where probabilities are the result.
 * </p>
 */
public final class Segmentation {

	private static final int LARGEST_DIAMETER = 4096;

	private final ImageModel model;
	private final ChannelChoice channels;
	private final Set<ResultKind> results;
	private final InstanceParameters instances;
	private final Prediction prediction;
	private final Slicing slicing;
	private final double diameter;
	private final int minimumSize;
	private final DimObjects dimObjects;
	private final boolean shapeFeatures;
	private final boolean borderObjects;
	private final BlockwisePlanes blockwise;
	private final UnsizedPlanes unsized;

	Segmentation(final SegmentationBuilder b) {
		model = b.model;
		channels = b.channels;
		results = b.results;
		instances = b.instances;
		slicing = b.slicing;
		diameter = b.diameter;
		minimumSize = b.minimumSize;
		dimObjects = b.dimObjects;
		shapeFeatures = b.shapeFeatures;
		borderObjects = b.borderObjects;
		if (!borderObjects && model.facts().task() == Task.SEMANTIC) throw new IllegalArgumentException("model " + model.facts()
			.name() + " finds classes, no objects; leave border_objects at true");
		if (dimObjects == DimObjects.SOUGHT && !isSized()) throw new IllegalArgumentException("model " + model.facts().name() +
			" takes images as they are; leave dim_objects at false, or choose a model that knows the size of its objects");
		if (diameter != 0 && model.facts().diameter() == null) throw new IllegalArgumentException("model " + model.facts()
			.name() + " takes images as they are; leave diameter at 0, or choose a model that knows the size of its objects");
		if (diameter < 0 || diameter > LARGEST_DIAMETER) throw new IllegalArgumentException("the diameter is " + diameter +
			" pixels, but must be 0 to " + LARGEST_DIAMETER + "; measure a typical object with the line tool");
		prediction = Prediction.with(model).flips(b.flips).notices(b.notices).memory(model.bytesPerPixel(), this::memory).tile(
			b.tile == 0 ? model.preferredTile() : new int[] { b.tile }).build();
		blockwise = new BlockwisePlanes(model, prediction, instances, minimumSize, b.heap, b.notices);
		unsized = new UnsizedPlanes(model, prediction, instances, minimumSize, blockwise);
	}

	/** NB: not all that is free, since other programs, and Java's heap, go on growing. */
	private long memory() {
		return model.freeBytes() / 4 * 3;
	}

	/** @return a builder; all options have defaults */
	public static SegmentationBuilder with(final ImageModel model) {
		return new SegmentationBuilder(model);
	}

	/**
	 * Segments an image.
	 *
	 * @param image of any type; not changed, but kept by the result
	 * @return what was asked for
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws io.github.rwkvsss.tile.TileMemoryException if memory does not suffice
	 * @throws IllegalArgumentException in one sentence if the image does not fit the model or has NaN pixels
	 */
	public SegmentationResult run(final ImagePlus image, final Progress progress, final Cancellation cancellation) {
		final PixelSource chosen = channels.from(PixelSource.of(image), model.inputChannels());
		final List<ProbabilityImage> parts = new ArrayList<>();
		final FoundPlanes found = new FoundPlanes(borderObjects);
		final boolean keepsParts = results.contains(ResultKind.PROBABILITIES);
		final Optional<SlicedPlanes> cut = cut(chosen);
		final PixelSource seen = cut.map(slices -> slices.view(chosen)).orElse(chosen);
		if (isSized()) sized(chosen).find(keepsParts ? parts : null, found, progress, cancellation);
		else if (keepsParts) unsized.predict(seen, part -> {
			parts.add(part);
			unsized.addPlanes(part, found, cancellation);
		}, progress, cancellation);
		else unsized.addPlanes(seen, found, progress, cancellation);
		return new SegmentationResult(image, new MeasuredChannels(chosen, channels.numbers(chosen.channels())), model.facts(),
			results, labels(found, seen, cut), found, cut.map(slices -> slices.probabilities(parts)).orElse(parts),
			shapeFeatures);
	}

	/**
	 * As {@link #inView}, for who wants the objects' pixels.
	 *
	 * @return one plane as large as the view's part, objects numbered from 1
	 */
	public LabelImage labelsInView(final ImagePlus image, final View view, final Progress progress,
		final Cancellation cancellation)
	{
		return labels(foundInView(image, view, progress, cancellation), image, view);
	}

	private static LabelImage labels(final FoundPlanes found, final ImagePlus image, final View view) {
		return found.labels(image.getTitle(), 1, 1, view.part().height, view.part().width);
	}

	private FoundPlanes foundInView(final ImagePlus image, final View view, final Progress progress,
		final Cancellation cancellation)
	{
		if (volumes()) throw new IllegalArgumentException(
			"a 3D model needs the whole volume to show anything; run it on a part, see Image > Crop");
		final Rectangle part = view.part();
		// What reaches out of view may lie well inside the image.
		final FoundPlanes found = new FoundPlanes(true);
		if (isSized()) found.add(sized(channels.from(PixelSource.of(image), model.inputChannels())).inBox(view.frame(), view
			.slice(), new int[] { part.y, part.x, part.height, part.width }, progress, cancellation), part.height, part.width);
		else unsized.addPlanes(prediction.run(seen(PixelSource.of(image), view.frame(), view.slice()), new long[] { part.y,
			part.x }, new int[] { part.height, part.width }, progress, cancellation), found, cancellation);
		return found;
	}

	/**
	 * Segments what is looked at. The probabilities are those of {@link #run}; objects that reach out of view are cut off
	 * there, and may be separated otherwise.
	 *
	 * @param view of the image
	 * @return outlines of what is in view, at their places in the image
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws io.github.rwkvsss.tile.TileMemoryException if memory does not suffice
	 * @throws IllegalArgumentException in one sentence if the image does not fit the model or has NaN pixels
	 */
	public List<Roi> inView(final ImagePlus image, final View view, final Progress progress,
		final Cancellation cancellation)
	{
		final Rectangle part = view.part();
		final FoundPlanes found = foundInView(image, view, progress, cancellation);
		final LabelImage labels = labels(found, image, view);
		final OutlineNames names = new OutlineNames(image, model.facts(), labels);
		final List<Roi> outlines = new ArrayList<>();
		ObjectOutlines.of(labels.plane(0), part.width).forEach((number, outline) -> {
			outline.setLocation(outline.getXBase() + part.x, outline.getYBase() + part.y);
			names.put(outline, number, found.objectClass(0, number), view.frame(), view.slice());
			outlines.add(outline);
		});
		return outlines;
	}

	/**
	 * Segments pixels into labels, whatever result was asked for.
	 *
	 * @return labels of the image's extent: objects numbered from 1 in each plane (of a 3D model: in each frame), or
	 *         the label values of the classes
	 */
	public LabelImage labels(final PixelSource pixels, final Progress progress, final Cancellation cancellation) {
		return find(pixels, progress, cancellation).labels();
	}

	/**
	 * What was found in pixels.
	 *
	 * @param labels as {@link Segmentation#labels} gives them
	 * @param classes of the objects; null for a model that tells none
	 */
	public record Found(LabelImage labels, ObjectClasses classes) {}

	/** As {@link #labels}, and of which class the objects are. */
	public Found find(final PixelSource pixels, final Progress progress, final Cancellation cancellation) {
		final FoundPlanes found = new FoundPlanes(borderObjects);
		final PixelSource chosen = channels.from(pixels, model.inputChannels());
		final Optional<SlicedPlanes> cut = cut(chosen);
		final PixelSource seen = cut.map(slices -> slices.view(chosen)).orElse(chosen);
		if (isSized()) sized(chosen).find(null, found, progress, cancellation);
		else unsized.addPlanes(seen, found, progress, cancellation);
		final LabelImage labels = labels(found, seen, cut);
		final List<String> names = model.facts().objectClasses();
		return new Found(ClassValues.of(model.facts()).inPlace(labels), names.isEmpty() ? null : found.classes(labels, names));
	}

	/**
	 * How large the objects of a plane are, for a model that knows objects of one size: as the user says, as the image's
	 * calibration and the model's say, or as a first pass finds.
	 *
	 * @return pixels across a typical object; 0 for a model that takes images as they are
	 */
	public double diameter(final ImagePlus image, final int frame, final int slice, final Cancellation cancellation) {
		if (!isSized()) return 0;
		return sized(channels.from(PixelSource.of(image), model.inputChannels())).size(frame, slice, part -> {}, cancellation)
			.diameter();
	}

	private boolean isSized() {
		return model.facts().diameter() != null;
	}

	private SizedPlanes sized(final PixelSource chosen) {
		return new SizedPlanes(model, prediction, chosen, instances, minimumSize, diameter, dimObjects, blockwise);
	}

	/** @return slices across the volume, where the model is to see others than the stored ones */
	private Optional<SlicedPlanes> cut(final PixelSource chosen) {
		if (slicing == Slicing.STORED) return Optional.empty();
		if (volumes() || model.facts().task() == Task.INSTANCE) throw new IllegalArgumentException(volumes() ? "model " + model
			.facts().name() + " sees whole volumes; leave slices at stored" : "model " + model.facts().name() +
				" numbers the objects of each slice anew; leave slices at stored");
		return SlicedPlanes.of(chosen, slicing);
	}

	/** @return what was found in the slices that the model saw, in the image's own */
	private static LabelImage labels(final FoundPlanes found, final PixelSource seen, final Optional<SlicedPlanes> cut) {
		final LabelImage labels = found.labels(seen.name(), seen.size());
		return cut.map(slices -> slices.labels(labels)).orElse(labels);
	}

	/**
	 * @param frame counted from 0
	 * @param slice counted from 0; a 3D model sees the whole frame
	 * @return what the model sees at once of an image: its chosen channels, normalised, of a plane or of a volume
	 * @throws IllegalArgumentException in one sentence if the image does not fit the model
	 */
	public PixelSource seen(final PixelSource pixels, final int frame, final int slice) {
		final PixelSource scaled = model.scaled(channels.from(pixels, model.inputChannels()));
		return volumes() ? scaled.partVolume(frame) : scaled.partPlane(frame, slice);
	}

	/**
	 * Looks at an image to segment it block by block: for the size of its objects, and for what memory allows.
	 *
	 * @param pixels read from as long as blocks are run
	 * @param heap bytes of Java's heap for a block; 0 for most of what is free
	 * @return what all blocks have in common
	 * @throws io.github.rwkvsss.progress.CanceledException on a cancel
	 * @throws io.github.rwkvsss.tile.TileMemoryException in one sentence if not even a small block fits into memory
	 * @throws IllegalArgumentException in one sentence if image and settings do not fit the model, or ask for what only the
	 *           whole image tells
	 */
	public BlockFacts blockFacts(final PixelSource pixels, final long heap, final Cancellation cancellation) {
		final MeasuredPixels chosen = new MeasuredPixels(channels.from(pixels, model.inputChannels()), Map.of());
		requireBlockwise();
		return new BlockSurvey(model, blockwise, isSized() ? sized(chosen) : null).of(chosen, heap, cancellation);
	}

	/**
	 * @param pixels read from as long as blocks are run
	 * @param facts as {@link #blockFacts} found them, here or in another process
	 * @return the blocks of the image, one of which is run at a time
	 * @throws IllegalArgumentException in one sentence if image and settings do not fit the model
	 */
	public BlockSegmentation blocks(final PixelSource pixels, final BlockFacts facts) {
		final PixelSource chosen = new MeasuredPixels(channels.from(pixels, model.inputChannels()), facts.scalings());
		requireBlockwise();
		return new BlockSegmentation(model, prediction, chosen, model.scaled(chosen), instances, minimumSize, facts, results
			.contains(ResultKind.TABLE) || results.contains(ResultKind.GEOJSON), results.contains(ResultKind.GEOJSON) || results
				.contains(ResultKind.COCO));
	}

	private void requireBlockwise() {
		final String name = model.facts().name();
		if (dimObjects == DimObjects.SOUGHT) throw new IllegalArgumentException(
			"dim objects are looked for in the whole image, which does not fit into memory; leave dim_objects at false");
		if (slicing != Slicing.STORED) throw new IllegalArgumentException(
			"blocks are cut from the slices as they are stored; leave slices at stored");
		if (!model.facts().singleRegions().isEmpty()) throw new IllegalArgumentException("model " + name +
			" keeps the largest region of a class, which only the whole volume tells; give Java more memory, or crop the image");
	}

	/**
	 * @param size pixels per axis of what the model sees at once
	 * @return the tiles that a run begins with, if memory allows them
	 */
	public TilePlan plan(final long... size) {
		return prediction.plan(size);
	}

	private boolean volumes() {
		return model.dimensions() == 3;
	}
}
