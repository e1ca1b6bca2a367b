package io.github.rwkvsss.segment;

import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.ClassMask;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Segments an image block by block: all blocks together hold what {@link Segmentation#run} finds in the whole image,
 * objects under other numbers. Memory holds one block with its margin, whatever the image's extent. Blocks are best run
 * in order, so that tiles which neighbours share are predicted once. One thread at a time.
 */
public final class BlockSegmentation {

	private final ImageModel model;
	private final Prediction prediction;
	private final PixelSource chosen;
	private final PixelSource scaled;
	private final InstanceParameters instances;
	private final int minimumSize;
	private final BlockFacts facts;
	private final BlockLayout layout;
	private final boolean measures;
	private final boolean outlines;
	private ObjectGrid grid;
	private long gridsPart = -1;

	/**
	 * @param chosen the image's own values of the model's channels
	 * @param scaled the same as the model wants them
	 * @param instances parameters of the model; null if it finds no objects
	 * @param minimumSize in the image's pixels; 0 for the model's
	 * @param measures whether intensities are wanted
	 * @param outlines whether the objects' outlines are
	 */
	BlockSegmentation(final ImageModel model, final Prediction prediction, final PixelSource chosen, final PixelSource scaled,
		final InstanceParameters instances, final int minimumSize, final BlockFacts facts, final boolean measures,
		final boolean outlines)
	{
		this.model = model;
		this.prediction = prediction;
		this.chosen = chosen;
		this.scaled = scaled;
		this.instances = instances;
		this.minimumSize = minimumSize;
		this.facts = facts;
		this.measures = measures;
		this.outlines = outlines;
		final int[] edges = new int[model.dimensions()];
		Arrays.fill(edges, facts.edge());
		layout = new BlockLayout(chosen.size(), edges.length, edges);
	}

	/** @return what all blocks have in common */
	public BlockFacts facts() {
		return facts;
	}

	/** @return where the blocks lie */
	public BlockLayout layout() {
		return layout;
	}

	/** @return bytes of Java's heap that a block takes at most */
	public long heapBytes() {
		double finer = 1;
		for (int part = 0; part < facts.diameters().size(); part++) finer = Math.max(finer, size(part).factor());
		return (long) BlockMemory.block(model.dimensions(), facts.edge() * finer, model.classes(), model.inputChannels());
	}

	/** @return bytes beside Java's heap that a tile takes at most, beside LibTorch itself; 0 if not known */
	public long nativeBytes() {
		final int[] tile = prediction.plan(layout.partSize()).tileSize();
		return (long) (model.bytesPerPixel() * Arrays.stream(tile).asLongStream().reduce(1, (a, b) -> a * b));
	}

	/** @return whether objects are found, and not classes */
	public boolean findsObjects() {
		return model.facts().task() == Task.INSTANCE;
	}

	/**
	 * @param block from 0 to the layout's count - 1
	 * @param progress of this block
	 * @return what it holds
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws io.github.rwkvsss.tile.TileMemoryException if memory does not suffice
	 * @throws IllegalArgumentException in one sentence if the image has NaN pixels
	 */
	public FoundBlock run(final long block, final Progress progress, final Cancellation cancellation) {
		final long part = layout.partOf(block);
		if (part != gridsPart) {
			grid = grid(part);
			gridsPart = part;
		}
		final Box core = layout.box(block);
		final FoundBlock found = findsObjects() ? objects(part, core, progress, cancellation) : classes(part, core, progress,
			cancellation);
		final long inPart = block % layout.perPart();
		grid.keep((min, end) -> {
			final long[] last = new long[end.length];
			for (int d = 0; d < last.length; d++) last[d] = end[d] - 1 + (findsObjects() ? facts.margin() : 0);
			return layout.inPart(last) > inPart;
		}, keptBytes());
		return found;
	}

	private long keptBytes() {
		return BlockMemory.kept(model.dimensions(), facts.edge(), model.classes(), model.inputChannels());
	}

	private ObjectGrid grid(final long part) {
		final int[] tile = facts.tile().stream().mapToInt(Integer::intValue).toArray();
		if (model.dimensions() == 3) return new VolumeObjectGrid(prediction, scaled, layout.frame(part), model.facts()
			.voxelSize(), tile);
		return new PlaneGrid(prediction, scaled, layout.frame(part), layout.slice(part), facts.diameters().isEmpty() ? 1 : size(
			part).factor(), tile);
	}

	/** @return how large the objects of a plane are, of a model that knows the size of its objects */
	ObjectSize size(final long part) {
		return new ObjectSize(facts.diameters().get((int) part), model.facts().diameter(), model.facts().tolerance());
	}

	private InstanceParameters parameters(final long part) {
		if (facts.diameters().isEmpty()) return minimumSize == 0 ? instances : instances.withMinimumSize(minimumSize);
		final ObjectSize size = size(part);
		return size.on(instances, minimumSize, ((PlaneGrid) grid).isFiner() ? size.factor() : 1);
	}

	private FoundBlock objects(final long part, final Box core, final Progress progress, final Cancellation cancellation) {
		return new BlockObjects(grid, parameters(part), edges(), facts.margin(), facts.cap(), outlines).in(core, (labels, count,
			box) -> RegionStatistics.of(labels, count, box, layout.slice(part), measures ? chosen.channels() : 0, measures
				? values(part, box) : new float[0]), progress, cancellation);
	}

	private int[] edges() {
		final int[] edges = new int[model.dimensions()];
		Arrays.fill(edges, facts.edge());
		return edges;
	}

	private float[] values(final long part, final Box box) {
		final long[] min = { layout.frame(part), layout.slice(part), 0, 0 };
		final int[] size = { 1, 1, 1, 1 };
		System.arraycopy(box.min(), 0, min, 4 - box.axes(), box.axes());
		System.arraycopy(box.size(), 0, size, 4 - box.axes(), box.axes());
		final float[] values = new float[Math.multiplyExact(chosen.channels(), box.pixels())];
		chosen.read(min, size, values);
		return values;
	}

	private FoundBlock classes(final long part, final Box core, final Progress progress, final Cancellation cancellation) {
		final Box onGrid = grid.under(core);
		final int[] classes = grid.labelsOnImage(ClassMask.of(grid.probabilities(onGrid, progress, cancellation)), onGrid,
			core);
		if (!measures) return new FoundBlock(classes, new long[0], List.of(), 0, List.of());
		final RegionStatistics[] statistics = RegionStatistics.of(classes, model.classes() - 1, core, layout.slice(part), chosen
			.channels(), values(part, core));
		final List<FoundBlock.Region> regions = Arrays.stream(statistics).filter(region -> region.pixels() > 0).map(
			region -> new FoundBlock.Region(region.number(), region)).toList();
		return new FoundBlock(classes, new long[0], regions, 0, List.of());
	}
}
