package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import io.github.rwkvsss.image.Geometry;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.VolumeSpace;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import ij.process.ShortProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that {@code draw_nifti.py} wrote with nibabel, and files of ours read back. */
class NiftiTest {

	private static final double[][] AFFINE = { { -0.9, 0, 0.4, 12.5 }, { 0, -1.2, 0, -7.25 }, { 0.2, 0, 4.5, 3 } };

	@TempDir
	Path folder;

	private static int value(final int x, final int y, final int z) {
		return x + 5 * y + 20 * z;
	}

	private static void assertValues(final ImagePlus image, final double slope, final double intercept) {
		final float[] values = PixelSource.of(image).volume(0);
		assertArrayEquals(new long[] { 1, 3, 4, 5 }, PixelSource.of(image).size());
		for (int i = 0; i < values.length; i++) {
			assertEquals(slope * value(i % 5, i / 5 % 4, i / 20) + intercept, values[i], 1e-6, "value " + i);
		}
	}

	@ParameterizedTest
	@CsvSource({ "u1,8,0", "i1,8,-30", "i2,16,-30", "u2,16,0", "i4,32,-30", "u4,32,0", "i8,32,-30", "u8,32,0", "f4,32,-30",
		"f8,32,-30" })
	void readsEveryType(final String type, final int bits, final int base) throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file("nifti-" + type + ".nii"));
		assertEquals(bits, image.getBitDepth());
		assertValues(image, 1, base);
		assertEquals(Math.hypot(0.9, 0.2), image.getCalibration().pixelWidth, 1e-6);
		assertEquals(1.2, image.getCalibration().pixelHeight, 1e-6);
		assertEquals("mm", image.getCalibration().getUnit());
		assertAffine(AFFINE, image);
	}

	private static void assertAffine(final double[][] expected, final ImagePlus image) {
		for (int row = 0; row < 3; row++) assertArrayEquals(expected[row], VolumeSpace.of(image).affine()[row], 1e-5);
	}

	@Test
	void appliesSlopeAndIntercept() throws IOException {
		assertValues(ImageReader.read(Fixtures.file("nifti-slope-i2.nii.gz")), 0.5, -1029);
		assertValues(ImageReader.read(Fixtures.file("nifti-slope-u1.nii")), 2, 3);
		assertValues(ImageReader.read(Fixtures.file("nifti-slope-f4.nii")), 3, -1);
		assertEquals(16, ImageReader.read(Fixtures.file("nifti-slope-i2.nii.gz")).getBitDepth());
		assertEquals(2 * value(4, 3, 2) + 3, LabelReader.read(Fixtures.file("nifti-slope-u1.nii")).max());
	}

	@Test
	void readsTimeChannelsColoursAndUnits() throws IOException {
		final ImagePlus time = ImageReader.read(Fixtures.file("nifti-time.nii.gz"));
		assertArrayEquals(new int[] { 5, 4, 1, 3, 2 }, time.getDimensions());
		assertEquals(value(4, 1, 2) + 60, time.getStack().getProcessor(time.getStackIndex(1, 3, 2)).get(4, 1));
		assertEquals(2.5, time.getCalibration().frameInterval);
		assertEquals("sec", time.getCalibration().getTimeUnit());
		final ImagePlus channels = ImageReader.read(Fixtures.file("nifti-channels.nii"));
		assertArrayEquals(new int[] { 5, 4, 2, 3, 2 }, channels.getDimensions());
		assertEquals(value(4, 1, 2) + 60 + 120, channels.getStack().getProcessor(channels.getStackIndex(2, 3, 2)).get(4, 1));
		final ImagePlus colours = ImageReader.read(Fixtures.file("nifti-rgb.nii"));
		final int v = value(2, 3, 1);
		assertEquals(v << 16 | 2 * v << 8 | 255 - v, colours.getStack().getProcessor(2).get(2, 3) & 0xffffff);
		assertEquals("\u00b5m", ImageReader.read(Fixtures.file("nifti-micron.nii")).getCalibration().getUnit());
	}

	/** The affines that nibabel finds in these two files. */
	@Test
	void understandsTheQuaternion() throws IOException {
		assertAffine(new double[][] { { 0, 0, -4.5, 1 }, { 1, 0, 0, 2 }, { 0, 1.2, 0, 3 } }, ImageReader.read(Fixtures.file(
			"nifti-time.nii.gz")));
		assertAffine(new double[][] { { 0.8, 0.9, 0, -4 }, { -0.6, 1.2, 0, 5 }, { 0, 0, -2, 6 } }, ImageReader.read(Fixtures
			.file("nifti-quaternion.nii")));
		assertFalse(VolumeSpace.of(ImageReader.read(Fixtures.file("nifti-micron.nii"))).isOriented());
	}

	private static byte[] unpacked(final Path file) throws IOException {
		if (!file.toString().endsWith(".gz")) return Files.readAllBytes(file);
		try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
			return in.readAllBytes();
		}
	}

	/** Pixels and all fields that say where they lie come back bit by bit, from both byte orders. */
	@ParameterizedTest
	@ValueSource(strings = { "nifti-u1.nii", "nifti-i2.nii", "nifti-u2.nii", "nifti-f4.nii", "nifti-quaternion.nii",
		"nifti-time.nii.gz", "nifti-channels.nii", "nifti-rgb.nii", "nifti-slope-i2.nii.gz" })
	void writesWhatItRead(final String name) throws IOException {
		final ImagePlus image = ImageReader.read(Fixtures.file(name));
		final Path file = folder.resolve("copy.nii.gz");
		ImageWriter.write(image, file);
		final ByteBuffer before = ByteBuffer.wrap(unpacked(Fixtures.file(name)));
		final ByteBuffer after = ByteBuffer.wrap(unpacked(file)).order(ByteOrder.LITTLE_ENDIAN);
		before.order(before.getInt(0) == 348 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
		for (final int at : new int[] { 40, 42, 44, 46, 48, 252, 254 }) assertEquals(before.getShort(at), after.getShort(at),
			"short at " + at);
		for (int at = 76; at < 92; at += 4) assertEquals(before.getFloat(at), after.getFloat(at), "pixdim at " + at);
		for (int at = 256; at < 328; at += 4) assertEquals(before.getFloat(at), after.getFloat(at), "space at " + at);
		assertEquals(before.get(123) & 7, after.get(123) & 7);
		final ImagePlus copy = ImageReader.read(file);
		assertArrayEquals(image.getDimensions(), copy.getDimensions());
		final PixelSource expected = PixelSource.of(image);
		for (int t = 0; t < image.getNFrames(); t++) assertArrayEquals(expected.volume(t), PixelSource.of(copy).volume(t));
	}

	@Test
	void aResultIsWrittenWithItsInputsSpaceAndTheTypeOfLabels() throws IOException {
		final ImagePlus input = ImageReader.read(Fixtures.file("nifti-i2.nii"));
		final int[] plane = new int[20];
		plane[7] = 200;
		final Path file = folder.resolve("labels.nii");
		ImageWriter.write(Geometry.of(input).labels("labels", LabelImage.of("labels", new long[] { 1, 3, plane.length / input
			.getWidth(), input.getWidth() }, plane, plane, plane)), file);
		final byte[] written = Files.readAllBytes(file);
		assertEquals(2, written[70], "uint8");
		assertArrayEquals(Arrays.copyOfRange(Files.readAllBytes(Fixtures.file("nifti-i2.nii")), 252, 328), Arrays.copyOfRange(
			written, 252, 328));
		plane[7] = 70_000;
		ImageWriter.write(Geometry.of(input).labels("labels", LabelImage.of("labels", new long[] { 1, 3, plane.length / input
			.getWidth(), input.getWidth() }, plane, plane, plane)), file);
		assertEquals(8, Files.readAllBytes(file)[70], "int32");
		assertEquals(70_000, LabelReader.read(file).max());
		plane[7] = 300;
		ImageWriter.write(Geometry.of(input).labels("labels", LabelImage.of("labels", new long[] { 1, 3, plane.length / input
			.getWidth(), input.getWidth() }, plane, plane, plane)), file);
		assertEquals(512, ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).getShort(70), "uint16");
		final Path tiff = folder.resolve("labels.tif");
		ImageWriter.write(ImageReader.read(file), tiff);
		assertAffine(AFFINE, ImageReader.read(tiff));
	}

	@Test
	void anImageWithoutSpaceIsWrittenWithItsVoxelSize() throws IOException {
		final ImagePlus image = IJ.createImage("", "8-bit ramp", 6, 4, 3);
		image.getCalibration().setUnit("um");
		image.getCalibration().pixelDepth = 2;
		final Path file = folder.resolve("a.nii");
		ImageWriter.write(image, file);
		final ImagePlus copy = ImageReader.read(file);
		assertEquals(2, copy.getCalibration().pixelDepth);
		assertEquals("\u00b5m", copy.getCalibration().getUnit());
		assertFalse(VolumeSpace.of(copy).isOriented());
		// A crop keeps ImageJ's properties, yet lies elsewhere.
		final ImagePlus input = ImageReader.read(Fixtures.file("nifti-u1.nii"));
		assertTrue(VolumeSpace.of(input.duplicate()).isOriented());
		input.setRoi(1, 1, 3, 2);
		assertEquals(3, input.crop("stack").getWidth());
		assertFalse(VolumeSpace.of(input.crop("stack")).isOriented());
	}

	@Test
	void keepsNumbersAsTheyAre() throws IOException {
		final Path file = folder.resolve("a.nii");
		final float[] floats = { 0.25f, -3e8f, Float.NaN, 16_777_216 };
		ImageWriter.write(new ImagePlus("", new FloatProcessor(4, 1, floats)), file);
		assertArrayEquals(floats, (float[]) ImageReader.read(file).getProcessor().getPixels());
		// A calibration of grey values says nothing about 32 bits.
		final ImagePlus calibrated = new ImagePlus("", new FloatProcessor(4, 1, floats.clone()));
		calibrated.getCalibration().setFunction(Calibration.STRAIGHT_LINE, new double[] { 5, 2 }, "HU");
		ImageWriter.write(calibrated, file);
		assertArrayEquals(floats, (float[]) ImageReader.read(file).getProcessor().getPixels());
		final ImagePlus shorts = new ImagePlus("", new ShortProcessor(2, 1, new short[] { (short) 65535, 3 }, null));
		ImageWriter.write(shorts, file);
		assertEquals(65535, ImageReader.read(file).getProcessor().get(0));
	}

	private static String failure(final Path file) {
		final String message = assertThrows(IOException.class, () -> ImageReader.read(file)).getMessage();
		assertTrue(message.startsWith(file.toString()), message);
		assertFalse(message.contains("\n"), message);
		return message.substring(file.toString().length() + 1);
	}

	private Path with(final String name, final int at, final int... values) {
		return Fixtures.damaged(name, folder, 412, positions(at, values));
	}

	private static int[] positions(final int at, final int... values) {
		final int[] all = new int[2 * values.length];
		for (int i = 0; i < values.length; i++) {
			all[2 * i] = at + i;
			all[2 * i + 1] = values[i];
		}
		return all;
	}

	@Test
	void refusesWhatItCannotReadInOneSentence() throws IOException {
		final String name = "nifti-u1.nii";
		assertEquals("is cut short or damaged: its header states 5 x 4 x 3 pixels, which take 412 bytes, and it has 400",
			failure(Fixtures.damaged(name, folder, 400)));
		assertEquals("is cut short: a NIfTI header has 348 bytes, this file has 200", failure(Fixtures.damaged(name, folder,
			200)));
		assertTrue(failure(with(name, 344, 'x', '+', '1')).startsWith("has no NIfTI magic (n+1)"));
		assertTrue(failure(with(name, 344, 'n', 'i', '1')).startsWith("is the header of a pair of files"));
		assertEquals("is a NIfTI-2 file; save it as NIfTI-1", failure(Fixtures.file("nifti-two.nii")));
		assertEquals("has complex pixels; save their magnitude as 32-bit float", failure(Fixtures.file("nifti-complex.nii")));
		assertEquals("is damaged: its datatype 7 is not one of NIfTI-1", failure(with(name, 70, 7)));
		assertEquals("is damaged: it states 9 axes, 1 to 7 are possible", failure(with(name, 40, 9)));
		assertEquals("is damaged: axis 2 has -1 pixels", failure(with(name, 44, 0xff, 0xff)));
		assertEquals("has 6 axes; at most five can be read: x, y, z, time, channel", failure(with(name, 40, 6, 0, 5, 0, 4, 0, 3,
			0, 1, 0, 1, 0, 2, 0)));
		assertEquals("is damaged: its pixels would begin at byte NaN", failure(with(name, 108, 0, 0, 0xc0, 0x7f)));
		assertTrue(failure(with(name, 40, 5, 0, 0xff, 0x7f, 0xff, 0x7f, 0xff, 0x7f, 0xff, 0x7f, 0xff, 0x7f)).startsWith(
			"is cut short or damaged: its header states 32767 x 32767 x 32767 x 32767 x 32767 pixels"));
	}

	private Path gzip(final String name, final byte[] content) throws IOException {
		final ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
			out.write(content);
		}
		return Files.write(folder.resolve(name), packed.toByteArray());
	}

	@Test
	void boundsWhatAGzipMayUnpack() throws IOException {
		final byte[] plain = Files.readAllBytes(Fixtures.file("nifti-u1.nii"));
		assertEquals("is cut short: it ends before its last pixel", failure(gzip("short.nii.gz", Arrays.copyOf(plain, 380))));
		// 32767 x 32767 x 4 pixels in a small file: refused before anything is allocated.
		final byte[] large = Arrays.copyOf(plain, 4096);
		ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN).putShort(42, Short.MAX_VALUE).putShort(44, Short.MAX_VALUE);
		final Path bomb = gzip("large.nii.gz", large);
		assertTrue(failure(bomb).contains("which take 3221029219 bytes, and it has been packed into "), failure(bomb));
		// What follows the last pixel is never unpacked: 32 MiB of zeros behind a small volume.
		final Path tail = folder.resolve("tail.nii.gz");
		try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(tail))) {
			out.write(plain);
			for (int i = 0; i < 32; i++) out.write(new byte[1 << 20]);
		}
		assertValues(ImageReader.read(tail), 1, 0);
		assertEquals("is a gzip file, and what it holds is not NIfTI", failure(gzip("text.nii.gz", new byte[1000])));
		final byte[] packed = Files.readAllBytes(gzip("a.nii.gz", plain));
		assertEquals("is cut short: it ends before its last pixel", failure(Files.write(folder.resolve("cut.nii.gz"), Arrays
			.copyOf(packed, packed.length - 20))));
		assertEquals("is cut short: it ends before its last pixel", failure(Files.write(folder.resolve("cut.nii.gz"), Arrays
			.copyOf(packed, 5))));
		packed[30] ^= 0x5a;
		packed[31] ^= 0x5a;
		failure(Files.write(folder.resolve("broken.nii.gz"), packed));
	}

	/** Headers with random bytes in random places, plain and packed: an image of bounded size or one sentence. */
	@Test
	void survivesDamagedHeaders() throws IOException {
		final byte[] plain = Files.readAllBytes(Fixtures.file("nifti-i2.nii"));
		final Random random = new Random(5);
		int readable = 0;
		for (int n = 0; n < 400; n++) {
			final byte[] bytes = plain.clone();
			for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
				// Mostly where sizes, type, offset and scaling stand.
				final int at = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : 40 + random.nextInt(84);
				bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(8));
			}
			final Path file = n % 2 == 0 ? Files.write(folder.resolve("fuzz.nii"), bytes) : gzip("fuzz.nii", bytes);
			try {
				final ImagePlus image = ImageReader.read(file);
				final long pixels = (long) image.getWidth() * image.getHeight() * image.getStackSize();
				assertTrue(pixels <= 1032L * Files.size(file), pixels + " pixels");
				readable++;
			}
			catch (final IOException e) {
				assertTrue(e.getMessage().startsWith(file.toString()) && !e.getMessage().contains("\n"), e.getMessage());
			}
		}
		assertTrue(readable > 40 && readable < 360, readable + " of 400 were read");
	}
}
