package io.github.rwkvsss.zarr;

import java.util.List;
import java.util.Locale;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import io.github.rwkvsss.zarr.ArraySpec.NamedCodec;

/** How arrays that we write are compressed. */
public enum Compression {

		NONE, GZIP, ZSTD, BLOSC;

	private static final int LEVEL = 5;

	/** @return what encodes a chunk; empty for none */
	List<NamedCodec> codecs(final int typeSize) {
		return switch (this) {
			case NONE -> List.of();
			case GZIP -> List.of(new NamedCodec("gzip", DeflateCodec.GZIP));
			case ZSTD -> List.of(new NamedCodec("zstd", new ZstdCodec()));
			case BLOSC -> List.of(new NamedCodec("blosc", new BloscCodec(true, Shuffle.BYTES, typeSize)));
		};
	}

	/** @return its description in Zarr 2 */
	JsonElement v2(final int typeSize) {
		if (this == NONE) return JsonNull.INSTANCE;
		final JsonObject json = settings();
		if (this == BLOSC) json.addProperty("shuffle", 1);
		json.addProperty("id", name().toLowerCase(Locale.ROOT));
		return json;
	}

	/** @return its description in Zarr 3; null for none */
	JsonObject v3(final int typeSize) {
		if (this == NONE) return null;
		final JsonObject json = settings();
		if (this == BLOSC) {
			json.addProperty("shuffle", "shuffle");
			json.addProperty("typesize", typeSize);
		}
		if (this == ZSTD) json.addProperty("checksum", false);
		return MetadataV3.named(name().toLowerCase(Locale.ROOT), json);
	}

	private JsonObject settings() {
		final JsonObject json = new JsonObject();
		json.addProperty(this == BLOSC ? "clevel" : "level", LEVEL);
		if (this == BLOSC) {
			json.addProperty("cname", "zstd");
			json.addProperty("blocksize", 0);
		}
		return json;
	}
}
