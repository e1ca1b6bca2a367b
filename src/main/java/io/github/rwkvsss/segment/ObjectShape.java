package io.github.rwkvsss.segment;

import java.util.List;
import java.util.Map;

import io.github.rwkvsss.label.ObjectPolygons.Polygon;

/**
 * An object, or the region of a class, in a plane.
 *
 * @param frame from 0
 * @param slice from 0
 * @param number of the object from 1, or of the class
 * @param name number of the object, or name of the class
 * @param score 0 to 1; NaN where there is none
 * @param category what it is: the class of the object, or of the region; null for objects without classes
 * @param polygons its pieces, in pixels
 * @param measurements numbers of its row of the table under their headings
 */
public record ObjectShape(int frame, int slice, int number, String name, float score, Category category,
	List<Polygon> polygons, Map<String, Double> measurements)
{

	/**
	 * A class.
	 *
	 * @param number from 1
	 */
	public record Category(int number, String name) {}
}
