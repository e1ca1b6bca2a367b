package io.github.rwkvsss.block;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.segment.BlockFacts;
import io.github.rwkvsss.segment.BlockLayout;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;

/**
 * All that runs of one work have in common: the image, the model, the settings, how the image is cut, and what was
 * measured of it once. A text of one line per fact.
 *
 * @param identity of the image, see {@link RegionImage#identity}
 * @param digest of the model
 * @param settings as {@link SegmentationSettings#text} gives them
 * @param title of the image
 * @param size (frames, slices, height, width)
 * @param pixelSize along columns, rows, slices
 * @param unit of it
 * @param channels numbers of the channels that are measured
 * @param model what the model's classes mean
 * @param facts how the image is cut and scaled
 */
public record BlockPlan(String identity, String digest, String settings, String title, List<Long> size,
	List<Double> pixelSize, String unit, List<Integer> channels, StoredFacts model, BlockFacts facts)
{

	private static final Set<ResultKind> SHAPES = EnumSet.of(ResultKind.GEOJSON, ResultKind.COCO);
	private static final Set<ResultKind> KINDS = EnumSet.of(ResultKind.LABELS, ResultKind.TABLE, ResultKind.GEOJSON,
		ResultKind.COCO);
	private static final String HEADER = "RWKV-SSS blocks 2";

	/**
	 * Measures an image.
	 *
	 * @param digest the same for the same model only
	 * @param heap bytes of Java's heap for a block; 0 for most of what is free
	 * @throws io.github.rwkvsss.progress.CanceledException on a cancel
	 * @throws io.github.rwkvsss.tile.TileMemoryException in one sentence if not even a small block fits into memory
	 * @throws IllegalArgumentException in one sentence if image and settings do not fit the model
	 */
	public static BlockPlan of(final RegionImage image, final ImageModel model, final String digest,
		final SegmentationSettings settings, final long heap, final Cancellation cancellation)
	{
		final List<ResultKind> others = settings.orderedResults().stream().filter(kind -> !KINDS.contains(kind)).toList();
		if (!others.isEmpty()) throw new IllegalArgumentException(
			"of images in blocks there are labels, a table, GeoJSON and COCO, no " + others.get(0).word());
		if (model.facts().task() == Task.SEMANTIC && !Collections.disjoint(settings.results(), SHAPES))
			throw new IllegalArgumentException("model " + model.facts().name() +
				" finds classes, whose regions may reach over all blocks; leave geojson and coco at false, or choose a model of objects");
		final BlockFacts facts = settings.with(model).build().blockFacts(image, heap, cancellation);
		return new BlockPlan(oneLine(image.identity()), digest, settings.text(), oneLine(image.name()), list(image.size()),
			Arrays.stream(image.pixelSize()).boxed().toList(), image.unit(), settings.channels().numbers(model.inputChannels()),
			StoredFacts.of(model.facts()), facts);
	}

	private static List<Long> list(final long... values) {
		return LongStream.of(values).boxed().toList();
	}

	private static String oneLine(final String text) {
		return text.replaceAll("\\R", " ");
	}

	/** @return where the blocks lie */
	public BlockLayout layout() {
		final int[] edges = new int[model.dimensions()];
		Arrays.fill(edges, facts.edge());
		return new BlockLayout(imageSize(), edges.length, edges);
	}

	/** @return (frames, slices, height, width). A new array. */
	public long[] imageSize() {
		return size.stream().mapToLong(Long::longValue).toArray();
	}

	/** @return whether such a result is wanted */
	public boolean wants(final ResultKind kind) {
		return settings.matches(".*\\bresults=[a-z,]*" + kind.word() + "\\b.*");
	}

	/** @return whether objects are found, and not classes */
	public boolean findsObjects() {
		return model.task() == Task.INSTANCE;
	}

	/** @throws IllegalArgumentException in one sentence if it is of another image, model or settings */
	void requireSame(final String place, final RegionImage image, final String ofModel, final SegmentationSettings wanted) {
		final String other = !identity.equals(oneLine(image.identity())) ? "another image, or of this one before it changed"
			: !digest.equals(ofModel) ? "another model" : !settings.equals(wanted.text()) ? "other settings" : "";
		if (!other.isEmpty()) throw new IllegalArgumentException(place + " holds blocks of " + other +
			"; delete it, or choose another output");
	}

	/** @return what {@link #parse} reads */
	String text() {
		final Map<String, String> lines = new LinkedHashMap<>();
		lines.put("identity", identity);
		lines.put("digest", digest);
		lines.put("settings", settings);
		lines.put("title", title);
		lines.put("size", words(size));
		lines.put("pixelSize", words(pixelSize));
		lines.put("unit", unit);
		lines.put("channels", words(channels));
		lines.put("task", model.task().name());
		lines.put("dimensions", Integer.toString(model.dimensions()));
		lines.put("model", oneLine(model.name()));
		lines.put("classValues", words(model.classValues()));
		for (int k = 0; k < model.classNames().size(); k++) lines.put("class" + k, oneLine(model.classNames().get(k)));
		lines.put("tile", words(facts.tile()));
		lines.put("diameters", words(facts.diameters()));
		lines.put("edge", Integer.toString(facts.edge()));
		lines.put("margin", Integer.toString(facts.margin()));
		lines.put("cap", Integer.toString(facts.cap()));
		new TreeMap<>(facts.scalings()).forEach((part, scalings) -> lines.put("scaling" + part, scalings.stream().map(s -> s
			.offset() + " " + s.factor() + " " + s.limit()).collect(Collectors.joining(" "))));
		return HEADER + "\n" + lines.entrySet().stream().map(line -> line.getKey() + "=" + line.getValue() + "\n").collect(
			Collectors.joining());
	}

	private static String words(final List<?> values) {
		return values.stream().map(Object::toString).collect(Collectors.joining(" "));
	}

	/** @throws IOException in one sentence if it is no plan */
	static BlockPlan parse(final String text, final String place) throws IOException {
		final Map<String, String> lines = new LinkedHashMap<>();
		for (final String line : text.lines().skip(1).toList()) {
			final int equals = line.indexOf('=');
			if (equals > 0) lines.put(line.substring(0, equals), line.substring(equals + 1));
		}
		try {
			if (!text.startsWith(HEADER + "\n")) throw new IllegalArgumentException("it begins otherwise");
			final List<Integer> values = ints(lines, "classValues");
			final List<String> names = new ArrayList<>();
			for (int k = 0; k < values.size(); k++) names.add(get(lines, "class" + k));
			final StoredFacts model = new StoredFacts(get(lines, "model"), Task.valueOf(get(lines, "task")), names, values, ints(
				lines, "dimensions").get(0));
			final Map<Long, List<Normalization.Scaling>> scalings = new TreeMap<>();
			for (final String key : lines.keySet()) if (key.startsWith("scaling")) scalings.put(Long.parseLong(key.substring(7)),
				scalings(get(lines, key)));
			final BlockFacts facts = new BlockFacts(ints(lines, "tile"), doubles(lines, "diameters"), scalings, ints(lines,
				"edge").get(0), ints(lines, "margin").get(0), ints(lines, "cap").get(0));
			final List<Long> size = Arrays.stream(get(lines, "size").split(" ")).map(Long::valueOf).toList();
			if (size.size() != 4 || facts.edge() < 1) throw new IllegalArgumentException("its sizes are wrong");
			return new BlockPlan(get(lines, "identity"), get(lines, "digest"), get(lines, "settings"), get(lines, "title"), size,
				doubles(lines, "pixelSize"), get(lines, "unit"), ints(lines, "channels"), model, facts);
		}
		catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
			throw new IOException(place + " is not a plan of blocks (" + e.getMessage() +
				"); delete it, or choose another output", e);
		}
	}

	private static String get(final Map<String, String> lines, final String key) {
		final String value = lines.get(key);
		if (value == null) throw new IllegalArgumentException(key + " is missing");
		return value;
	}

	private static List<Integer> ints(final Map<String, String> lines, final String key) {
		return parts(lines, key).map(Integer::valueOf).toList();
	}

	private static List<Double> doubles(final Map<String, String> lines, final String key) {
		return parts(lines, key).map(Double::valueOf).toList();
	}

	private static Stream<String> parts(final Map<String, String> lines, final String key) {
		return Arrays.stream(get(lines, key).split(" ")).filter(word -> !word.isEmpty());
	}

	private static List<Normalization.Scaling> scalings(final String text) {
		final float[] values = new float[text.split(" ").length];
		for (int i = 0; i < values.length; i++) values[i] = Float.parseFloat(text.split(" ")[i]);
		final List<Normalization.Scaling> scalings = new ArrayList<>();
		for (int i = 0; i + 2 < values.length; i += 3) scalings.add(new Normalization.Scaling(values[i], values[i + 1],
			values[i + 2]));
		return scalings;
	}

	/**
	 * What of a model's facts a table and a label image need, without the model.
	 *
	 * @param name of the model
	 * @param task what classes mean
	 * @param classNames one per class
	 * @param classValues in a label image
	 * @param dimensions 2 for planes, 3 for volumes
	 */
	public record StoredFacts(String name, Task task, List<String> classNames, List<Integer> classValues, int dimensions)
			implements ModelFacts
	{

		static StoredFacts of(final ModelFacts facts) {
			return new StoredFacts(facts.name(), facts.task(), facts.classNames(), facts.classValues(), facts.dimensions());
		}

		@Override
		public InstanceParameters instances() {
			return null;
		}

		@Override
		public List<Double> voxelSize() {
			return null;
		}

		@Override
		public List<Integer> singleRegions() {
			return List.of();
		}
	}
}
