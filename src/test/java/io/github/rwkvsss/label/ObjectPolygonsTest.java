package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;

/** Polygons of objects, checked by the JTS Topology Suite. */
class ObjectPolygonsTest {

	private static final GeometryFactory JTS = new GeometryFactory();

	private static LinearRing ring(final int[][] points) {
		final Coordinate[] coordinates = new Coordinate[points.length + 1];
		for (int i = 0; i <= points.length; i++) coordinates[i] = new Coordinate(points[i % points.length][0], points[i %
			points.length][1]);
		return JTS.createLinearRing(coordinates);
	}

	private static org.locationtech.jts.geom.Polygon polygon(final ObjectPolygons.Polygon polygon) {
		final List<LinearRing> rings = polygon.rings().stream().map(ObjectPolygonsTest::ring).toList();
		return JTS.createPolygon(rings.get(0), rings.subList(1, rings.size()).toArray(new LinearRing[0]));
	}

	/** Random pixels make holes, islands in holes, rings that touch themselves, and pieces that touch by a corner only. */
	@Test
	void areValidAndHoldExactlyTheirPixels() {
		final SplittableRandom random = new SplittableRandom(1);
		for (int trial = 0; trial < 60; trial++) {
			final int width = 1 + random.nextInt(17);
			final int height = 1 + random.nextInt(13);
			final double share = random.nextDouble();
			final int[] labels = new int[width * height];
			for (int i = 0; i < labels.length; i++) labels[i] = random.nextDouble() < share ? 1 + random.nextInt(2) : 0;
			ObjectPolygons.of(labels, width).forEach((label, pieces) -> {
				final List<Geometry> parts = new ArrayList<>();
				for (final ObjectPolygons.Polygon piece : pieces) {
					final org.locationtech.jts.geom.Polygon part = polygon(piece);
					assertTrue(part.isValid(), part.toString());
					// As RFC 7946 has it: shells counterclockwise where the second coordinate points up.
					assertTrue(Orientation.isCCW(part.getExteriorRing().getCoordinates()));
					for (int h = 0; h < part.getNumInteriorRing(); h++) assertTrue(!Orientation.isCCW(part.getInteriorRingN(h)
						.getCoordinates()));
					parts.add(part);
				}
				final Geometry whole = JTS.createMultiPolygon(parts.toArray(new org.locationtech.jts.geom.Polygon[0]));
				assertTrue(whole.isValid(), whole.toString());
				for (int i = 0; i < labels.length; i++) assertEquals(labels[i] == label, whole.contains(JTS.createPoint(
					new Coordinate(i % width + 0.5, i / width + 0.5))), label + " at " + i % width + ", " + i / width);
			});
		}
	}

	@Test
	void aRingAroundAHoleThatTouchesOutsideByACorner() {
		final int[] labels = { //
			5, 5, 5, //
			5, 0, 5, //
			5, 5, 0 };
		final List<ObjectPolygons.Polygon> pieces = ObjectPolygons.of(labels, 3).get(5);
		assertEquals(1, pieces.size());
		assertEquals(2, pieces.get(0).rings().size());
		assertEquals(2 * 8, ObjectPolygons.area(pieces.get(0).rings().get(0)));
		assertEquals(-2, ObjectPolygons.area(pieces.get(0).rings().get(1)));
	}

	@Test
	void cornersOnly() {
		final int[] labels = { //
			0, 0, 0, 0, //
			0, 7, 7, 0, //
			0, 7, 7, 9 };
		final Map<Integer, List<ObjectPolygons.Polygon>> polygons = ObjectPolygons.of(labels, 4);
		assertArrayEquals(new int[][] { { 3, 1 }, { 3, 3 }, { 1, 3 }, { 1, 1 } }, polygons.get(7).get(0).rings().get(0));
		assertArrayEquals(new int[][] { { 4, 2 }, { 4, 3 }, { 3, 3 }, { 3, 2 } }, polygons.get(9).get(0).rings().get(0));
		assertEquals(Map.of(), ObjectPolygons.of(new int[6], 3));
		assertThrows(IllegalArgumentException.class, () -> ObjectPolygons.of(new int[7], 3));
	}
}
