package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import io.github.rwkvsss.zarr.ArraySpec.ChunkKeys;
import io.github.rwkvsss.zarr.ArraySpec.NamedCodec;

/** Reads and writes the metadata of an array of Zarr 2, {@code .zarray}. */
final class MetadataV2 {

	private MetadataV2() {}

	static ArraySpec parse(final ZarrJson json, final JsonObject attributes) throws IOException {
		final long[] shape = json.wholes("shape");
		SpecSizes.checkShape(json, shape);
		if (!(json.get("dtype") != null && json.get("dtype").isJsonPrimitive())) throw json.beyond(
			"holds values of several parts, not an image");
		final String name = json.neededText("dtype");
		final DataType type = DataType.ofNumpy(name);
		if (type == null) throw json.beyond("holds values of type " + name + ", not numbers of an image");
		final int[] chunk = SpecSizes.chunk(json, json.wholes("chunks"), shape.length, type);
		final ByteOrder order = name.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		final String separator = json.has("dimension_separator") ? json.text("dimension_separator") : ".";
		if (!separator.equals(".") && !separator.equals("/")) throw json.damaged("its dimension separator is \"" + separator +
			"\"");
		final int[] ones = new int[shape.length];
		Arrays.fill(ones, 1);
		return new ArraySpec(2, shape, chunk, ones, type, order, Codecs.fill(json, type, order), transposed(json, shape.length),
			codecs(json), null, new ChunkKeys("", separator), List.of(), attributes);
	}

	private static int[] transposed(final ZarrJson json, final int axes) throws IOException {
		final String order = json.has("order") ? json.text("order") : "C";
		if (order.equals("C")) return null;
		if (!order.equals("F")) throw json.damaged("its order is \"" + order + "\"");
		final int[] reversed = new int[axes];
		for (int d = 0; d < axes; d++) reversed[d] = axes - 1 - d;
		return reversed;
	}

	private static List<NamedCodec> codecs(final ZarrJson json) throws IOException {
		final List<NamedCodec> codecs = new ArrayList<>();
		for (final ZarrJson filter : json.objects("filters")) throw json.beyond("is filtered with \"" + filter.neededText(
			"id") + "\", which is not read; store the image without filters");
		final ZarrJson compressor = json.object("compressor");
		if (compressor == null) return codecs;
		final String name = compressor.neededText("id");
		final Codec codec = Codecs.ofName(name);
		if (codec == null) throw Codecs.unknown(json, name);
		codecs.add(new NamedCodec(name, codec));
		return codecs;
	}

	/** @return what {@code .zarray} of an array that we write holds */
	static JsonObject write(final ArraySpec spec, final Compression compression) {
		final JsonObject json = new JsonObject();
		json.addProperty("zarr_format", 2);
		json.add("shape", MetadataV3.list(spec.shape()));
		json.add("chunks", MetadataV3.list(Arrays.stream(spec.chunk()).asLongStream().toArray()));
		json.addProperty("dtype", (spec.type().bytes() == 1 ? "|" : "<") + spec.type().numpy());
		json.add("compressor", compression.v2(spec.type().bytes()));
		json.addProperty("fill_value", 0);
		json.addProperty("order", "C");
		json.add("filters", JsonNull.INSTANCE);
		json.addProperty("dimension_separator", spec.keys().separator());
		return json;
	}
}
