package io.github.rwkvsss.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Arrays that Python's zarr and numcodecs wrote, value by value. */
class ZarrArrayTest {

	@TempDir
	static Path stores;

	@BeforeAll
	static void unpack() throws IOException {
		ZarrFixtures.unpack("arrays.zip", stores);
	}

	static Stream<String> names() throws IOException {
		ZarrFixtures.unpack("arrays.zip", stores);
		final Set<String> names = new TreeSet<>();
		try (Stream<Path> all = Files.list(stores)) {
			all.forEach(path -> names.add(path.getFileName().toString()));
		}
		assertTrue(names.size() > 60, "only " + names.size());
		return names.stream();
	}

	@ParameterizedTest
	@MethodSource("names")
	void everyValueIsWhatPythonWrote(final String name) throws IOException {
		final ZarrArray array = ZarrArray.open(new FolderStore(stores.resolve(name)), "");
		final long[] shape = array.shape();
		final ByteBuffer all = array.read(new long[shape.length], Arrays.stream(shape).mapToInt(n -> (int) n).toArray());
		final int count = all.capacity() / array.type().bytes();
		for (int i = 0; i < count; i++) assertEquals(expected(name, array.type(), shape, i), array.type().get(all, i), name +
			" at " + i);
	}

	/** Stores named fill have the box 2:4, :, 4:8 (of shards 2:4, 0:3, 4:8) and elsewhere what is named. */
	private static double expected(final String name, final DataType type, final long[] shape, final int i) {
		final int z = (int) (i / (shape[shape.length - 1] * (shape.length > 2 ? shape[1] : 1)));
		final int y = (int) (i / shape[shape.length - 1] % (shape.length > 1 ? shape[1] : 1));
		final int x = (int) (i % shape[shape.length - 1]);
		final boolean written = z >= 2 && z < 4 && x >= 4 && x < 8 && (!name.contains("shards") || y < 3);
		if (name.endsWith("-fill") && !written) return name.contains("shards") ? 9 : name.startsWith("v3") ? Double.NaN : 7;
		return ZarrFixtures.value(type, i);
	}

	@ParameterizedTest
	@CsvSource({ "v2-fortran-slash", "v3-shards", "v3-transpose", "v2-uint64-big" })
	void aBoxIsThatOfTheWhole(final String name) throws IOException {
		final ZarrArray array = ZarrArray.open(new FolderStore(stores.resolve(name)), "");
		final long[] min = { 1, 2, 3 };
		final int[] size = { 3, 4, 6 };
		final ByteBuffer box = array.read(min, size);
		int i = 0;
		for (long z = 1; z < 4; z++) for (long y = 2; y < 6; y++) for (long x = 3; x < 9; x++) {
			assertEquals(ZarrFixtures.value(array.type(), (z * 7 + y) * 11 + x), array.type().get(box, i++));
		}
		assertThrows(IndexOutOfBoundsException.class, () -> array.read(min, new int[] { 5, 1, 1 }));
	}

	@Test
	void largeWholeNumbersKeepEveryBit() {
		final ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN).putLong(0, -3);
		assertEquals(-3, DataType.UINT64.whole(bytes, 0));
		assertEquals(0x1p64, DataType.UINT64.get(bytes, 0));
	}

	@ParameterizedTest
	@CsvSource({ "0, 0", "1, 15360", "-2, 49152", "65504, 31743", "6.103515625e-5, 1024", "5.960464477539063e-8, 1",
		"0.333251953125, 13653" })
	void halvesAreThoseOfIeee754(final double value, final int bits) {
		final ByteBuffer bytes = ByteBuffer.allocate(2);
		DataType.FLOAT16.put(bytes, 0, value);
		assertEquals(bits, bytes.getShort(0) & 0xffff);
		assertEquals(value, DataType.FLOAT16.get(bytes, 0));
	}
}
