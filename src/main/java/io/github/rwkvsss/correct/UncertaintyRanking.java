package io.github.rwkvsss.correct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import ij.ImagePlus;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SegmentationBuilder;

/** Which places to look at and correct next: those where the model is least sure come first. */
public final class UncertaintyRanking {

	private final Segmentation segmentation;
	private final int classes;
	private final int region;

	/**
	 * @param model not closed
	 * @param channels of the images that the model sees
	 * @param diameter pixels across a typical object, for a model that knows the size of its objects; 0 to let it find out
	 * @param tile edge of a tile; 0 for the model's own
	 * @param region edge of the squares that planes are divided into, in pixels; 0 to rank whole planes
	 * @throws IllegalArgumentException in one sentence if one does not fit the model
	 */
	public UncertaintyRanking(final SegmentationModel model, final ChannelChoice channels, final double diameter,
		final int tile, final int region)
	{
		this(Segmentation.with(model).channels(channels).diameter(diameter).tile(tile), model.classes(), region);
	}

	/**
	 * As the other form, for whatever else can be chosen of a segmentation.
	 *
	 * @param how to segment; its results are set here
	 * @param classes of its model
	 */
	public UncertaintyRanking(final SegmentationBuilder how, final int classes, final int region) {
		if (region < 0) throw new IllegalArgumentException("the region is " + region +
			" pixels wide, but must be at least 1, or 0 for whole slices");
		segmentation = how.result(ResultKind.PROBABILITIES).build();
		this.classes = classes;
		this.region = region;
	}

	/**
	 * @param image a plane, stack or hyperstack; not changed
	 * @return all slices, or all regions of all slices, the most uncertain first
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws IllegalArgumentException in one sentence if the image does not fit the model
	 */
	public List<RankedView> rank(final ImagePlus image, final Progress progress, final Cancellation cancellation) {
		return sorted(views(image, progress, cancellation));
	}

	/**
	 * @param folder of images; other files are left aside
	 * @return the slices or regions of all images, the most uncertain first
	 * @throws IOException in one sentence if the folder has no image, or one cannot be read
	 * @throws IllegalArgumentException in one sentence if an image does not fit the model
	 */
	public List<RankedView> rank(final Path folder, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		if (!Files.isDirectory(folder)) throw new IOException("there is no folder " + folder + "; check the path");
		final List<Path> files;
		try (Stream<Path> all = Files.list(folder)) {
			files = all.filter(file -> !file.getFileName().toString().startsWith(".") && ImageReader.isImage(file)).sorted()
				.toList();
		}
		if (files.isEmpty()) throw new IOException("there is no image in " + folder + "; choose a folder of images");
		final List<RankedView> views = new ArrayList<>();
		for (int i = 0; i < files.size(); i++) {
			final int done = i;
			final ImagePlus image = ImageReader.read(files.get(i));
			image.setTitle(files.get(i).getFileName().toString());
			views.addAll(views(image, (part, total, message) -> progress.update(Math.round(1000 * (done + part / (double) Math
				.max(1, total)) / files.size()), 1000, "looking at " + image.getTitle()), cancellation));
		}
		return sorted(views);
	}

	private static List<RankedView> sorted(final List<RankedView> views) {
		return views.stream().sorted(Comparator.comparingDouble(RankedView::score).reversed()).toList();
	}

	private List<RankedView> views(final ImagePlus image, final Progress progress, final Cancellation cancellation) {
		final ImagePlus shares = segmentation.run(image, progress, cancellation).image(ResultKind.PROBABILITIES).orElseThrow();
		final List<RankedView> views = new ArrayList<>();
		final int width = shares.getWidth();
		final int height = shares.getHeight();
		final int stepX = region == 0 ? width : Math.min(region, width);
		final int stepY = region == 0 ? height : Math.min(region, height);
		final float[][] plane = new float[classes][];
		for (int t = 1; t <= shares.getNFrames(); t++) for (int z = 1; z <= shares.getNSlices(); z++) {
			for (int k = 0; k < classes; k++) plane[k] = (float[]) shares.getStack().getPixels(shares.getStackIndex(k + 1, z, t));
			for (int y = 0; y < height; y += stepY) for (int x = 0; x < width; x += stepX) {
				final int w = Math.min(stepX, width - x);
				final int h = Math.min(stepY, height - y);
				views.add(new RankedView(image.getTitle(), t, z, x, y, w, h, Uncertainty.of(plane, width, x, y, w, h)));
			}
		}
		return views;
	}
}
