package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ShortProcessor;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.image.RegionStack;
import io.github.rwkvsss.zarr.DataType;
import io.github.rwkvsss.zarr.ZarrFixtures;

/** Images that Python's ome-zarr wrote, through the readers of files, and what is written back. */
class OmeZarrReaderTest {

	@TempDir
	Path folder;

	@BeforeEach
	void unpack() throws IOException {
		ZarrFixtures.unpack("images.zip", folder);
	}

	/** (t, c, z, y, x) of 2 x 2 x 3 x 37 x 41. */
	private static double value(final long t, final long c, final long z, final long y, final long x) {
		return ZarrFixtures.value(DataType.UINT16, (((t * 2 + c) * 3 + z) * 37 + y) * 41 + x);
	}

	@ParameterizedTest
	@ValueSource(strings = { "five-04.ome.zarr", "five-05.ome.zarr" })
	void fiveAxesOpenAsAVirtualStack(final String name) throws IOException {
		final ImagePlus image = ImageReader.read(folder.resolve(name));
		assertEquals(name, image.getTitle());
		assertArrayEquals(new int[] { 41, 37, 2, 3, 2 }, image.getDimensions());
		assertTrue(image.getStack().isVirtual());
		assertEquals(16, image.getBitDepth());
		assertEquals(0.25, image.getCalibration().pixelWidth);
		assertEquals(0.5, image.getCalibration().pixelDepth);
		assertEquals("micron", image.getCalibration().getUnit());
		assertEquals(10, image.getCalibration().frameInterval);
		for (int t = 0; t < 2; t++) for (int c = 0; c < 2; c++) for (int z = 0; z < 3; z++) {
			final ShortProcessor plane = (ShortProcessor) image.getStack().getProcessor(image.getStackIndex(c + 1, z + 1, t + 1));
			for (int y = 0; y < 37; y++) for (int x = 0; x < 41; x++) assertEquals(value(t, c, z, y, x), plane.get(x, y));
		}
		final CompositeImage composite = (CompositeImage) image;
		assertEquals(3, composite.getChannelLut(1).min);
		assertEquals(70, composite.getChannelLut(2).max);
		assertEquals(0xff0000ff, composite.getChannelLut(1).getRGB(255));
	}

	@Test
	void boxesAndLevelsAreReadByThemselves() throws IOException {
		try (RegionImage region = RegionReader.open(folder.resolve("five-05.ome.zarr").toString())) {
			assertArrayEquals(new long[] { 2, 3, 37, 41 }, region.size());
			assertArrayEquals(new int[] { 2, 16, 16 }, region.piece());
			assertArrayEquals(new double[] { 0.25, 0.25, 0.5 }, region.pixelSize());
			assertEquals(0.25e-3, region.space().millimetres()[0], 1e-9);
			final float[] box = new float[2 * 2 * 5 * 7];
			region.read(new long[] { 1, 1, 30, 20 }, new int[] { 1, 2, 5, 7 }, box);
			int i = 0;
			for (int c = 0; c < 2; c++) for (int z = 1; z < 3; z++) for (int y = 30; y < 35; y++) for (int x = 20; x < 27; x++)
				assertEquals(value(1, c, z, y, x), box[i++]);
			final float[] green = new float[7];
			region.select(1).read(new long[] { 1, 1, 30, 20 }, new int[] { 1, 1, 1, 7 }, green);
			assertArrayEquals(Arrays.copyOfRange(box, 70, 77), green);
			assertThrows(IndexOutOfBoundsException.class, () -> region.read(new long[4], new int[] { 1, 1, 38, 1 }, box));
		}
		final String finest = folder.resolve("five-05.ome.zarr").toString();
		assertEquals(21, RegionReader.open(finest, 0.5).size()[3], "the coarser level has pixels of 0.5");
		assertEquals(41, RegionReader.open(finest, 0.49).size()[3]);
		final ImagePlus half = ImageReader.read(folder.resolve("five-05.ome.zarr/s1").toFile().exists() ? folder.resolve(
			"five-05.ome.zarr/s1") : folder.resolve("five-05.ome.zarr/1"));
		assertEquals(0.5, half.getCalibration().pixelWidth);
		assertEquals(value(0, 0, 0, 2, 4), half.getStack().getProcessor(1).get(2, 1));
	}

	@Test
	void labelsBelowAnImageAreItsLabels() throws IOException {
		final LabelImage labels = LabelReader.read(folder.resolve("plane-05.ome.zarr"));
		for (int i = 0; i < 37 * 41; i++) assertEquals((int) (ZarrFixtures.value(DataType.UINT8, i) / 20), labels.plane(0)[i]);
		assertArrayEquals(labels.plane(0), LabelReader.read(folder.resolve("plane-05.ome.zarr/labels/cells")).plane(0));
		assertArrayEquals(labels.plane(0), LabelReader.of(ImageReader.open(folder.resolve("plane-05.ome.zarr"))).plane(0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "five-04.ome.zarr", "five-05.ome.zarr" })
	void labelsAreWrittenIntoTheirImage(final String name) throws IOException {
		final Path image = folder.resolve(name);
		final Path place = image.resolve("labels/found");
		try (OmeZarrLabels sink = OmeZarrLabels.create(place, new long[] { 2, 3, 37, 41 }, new double[] { 1, 1, 1 }, "pixel",
			() -> {}))
		{
			for (int t = 0; t < 2; t++) for (int z = 0; z < 3; z++) {
				final int[] plane = new int[37 * 41];
				for (int i = 0; i < plane.length; i++) plane[i] = 100_000_000 * (t * 3 + z) + i;
				sink.write(new long[] { t, z, 0, 0 }, new int[] { 1, 1, 37, 41 }, plane);
			}
			assertFalse(Files.exists(place));
			sink.finish();
		}
		final LabelImage labels = LabelReader.read(image);
		assertEquals(500_000_000 + 37 * 41 - 1, labels.plane(1, 2)[37 * 41 - 1]);
		assertEquals(200_000_007, labels.plane(0, 2)[7]);
		assertArrayEquals(new double[] { 0.25, 0.25, 0.5 }, RegionReader.open(place).pixelSize(), "of the image");
		assertEquals(2, ImageReader.read(image).getNChannels(), "the image is as it was");
	}

	@Test
	void imagesAndLabelsComeBackFromAStoreOfTheirOwn() throws IOException {
		final ImagePlus image = ImageReader.read(folder.resolve("five-04.ome.zarr"));
		ImageWriter.write(image, folder.resolve("copy.ome.zarr"));
		final ImagePlus copy = ImageReader.read(folder.resolve("copy.ome.zarr"));
		assertArrayEquals(image.getDimensions(), copy.getDimensions());
		for (int i = 1; i <= image.getStackSize(); i++) assertArrayEquals((short[]) image.getStack().getPixels(i),
			(short[]) copy.getStack().getPixels(i));
		assertEquals(0.5, copy.getCalibration().pixelDepth);
		assertEquals("micron", copy.getCalibration().getUnit());
		assertEquals(70, ((CompositeImage) copy).getChannelLut(2).max);
		final ImagePlus labels = new ImagePlus("l", new ShortProcessor(3, 2, new short[] { 0, 1, 2, 3, 4, -1 }, null));
		ImageWriter.writeLabels(labels, folder.resolve("l.zarr"));
		assertArrayEquals(new int[] { 0, 1, 2, 3, 4, 65535 }, LabelReader.read(folder.resolve("l.zarr")).plane(0));
	}

	@Test
	void anImageIsNeverReplaced() {
		final Path image = folder.resolve("plane-05.ome.zarr");
		final IOException refused = assertThrows(IOException.class, () -> OmeZarrLabels.create(image, new long[] { 1, 1, 2, 2 },
			new double[] { 1, 1, 1 }, "pixel", () -> {}));
		assertTrue(refused.getMessage().contains("was not written by RWKV-SSS"), refused.getMessage());
	}

	@Test
	void tilesComeFromChunksWithoutThePlane() throws IOException {
		final ImagePlus image = ImageReader.read(folder.resolve("volume-04.ome.zarr"));
		assertEquals(32, image.getBitDepth());
		assertTrue(image.getStack() instanceof RegionStack);
		final float[] box = new float[2 * 3 * 4];
		PixelSource.of(image).read(new long[] { 0, 2, 5, 6 }, new int[] { 1, 2, 3, 4 }, box);
		int i = 0;
		for (int z = 2; z < 4; z++) for (int y = 5; y < 8; y++) for (int x = 6; x < 10; x++) assertEquals(ZarrFixtures.value(
			DataType.FLOAT32, (z * 17L + y) * 19 + x), box[i++]);
		assertEquals(0.25, PixelSource.of(image).space().voxelSize()[0], 1e-6);
	}

	@Test
	void aDamagedChunkIsToldInOneSentence() throws IOException {
		final Path chunk = folder.resolve("volume-04.ome.zarr/s0/0/0/0");
		final Path file = Files.exists(chunk) ? chunk : folder.resolve("volume-04.ome.zarr/0/0/0/0");
		Files.write(file, new byte[] { 1, 2, 3 });
		final RegionImage region = RegionReader.open(folder.resolve("volume-04.ome.zarr"));
		final UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> region.read(new long[4], new int[] {
			1, 1, 1, 1 }, new float[1]));
		assertTrue(refused.getMessage().startsWith("chunk [0, 0, 0] of " + folder), refused.getMessage());
	}

	@Test
	void identityTellsAChangedChunk() throws IOException {
		final Path image = folder.resolve("plane-05.ome.zarr");
		final String before = RegionReader.open(image).identity();
		assertEquals(before, RegionReader.open(image).identity());
		final Path chunk = Files.walk(image).filter(file -> file.toString().matches(".*/c/0/0") && !file.toString().contains(
			"labels")).sorted().findFirst().orElseThrow();
		Files.write(chunk, Arrays.copyOf(Files.readAllBytes(chunk), 50));
		assertNotEquals(before, RegionReader.open(image).identity());
	}

	@Test
	void foldersOfImagesHoldZarr() throws IOException {
		assertTrue(ImagePairs.isImage(folder.resolve("plane-05.ome.zarr")));
		assertEquals("plane-05", ImageReader.withoutExtension("plane-05.ome.zarr"));
		final Path images = Files.createDirectory(folder.resolve("images"));
		final Path labels = Files.createDirectory(folder.resolve("labels"));
		Files.move(folder.resolve("plane-05.ome.zarr"), images.resolve("plane-05.ome.zarr"));
		ImageWriter.writeLabels(new ImagePlus("l", new ShortProcessor(41, 37)), labels.resolve("plane-05.tif"));
		final ImagePairs.Sample sample = ImagePairs.of(images, labels).get(0).read();
		assertEquals(ZarrFixtures.value(DataType.UINT8, 41), sample.pixels().plane(0, 0)[41]);
	}

	@Test
	void aServerIsReadByPartsAndRefusalsAreSentences() throws IOException {
		final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", this::answer);
		server.start();
		try {
			final String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
			for (final String name : List.of("five-04.ome.zarr", "plane-05.ome.zarr")) {
				final ImagePlus there = ImageReader.openAddress(base + name);
				final ImagePlus here = ImageReader.read(folder.resolve(name));
				assertEquals(name, there.getTitle());
				for (int i = 1; i <= here.getStackSize(); i++) assertEquals(Arrays.hashCode(floats(here, i)), Arrays.hashCode(
					floats(there, i)));
			}
			assertEquals(0.25, RegionReader.open(base + "plane-05.ome.zarr/").pixelSize()[0]);
			final IOException missing = assertThrows(IOException.class, () -> RegionReader.open(base + "none.zarr"));
			assertEquals(base +
				"none.zarr is no OME-Zarr image: it has no \"multiscales\", nor any zarr.json or .zattrs; check the path", missing
					.getMessage());
		}
		finally {
			server.stop(0);
		}
	}

	private static float[] floats(final ImagePlus image, final int n) {
		return (float[]) image.getStack().getProcessor(n).convertToFloatProcessor().getPixels();
	}

	/** Sends files of the folder, and parts of them. */
	private void answer(final HttpExchange exchange) throws IOException {
		final Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
		if (!Files.isRegularFile(file)) {
			exchange.sendResponseHeaders(404, -1);
			return;
		}
		byte[] bytes = Files.readAllBytes(file);
		final String range = exchange.getRequestHeaders().getFirst("Range");
		if (range != null) {
			final String[] ends = range.substring("bytes=".length()).split("-", -1);
			bytes = ends[0].isEmpty() ? Arrays.copyOfRange(bytes, bytes.length - Integer.parseInt(ends[1]), bytes.length) : Arrays
				.copyOfRange(bytes, Integer.parseInt(ends[0]), Math.min(bytes.length, Integer.parseInt(ends[1]) + 1));
		}
		exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length == 0 ? -1 : bytes.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}
}
