package io.github.rwkvsss.block;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.BlockSegmentation;
import io.github.rwkvsss.segment.FoundBlock;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.tile.Sizes;

/** Runs blocks of an image with a model into a folder. Owns image and model. */
public final class BlockWork implements BlockTask {

	private final RegionImage image;
	private final ImageModel model;
	private final BlockFolder folder;
	private final BlockPlan plan;
	private final BlockSegmentation blocks;

	private BlockWork(final RegionImage image, final ImageModel model, final BlockFolder folder, final BlockPlan plan,
		final SegmentationSettings settings)
	{
		this.image = image;
		this.model = model;
		this.folder = folder;
		this.plan = plan;
		blocks = settings.with(model).build().blocks(image, plan.facts());
	}

	/**
	 * Takes up a work, or begins it: whoever is first measures the image and leaves the plan for all.
	 *
	 * @param image taken over
	 * @param model taken over
	 * @param digest the same for the same model only
	 * @param heap bytes of Java's heap for a block, for whoever is first; 0 for most of what is free
	 * @throws IOException in one sentence if the folder cannot be used
	 * @throws IllegalArgumentException in one sentence if image and settings do not fit the model, or the folder holds another
	 *           work
	 */
	public static BlockWork open(final RegionImage image, final ImageModel model, final String digest,
		final SegmentationSettings settings, final BlockFolder folder, final long heap, final Cancellation cancellation)
		throws IOException
	{
		final BlockPlan there = folder.plan().isPresent() ? folder.plan().get() : folder.publish(BlockPlan.of(image, model,
			digest, settings, heap, cancellation));
		there.requireSame(folder.path().toString(), image, digest, settings);
		return new BlockWork(image, model, folder, there, settings);
	}

	/** @return what all runs have in common */
	public BlockPlan plan() {
		return plan;
	}

	/** @return what is going to be done, a sentence */
	public String text() {
		return String.format(Locale.ROOT,
			"%s: %s pixels in %d blocks of %d pixels' edge, which take up to %d MiB of Java's memory and %d MiB beside it.", plan
				.title(), Sizes.text(plan.imageSize()), count(), plan.facts().edge(), blocks.heapBytes() >> 20, blocks
					.nativeBytes() >> 20);
	}

	@Override
	public long count() {
		return plan.layout().count();
	}

	@Override
	public BlockStatus run(final long block, final Progress progress, final Cancellation cancellation) throws IOException {
		final String place = plan.layout().box(block).toString();
		if (folder.has(block)) {
			final FoundBlock before = folder.read(block, 0, false);
			return status(block, place, before, 0);
		}
		final long start = System.nanoTime();
		try {
			final FoundBlock found = blocks.run(block, progress, cancellation);
			folder.write(block, found);
			return status(block, place, found, (System.nanoTime() - start) / 1e9);
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	private BlockStatus status(final long block, final String place, final FoundBlock found, final double seconds) {
		return new BlockStatus(block, place, plan.findsObjects() ? found.objects() : -1, seconds, String.join("; ", found
			.inexact()));
	}

	@Override
	public void close() throws IOException {
		try {
			model.close();
		}
		finally {
			image.close();
		}
	}
}
