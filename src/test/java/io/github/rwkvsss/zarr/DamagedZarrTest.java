package io.github.rwkvsss.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata and chunks that are damaged or made to harm: one sentence each, and no memory to speak of. */
class DamagedZarrTest {

	private static final String V3 = """
		{"zarr_format":3,"node_type":"array","shape":[8,8],"data_type":"uint8","chunk_grid":{"name":"regular","configuration":
		{"chunk_shape":[4,4]}},"chunk_key_encoding":{"name":"default"},"fill_value":0,"codecs":[{"name":"bytes"}]}""";
	private static final String V2 =
		"""
		{"zarr_format":2,"shape":[8,8],"dtype":"<u1","chunks":[4,4],"compressor":null,"fill_value":0,"order":"C","filters":null}""";

	@TempDir
	Path folder;

	private String refusal(final String file, final String text) throws IOException {
		Files.writeString(folder.resolve(file), text);
		final IOException refused = assertThrows(IOException.class, () -> ZarrArray.open(new FolderStore(folder), ""));
		return refused.getMessage().replace(folder.toString(), "HERE");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
		"\"shape\":[8,8] | \"shape\":[8,-8] | HERE/zarr.json is damaged: its \"shape\" has -8 instead of a whole number from 0",
		"\"shape\":[8,8] | \"shape\":[1e300,8] | HERE/zarr.json is damaged: its \"shape\" has 1e300 instead of a whole number from 0",
		"\"shape\":[8,8] | \"shape\":\"x\" | HERE/zarr.json is damaged: its \"shape\" is \"x\" instead of a list",
		"\"shape\":[8,8] | \"shape\":[9007199254740992,9007199254740992] | HERE/zarr.json is damaged: its shape [9007199254740992, 9007199254740992] has more values than any disk",
		"\"shape\":[8,8] | \"shape\":[1,1,1,1,1,1,1,1,1] | HERE/zarr.json has 9 axes, and at most 8 can be read",
		"\"chunk_shape\":[4,4] | \"chunk_shape\":[4,0] | HERE/zarr.json is damaged: its chunks have [4, 0] values along the axes",
		"\"chunk_shape\":[4,4] | \"chunk_shape\":[4] | HERE/zarr.json is damaged: its chunks have 1 axes and its shape has 2",
		"\"uint8\" | \"complex64\" | HERE/zarr.json holds values of type complex64, not numbers of an image",
		"\"uint8\" | [\"a\"] | HERE/zarr.json holds values of several parts, not an image",
		"[{\"name\":\"bytes\"}] | [{\"name\":\"bytes\"},{\"name\":\"lzma\"}] | HERE/zarr.json is compressed with \"lzma\", which is not read; known are blosc, zstd, gzip, zlib, lz4 and crc32c",
		"[{\"name\":\"bytes\"}] | [] | HERE/zarr.json is damaged: no codec makes bytes of its values",
		"[{\"name\":\"bytes\"}] | [{\"name\":\"transpose\",\"configuration\":{\"order\":[1,1]}},{\"name\":\"bytes\"}] | HERE/zarr.json is damaged: it transposes its axes to [1, 1]",
		"\"fill_value\":0 | \"fill_value\":\"none\" | HERE/zarr.json is damaged: its fill value \"none\" is no uint8",
		"\"fill_value\":0 | \"fill_value\":[1] | HERE/zarr.json is damaged: its fill value [1] is no uint8",
		"\"array\" | \"group\" | HERE/zarr.json is a group, not an array",
		"\"regular\" | \"rectangular\" | HERE/zarr.json is not cut into chunks of one size; store it with a regular grid" })
	void metadataOfZarr3(final String of, final String by, final String sentence) throws IOException {
		assertTrue(V3.contains(of), of);
		assertEquals(sentence, refusal("zarr.json", V3.replace(of, by)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
		"\"compressor\":null | \"compressor\":{\"id\":\"lzma\"} | HERE/.zarray is compressed with \"lzma\", which is not read; known are blosc, zstd, gzip, zlib, lz4 and crc32c",
		"\"filters\":null | \"filters\":[{\"id\":\"delta\"}] | HERE/.zarray is filtered with \"delta\", which is not read; store the image without filters",
		"\"order\":\"C\" | \"order\":\"K\" | HERE/.zarray is damaged: its order is \"K\"",
		"\"dtype\":\"<u1\" | \"dtype\":\"<U8\" | HERE/.zarray holds values of type <U8, not numbers of an image",
		"\"shape\":[8,8], | `` | HERE/.zarray is damaged: it states no \"shape\"" })
	void metadataOfZarr2(final String of, final String by, final String sentence) throws IOException {
		assertEquals(sentence, refusal(".zarray", V2.replace(of.strip(), by)));
	}

	@Test
	void textsThatAreNoMetadata() throws IOException {
		assertEquals("HERE/zarr.json is damaged: it is no JSON", refusal("zarr.json", "{\"zarr_format\":3"));
		assertEquals("HERE/zarr.json is damaged: it holds no JSON object", refusal("zarr.json", "[]"));
		assertEquals("HERE/zarr.json is damaged: its text is nested deeper than 64 levels", refusal("zarr.json", "{\"a\":" + "["
			.repeat(100_000)));
		assertEquals("HERE/zarr.json has more than the 16777216 bytes that it may have", refusal("zarr.json", "{\"a\":\"" + "x"
			.repeat(17 << 20) + "\"}"));
	}

	@Test
	void chunksThatNoMemoryHolds() throws IOException {
		final String said = refusal("zarr.json", V3.replace("[4,4]", "[100000,100000]"));
		assertTrue(said.startsWith(
			"HERE/zarr.json has chunks of [100000, 100000] values, which are 9536 MiB each and too large"), said);
	}

	@Test
	void aFewBytesThatUnpackToMany() throws IOException {
		final byte[] zeros = new byte[4 << 20];
		for (final Codec codec : List.of(new ZstdCodec(), DeflateCodec.GZIP, DeflateCodec.ZLIB, new Lz4Codec(), new BloscCodec(
			true, Shuffle.NONE, 1)))
		{
			final byte[] bomb = codec.encode(zeros);
			final IOException refused = assertThrows(IOException.class, () -> codec.decode(bomb, 16));
			assertTrue(refused.getMessage().contains("16"), refused.getMessage());
		}
	}

	@Test
	void levelsAndLabelsOutsideOfTheImage() throws IOException {
		Files.writeString(folder.resolve(".zattrs"),
			"{\"multiscales\":[{\"version\":\"0.4\",\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"../../secret\"}]}]}");
		final IOException refused = assertThrows(IOException.class, () -> OmeImage.open(new FolderStore(folder), ""));
		assertEquals(folder + "/.zattrs is damaged: a level lies at \"../../secret\", outside of it", refused.getMessage());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
		"{\"multiscales\":[]} | HERE/.zattrs is damaged: its list of multiscales is empty",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"q\"}],\"datasets\":[{\"path\":\"0\"}]}]} | HERE/.zattrs has an axis \"q\", and only t, c, z, y and x are understood",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"y\"}],\"datasets\":[{\"path\":\"0\"}]}]} | HERE has the axes \"yy\"; an image has y and x, and at most one each of t, c and z",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[]}]} | HERE/.zattrs is damaged: it has no levels",
		"{\"multiscales\":[{\"axes\":[{\"name\":\"y\"},{\"name\":\"x\"}],\"datasets\":[{\"path\":\"0\",\"coordinateTransformations\":[{\"type\":\"scale\",\"scale\":[0,1]}]}]}]} | HERE/.zattrs is damaged: a scale is 0.0, which is no length",
		"{\"plate\":{}} | HERE is a plate of wells; give the path of one image in it, such as HERE/A/1/0" })
	void imagesThatAreNone(final String attributes, final String sentence) throws IOException {
		Files.writeString(folder.resolve(".zattrs"), attributes);
		final IOException refused = assertThrows(IOException.class, () -> OmeImage.open(new FolderStore(folder), ""));
		assertEquals(sentence, refused.getMessage().replace(folder.toString(), "HERE"));
	}

	/** Bytes changed at random in every file of every store: it is read, or refused in one sentence, and nothing else. */
	@Test
	void filesChangedAtRandom() throws IOException {
		ZarrFixtures.unpack("arrays.zip", folder);
		final Random random = new Random(20);
		int refused = 0;
		final List<Path> stores;
		try (Stream<Path> all = Files.list(folder)) {
			stores = all.sorted().toList();
		}
		for (final Path store : stores) {
			final List<Path> files;
			try (Stream<Path> all = Files.walk(store)) {
				files = all.filter(Files::isRegularFile).sorted().toList();
			}
			for (int round = 0; round < 6; round++) {
				final Path file = files.get(round < 2 ? random.nextInt(files.size()) : files.size() - 1 - random.nextInt(Math.min(
					files.size(), 3)));
				final byte[] whole = Files.readAllBytes(file);
				final byte[] changed = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 1)) : whole
					.clone();
				for (int i = 0; i < 3 && changed.length > 0; i++) changed[random.nextInt(changed.length)] = (byte) random.nextInt();
				Files.write(file, changed);
				try {
					final ZarrArray array = ZarrArray.open(new FolderStore(store), "");
					final long[] shape = array.shape();
					if (Arrays.stream(shape).reduce(1, (a, b) -> a * b) < 1 << 20 && Arrays.stream(shape).allMatch(n -> n > 0)) array
						.read(new long[shape.length], Arrays.stream(shape).mapToInt(n -> (int) n).toArray());
				}
				catch (final IOException e) {
					refused++;
					assertFalse(e.getMessage().contains("\n"), e.getMessage());
					assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
				}
				Files.write(file, whole);
			}
		}
		assertTrue(refused > 50, "refused " + refused);
	}
}
