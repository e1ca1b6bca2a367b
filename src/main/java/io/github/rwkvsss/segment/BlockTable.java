package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;

import ij.measure.Calibration;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/** The table of an image's objects, or classes, from its blocks: as {@link ObjectTable} is of the whole image. */
public final class BlockTable {

	private final String title;
	private final ModelFacts facts;
	private final Calibration calibration;
	private final List<Integer> channels;
	private final int height;

	/**
	 * @param title of the image, the first column
	 * @param facts of the model
	 * @param channels numbers of the channels that were measured
	 * @param height rows of each plane
	 */
	public BlockTable(final String title, final ModelFacts facts, final Calibration calibration, final List<Integer> channels,
		final int height)
	{
		this.title = title;
		this.facts = facts;
		this.calibration = calibration;
		this.channels = channels;
		this.height = height;
	}

	/** @return the heading, with its line end */
	public String heading() {
		return ObjectTable.empty(title, facts, calibration, channels).toCsv();
	}

	/**
	 * @param frame of the part that the blocks lie in
	 * @param slice of it, if it is a plane
	 * @param blocks whose objects come after those of all earlier ones; of classes, all of the part
	 * @param numbers what an object's number becomes
	 * @return comma-separated rows, each with its line end
	 */
	public String rows(final int frame, final int slice, final List<FoundBlock> blocks, final LongToIntFunction numbers) {
		final ObjectTable table = ObjectTable.empty(title, facts, calibration, channels);
		final List<FoundBlock.Region> regions = new ArrayList<>();
		for (final FoundBlock block : blocks) regions.addAll(block.regions());
		if (facts.task() == Task.INSTANCE) {
			regions.sort(Comparator.comparingLong(FoundBlock.Region::number));
			for (final FoundBlock.Region region : regions) table.add(frame, slice, region.statistics().numbered(numbers
				.applyAsInt(region.number())), region.score(), region.objectClass(), region.classScore(), calibration, height,
				facts);
		}
		else joined(regions).values().forEach(region -> table.add(frame, slice, region, Double.NaN, -1, Double.NaN, calibration,
			height, facts));
		final String csv = table.toCsv();
		return csv.substring(csv.indexOf('\n') + 1);
	}

	/**
	 * @param frame of the part that the blocks lie in
	 * @param slice of it, if it is a plane
	 * @param blocks of objects whose outlines were wanted
	 * @param numbers what an object's number becomes
	 * @return their shapes, with what {@link #rows} says of them
	 */
	public List<ObjectShape> shapes(final int frame, final int slice, final List<FoundBlock> blocks,
		final LongToIntFunction numbers)
	{
		final List<FoundBlock.Region> regions = new ArrayList<>();
		for (final FoundBlock block : blocks) regions.addAll(block.regions());
		regions.sort(Comparator.comparingLong(FoundBlock.Region::number));
		final List<ObjectShape> shapes = new ArrayList<>();
		for (final FoundBlock.Region region : regions) {
			final ObjectTable table = ObjectTable.empty(title, facts, calibration, channels);
			final int number = numbers.applyAsInt(region.number());
			table.add(frame, slice, region.statistics().numbered(number), region.score(), region.objectClass(), region
				.classScore(), calibration, height, facts);
			final Map<String, Double> measured = table.numbers().values().iterator().next();
			final ObjectShape.Category category = region.objectClass() < 0 ? null : new ObjectShape.Category(region
				.objectClass() + 1, facts.objectClasses().get(region.objectClass()));
			for (final FoundBlock.Outline outline : region.outlines()) shapes.add(new ObjectShape(frame, facts.dimensions() == 3
				? outline.slice() : slice, number, Integer.toString(number), region.score(), category, outline.polygons(),
				measured));
		}
		return shapes;
	}

	private static Map<Integer, RegionStatistics> joined(final List<FoundBlock.Region> regions) {
		final Map<Integer, RegionStatistics> joined = new TreeMap<>();
		for (final FoundBlock.Region region : regions) {
			final int number = (int) region.number();
			joined.computeIfAbsent(number, n -> new RegionStatistics(n, region.statistics().channels())).add(region.statistics());
		}
		return joined;
	}
}
