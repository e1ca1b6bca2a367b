package io.github.rwkvsss.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Images that are written box by box: values and pyramids by closed forms, files by Python's zarr where it is there. */
class OmeWriterTest {

	private static final List<OmeAxis> AXES = List.of(new OmeAxis('z', "micrometer"), new OmeAxis('y', "micrometer"),
		new OmeAxis('x', "micrometer"));
	private static final long[] SHAPE = { 5, 301, 519 };

	@TempDir
	Path folder;

	static Stream<Arguments> forms() {
		final List<Arguments> forms = new ArrayList<>();
		for (final Compression compression : Compression.values()) for (final int[] shard : new int[][] { null, { 2, 3, 2 } })
			for (final int version : shard == null ? new int[] { 2, 3 } : new int[] { 3 }) forms.add(Arguments.of(version,
				compression, shard, List.of(DataType.UINT16, DataType.UINT32, DataType.FLOAT32).get((forms.size() + forms.size() /
					3) % 3)));
		return forms.stream();
	}

	static OmeLayout layout(final int version, final Compression compression, final int[] shard, final DataType type) {
		return new OmeLayout(version, "drawn", AXES, SHAPE, new double[] { 0.5, 0.25, 0.25 }, new int[] { 2, 100, 128 }, shard,
			type, compression, List.of(), type == DataType.UINT32, "");
	}

	/** Boxes that meet no border of a chunk, last first. */
	static void write(final Path place, final OmeLayout layout) throws IOException {
		final DataType type = layout.type();
		final boolean before = Files.exists(place);
		try (OmeWriter writer = new OmeWriter(place, layout, () -> {})) {
			for (int y = 280; y >= 0; y -= 70) for (int x = 450; x >= 0; x -= 150) {
				final int[] size = { 5, (int) Math.min(70, SHAPE[1] - y), (int) Math.min(150, SHAPE[2] - x) };
				final ByteBuffer box = ByteBuffer.allocate(size[0] * size[1] * size[2] * type.bytes()).order(
					ByteOrder.LITTLE_ENDIAN);
				int i = 0;
				for (int z = 0; z < size[0]; z++) for (int r = 0; r < size[1]; r++) for (int c = 0; c < size[2]; c++) {
					type.put(box, i++, value(z, y + r, x + c));
				}
				writer.write(new long[] { 0, y, x }, size, box.array());
			}
			assertEquals(before, Files.exists(place), "nothing new before it is whole");
			writer.finish();
		}
	}

	private static int value(final long z, final long y, final long x) {
		return (int) ((z * SHAPE[1] + y) * SHAPE[2] + x) * 7 % 60013;
	}

	@ParameterizedTest
	@MethodSource("forms")
	void valuesAndLevelsComeBack(final int version, final Compression compression, final int[] shard, final DataType type)
		throws IOException
	{
		final Path place = folder.resolve("a.ome.zarr");
		write(place, layout(version, compression, shard, type));
		final OmeImage image = OmeImage.open(new FolderStore(place), "");
		assertEquals(version == 2 ? "0.4" : "0.5", image.version());
		assertEquals(type == DataType.UINT32, image.isLabels());
		assertEquals(3, image.levels().size());
		assertArrayEquals(new double[] { 1, 1, 1 }, image.levels().get(2).scale(), "slices halved once they are as close");
		final ZarrArray all = image.array(0);
		final ByteBuffer values = all.read(new long[3], new int[] { 5, 301, 519 });
		for (int i = 0; i < 5 * 301 * 519; i++) assertEquals(i * 7 % 60013, type.get(values, i));
		assertArrayEquals(new long[] { 5, 151, 260 }, image.array(1).shape());
		final ByteBuffer half = image.array(1).read(new long[3], new int[] { 5, 151, 260 });
		for (int z = 0; z < 5; z += 2) for (int y = 0; y < 151; y += 3) for (int x = 0; x < 260; x++) {
			final double expected = type == DataType.UINT32 ? value(z, 2 * y, 2 * x) : mean(z, y, x);
			// NB: whole numbers take the nearest.
			assertEquals(type == DataType.UINT16 ? Math.round(expected) : expected, type.get(half, (z * 151 + y) * 260 + x),
				0.01);
		}
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(1, left.count());
		}
	}

	private static double mean(final int z, final int y, final int x) {
		double sum = 0;
		int n = 0;
		for (int dy = 0; dy < 2; dy++) for (int dx = 0; dx < 2; dx++) {
			if (2 * y + dy >= SHAPE[1] || 2 * x + dx >= SHAPE[2]) continue;
			sum += value(z, 2 * y + dy, 2 * x + dx);
			n++;
		}
		return sum / n;
	}

	@Test
	void replacesOnlyWhatWasWrittenHere() throws IOException {
		final Path place = folder.resolve("a.ome.zarr");
		write(place, layout(2, Compression.ZSTD, null, DataType.UINT32));
		write(place, layout(3, Compression.ZSTD, null, DataType.UINT32));
		assertEquals("0.5", OmeImage.open(new FolderStore(place), "").version());
		ZarrFixtures.unpack("images.zip", folder);
		final Path foreign = folder.resolve("plane-05.ome.zarr");
		final IOException refused = assertThrows(IOException.class, () -> write(foreign, layout(2, Compression.NONE, null,
			DataType.UINT8)));
		assertEquals("cannot write " + foreign +
			": there is something of that name that was not written by RWKV-SSS; choose another name", refused.getMessage());
	}

	@Test
	void aWriterThatIsClosedLeavesNothing() throws IOException {
		try (OmeWriter writer = new OmeWriter(folder.resolve("a.zarr"), layout(2, Compression.NONE, null, DataType.UINT8),
			() -> {}))
		{
			writer.write(new long[3], new int[] { 1, 1, 2 }, new byte[] { 1, 2 });
		}
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(0, left.count());
		}
	}

	@Test
	void whatAKilledProcessLeftIsClearedAway() throws IOException {
		final Path mine = PartFolder.make(folder, "a.zarr");
		// NB: no process of Linux has a number as high.
		final Path killed = Files.createDirectory(folder.resolve(mine.getFileName().toString().replaceAll("-[0-9]+-[0-9]+$",
			"-999999999-1")));
		Files.writeString(killed.resolve("0"), "x");
		PartFolder.make(folder, "a.zarr");
		assertTrue(Files.exists(mine));
		assertFalse(Files.exists(killed));
	}

	@Test
	void blocksOfBloscComeBack() throws IOException {
		final byte[] plain = new byte[1003];
		for (int i = 0; i < plain.length; i++) plain[i] = (byte) (i / 7);
		for (final Shuffle shuffle : Shuffle.values()) for (final boolean zstd : new boolean[] { true, false }) {
			for (final int typeSize : new int[] { 1, 2, 8 }) {
				final BloscCodec codec = new BloscCodec(zstd, shuffle, typeSize);
				assertArrayEquals(plain, codec.decode(codec.encode(plain), plain.length));
				assertThrows(IOException.class, () -> codec.decode(codec.encode(plain), plain.length - 1));
			}
		}
		assertArrayEquals("ab".getBytes(StandardCharsets.UTF_8), new Lz4Codec().decode(new Lz4Codec().encode("ab".getBytes(
			StandardCharsets.UTF_8)), 2));
	}
}
