package io.github.rwkvsss.segment;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.label.ClassMask;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.label.LargestRegion;
import io.github.rwkvsss.label.ObjectOutlines;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.predict.ImageSource;
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

	private final ImageModel model;
	private final ChannelChoice channels;
	private final Set<ResultKind> results;
	private final InstanceParameters instances;
	private final Prediction prediction;
	private final Slicing slicing;

	private Segmentation(final Builder b) {
		model = b.model;
		channels = b.channels;
		results = b.results;
		instances = b.instances;
		slicing = b.slicing;
		prediction = Prediction.with(model).flips(b.flips).notices(b.notices).memory(model.bytesPerPixel(),
			this::memory).tile(b.tile == 0 ? model.preferredTile() : new int[] { b.tile }).build();
	}

	/** NB: not all that is free, since other programs, and Java's heap, go on growing. */
	private long memory() {
		return model.freeBytes() / 4 * 3;
	}

	/** Begins a segmentation; every further word has a default. */
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
		final List<int[]> planes = new ArrayList<>();
		final boolean keepsParts = results.contains(ResultKind.PROBABILITIES);
		final VolumeGrid slices = slices(chosen);
		if (keepsParts) predict(slices.view(chosen), part -> {
			parts.add(part);
			addPlanes(part, planes, cancellation);
		}, progress, cancellation);
		else addPlanes(slices.view(chosen), planes, progress, cancellation);
		return new SegmentationResult(image, new MeasuredChannels(chosen, channels.numbers(chosen.channels())), model
			.facts(), results, inPlace(slices, planes), slices.isTheImages() ? parts : new SlicedPlanes(slices).probabilities(
				parts));
	}

	/**
	 * Segments what is looked at. The probabilities are those of {@link #run}; objects that reach out of view are cut off
	 * there, and may be told apart otherwise.
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
		final ProbabilityImage seen = prediction.run(seen(PixelSource.of(image), view.frame(), view.slice()), new long[] {
			part.y, part.x }, new int[] { part.height, part.width }, progress, cancellation);
		final List<int[]> planes = new ArrayList<>();
		addPlanes(seen, planes, cancellation);
		final OutlineNames names = new OutlineNames(image, model.facts(), planes);
		final List<Roi> outlines = new ArrayList<>();
		ObjectOutlines.of(planes.get(0), part.width).forEach((number, outline) -> {
			outline.setLocation(outline.getXBase() + part.x, outline.getYBase() + part.y);
			names.put(outline, number, view.frame(), view.slice());
			outlines.add(outline);
		});
		return outlines;
	}

	/**
	 * Segments pixels into labels, whatever result was asked for.
	 *
	 * @return (height, width) labels of each plane, slices fastest, then frames: objects numbered from 1 in each plane
	 *         (of a model of volumes: in each frame), or the label values of the classes
	 */
	public List<int[]> labels(final PixelSource pixels, final Progress progress, final Cancellation cancellation) {
		final List<int[]> planes = new ArrayList<>();
		final PixelSource chosen = channels.from(pixels, model.inputChannels());
		final VolumeGrid slices = slices(chosen);
		addPlanes(slices.view(chosen), planes, progress, cancellation);
		return ClassValues.of(model.facts()).inPlaces(inPlace(slices, planes));
	}

	private VolumeGrid slices(final PixelSource chosen) {
		if (slicing != Slicing.STORED && (volumes() || model.facts().task() == Task.INSTANCE)) throw new IllegalArgumentException(
			volumes() ? "model " + model.facts().name() + " sees whole volumes; leave slices at stored" : "model " + model
				.facts().name() + " numbers the objects of each slice anew; leave slices at stored");
		return VolumeGrid.sliced(chosen, slicing);
	}

	private static List<int[]> inPlace(final VolumeGrid slices, final List<int[]> planes) {
		return slices.isTheImages() ? planes : new SlicedPlanes(slices).labels(planes);
	}

	/**
	 * @param frame counted from 0
	 * @param slice counted from 0; a model of volumes sees the whole frame
	 * @return what the model sees at once of an image: its chosen channels, normalised, of a plane or of a volume
	 * @throws IllegalArgumentException in one sentence if the image does not fit the model
	 */
	public ImageSource seen(final PixelSource pixels, final int frame, final int slice) {
		final PixelSource scaled = model.scaled(channels.from(pixels, model.inputChannels()));
		return volumes() ? PartOfImage.volume(scaled, frame) : PartOfImage.plane(scaled, frame, slice);
	}

	/**
	 * @param size pixels per axis of what the model sees at once
	 * @return the tiles that a run begins with, if memory allows them
	 */
	public TilePlan plan(final long... size) {
		return prediction.plan(size);
	}

	/** Adds a part's planes: objects numbered from 1, or classes numbered from 0. */
	private void addPlanes(final ProbabilityImage part, final List<int[]> planes, final Cancellation cancellation) {
		cancellation.check();
		planes.addAll(model.facts().task() == Task.INSTANCE ? objects(part, cancellation) : singled(classes(part), size(
			part)));
	}

	/** Classes of volumes are told slice by slice as tiles get ready, so that a large volume's probabilities are never all there. */
	private void addPlanes(final PixelSource chosen, final List<int[]> planes, final Progress progress,
		final Cancellation cancellation)
	{
		if (!volumes() || model.facts().task() == Task.INSTANCE) {
			predict(chosen, part -> addPlanes(part, planes, cancellation), progress, cancellation);
			return;
		}
		final VolumePass pass = volumePass(model.scaled(chosen));
		final int frames = Math.toIntExact(chosen.size()[0]);
		for (int t = 0; t < frames; t++) {
			planes.addAll(singled(pass.classes(t, part(progress, t, frames), cancellation), pass.size()));
		}
	}

	/** A volume's classes, of some of which the model keeps the largest region alone. */
	private List<int[]> singled(final List<int[]> planes, final int[] size) {
		for (final int k : model.facts().singleRegions()) LargestRegion.keep(planes, size[size.length - 1], k);
		return planes;
	}

	private VolumePass volumePass(final PixelSource scaled) {
		return new VolumePass(prediction, model.classes(), scaled, model.facts().voxelSize());
	}

	/** @return the progress of one of several parts of one length */
	private static Progress part(final Progress progress, final long before, final long count) {
		return (done, total, message) -> progress.update(before * total + done, count * total, message);
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
				final Progress part = part(progress, (long) t * slices + z, count);
				parts.accept(volumes() ? volumePass(scaled).probabilities(t, part, cancellation) : prediction.run(PartOfImage.plane(
					scaled, t, z), part, cancellation));
			}
		}
	}

	private List<int[]> objects(final ProbabilityImage part, final Cancellation cancellation) {
		final int[] size = size(part);
		final int[] labels = InstanceSegmentation.labels(whole(part, 0), whole(part, 1), whole(part, 2), size, instances,
			cancellation);
		final int plane = size[size.length - 2] * size[size.length - 1];
		final List<int[]> planes = new ArrayList<>();
		for (int from = 0; from < labels.length; from += plane) planes.add(Arrays.copyOfRange(labels, from, from +
			plane));
		return planes;
	}

	private List<int[]> classes(final ProbabilityImage part) {
		final List<int[]> planes = new ArrayList<>();
		for (int z = 0; z < slices(part); z++) {
			final float[][] classes = new float[part.classes()][];
			for (int k = 0; k < classes.length; k++) classes[k] = plane(part, k, z);
			planes.add(ClassMask.of(classes));
		}
		return planes;
	}

	private static float[] whole(final ProbabilityImage part, final int k) {
		if (part.size().length == 2) return part.plane(k);
		final int[] size = size(part);
		final int plane = Math.multiplyExact(size[1], size[2]);
		final float[] whole = new float[Math.multiplyExact(size[0], plane)];
		for (int z = 0; z < size[0]; z++) System.arraycopy(part.plane(k, z), 0, whole, z * plane, plane);
		return whole;
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
