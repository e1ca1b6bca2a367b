package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.rwkvsss.file.WholeFile;

/** Writes the metadata of groups that hold images, as OME-Zarr 0.4 and 0.5 want them. */
final class OmeMetadataText {

	private static final String CREATOR = "RWKV-SSS";

	private OmeMetadataText() {}

	/** @return whether an image was written here, and may be replaced by another */
	static boolean isOurs(final Path folder) throws IOException {
		final ZarrStore store = new FolderStore(folder);
		final ZarrJson v3 = ZarrJson.read(store, "zarr.json");
		ZarrJson attributes = v3 == null ? ZarrJson.read(store, ".zattrs") : v3.object("attributes");
		if (attributes != null && attributes.has("ome")) attributes = attributes.object("ome");
		final ZarrJson creator = attributes == null ? null : attributes.object("_creator");
		return creator != null && CREATOR.equals(creator.text("name"));
	}

	/** Writes a group's own files, its attributes those of OME. */
	static void group(final Path folder, final int version, final JsonObject ome) throws IOException {
		Files.createDirectories(folder);
		final JsonObject group = new JsonObject();
		group.addProperty("zarr_format", version);
		if (version == 2) {
			ArrayWriter.json(folder.resolve(".zgroup"), group);
			ArrayWriter.json(folder.resolve(".zattrs"), ome);
			return;
		}
		group.addProperty("node_type", "group");
		final JsonObject attributes = new JsonObject();
		ome.addProperty("version", "0.5");
		attributes.add("ome", ome);
		group.add("attributes", attributes);
		ArrayWriter.json(folder.resolve("zarr.json"), group);
	}

	/** @param scales of each level, along each axis */
	static JsonObject image(final OmeLayout layout, final List<double[]> scales) {
		final JsonObject multiscale = new JsonObject();
		if (layout.version() == 2) multiscale.addProperty("version", "0.4");
		multiscale.addProperty("name", layout.name());
		final JsonArray axes = new JsonArray();
		for (final OmeAxis axis : layout.axes()) {
			final JsonObject json = new JsonObject();
			json.addProperty("name", String.valueOf(axis.role()));
			json.addProperty("type", axis.type());
			if (!axis.unit().isEmpty()) json.addProperty("unit", axis.unit());
			axes.add(json);
		}
		multiscale.add("axes", axes);
		final JsonArray datasets = new JsonArray();
		for (int i = 0; i < scales.size(); i++) {
			final JsonObject dataset = new JsonObject();
			dataset.addProperty("path", String.valueOf(i));
			final JsonObject scale = new JsonObject();
			scale.addProperty("type", "scale");
			final JsonArray numbers = new JsonArray();
			for (final double n : scales.get(i)) numbers.add(n);
			scale.add("scale", numbers);
			final JsonArray steps = new JsonArray();
			steps.add(scale);
			dataset.add("coordinateTransformations", steps);
			datasets.add(dataset);
		}
		multiscale.add("datasets", datasets);
		multiscale.addProperty("type", layout.isLabels() ? "nearest" : "mean");
		final JsonArray multiscales = new JsonArray();
		multiscales.add(multiscale);
		final JsonObject ome = new JsonObject();
		final JsonObject creator = new JsonObject();
		creator.addProperty("name", CREATOR);
		ome.add("_creator", creator);
		ome.add("multiscales", multiscales);
		if (layout.isLabels()) ome.add("image-label", labels(layout));
		if (!layout.channels().isEmpty()) ome.add("omero", omero(layout));
		return ome;
	}

	private static JsonObject labels(final OmeLayout layout) {
		final JsonObject labels = new JsonObject();
		if (layout.version() == 2) labels.addProperty("version", "0.4");
		if (!layout.source().isEmpty()) {
			final JsonObject source = new JsonObject();
			source.addProperty("image", layout.source());
			labels.add("source", source);
		}
		return labels;
	}

	private static JsonObject omero(final OmeLayout layout) {
		final JsonArray channels = new JsonArray();
		for (final OmeImage.Channel channel : layout.channels()) {
			final JsonObject json = new JsonObject();
			json.addProperty("label", channel.label());
			json.addProperty("color", String.format("%06X", channel.colour() < 0 ? 0xffffff : channel.colour()));
			json.addProperty("active", true);
			final JsonObject window = new JsonObject();
			window.addProperty("start", channel.low());
			window.addProperty("end", channel.high());
			window.addProperty("min", channel.low());
			window.addProperty("max", channel.high());
			json.add("window", window);
			channels.add(json);
		}
		final JsonObject omero = new JsonObject();
		omero.add("channels", channels);
		return omero;
	}

	/** Adds a name to the list of an image's labels, unless it is there. */
	static void list(final Path labels, final int version, final List<String> known, final String name) throws IOException {
		final List<String> names = new ArrayList<>(known);
		if (!names.contains(name)) names.add(name);
		final JsonArray list = new JsonArray();
		names.forEach(list::add);
		final JsonObject ome = new JsonObject();
		ome.add("labels", list);
		final Path part = Files.createTempDirectory(labels, ".list");
		try {
			group(part, version, ome);
			for (final String file : version == 2 ? List.of(".zgroup", ".zattrs") : List.of("zarr.json")) {
				final byte[] bytes = Files.readAllBytes(part.resolve(file));
				WholeFile.write(labels.resolve(file), out -> out.write(bytes));
				Files.delete(part.resolve(file));
			}
		}
		finally {
			Files.deleteIfExists(part);
		}
	}
}
