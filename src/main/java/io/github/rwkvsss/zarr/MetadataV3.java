package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.rwkvsss.zarr.ArraySpec.ChunkKeys;
import io.github.rwkvsss.zarr.ArraySpec.NamedCodec;
import io.github.rwkvsss.zarr.ArraySpec.ShardIndex;

/** Reads and writes the metadata of an array of Zarr 3, {@code zarr.json}. */
final class MetadataV3 {

	private static final int MOST_CODECS = 16;

	private final ZarrJson json;
	private final long[] shape;
	private final DataType type;
	private final List<NamedCodec> codecs = new ArrayList<>();
	private int[] transposed;
	private ByteOrder order;
	private ZarrJson sharding;

	private MetadataV3(final ZarrJson json) throws IOException {
		this.json = json;
		shape = json.wholes("shape");
		SpecSizes.checkShape(json, shape);
		if (!(json.get("data_type") != null && json.get("data_type").isJsonPrimitive())) throw json.beyond(
			"holds values of several parts, not an image");
		final String name = json.neededText("data_type");
		type = DataType.ofWord(name);
		if (type == null) throw json.beyond("holds values of type " + name + ", not numbers of an image");
	}

	static ArraySpec parse(final ZarrJson json) throws IOException {
		return new MetadataV3(json).spec();
	}

	private ArraySpec spec() throws IOException {
		final ZarrJson grid = json.object("chunk_grid");
		if (grid == null || !"regular".equals(grid.text("name"))) throw json.beyond(
			"is not cut into chunks of one size; store it with a regular grid");
		final long[] outer = configuration(grid).wholes("chunk_shape");
		readCodecs(json, "codecs");
		ShardIndex index = null;
		final int[] chunk;
		final int[] shard;
		if (sharding == null) {
			chunk = SpecSizes.chunk(json, outer, shape.length, type);
			shard = new int[shape.length];
			Arrays.fill(shard, 1);
		}
		else {
			if (transposed != null || !codecs.isEmpty()) throw json.beyond(
				"has shards that are encoded again as a whole, which is not read; store it without");
			final ZarrJson shards = sharding;
			sharding = null;
			chunk = SpecSizes.chunk(json, shards.wholes("chunk_shape"), shape.length, type);
			shard = SpecSizes.shard(json, outer, chunk);
			readCodecs(shards, "codecs");
			if (sharding != null) throw json.beyond("has shards within shards, which are not read; store it with one kind");
			index = index(shards);
		}
		if (order == null && type.bytes() > 1) throw json.damaged("its codecs do not state the order of bytes");
		if (order == null) order = ByteOrder.LITTLE_ENDIAN;
		final List<String> names = json.texts("dimension_names");
		if (!names.isEmpty() && names.size() != shape.length) throw json.damaged("it names " + names.size() + " of " +
			shape.length + " axes");
		final ZarrJson attributes = json.object("attributes");
		return new ArraySpec(3, shape, chunk, shard, type, order, Codecs.fill(json, type, order), transposed, List.copyOf(
			codecs), index, keys(), names, attributes == null ? new JsonObject() : attributes.json());
	}

	private ZarrJson configuration(final ZarrJson part) throws IOException {
		final ZarrJson configuration = part.object("configuration");
		return configuration == null ? new ZarrJson("the configuration of " + part.text("name"), new JsonObject())
			: configuration;
	}

	private ChunkKeys keys() throws IOException {
		final ZarrJson encoding = json.object("chunk_key_encoding");
		final String name = encoding == null ? "default" : encoding.neededText("name");
		if (!name.equals("default") && !name.equals("v2")) throw json.beyond("names its chunks in the way \"" + name +
			"\", which is not known");
		final ZarrJson configuration = encoding == null ? null : encoding.object("configuration");
		final String stated = configuration == null ? null : configuration.text("separator");
		final String separator = stated != null ? stated : name.equals("v2") ? "." : "/";
		if (!separator.equals(".") && !separator.equals("/")) throw json.damaged("its separator is \"" + separator + "\"");
		return new ChunkKeys(name.equals("v2") ? "" : "c", separator);
	}

	private void readCodecs(final ZarrJson from, final String key) throws IOException {
		final List<ZarrJson> list = from.objects(key);
		if (list.size() > MOST_CODECS) throw json.damaged("it states " + list.size() + " codecs");
		boolean bytes = false;
		for (final ZarrJson part : list) {
			final String name = part.neededText("name");
			switch (name) {
				case "transpose" -> transpose(configuration(part));
				case "bytes" -> order = order(configuration(part));
				case "sharding_indexed" -> sharding = configuration(part);
				default -> {
					final Codec codec = Codecs.ofName(name);
					if (codec == null) throw Codecs.unknown(json, name);
					if (!bytes) throw json.damaged("its codec \"" + name + "\" comes before there are bytes");
					codecs.add(new NamedCodec(name, codec));
				}
			}
			bytes |= name.equals("bytes") || name.equals("sharding_indexed");
		}
		if (!bytes) throw json.damaged("no codec makes bytes of its values");
	}

	private ByteOrder order(final ZarrJson configuration) throws IOException {
		final String endian = configuration.text("endian");
		if (endian == null) return null;
		if (!endian.equals("little") && !endian.equals("big")) throw json.damaged("its order of bytes is \"" + endian + "\"");
		return endian.equals("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
	}

	private void transpose(final ZarrJson configuration) throws IOException {
		final long[] stated = configuration.wholes("order");
		final int[] next = new int[shape.length];
		final boolean[] seen = new boolean[shape.length];
		boolean whole = stated.length == shape.length;
		for (int d = 0; whole && d < next.length; d++) {
			whole = stated[d] < next.length && !seen[(int) stated[d]];
			if (!whole) break;
			next[d] = (int) stated[d];
			seen[next[d]] = true;
		}
		if (!whole) throw json.damaged("it transposes its axes to " + Arrays.toString(stated));
		final int[] before = transposed;
		transposed = next.clone();
		if (before != null) for (int d = 0; d < next.length; d++) transposed[d] = before[next[d]];
	}

	private ShardIndex index(final ZarrJson shards) throws IOException {
		final String location = shards.has("index_location") ? shards.text("index_location") : "end";
		if (!location.equals("end") && !location.equals("start")) throw json.damaged("the index of its shards lies at \"" +
			location + "\"");
		boolean checked = false;
		ByteOrder indexOrder = ByteOrder.LITTLE_ENDIAN;
		for (final ZarrJson part : shards.objects("index_codecs")) {
			final String name = part.neededText("name");
			if (name.equals("bytes")) {
				final ByteOrder stated = order(configuration(part));
				if (stated != null) indexOrder = stated;
			}
			else if (name.equals("crc32c") && !checked) checked = true;
			else throw json.beyond("has shards whose index is encoded with \"" + name + "\", which is not read");
		}
		return new ShardIndex(location.equals("end"), checked, indexOrder);
	}

	/** @return what {@code zarr.json} of an array that we write holds */
	static JsonObject write(final ArraySpec spec, final Compression compression) {
		final JsonObject out = new JsonObject();
		out.addProperty("zarr_format", 3);
		out.addProperty("node_type", "array");
		out.add("shape", list(spec.shape()));
		out.addProperty("data_type", spec.type().word());
		final long[] outer = new long[spec.axes()];
		for (int d = 0; d < outer.length; d++) outer[d] = (long) spec.chunk()[d] * spec.shard()[d];
		final JsonObject grid = new JsonObject();
		grid.add("chunk_shape", list(outer));
		out.add("chunk_grid", named("regular", grid));
		final JsonObject separator = new JsonObject();
		separator.addProperty("separator", spec.keys().separator());
		out.add("chunk_key_encoding", named("default", separator));
		out.addProperty("fill_value", 0);
		final JsonArray inner = new JsonArray();
		inner.add(bytes());
		final JsonObject packed = compression.v3(spec.type().bytes());
		if (packed != null) inner.add(packed);
		if (spec.isSharded()) out.add("codecs", sharded(spec, inner));
		else out.add("codecs", inner);
		if (!spec.names().isEmpty()) {
			final JsonArray names = new JsonArray();
			spec.names().forEach(names::add);
			out.add("dimension_names", names);
		}
		out.add("attributes", spec.attributes());
		return out;
	}

	private static JsonArray sharded(final ArraySpec spec, final JsonArray inner) {
		final JsonObject configuration = new JsonObject();
		configuration.add("chunk_shape", list(Arrays.stream(spec.chunk()).asLongStream().toArray()));
		configuration.add("codecs", inner);
		final JsonArray index = new JsonArray();
		index.add(bytes());
		index.add(named("crc32c", null));
		configuration.add("index_codecs", index);
		configuration.addProperty("index_location", "end");
		final JsonArray codecs = new JsonArray();
		codecs.add(named("sharding_indexed", configuration));
		return codecs;
	}

	private static JsonObject bytes() {
		final JsonObject little = new JsonObject();
		little.addProperty("endian", "little");
		return named("bytes", little);
	}

	static JsonObject named(final String name, final JsonObject configuration) {
		final JsonObject named = new JsonObject();
		named.addProperty("name", name);
		if (configuration != null) named.add("configuration", configuration);
		return named;
	}

	static JsonArray list(final long... numbers) {
		final JsonArray list = new JsonArray();
		for (final long n : numbers) list.add(n);
		return list;
	}
}
