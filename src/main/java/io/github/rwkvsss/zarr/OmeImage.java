package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * An image of OME-Zarr 0.4 (on Zarr 2) or 0.5 (on Zarr 3), or of the versions before 0.4 that differ little; a bare array
 * counts as an image of one level.
 *
 * @param store where it lies
 * @param path of its group below the store, empty for the root
 * @param version of OME-Zarr; empty for a bare array
 * @param axes in the order of the arrays
 * @param levels of the pyramid, the finest first, at least one
 * @param channels in their order; empty where nothing is said of them
 * @param isLabels whether its values are labels
 * @param note what a user should know of how it was found; empty if nothing
 */
public record OmeImage(ZarrStore store, String path, String version, List<OmeAxis> axes, List<Level> levels,
	List<Channel> channels, boolean isLabels, String note)
{

	private static final int MOST_LEVELS = 64;
	private static final String SCALE = "scale";
	private static final String TRANSLATION = "translation";

	/**
	 * One level of a pyramid.
	 *
	 * @param path of its array below the store
	 * @param scale extent of a pixel along each axis, in the axis' unit
	 */
	public record Level(String path, double[] scale) {}

	/**
	 * How a channel is shown.
	 *
	 * @param label its name; empty if it has none
	 * @param colour as 0xRRGGBB; -1 if none is stated
	 * @param low that is shown black; NaN if not stated
	 * @param high that is shown at full; NaN if not stated
	 */
	public record Channel(String label, int colour, double low, double high) {}

	/**
	 * @param path of the image's group, or of an array, below the store; empty for its root
	 * @throws IOException in one sentence if there is none, or it is damaged or of a kind that is not read
	 */
	public static OmeImage open(final ZarrStore store, final String path) throws IOException {
		final ZarrJson v3 = ZarrJson.read(store, ZarrArray.key(path, "zarr.json"));
		final ZarrJson attributes;
		if (v3 == null) attributes = ZarrJson.read(store, ZarrArray.key(path, ".zattrs"));
		else {
			final ZarrJson all = v3.object("attributes");
			attributes = all == null ? null : all.has("ome") ? all.object("ome") : all;
		}
		if (attributes != null && attributes.has("multiscales")) return parse(store, path, attributes);
		if (isArray(store, path, v3)) return bare(store, path);
		if (attributes != null && attributes.has("plate")) throw new IOException(place(store, path) +
			" is a plate of wells; give the path of one image in it, such as " + place(store, path) + "/A/1/0");
		if (attributes != null && attributes.has("well")) throw new IOException(place(store, path) +
			" is a well; give the path of one image in it, such as " + place(store, path) + "/0");
		if (attributes != null && attributes.has("bioformats2raw.layout") && isNode(store, ZarrArray.key(path, "0")))
			return first(store, path);
		throw new IOException(place(store, path) + " is no OME-Zarr image: it has no \"multiscales\"" + (v3 == null &&
			attributes == null ? ", nor any zarr.json or .zattrs; check the path" : ""));
	}

	private static OmeImage first(final ZarrStore store, final String path) throws IOException {
		final OmeImage image = open(store, ZarrArray.key(path, "0"));
		final String note = isNode(store, ZarrArray.key(path, "1")) ? place(store, path) +
			" holds several images; the first was taken, the others are " + place(store, path) + "/1 and so on" : "";
		return new OmeImage(store, image.path, image.version, image.axes, image.levels, image.channels, image.isLabels, note);
	}

	private static boolean isNode(final ZarrStore store, final String path) throws IOException {
		return ZarrJson.read(store, ZarrArray.key(path, "zarr.json")) != null || ZarrJson.read(store, ZarrArray.key(path,
			".zgroup")) != null;
	}

	private static boolean isArray(final ZarrStore store, final String path, final ZarrJson v3) throws IOException {
		return v3 != null ? "array".equals(v3.text("node_type")) : ZarrJson.read(store, ZarrArray.key(path, ".zarray")) != null;
	}

	private static String place(final ZarrStore store, final String path) {
		return store.name() + (path.isEmpty() ? "" : "/" + path);
	}

	private static OmeImage bare(final ZarrStore store, final String path) throws IOException {
		final ZarrArray array = ZarrArray.open(store, path);
		final int n = array.shape().length;
		final List<OmeAxis> axes = new ArrayList<>();
		final String usual = List.of("", "x", "yx", "zyx", "czyx", "tczyx").get(n > 5 ? 0 : n);
		boolean named = array.names().size() == n && n > 0;
		for (final String name : array.names()) named &= name != null && name.length() == 1 && OmeAxis.ROLES.contains(name);
		for (int d = 0; d < usual.length(); d++) axes.add(new OmeAxis(named ? array.names().get(d).charAt(0) : usual.charAt(d),
			""));
		final double[] ones = new double[n];
		Arrays.fill(ones, 1);
		final OmeImage image = new OmeImage(store, path, "", axes, List.of(new Level(path, ones)), List.of(), false, "");
		image.check(place(store, path), n);
		return image;
	}

	private static OmeImage parse(final ZarrStore store, final String path, final ZarrJson attributes) throws IOException {
		final List<ZarrJson> multiscales = attributes.objects("multiscales");
		if (multiscales.isEmpty()) throw attributes.damaged("its list of multiscales is empty");
		final ZarrJson first = multiscales.get(0);
		final String stated = attributes.text("version") != null ? attributes.text("version") : first.text("version");
		final String version = stated == null ? "0.4" : stated;
		final List<OmeAxis> axes = axes(first);
		final List<Level> levels = levels(first, path, axes.size());
		final OmeImage image = new OmeImage(store, path, version, List.copyOf(axes), levels, channels(attributes), attributes
			.has("image-label"), multiscales.size() > 1 ? place(store, path) + " holds " + multiscales.size() +
				" pyramids; the first was taken" : "");
		image.check(place(store, path), axes.size());
		return image;
	}

	/** NB: 0.1 and 0.2 state none and have five, 0.3 names alone. */
	private static List<OmeAxis> axes(final ZarrJson multiscale) throws IOException {
		final List<OmeAxis> axes = new ArrayList<>();
		if (!multiscale.has("axes")) {
			for (final char role : OmeAxis.ROLES.toCharArray()) axes.add(new OmeAxis(role, ""));
			return axes;
		}
		if (multiscale.get("axes").isJsonArray() && multiscale.get("axes").getAsJsonArray().size() > 0 && multiscale.get("axes")
			.getAsJsonArray().get(0).isJsonPrimitive())
		{
			for (final String name : multiscale.texts("axes")) axes.add(new OmeAxis(role(multiscale, name, null), ""));
			return axes;
		}
		for (final ZarrJson axis : multiscale.objects("axes")) axes.add(new OmeAxis(role(multiscale, axis.neededText("name"),
			axis.text("type")), axis.text("unit") == null ? "" : axis.text("unit")));
		return axes;
	}

	private static char role(final ZarrJson multiscale, final String name, final String type) throws IOException {
		if ("time".equals(type)) return 't';
		if ("channel".equals(type)) return 'c';
		final String lower = String.valueOf(name).toLowerCase(Locale.ROOT);
		if (lower.length() == 1 && OmeAxis.ROLES.contains(lower)) return lower.charAt(0);
		throw multiscale.beyond("has an axis \"" + name + "\", and only t, c, z, y and x are understood");
	}

	private static List<Level> levels(final ZarrJson multiscale, final String path, final int axes) throws IOException {
		final double[] common = scale(multiscale, axes);
		final List<Level> levels = new ArrayList<>();
		for (final ZarrJson dataset : multiscale.objects("datasets")) {
			final String name = dataset.neededText("path");
			if (name.isEmpty() || name.startsWith("/") || List.of(name.split("[/\\\\]")).contains("..") || name.contains(":"))
				throw multiscale.damaged("a level lies at \"" + name + "\", outside of it");
			final double[] scale = scale(dataset, axes);
			for (int d = 0; d < axes; d++) scale[d] *= common[d];
			levels.add(new Level(ZarrArray.key(path, name), scale));
			if (levels.size() > MOST_LEVELS) throw multiscale.damaged("it has more than " + MOST_LEVELS + " levels");
		}
		if (levels.isEmpty()) throw multiscale.damaged("it has no levels");
		// NB: what 0.1 to 0.3 do not state, the sizes of the arrays tell; nobody needs it but for the finest.
		return List.copyOf(levels);
	}

	private static double[] scale(final ZarrJson part, final int axes) throws IOException {
		final double[] scale = new double[axes];
		Arrays.fill(scale, 1);
		for (final ZarrJson step : part.objects("coordinateTransformations")) {
			final String type = step.neededText("type");
			if (type.equals(TRANSLATION) || type.equals("identity")) continue;
			if (!type.equals(SCALE)) throw part.beyond("is transformed by \"" + type +
				"\", and only scale and translation are read");
			final double[] stated = step.numbers(SCALE);
			if (stated == null || stated.length != axes) throw part.damaged("a scale has " + (stated == null ? 0
				: stated.length) + " numbers and the image " + axes + " axes");
			for (int d = 0; d < axes; d++) {
				if (!(stated[d] > 0 && stated[d] < Double.POSITIVE_INFINITY)) throw part.damaged("a scale is " + stated[d] +
					", which is no length");
				scale[d] *= stated[d];
			}
		}
		return scale;
	}

	private static List<Channel> channels(final ZarrJson attributes) throws IOException {
		final ZarrJson omero = attributes.object("omero");
		final List<Channel> channels = new ArrayList<>();
		if (omero == null) return channels;
		for (final ZarrJson channel : omero.objects("channels")) {
			final ZarrJson window = channel.object("window");
			channels.add(new Channel(channel.text("label") == null ? "" : channel.text("label"), colour(channel.text("color")),
				window == null ? Double.NaN : window.number("start"), window == null ? Double.NaN : window.number("end")));
		}
		return channels;
	}

	private static int colour(final String text) {
		return text != null && text.matches("#?[0-9a-fA-F]{6}") ? Integer.parseInt(text.replace("#", ""), 16) : -1;
	}

	private void check(final String place, final int count) throws IOException {
		final StringBuilder roles = new StringBuilder();
		axes.forEach(axis -> roles.append(axis.role()));
		if (axes.size() != count || axis('x') < 0 || axis('y') < 0 || roles.chars().distinct().count() != count)
			throw new IOException(place + " has the axes \"" + roles +
				"\"; an image has y and x, and at most one each of t, c and z");
	}

	/** @return which axis of the arrays has a role; -1 if none has */
	public int axis(final char role) {
		for (int d = 0; d < axes.size(); d++) if (axes.get(d).role() == role) return d;
		return -1;
	}

	/**
	 * @param level 0 for the finest
	 * @return its array
	 * @throws IOException in one sentence if it is missing or damaged, or its axes are not the image's
	 */
	public ZarrArray array(final int level) throws IOException {
		final ZarrArray array = ZarrArray.open(store, levels.get(level).path());
		if (array.shape().length != axes.size()) throw new IOException(array.name() + " has " + array.shape().length +
			" axes and its image states " + axes.size());
		for (final long n : array.shape()) if (n < 1) throw new IOException(array.name() + " has no pixels: its shape is " +
			Arrays.toString(array.shape()));
		return array;
	}

	/**
	 * @param wanted extent of a pixel along rows and columns, in the unit of the axes
	 * @return the coarsest level whose pixels are not larger; 0 if there is none
	 */
	public int levelOf(final double wanted) {
		int best = 0;
		for (int i = 0; i < levels.size(); i++) {
			final double[] scale = levels.get(i).scale();
			// A hair more: a level of exactly this size counts, however it was rounded.
			if (Math.max(scale[axis('x')], scale[axis('y')]) <= wanted * (1 + 1e-6)) best = i;
		}
		return best;
	}

	/** @return names of the label images below it, empty if there are none */
	public List<String> labelNames() throws IOException {
		final String group = ZarrArray.key(path, "labels");
		final ZarrJson v3 = ZarrJson.read(store, ZarrArray.key(group, "zarr.json"));
		ZarrJson attributes = v3 == null ? ZarrJson.read(store, ZarrArray.key(group, ".zattrs")) : v3.object("attributes");
		if (attributes != null && attributes.has("ome")) attributes = attributes.object("ome");
		return attributes == null ? List.of() : attributes.texts("labels");
	}
}
