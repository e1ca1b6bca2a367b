package io.github.rwkvsss.segment;

import java.util.Arrays;
import java.util.function.Consumer;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.ClassMask;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.LargestRegion;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * What a model that takes images as they are finds in the planes of an image, or in its volumes: objects numbered from 1,
 * or classes numbered from 0.
 */
final class UnsizedPlanes {

	private final ImageModel model;
	private final Prediction prediction;
	private final InstanceParameters instances;
	private final int minimumSize;
	private final BlockwisePlanes blockwise;

	/** @param minimumSize in pixels of the image; 0 for what the parameters say */
	UnsizedPlanes(final ImageModel model, final Prediction prediction, final InstanceParameters instances,
		final int minimumSize, final BlockwisePlanes blockwise)
	{
		this.model = model;
		this.prediction = prediction;
		this.instances = instances;
		this.minimumSize = minimumSize;
		this.blockwise = blockwise;
	}

	/** Adds the planes of a part that was predicted. */
	void addPlanes(final ProbabilityImage part, final FoundPlanes found, final Cancellation cancellation) {
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

	/** Predicts and adds all planes. Volumes are taken slice by slice as tiles get ready, so that a large one's probabilities are never all there. */
	void addPlanes(final PixelSource chosen, final FoundPlanes found, final Progress progress,
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

	/** Gives the probabilities of each plane or volume. */
	void predict(final PixelSource chosen, final Consumer<ProbabilityImage> parts, final Progress progress,
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
}
