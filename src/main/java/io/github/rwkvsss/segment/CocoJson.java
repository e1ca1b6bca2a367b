package io.github.rwkvsss.segment;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;

import com.google.gson.stream.JsonWriter;

import io.github.rwkvsss.label.ObjectPolygons.Polygon;

/**
 * Shapes as instances in the JSON of the COCO data set (Lin et al. 2014; cocodataset.org, "Data format"): each plane is an
 * image. An object without holes has polygons, one with holes the run lengths of its pixels, column by column, which
 * COCO's own tools read alike.
 */
final class CocoJson implements ShapeSink {

	/** What objects without classes are. */
	static final ObjectShape.Category OBJECT = new ObjectShape.Category(1, "object");

	private final JsonWriter json;
	private final Writer to;
	private final int slices;
	private final int height;
	private final int width;
	private int id;

	/**
	 * @param to not closed
	 * @param file name of the image
	 * @param size of the image: (frames, slices, height, width)
	 * @param categories that shapes have
	 */
	CocoJson(final Writer to, final String file, final long[] size, final List<ObjectShape.Category> categories)
		throws IOException
	{
		this.to = to;
		slices = Math.toIntExact(size[1]);
		height = Math.toIntExact(size[2]);
		width = Math.toIntExact(size[3]);
		json = new JsonWriter(to);
		json.beginObject();
		images(file, Math.toIntExact(size[0]));
		json.name("categories").beginArray();
		for (final ObjectShape.Category category : categories) json.beginObject().name("id").value(category.number()).name(
			"name").value(category.name()).endObject();
		json.endArray().name("annotations").beginArray();
	}

	@Override
	public void finish() throws IOException {
		json.endArray().endObject().flush();
		to.append('\n').flush();
	}

	private void images(final String file, final int frames) throws IOException {
		json.name("images").beginArray();
		for (int plane = 0; plane < slices * frames; plane++) {
			json.beginObject().name("id").value(plane + 1).name("file_name").value(file);
			json.name("width").value(width).name("height").value(height);
			if (slices > 1) json.name("slice").value(plane % slices + 1);
			if (frames > 1) json.name("frame").value(plane / slices + 1);
			json.endObject();
		}
		json.endArray();
	}

	@Override
	public void add(final ObjectShape shape) throws IOException {
		json.beginObject().name("id").value(++id).name("image_id").value(shape.frame() * slices + shape.slice() + 1);
		json.name("category_id").value((shape.category() == null ? OBJECT : shape.category()).number()).name("iscrowd").value(
			0);
		json.name("area").value(shape.polygons().stream().mapToLong(Polygon::pixels).sum());
		final int[] box = box(shape.polygons());
		json.name("bbox").beginArray().value(box[0]).value(box[1]).value(box[2] - box[0]).value(box[3] - box[1]).endArray();
		if (!Float.isNaN(shape.score())) json.name("score").value(Math.rint(1e4 * shape.score()) / 1e4);
		json.name("segmentation");
		if (shape.polygons().stream().allMatch(polygon -> polygon.rings().size() == 1)) polygons(shape.polygons());
		else runs(shape.polygons(), box);
		json.endObject();
	}

	private void polygons(final List<Polygon> polygons) throws IOException {
		json.beginArray();
		for (final Polygon polygon : polygons) {
			json.beginArray();
			for (final int[] point : polygon.rings().get(0)) json.value(point[0]).value(point[1]);
			json.endArray();
		}
		json.endArray();
	}

	/** Outside and inside by turns, along columns: between two of a column's crossings with the rings. */
	private void runs(final List<Polygon> polygons, final int[] box) throws IOException {
		final boolean[] column = new boolean[height];
		json.beginObject().name("size").beginArray().value(height).value(width).endArray();
		json.name("counts").beginArray();
		boolean inside = false;
		// Columns beside the object are empty, and of a large image most of them.
		long run = (long) box[0] * height;
		for (int x = box[0]; x < box[2]; x++) {
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
		// At the foot of the last column the object may still be open.
		if (inside && box[2] < width) {
			json.value(run);
			run = 0;
		}
		json.value(run + (long) (width - box[2]) * height).endArray().endObject();
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
