package io.github.rwkvsss.zarr;

import java.util.List;
import java.util.Map;

/**
 * What an axis of an image means.
 *
 * @param role t, c, z, y or x
 * @param unit as OME-Zarr writes it, such as micrometer; empty if none is stated
 */
public record OmeAxis(char role, String unit) {

	/** Roles in the order in which images are written, slowest first. */
	public static final String ROLES = "tczyx";

	private static final Map<String, String> IMAGEJ = Map.of("micrometer", "micron", "nanometer", "nm", "millimeter", "mm",
		"centimeter", "cm", "meter", "m", "inch", "inch", "second", "sec", "millisecond", "msec", "minute", "min", "angstrom",
		"angstrom");

	/** @return the unit as ImageJ writes it; as it is stated if ImageJ has none, empty if none is stated */
	public String imagejUnit() {
		return IMAGEJ.getOrDefault(unit, unit);
	}

	/** @return OME-Zarr's name of a unit of ImageJ's; empty if it is none of length or time */
	public static String unitOf(final String imagej) {
		if (List.of("\u00b5m", "um", "microns").contains(imagej)) return "micrometer";
		return IMAGEJ.entrySet().stream().filter(pair -> pair.getValue().equals(imagej)).map(Map.Entry::getKey).findFirst()
			.orElse("");
	}

	String type() {
		return role == 't' ? "time" : role == 'c' ? "channel" : "space";
	}
}
