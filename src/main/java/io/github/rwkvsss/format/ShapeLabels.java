package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.github.rwkvsss.file.Nesting;
import io.github.rwkvsss.file.Reading;
import io.github.rwkvsss.file.TextFile;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.ObjectClasses;

/**
 * Objects as shapes in JSON, as labels: GeoJSON in pixels, as QuPath exports its annotations and detections
 * ({@code .geojson}), or instances of the COCO data set ({@code .json}), polygons or uncompressed run lengths. Where shapes
 * overlap, the later one lies above.
 * <p>
 * An object has the number that its name says, if the names of all are whole numbers from 1, so that objects of volumes
 * stay one; else they are numbered in the file's order. Their classes are those of GeoJSON's {@code classification}, as QuPath
 * writes it, and COCO's categories.
 * </p>
 */
public final class ShapeLabels {

	/** More than a slide of a million objects needs. */
	private static final long LARGEST = 1L << 30;

	private final Path file;
	private final LabelImage labels;
	private final PolygonPainter painter;
	private final long[] size;
	/** Names of classes, whose numbers are painted; null to paint the objects'. */
	private final List<String> classes;

	private ShapeLabels(final Path file, final String name, final long[] size, final List<String> classes) {
		this.classes = classes;
		this.file = file;
		this.size = size;
		labels = LabelImage.allocate(name, size);
		painter = new PolygonPainter(Math.toIntExact(size[3]), Math.toIntExact(size[2]));
	}

	/** @return whether a file's name is one of such files */
	public static boolean isNamed(final Path file) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		return name.endsWith(".geojson") || name.endsWith(".json");
	}

	/**
	 * @param file of GeoJSON or of COCO
	 * @param image name of the image without extension; of a COCO file of several images, its own are taken
	 * @param size of the image (frames, slices, height, width)
	 * @return labels of the image's extent
	 * @throws IOException in one sentence if the file is neither, or has no shape
	 */
	public static LabelImage read(final Path file, final String image, final long[] size) throws IOException {
		return read(file, image, size, null);
	}

	/**
	 * As {@link #read}.
	 *
	 * @return the classes of the same objects
	 */
	public static ObjectClasses readClasses(final Path file, final String image, final long[] size) throws IOException {
		final List<String> names = new ArrayList<>();
		final LabelImage numbers = read(file, image, size, names);
		return new ObjectClasses(numbers, names);
	}

	private static LabelImage read(final Path file, final String image, final long[] size, final List<String> classes)
		throws IOException
	{
		if (Files.size(file) > LARGEST) throw new IOException(file + " has " + Files.size(file) +
			" bytes, more than shapes of an image need; give a file of fewer objects");
		return Reading.of(file, () -> {
			try {
				return new ShapeLabels(file, image, size, classes).painted(JsonParser.parseString(Nesting.checked(TextFile.read(
					file))));
			}
			catch (final JsonParseException | IllegalStateException | UnsupportedOperationException | NumberFormatException
					| IndexOutOfBoundsException e)
			{
				throw new IOException(file + " is no GeoJSON or COCO file of shapes: " + e.getMessage() +
					"; export the annotations again", e);
			}
		});
	}

	private LabelImage painted(final JsonElement root) throws IOException {
		final boolean list = root.isJsonArray();
		if (!list && root.getAsJsonObject().has("annotations")) coco(root.getAsJsonObject());
		else if (list) features(root.getAsJsonArray());
		else if (root.getAsJsonObject().has("features")) features(member(root, "features").getAsJsonArray());
		else throw new IOException(file + " has neither features, as GeoJSON has, nor annotations, as COCO has; export the " +
			"annotations again");
		return labels;
	}

	private void features(final JsonArray features) throws IOException {
		final List<Integer> names = new ArrayList<>();
		for (final JsonElement feature : features) names.add(number(feature.getAsJsonObject()));
		final boolean numbered = !names.contains(0);
		int next = 0;
		for (final JsonElement element : features) {
			final JsonObject geometry = member(element, "geometry").getAsJsonObject();
			final JsonObject plane = geometry.has("plane") ? geometry.get("plane").getAsJsonObject() : new JsonObject();
			final int label = numbered ? names.get(next) : next + 1;
			next++;
			final List<double[]> rings = new ArrayList<>();
			final JsonArray coordinates = member(geometry, "coordinates").getAsJsonArray();
			switch (member(geometry, "type").getAsString()) {
				case "Polygon" -> rings(coordinates, rings);
				case "MultiPolygon" -> coordinates.forEach(polygon -> rings(polygon.getAsJsonArray(), rings));
				default -> throw new IOException("feature " + next + " of " + file + " is a " + member(geometry, "type")
					.getAsString() + "; objects are polygons");
			}
			paint(rings, value(label, className(element.getAsJsonObject())), index(plane, "t"), index(plane, "z"));
		}
	}

	/** @return what is painted where an object lies: its number, or that of its class, 0 without one */
	private int value(final int label, final String name) {
		if (classes == null) return label;
		if (name.isBlank()) return 0;
		if (!classes.contains(name)) classes.add(name);
		return classes.indexOf(name) + 1;
	}

	/** @return the class that QuPath gave a feature, or its earlier versions as a list of names; blank if it has none */
	private static String className(final JsonObject feature) {
		if (!feature.has("properties") || !feature.get("properties").isJsonObject()) return "";
		final JsonElement given = feature.get("properties").getAsJsonObject().get("classification");
		if (given == null || given.isJsonNull()) return "";
		if (given.isJsonPrimitive()) return given.getAsString();
		final JsonElement name = given.getAsJsonObject().get("name");
		final JsonElement names = given.getAsJsonObject().get("names");
		if (name != null && name.isJsonPrimitive()) return name.getAsString();
		if (names == null || !names.isJsonArray()) return "";
		return names.getAsJsonArray().asList().stream().map(JsonElement::getAsString).collect(Collectors.joining(": "));
	}

	private static JsonElement member(final JsonElement of, final String name) {
		final JsonElement member = of.getAsJsonObject().get(name);
		if (member == null) throw new JsonParseException("there is no \"" + name + "\"");
		return member;
	}

	private static int index(final JsonObject plane, final String axis) {
		return plane.has(axis) ? Math.max(0, plane.get(axis).getAsInt()) : 0;
	}

	/** @return the number that a feature is named by; 0 if its name is none */
	private static int number(final JsonObject feature) {
		if (!feature.has("properties") || !feature.get("properties").isJsonObject()) return 0;
		final JsonElement name = feature.get("properties").getAsJsonObject().get("name");
		return name != null && name.isJsonPrimitive() && name.getAsString().matches("[1-9][0-9]{0,7}") ? Integer.parseInt(name
			.getAsString()) : 0;
	}

	private static void rings(final JsonArray polygon, final List<double[]> rings) {
		for (final JsonElement ring : polygon) {
			final JsonArray points = ring.getAsJsonArray();
			final double[] line = new double[2 * points.size()];
			for (int i = 0; i < points.size(); i++) for (int d = 0; d < 2; d++) line[2 * i + d] = points.get(i).getAsJsonArray()
				.get(d).getAsDouble();
			rings.add(line);
		}
	}

	private void coco(final JsonObject root) throws IOException {
		final Map<Integer, int[]> planes = new HashMap<>();
		final JsonArray images = member(root, "images").getAsJsonArray();
		for (final JsonElement element : images) {
			final JsonObject image = element.getAsJsonObject();
			final boolean own = ImageFile.stem(member(image, "file_name").getAsString()).equals(labels.name());
			if (own || planes.isEmpty() && images.size() == 1) planes.put(member(image, "id").getAsInt(), new int[] { image.has(
				"frame") ? image.get("frame").getAsInt() - 1 : 0, image.has("slice") ? image.get("slice").getAsInt() - 1 : 0 });
		}
		if (planes.isEmpty()) throw new IOException(file + " has no image of the name " + labels.name() + "; its first is " +
			(images.isEmpty() ? "missing" : member(images.get(0), "file_name").getAsString()));
		final Map<Integer, String> categories = new HashMap<>();
		if (classes != null && root.has("categories")) for (final JsonElement element : root.get("categories").getAsJsonArray())
			categories.put(member(element, "id").getAsInt(), member(element, "name").getAsString());
		int shapes = 0;
		for (final JsonElement element : member(root, "annotations").getAsJsonArray()) {
			final JsonObject annotation = element.getAsJsonObject();
			final int[] plane = planes.get(member(annotation, "image_id").getAsInt());
			if (plane == null) continue;
			shapes++;
			final int label = value(shapes, annotation.has("category_id") ? categories.getOrDefault(annotation.get("category_id")
				.getAsInt(), "") : "");
			final JsonElement shape = member(annotation, "segmentation");
			if (shape.isJsonObject()) runs(shape.getAsJsonObject(), label, plane);
			else for (final JsonElement ring : shape.getAsJsonArray()) {
				final JsonArray numbers = ring.getAsJsonArray();
				final double[] line = new double[numbers.size() / 2 * 2];
				for (int i = 0; i < line.length; i++) line[i] = numbers.get(i).getAsDouble();
				// Pieces of one object, which may overlap: each is painted separately.
				paint(List.of(line), label, plane[0], plane[1]);
			}
		}
	}

	private void runs(final JsonObject shape, final int label, final int[] at) throws IOException {
		if (!member(shape, "counts").isJsonArray()) throw new IOException("an annotation of " + file +
			" has compressed run lengths; export polygons or uncompressed ones");
		final JsonArray extents = member(shape, "size").getAsJsonArray();
		if (extents.get(0).getAsLong() != size[2] || extents.get(1).getAsLong() != size[3]) throw new IOException(file +
			" is for an image of " + extents.get(1) + " x " + extents.get(0) + " pixels, but this one has " + size[3] + " x " +
			size[2]);
		final int[] plane = plane(at[0], at[1]);
		final int height = (int) size[2];
		int i = 0;
		boolean inside = false;
		for (final JsonElement count : shape.get("counts").getAsJsonArray()) {
			for (int n = count.getAsInt(); n > 0 && i < plane.length; n--, i++) if (inside) plane[i % height * (int) size[3] + i /
				height] = label;
			inside = !inside;
		}
	}

	private void paint(final List<double[]> rings, final int label, final int frame, final int slice) throws IOException {
		painter.paint(rings, label, plane(frame, slice));
	}

	private int[] plane(final int frame, final int slice) throws IOException {
		if (frame >= size[0] || slice >= size[1] || frame < 0 || slice < 0) throw new IOException(file +
			" has a shape in slice " + (slice + 1) + " of frame " + (frame + 1) + ", but the image has " + size[1] +
			" slices and " + size[0] + " frames");
		return labels.plane(frame, slice);
	}
}
