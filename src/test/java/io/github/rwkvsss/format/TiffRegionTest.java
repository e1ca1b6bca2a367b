package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.Deflater;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.RegionImage;

/** TIFF box by box: what the whole page gives, and pages that no memory holds. */
class TiffRegionTest {

	@TempDir
	Path folder;

	private static void compare(final Path file) throws IOException {
		final PixelSource whole = PixelSource.of(ImageReader.read(file));
		final Random random = new Random(7);
		try (RegionImage region = RegionReader.open(file)) {
			assertArrayEquals(whole.size(), region.size());
			assertEquals(whole.channels(), region.channels());
			assertArrayEquals(whole.space().voxelSize(), region.space().voxelSize());
			for (int i = 0; i < 20; i++) {
				final long[] min = new long[4];
				final int[] size = new int[4];
				int pixels = whole.channels();
				for (int d = 0; d < 4; d++) {
					min[d] = random.nextInt((int) whole.size()[d]);
					size[d] = 1 + random.nextInt((int) (whole.size()[d] - min[d]));
					pixels *= size[d];
				}
				final float[] expected = new float[pixels];
				whole.read(min, size, expected);
				final float[] got = new float[pixels];
				region.read(min, size, got);
				assertArrayEquals(expected, got);
			}
		}
	}

	@Test
	void whatImageJSavesIsReadByBoxes() throws IOException {
		for (final String type : new String[] { "8-bit ramp", "16-bit ramp", "32-bit ramp", "RGB ramp" }) {
			final ImagePlus image = IJ.createHyperStack(type, 53, 31, type.startsWith("RGB") ? 1 : 2, 3, 2, type.startsWith("8")
				? 8 : type.startsWith("16") ? 16 : type.startsWith("32") ? 32 : 24);
			final Random random = new Random(3);
			for (int n = 1; n <= image.getStackSize(); n++) for (int i = 0; i < 53 * 31; i++) image.getStack().getProcessor(n)
				.set(i, image.getBitDepth() == 32 ? Float.floatToIntBits(random.nextFloat()) : random.nextInt() >>> 32 - image
					.getBitDepth());
			image.getCalibration().pixelWidth = 0.5;
			image.getCalibration().setUnit("um");
			final Path file = folder.resolve(type.replace(' ', '-') + ".tif");
			assertTrue(new FileSaver(image).saveAsTiffStack(file.toString()));
			compare(file);
		}
	}

	/** 100,000 x 100,000 pixels of which one tile of 512 x 512 is there, and the others are all 0. */
	@Test
	void aPageThatNoMemoryHoldsIsReadByTiles() throws IOException {
		final Path file = folder.resolve("huge.tif");
		final int edge = 100_000;
		final int across = (edge + 511) / 512;
		final int tiles = across * across;
		final byte[] tile = new byte[512 * 512];
		for (int i = 0; i < tile.length; i++) tile[i] = (byte) (i % 241);
		final Deflater deflater = new Deflater();
		deflater.setInput(tile);
		deflater.finish();
		final byte[] packed = new byte[tile.length];
		final int n = deflater.deflate(packed);
		deflater.end();
		final int filled = 150 * across + 180;
		try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
			final ByteBuffer head = ByteBuffer.allocate(16 + 8 + 9 * 20 + 8).order(ByteOrder.LITTLE_ENDIAN);
			final long places = head.capacity();
			head.put((byte) 'I').put((byte) 'I').putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(16).putLong(
				9);
			final long[][] tags = { { 256, 4, 1, edge }, { 257, 4, 1, edge }, { 258, 3, 1, 8 }, { 259, 3, 1, 8 }, { 262, 3, 1,
				1 }, { 322, 4, 1, 512 }, { 323, 4, 1, 512 }, { 324, 16, tiles, places }, { 325, 4, tiles, places + 8L * tiles } };
			for (final long[] tag : tags) head.putShort((short) tag[0]).putShort((short) tag[1]).putLong(tag[2]).putLong(tag[3]);
			out.write(head.putLong(0).array());
			out.setLength(places + 12L * tiles);
			out.seek(places + 8L * filled);
			out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(places + 12L * tiles).array());
			out.seek(places + 8L * tiles + 4L * filled);
			out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(n).array());
			out.seek(places + 12L * tiles);
			out.write(packed, 0, n);
		}
		try (RegionImage region = RegionReader.open(file)) {
			assertArrayEquals(new long[] { 1, 1, edge, edge }, region.size());
			assertArrayEquals(new int[] { 1, 512, 512 }, region.piece());
			final float[] box = new float[600 * 700];
			region.read(new long[] { 0, 0, 150 * 512 - 50, 180 * 512 - 60 }, new int[] { 1, 1, 600, 700 }, box);
			for (int y = 0; y < 600; y++) for (int x = 0; x < 700; x++) {
				final boolean inside = y >= 50 && y < 562 && x >= 60 && x < 572;
				assertEquals(inside ? ((y - 50) * 512 + x - 60) % 241 : 0, box[y * 700 + x]);
			}
		}
		final IOException refused = assertThrows(IOException.class, () -> ImageReader.read(file));
		assertTrue(refused.getMessage().startsWith(file + " states a size of 100000 x 100000 pixels"), refused.getMessage());
	}
}
