package io.github.rwkvsss.segment;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.google.gson.stream.JsonWriter;

import io.github.rwkvsss.label.ObjectPolygons.Polygon;

/**
 * Shapes as instances in the JSON of the COCO data set (Lin et al. 2014; cocodataset.org, "Data format"): each plane is an
 * image. An object without holes has polygons, one with holes the run lengths of its pixels, column by column, which
 * COCO's own tools read alike.
 */
final class CocoJson {

	private CocoJson() {}

	/**
	 * @param file name of the image
	 * @param extents planes' width and height, slices, frames
	 * @param shapes of objects, all of one category, or of classes
	 * @param objects whether they are objects
	 */
	static String of(final String file, final int[] extents, final List<ObjectShape> shapes, final boolean objects) {
		final StringWriter text = new StringWriter();
		try (JsonWriter json = new JsonWriter(text)) {
			json.beginObject();
			images(json, file, extents);
			json.name("categories").beginArray();
			if (objects) category(json, 1, "object");
			else for (final ObjectShape shape : firstOfEachNumber(shapes)) category(json, shape.number(), shape.name());
			json.endArray();
			json.name("annotations").beginArray();
			int id = 0;
			for (final ObjectShape shape : shapes) annotation(json, ++id, shape, extents, objects);
			json.endArray().endObject();
		}
		catch (final IOException e) {
			throw new IllegalStateException("a text in memory cannot be written", e);
		}
		return text.append('\n').toString();
	}

	private static void images(final JsonWriter json, final String file, final int[] extents) throws IOException {
		json.name("images").beginArray();
		for (int plane = 0; plane < extents[2] * extents[3]; plane++) {
			json.beginObject().name("id").value(plane + 1).name("file_name").value(file);
			json.name("width").value(extents[0]).name("height").value(extents[1]);
			if (extents[2] > 1) json.name("slice").value(plane % extents[2] + 1);
			if (extents[3] > 1) json.name("frame").value(plane / extents[2] + 1);
			json.endObject();
		}
		json.endArray();
	}

	private static List<ObjectShape> firstOfEachNumber(final List<ObjectShape> shapes) {
		final List<ObjectShape> first = new ArrayList<>();
		for (final ObjectShape shape : shapes) if (first.stream().noneMatch(other -> other.number() == shape.number())) first
			.add(shape);
		first.sort((a, b) -> Integer.compare(a.number(), b.number()));
		return first;
	}

	private static void category(final JsonWriter json, final int id, final String name) throws IOException {
		json.beginObject().name("id").value(id).name("name").value(name).endObject();
	}

	private static void annotation(final JsonWriter json, final int id, final ObjectShape shape, final int[] extents,
		final boolean objects) throws IOException
	{
		json.beginObject().name("id").value(id).name("image_id").value(shape.frame() * extents[2] + shape.slice() + 1);
		json.name("category_id").value(objects ? 1 : shape.number()).name("iscrowd").value(0);
		json.name("area").value(shape.polygons().stream().mapToLong(Polygon::pixels).sum());
		final int[] box = box(shape.polygons());
		json.name("bbox").beginArray().value(box[0]).value(box[1]).value(box[2] - box[0]).value(box[3] - box[1]).endArray();
		if (!Float.isNaN(shape.score())) json.name("score").value(Math.rint(1e4 * shape.score()) / 1e4);
		json.name("segmentation");
		if (shape.polygons().stream().allMatch(polygon -> polygon.rings().size() == 1)) polygons(json, shape.polygons());
		else runs(json, shape.polygons(), extents);
		json.endObject();
	}

	private static void polygons(final JsonWriter json, final List<Polygon> polygons) throws IOException {
		json.beginArray();
		for (final Polygon polygon : polygons) {
			json.beginArray();
			for (final int[] point : polygon.rings().get(0)) json.value(point[0]).value(point[1]);
			json.endArray();
		}
		json.endArray();
	}

	/** Outside and inside by turns, along columns: between two of a column's crossings with the rings. */
	private static void runs(final JsonWriter json, final List<Polygon> polygons, final int[] extents) throws IOException {
		final boolean[] column = new boolean[extents[1]];
		json.beginObject().name("size").beginArray().value(extents[1]).value(extents[0]).endArray();
		json.name("counts").beginArray();
		boolean inside = false;
		long run = 0;
		for (int x = 0; x < extents[0]; x++) {
			mark(polygons, x, column);
			for (final boolean pixel : column) {
				if (pixel != inside) {
					json.value(run);
					run = 0;
					inside = pixel;
				}
				run++;
			}
		}
		json.value(run).endArray().endObject();
	}

	/** Marks the pixels of a column: each horizontal edge that spans it turns the rest of the column over. */
	private static void mark(final List<Polygon> polygons, final int x, final boolean[] column) {
		Arrays.fill(column, false);
		for (final Polygon polygon : polygons) for (final int[][] ring : polygon.rings()) for (int i =
			0; i < ring.length; i++)
		{
			final int[] from = ring[i];
			final int[] to = ring[(i + 1) % ring.length];
			if (from[1] != to[1] || Math.min(from[0], to[0]) > x || Math.max(from[0], to[0]) <= x) continue;
			for (int y = from[1]; y < column.length; y++) column[y] = !column[y];
		}
	}

	/** @return x and y of the first corner, and of the last */
	private static int[] box(final List<Polygon> polygons) {
		final int[] box = { Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0 };
		for (final Polygon polygon : polygons) for (final int[] point : polygon.rings().get(0)) for (int d = 0; d < 2; d++) {
			box[d] = Math.min(box[d], point[d]);
			box[d + 2] = Math.max(box[d + 2], point[d]);
		}
		return box;
	}
}
