package io.github.rwkvsss.segment;

import java.awt.Color;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.google.gson.stream.JsonWriter;

import io.github.rwkvsss.label.ObjectPolygons.Polygon;

/**
 * Shapes as GeoJSON (RFC 7946), with what QuPath expects of a feature: coordinates in pixels from the upper left corner,
 * {@code objectType}, {@code classification}, {@code measurements}, and in stacks the {@code plane} of a geometry.
 */
final class GeoJson implements ShapeSink {

	private final JsonWriter json;
	private final Writer to;
	private final String image;
	private final boolean objects;
	private final boolean stack;

	/**
	 * @param to not closed
	 * @param image name that the features' identifiers are made from: equal results have equal identifiers
	 * @param objects whether the shapes are objects, which become detections; classes become annotations
	 * @param stack whether planes are to be told
	 */
	GeoJson(final Writer to, final String image, final boolean objects, final boolean stack) throws IOException {
		this.to = to;
		this.image = image;
		this.objects = objects;
		this.stack = stack;
		json = new JsonWriter(to);
		json.beginObject().name("type").value("FeatureCollection").name("features").beginArray();
	}

	@Override
	public void finish() throws IOException {
		json.endArray().endObject().flush();
		to.append('\n').flush();
	}

	@Override
	public void add(final ObjectShape shape) throws IOException {
		final String identity = image + "/" + shape.frame() + "/" + shape.slice() + "/" + shape.name();
		json.beginObject().name("type").value("Feature");
		json.name("id").value(UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString());
		json.name("geometry");
		geometry(json, shape, stack);
		json.name("properties").beginObject();
		json.name("objectType").value(objects ? "detection" : "annotation");
		json.name("name").value(shape.name());
		if (shape.category() != null) {
			json.name("classification").beginObject().name("name").value(shape.category().name()).name("color").beginArray();
			final Color color = ObjectColours.of(shape.category().number());
			json.value(color.getRed()).value(color.getGreen()).value(color.getBlue()).endArray().endObject();
		}
		json.name("measurements").beginObject();
		for (final Map.Entry<String, Double> number : shape.measurements().entrySet()) if (Double.isFinite(number.getValue())) {
			json.name(number.getKey());
			number(json, number.getValue());
		}
		json.endObject().endObject().endObject();
	}

	private static void geometry(final JsonWriter json, final ObjectShape shape, final boolean stack) throws IOException {
		final List<Polygon> polygons = shape.polygons();
		json.beginObject();
		// One piece is a polygon, several are a multipolygon: an array of what the other has.
		json.name("type").value(polygons.size() == 1 ? "Polygon" : "MultiPolygon").name("coordinates");
		if (polygons.size() > 1) json.beginArray();
		for (final Polygon polygon : polygons) {
			json.beginArray();
			for (final int[][] ring : polygon.rings()) {
				json.beginArray();
				for (int i = 0; i <= ring.length; i++) {
					final int[] point = ring[i % ring.length];
					json.beginArray().value(point[0]).value(point[1]).endArray();
				}
				json.endArray();
			}
			json.endArray();
		}
		if (polygons.size() > 1) json.endArray();
		if (stack) json.name("plane").beginObject().name("c").value(-1).name("z").value(shape.slice()).name("t").value(shape
			.frame()).endObject();
		json.endObject();
	}

	private static void number(final JsonWriter json, final double value) throws IOException {
		if (value == Math.rint(value) && Math.abs(value) < 1e15) json.value((long) value);
		else json.value(value);
	}
}
