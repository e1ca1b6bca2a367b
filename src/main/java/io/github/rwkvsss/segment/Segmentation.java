package io.github.rwkvsss.segment;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.MeasuredPixels;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.label.ClassMask;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.LargestRegion;
import io.github.rwkvsss.label.ObjectOutlines;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.TilePlan;

/**
 * Segments images with one model. Immutable; runs on many images, one after another.
 * <p>
 * A model of planes sees each plane of a stack or movie by itself, a model of volumes each frame; memory holds the
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
	private final BlockwisePlanes blockwise;

	private Segmentation(final Builder b) {
		model = b.model;
		channels = b.channels;
		results = b.results;
		instances = b.instances;
		slicing = b.slicing;
		diameter = b.diameter;
		minimumSize = b.minimumSize;
		dimObjects = b.dimObjects;
		if (dimObjects == DimObjects.SOUGHT && !isSized()) throw new IllegalArgumentException("model " + model.facts().name() +
			" takes images as they are; leave dim_objects at false, or choose a model that knows the size of its objects");
		if (diameter != 0 && model.facts().diameter() == null) throw new IllegalArgumentException("model " + model.facts()
			.name() + " takes images as they are; leave diameter at 0, or choose a model that knows the size of its objects");
		if (diameter < 0 || diameter > LARGEST_DIAMETER) throw new IllegalArgumentException("the diameter is " + diameter +
			" pixels, but must be 0 to " + LARGEST_DIAMETER + "; measure a typical object with the line tool");
		prediction = Prediction.with(model).flips(b.flips).notices(b.notices).memory(model.bytesPerPixel(), this::memory).tile(
			b.tile == 0 ? model.preferredTile() : new int[] { b.tile }).build();
		blockwise = new BlockwisePlanes(model, prediction, instances, minimumSize, b.heap, b.notices);
	}

	/** NB: not all that is free, since other programs, and Java's heap, go on growing. */
	private long memory() {
		return model.freeBytes() / 4 * 3;
	}

	/** @return a builder; all options have defaults */
	public static Builder with(final ImageModel model) {
		return new Builder(model);
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
		final FoundPlanes found = new FoundPlanes();
		final boolean keepsParts = results.contains(ResultKind.PROBABILITIES);
		final Optional<SlicedPlanes> cut = cut(chosen);
		final PixelSource seen = cut.map(slices -> slices.view(chosen)).orElse(chosen);
		if (isSized()) sized(chosen).find(keepsParts ? parts : null, found, progress, cancellation);
		else if (keepsParts) predict(seen, part -> {
			parts.add(part);
			addPlanes(part, found, cancellation);
		}, progress, cancellation);
		else addPlanes(seen, found, progress, cancellation);
		return new SegmentationResult(image, new MeasuredChannels(chosen, channels.numbers(chosen.channels())), model.facts(),
			results, labels(found, seen, cut), found, cut.map(slices -> slices.probabilities(parts)).orElse(parts));
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
		if (volumes()) throw new IllegalArgumentException(
			"a model of volumes needs the whole volume to show anything; run it on a part, see Image > Crop");
		final Rectangle part = view.part();
		final FoundPlanes found = new FoundPlanes();
		if (isSized()) found.add(sized(channels.from(PixelSource.of(image), model.inputChannels())).inBox(view.frame(), view
			.slice(), new int[] { part.y, part.x, part.height, part.width }, progress, cancellation), part.height, part.width);
		else addPlanes(prediction.run(seen(PixelSource.of(image), view.frame(), view.slice()), new long[] { part.y, part.x },
			new int[] { part.height, part.width }, progress, cancellation), found, cancellation);
		final LabelImage labels = found.labels(image.getTitle(), 1, 1, part.height, part.width);
		final OutlineNames names = new OutlineNames(image, model.facts(), labels);
		final List<Roi> outlines = new ArrayList<>();
		ObjectOutlines.of(labels.plane(0), part.width).forEach((number, outline) -> {
			outline.setLocation(outline.getXBase() + part.x, outline.getYBase() + part.y);
			names.put(outline, number, view.frame(), view.slice());
			outlines.add(outline);
		});
		return outlines;
	}

	/**
	 * Segments pixels into labels, whatever result was asked for.
	 *
	 * @return labels of the image's extent: objects numbered from 1 in each plane (of a model of volumes: in each frame), or
	 *         the label values of the classes
	 */
	public LabelImage labels(final PixelSource pixels, final Progress progress, final Cancellation cancellation) {
		final FoundPlanes found = new FoundPlanes();
		final PixelSource chosen = channels.from(pixels, model.inputChannels());
		final Optional<SlicedPlanes> cut = cut(chosen);
		final PixelSource seen = cut.map(slices -> slices.view(chosen)).orElse(chosen);
		if (isSized()) sized(chosen).find(null, found, progress, cancellation);
		else addPlanes(seen, found, progress, cancellation);
		return ClassValues.of(model.facts()).inPlace(labels(found, seen, cut));
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
	 * @param slice counted from 0; a model of volumes sees the whole frame
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
		final List<Double> diameters = new ArrayList<>();
		double finest = 1;
		final SizedPlanes sized = isSized() ? sized(chosen) : null;
		final PixelSource scaled = model.scaled(chosen);
		final float[] pixel = new float[model.inputChannels()];
		for (long t = 0; t < chosen.size()[0]; t++) {
			for (long z = 0; z < chosen.size()[1]; z++) {
				cancellation.check();
				if (sized != null) {
					final ObjectSize size = sized.size((int) t, (int) z, part -> {}, cancellation);
					diameters.add(size.diameter());
					finest = Math.max(finest, size.factor());
				}
				// NB: the first pixel that is read has the whole plane, or volume, measured.
				scaled.read(new long[] { t, z, 0, 0 }, new int[] { 1, 1, 1, 1 }, pixel);
			}
		}
		final BlockFacts facts = blockwise.facts(chosen, diameters, finest, heap == 0 ? BlockMemory.availableAfterCleaning()
			: heap);
		return new BlockFacts(facts.tile(), diameters, chosen.scalings(), facts.edge(), facts.margin(), facts.cap());
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
			.contains(ResultKind.TABLE));
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

	/** Adds a part's planes: objects numbered from 1, or classes numbered from 0. */
	private void addPlanes(final ProbabilityImage part, final FoundPlanes found, final Cancellation cancellation) {
		cancellation.check();
		if (model.facts().task() != Task.INSTANCE) {
			found.add(singled(classes(part)));
			return;
		}
		final int[] size = size(part);
		found.add(FoundObjects.in(part, parameters(), cancellation), size[size.length - 2], size[size.length - 1]);
	}

	private InstanceParameters parameters() {
		return minimumSize == 0 ? instances : instances.withMinimumSize(minimumSize);
	}

	/** Volumes are told slice by slice as tiles get ready, so that a large one's probabilities are never all there. */
	private void addPlanes(final PixelSource chosen, final FoundPlanes found, final Progress progress,
		final Cancellation cancellation)
	{
		final int[] extent = { Math.toIntExact(chosen.size()[2]), Math.toIntExact(chosen.size()[3]) };
		if (!volumes() && !blockwise.fits(extent, 1)) {
			addBlocks(chosen, found, progress, cancellation);
			return;
		}
		if (!volumes()) {
			predict(chosen, part -> addPlanes(part, found, cancellation), progress, cancellation);
			return;
		}
		final VolumePass pass = volumePass(model.scaled(chosen));
		final int frames = Math.toIntExact(chosen.size()[0]);
		for (int t = 0; t < frames; t++) {
			final Progress part = PartProgress.of(progress, t, frames);
			if (model.facts().task() == Task.INSTANCE) found.add(pass.objects(t, parameters(), part, cancellation));
			else found.add(singled(pass.classes(t, part, cancellation)));
		}
	}

	private void addBlocks(final PixelSource chosen, final FoundPlanes found, final Progress progress,
		final Cancellation cancellation)
	{
		final PixelSource scaled = model.scaled(chosen);
		final int count = Math.toIntExact(chosen.size()[0] * chosen.size()[1]);
		for (int i = 0; i < count; i++) {
			final FoundObjects plane = blockwise.find(chosen, scaled, i, null, PartProgress.of(progress, i, count), cancellation);
			final int height = Math.toIntExact(chosen.size()[2]);
			final int width = Math.toIntExact(chosen.size()[3]);
			if (model.facts().task() == Task.INSTANCE) found.add(plane, height, width);
			else found.add(plane.image(height, width));
		}
	}

	/** A volume's classes, of some of which the model keeps the largest region alone. */
	private LabelImage singled(final LabelImage classes) {
		for (final int k : model.facts().singleRegions()) LargestRegion.keep(classes, k);
		return classes;
	}

	private VolumePass volumePass(final PixelSource scaled) {
		return new VolumePass(prediction, model.classes(), scaled, model.facts().voxelSize());
	}

	private void predict(final PixelSource chosen, final Consumer<ProbabilityImage> parts, final Progress progress,
		final Cancellation cancellation)
	{
		final PixelSource scaled = model.scaled(chosen);
		final int frames = Math.toIntExact(scaled.size()[0]);
		final int slices = volumes() ? 1 : Math.toIntExact(scaled.size()[1]);
		final long count = (long) frames * slices;
		for (int t = 0; t < frames; t++) {
			for (int z = 0; z < slices; z++) {
				final Progress part = PartProgress.of(progress, (long) t * slices + z, count);
				parts.accept(volumes() ? volumePass(scaled).probabilities(t, part, cancellation) : prediction.run(scaled.partPlane(
					t, z), part, cancellation));
			}
		}
	}

	private static LabelImage classes(final ProbabilityImage part) {
		final int[] size = size(part);
		final int[][] planes = new int[slices(part)][];
		for (int z = 0; z < planes.length; z++) {
			final float[][] classes = new float[part.classes()][];
			for (int k = 0; k < classes.length; k++) classes[k] = plane(part, k, z);
			planes[z] = ClassMask.of(classes);
		}
		return LabelImage.of("classes", new long[] { 1, planes.length, size[size.length - 2], size[size.length - 1] }, planes);
	}

	private static float[] plane(final ProbabilityImage part, final int k, final int z) {
		return part.size().length == 2 ? part.plane(k) : part.plane(k, z);
	}

	private static int slices(final ProbabilityImage part) {
		return part.size().length == 2 ? 1 : Math.toIntExact(part.size()[0]);
	}

	private static int[] size(final ProbabilityImage part) {
		return Arrays.stream(part.size()).mapToInt(Math::toIntExact).toArray();
	}

	private boolean volumes() {
		return model.dimensions() == 3;
	}

	/** Collects how to segment. */
	public static final class Builder {

		private final ImageModel model;
		private ChannelChoice channels = ChannelChoice.all();
		private Set<ResultKind> results = Set.of(ResultKind.LABELS);
		private int tile;
		private Flips flips = Flips.NONE;
		private Slicing slicing = Slicing.STORED;
		private InstanceParameters instances;
		private double diameter;
		private int minimumSize;
		private DimObjects dimObjects = DimObjects.LEFT;
		private long heap;
		private Consumer<String> notices = notice -> {};

		private Builder(final ImageModel model) {
			this.model = model;
			instances = model.facts().instances();
		}

		/** @param choice which channels of the image to use; unset, all */
		public Builder channels(final ChannelChoice choice) {
			channels = choice;
			return this;
		}

		/** @param kinds what {@link #run} gives; unset, labels */
		public Builder results(final Set<ResultKind> kinds) {
			results = Set.copyOf(kinds);
			return this;
		}

		/** @param kind the one thing that {@link #run} gives */
		public Builder result(final ResultKind kind) {
			return results(Set.of(kind));
		}

		/**
		 * @param pixels edge of a tile with its halo, a multiple of the model's stride; 0, or unset, for about the
		 *          training's patch, less where memory is short
		 */
		public Builder tile(final int pixels) {
			tile = pixels;
			return this;
		}

		/** @param variants which mirror images are averaged; unset, none */
		public Builder flips(final Flips variants) {
			flips = variants;
			return this;
		}

		/** @param direction of the slices that a model of planes sees of a volume; unset, as stored */
		public Builder slices(final Slicing direction) {
			slicing = direction;
			return this;
		}

		/** @param parameters how objects are told apart; unset, what the model states */
		public Builder instances(final InstanceParameters parameters) {
			instances = parameters;
			return this;
		}

		/**
		 * @param pixels across a typical object of the image, for a model that knows the size of its objects; 0, or unset,
		 *          for what the image's calibration says, or else a first pass finds
		 */
		public Builder diameter(final double pixels) {
			diameter = pixels;
			return this;
		}

		/** @param choice whether far dimmer objects are looked for, too; unset, not */
		public Builder dimObjects(final DimObjects choice) {
			dimObjects = choice;
			return this;
		}

		/** @param pixels that an object needs to stay, in the image; 0, or unset, for what the model states */
		public Builder minimumSize(final int pixels) {
			minimumSize = pixels;
			return this;
		}

		/**
		 * @param bytes of Java's heap that a plane may take while its objects are told apart, beside what the result takes;
		 *          larger ones are segmented block by block, with the same result. 0, or unset, for most of what is free
		 */
		public Builder heap(final long bytes) {
			heap = bytes;
			return this;
		}

		/** @param listener told in one sentence, once, if a run went on with smaller tiles */
		public Builder notices(final Consumer<String> listener) {
			notices = listener;
			return this;
		}

		/** @return the segmentation as described */
		public Segmentation build() {
			return new Segmentation(this);
		}
	}
}
