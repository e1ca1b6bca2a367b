package io.github.rwkvsss.segment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

import ij.measure.Calibration;
import ij.measure.ResultsTable;
import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.image.Geometry;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.ObjectOutlines;
import io.github.rwkvsss.label.ShapeFeatures;
import io.github.rwkvsss.label.SurfaceArea;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/**
 * Size, intensity and place of each object, one row per object, or per class but the first and plane. Named as ImageJ
 * names its measurements: {@code Area} (of a 3D model {@code Volume}) in calibrated units, {@code Pixels}, of
 * objects {@code Score} = the mean probability of its pixels to belong to one,
 * and of objects of several classes {@code Class} and {@code Class score} = the mean probability of its pixels to be of it,
 * {@code Mean}, {@code Min}, {@code Max}, {@code IntDen} = size times mean, {@code RawIntDen} = sum of the values,
 * {@code X}, {@code Y}, {@code Z} = centroid in calibrated units, a pixel's centre lying half a pixel inside. If asked for, the
 * outline's {@link ShapeFeatures} as well, of volumes {@code Surface} ({@link SurfaceArea}) and {@code Sphericity} = the surface of
 * a ball of the same volume, divided by it (Wadell 1935).
 */
public final class ObjectTable {

	private final String title;
	private final boolean volumes;
	private final boolean objects;
	private final List<String> objectClasses;
	private final String unit;
	private final List<Integer> channels;
	private final List<String> shapes;
	private final List<Row> rows = new ArrayList<>();

	private record Row(int frame, int slice, String object, double score, int objectClass, double classScore,
		RegionStatistics statistics, double size, double x, double y, double z, Map<String, Double> shape)
	{}

	private ObjectTable(final String title, final ModelFacts facts, final String unit, final List<Integer> channels,
		final boolean shapes)
	{
		this.title = title;
		volumes = facts.dimensions() == 3;
		objects = facts.task() == Task.INSTANCE;
		objectClasses = facts.objectClasses();
		this.unit = unit;
		this.channels = channels;
		this.shapes = !shapes ? List.of() : volumes ? List.of("Surface", "Sphericity") : ShapeFeatures.HEADINGS;
	}

	/**
	 * @param labels objects from 1 or classes from 0
	 * @param shapes whether shapes are measured
	 */
	static ObjectTable measure(final String title, final LabelImage labels, final FoundPlanes found,
		final MeasuredChannels measured, final Geometry geometry, final ModelFacts facts, final boolean shapes)
	{
		final Calibration calibration = geometry.calibration();
		final boolean volumes = facts.dimensions() == 3;
		final ObjectTable table = new ObjectTable(title, facts, calibration.getUnit(), measured.numbers(), shapes);
		final int slices = (int) geometry.size()[1];
		final int together = volumes ? slices : 1;
		for (int from = 0; from < labels.planes(); from += together) {
			final int frame = from / slices;
			final int slice = from % slices;
			final List<RegionStatistics> regions = RegionStatistics.of(labels, measured.pixels(), frame, slice, together);
			final Map<Integer, Map<String, Double>> features = !shapes ? Map.of() : volumes ? table.surfaces(labels, from,
				together, calibration) : outlines(labels, from, calibration);
			final int part = from / together;
			for (final RegionStatistics region : regions) table.add(frame, slice, region, found.score(part, region.number()),
				found.objectClass(part, region.number()), found.classScore(part, region.number()), calibration, (int) geometry
					.size()[2], facts, features.getOrDefault(region.number(), Map.of()));
		}
		return table;
	}

	private static Map<Integer, Map<String, Double>> outlines(final LabelImage labels, final int plane,
		final Calibration calibration)
	{
		final Map<Integer, Map<String, Double>> features = new HashMap<>();
		ObjectOutlines.of(labels.plane(plane), Math.toIntExact(labels.size()[3])).forEach((label, outline) -> features.put(
			label, ShapeFeatures.of(outline, calibration)));
		return features;
	}

	private Map<Integer, Map<String, Double>> surfaces(final LabelImage labels, final int from, final int slices,
		final Calibration calibration)
	{
		final int height = Math.toIntExact(labels.size()[2]);
		final int width = Math.toIntExact(labels.size()[3]);
		final int[] volume = new int[Math.multiplyExact(slices, Math.multiplyExact(height, width))];
		final Map<Integer, Long> voxels = new HashMap<>();
		for (int z = 0; z < slices; z++) {
			final int[] plane = labels.plane(from + z);
			System.arraycopy(plane, 0, volume, z * plane.length, plane.length);
			for (final int label : plane) if (label != 0) voxels.merge(label, 1L, Long::sum);
		}
		final double voxel = calibration.pixelDepth * calibration.pixelHeight * calibration.pixelWidth;
		final Map<Integer, Map<String, Double>> features = new HashMap<>();
		new SurfaceArea(calibration.pixelDepth, calibration.pixelHeight, calibration.pixelWidth).of(volume, slices, height,
			width).forEach((label, surface) -> features.put(label, Map.of(shapes.get(0), surface, shapes.get(1), Math.cbrt(
				Math.PI) * Math.pow(6 * voxels.get(label) * voxel, 2.0 / 3) / surface)));
		return features;
	}

	/**
	 * @param channels numbers of the channels that are measured
	 * @return a table without rows yet
	 */
	static ObjectTable empty(final String title, final ModelFacts facts, final Calibration calibration,
		final List<Integer> channels)
	{
		return new ObjectTable(title, facts, calibration.getUnit(), channels, false);
	}

	void add(final int frame, final int slice, final RegionStatistics region, final double score, final int objectClass,
		final double classScore, final Calibration calibration, final int height, final ModelFacts facts)
	{
		add(frame, slice, region, score, objectClass, classScore, calibration, height, facts, Map.of());
	}

	private void add(final int frame, final int slice, final RegionStatistics region, final double score,
		final int objectClass, final double classScore, final Calibration calibration, final int height, final ModelFacts facts,
		final Map<String, Double> shape)
	{
		final double pixel = calibration.pixelWidth * calibration.pixelHeight * (volumes ? calibration.pixelDepth : 1);
		rows.add(new Row(frame, slice, facts.task() == Task.INSTANCE ? Integer.toString(region.number()) : facts.classNames()
			.get(region.number()), score, objectClass, classScore, region, region.pixels() * pixel, calibration.getX(region.x() +
				0.5), calibration.getY(region.y() + 0.5, height), calibration.getZ(region.z() + 0.5), shape));
	}

	/**
	 * Which row.
	 *
	 * @param frame from 0
	 * @param slice from 0; 0 in volumes
	 * @param object number of the object, or name of the class
	 */
	record Key(int frame, int slice, String object) {}

	/** @return the numbers of each row under their headings, but for what the key says */
	Map<Key, Map<String, Double>> numbers() {
		final Map<Key, Map<String, Double>> all = new HashMap<>();
		for (final Row row : rows) {
			final Map<String, Double> numbers = new LinkedHashMap<>();
			cells(row, (heading, value) -> {
				if (value instanceof final Number number) numbers.put(heading, number.doubleValue());
			});
			numbers.keySet().removeAll(List.of("Frame", "Slice"));
			all.put(new Key(row.frame, volumes ? 0 : row.slice, row.object), numbers);
		}
		return all;
	}

	/** @return number of rows */
	public int size() {
		return rows.size();
	}

	/** @return the rows as a new table of ImageJ's, not shown */
	public ResultsTable toResultsTable() {
		final ResultsTable table = new ResultsTable();
		appendTo(table);
		return table;
	}

	/** Adds the rows at the end of a table of ImageJ's, as its own measurements are. */
	public void appendTo(final ResultsTable table) {
		for (final Row row : rows) {
			table.incrementCounter();
			table.addLabel(title);
			cells(row, (heading, value) -> {
				if (value instanceof final Number number) table.addValue(heading, number.doubleValue());
				else table.addValue(heading, value.toString());
			});
		}
	}

	/** @return the rows as comma-separated values with a heading, all digits kept; the last line ends too */
	public String toCsv() {
		final List<List<String>> lines = new ArrayList<>();
		final List<String> headings = new ArrayList<>(List.of("Label"));
		cells(new Row(0, 0, "", 0, 0, 0, RegionStatistics.none(channels.size()), 0, 0, 0, 0, Map.of()), (heading,
			value) -> headings.add(heading));
		lines.add(headings);
		for (final Row row : rows) {
			final List<String> line = new ArrayList<>(List.of(title));
			cells(row, (heading, value) -> line.add(text(value)));
			lines.add(line);
		}
		final StringBuilder csv = new StringBuilder();
		for (final List<String> line : lines) csv.append(CsvLine.of(line)).append('\n');
		return csv.toString();
	}

	private static String text(final Object value) {
		if (value instanceof final Double number && number == Math.rint(number) && Math.abs(number) < 1e15) return String
			.format(Locale.ROOT, "%.0f", number);
		return value.toString();
	}

	private void cells(final Row row, final BiConsumer<String, Object> cell) {
		cell.accept("Object", row.object);
		cell.accept("Frame", row.frame + 1);
		if (!volumes) cell.accept("Slice", row.slice + 1);
		cell.accept(volumes ? "Volume" : "Area", row.size);
		cell.accept("Pixels", row.statistics.pixels());
		// Four digits: further ones depend on the compiler of the op library.
		if (objects) cell.accept("Score", Math.rint(1e4 * row.score) / 1e4);
		if (!objectClasses.isEmpty()) {
			cell.accept("Class", objectClasses.get(row.objectClass));
			cell.accept("Class score", Math.rint(1e4 * row.classScore) / 1e4);
		}
		for (int c = 0; c < channels.size(); c++) {
			// One channel needs no number, as in ImageJ's own tables.
			final String of = channels.size() == 1 ? "" : " C" + channels.get(c);
			cell.accept("Mean" + of, row.statistics.mean(c));
			cell.accept("Min" + of, row.statistics.min(c));
			cell.accept("Max" + of, row.statistics.max(c));
			cell.accept("IntDen" + of, row.size * row.statistics.mean(c));
			cell.accept("RawIntDen" + of, row.statistics.sum(c));
		}
		cell.accept("X", row.x);
		cell.accept("Y", row.y);
		if (volumes) cell.accept("Z", row.z);
		for (final String shape : shapes) cell.accept(shape, row.shape.getOrDefault(shape, Double.NaN));
		cell.accept("Unit", unit);
	}
}
