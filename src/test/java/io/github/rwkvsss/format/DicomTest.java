package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import io.github.rwkvsss.image.Geometry;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.ReadingNotes;
import io.github.rwkvsss.image.VolumeSpace;

import ij.ImagePlus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A series that {@code draw_dicom.py} wrote with pydicom: see there what stands where. */
class DicomTest {

	@TempDir
	Path folder;

	@BeforeEach
	void copy() throws IOException {
		for (final String name : List.of("a.dcm", "b.dcm", "c.dcm", "d")) Files.copy(Fixtures.file("dicom/" + name), folder
			.resolve(name));
	}

	@Test
	void putsASeriesInTheOrderOfItsPositions() throws IOException {
		Files.writeString(folder.resolve("notes.txt"), "not a slice");
		final ImagePlus image = ImageReader.read(folder);
		assertEquals(folder.getFileName().toString(), image.getTitle());
		assertArrayEquals(new int[] { 4, 3, 1, 4, 1 }, image.getDimensions());
		final float[] values = PixelSource.of(image).volume(0);
		for (int i = 0; i < values.length; i++) assertEquals(i % 4 + 10 * (i / 4 % 3) + 100 * (i / 12) - 50, values[i]);
		assertEquals(List.of("b.dcm", "d", "a.dcm", "c.dcm"), Arrays.asList(image.getStack().getSliceLabels()).subList(0, 4));
	}

	/** By hand from the tags: columns towards posterior, rows inferior, slices right; left and posterior change their sign. */
	@Test
	void carriesVoxelSizeAndOrientationToTheOutput() throws IOException {
		final ImagePlus image = ImageReader.read(folder);
		final Path file = folder.resolve("labels.nii");
		ImageWriter.write(Geometry.of(image).mask("mask", LabelImage.allocate("mask", Geometry.of(image).size())), file);
		for (final ImagePlus volume : List.of(image, ImageReader.read(file))) {
			final double[][] affine = VolumeSpace.of(volume).affine();
			assertArrayEquals(new double[] { 0, 0, 2.5, -10 }, affine[0], 1e-6);
			assertArrayEquals(new double[] { -0.5, 0, 0, 20 }, affine[1], 1e-6);
			assertArrayEquals(new double[] { 0, -0.75, 0, 30 }, affine[2], 1e-6);
			assertEquals(0.5, volume.getCalibration().pixelWidth, 1e-6);
			assertEquals(0.75, volume.getCalibration().pixelHeight, 1e-6);
			assertEquals(2.5, volume.getCalibration().pixelDepth, 1e-6);
			assertEquals("mm", volume.getCalibration().getUnit());
		}
	}

	@Test
	void readsASingleSlice() throws IOException {
		final ImagePlus image = ImageReader.read(folder.resolve("d"));
		assertEquals(100 - 50 + 3, PixelSource.of(image).plane(0, 0)[3]);
		assertEquals(9, image.getCalibration().pixelDepth, 1e-6);
	}

	private String failure(final Path file) {
		final String message = assertThrows(IOException.class, () -> ImageReader.read(file)).getMessage();
		assertTrue(message.startsWith(file.toString()), message);
		return message.substring(file.toString().length());
	}

	@Test
	void refusesWhatIsNoSeriesInOneSentence() throws IOException {
		Files.delete(folder.resolve("a.dcm"));
		assertEquals(
			" holds slices that do not lie evenly: b.dcm and d are 2.500 mm apart, others 5.000; is one missing between them?",
			failure(folder));
		final byte[] other = Files.readAllBytes(folder.resolve("b.dcm"));
		final String text = new String(other, StandardCharsets.ISO_8859_1);
		final int at = text.indexOf("1.2.3.4\0");
		other[at] = '9';
		Files.write(folder.resolve("b.dcm"), other);
		assertEquals(" holds slices of 2 DICOM series; put each series into a folder of its own", failure(folder));
	}

	@Test
	void refusesDamagedAndCompressedFiles() throws IOException {
		final byte[] whole = Files.readAllBytes(folder.resolve("d"));
		final Path file = folder.resolve("cut");
		Files.write(file, Arrays.copyOf(whole, whole.length - 5));
		assertTrue(failure(file).startsWith(" is cut short"), failure(file));
		Files.write(file, Arrays.copyOf(whole, 200));
		assertTrue(failure(file).startsWith(" is cut short"), failure(file));
		final byte[] jpeg = whole.clone();
		final int syntax = new String(whole, StandardCharsets.ISO_8859_1).indexOf("1.2.840.10008.1.2.1");
		jpeg[syntax + "1.2.840.10008.1.2.".length()] = '4';
		Files.write(file, jpeg);
		assertEquals(" cannot be read: it is compressed (transfer syntax 1.2.840.10008.1.2.4); save it uncompressed", failure(
			file));
		for (int length = 0; length < whole.length; length++) {
			Files.write(file, Arrays.copyOf(whole, length));
			failure(file);
		}
	}

	private static ImagePlus read(final String name) throws IOException {
		return ImageReader.read(Fixtures.file("cases/" + name));
	}

	private static double sum(final ImagePlus image) {
		double sum = 0;
		final PixelSource pixels = PixelSource.of(image);
		for (int z = 0; z < image.getNSlices(); z++) for (final float value : pixels.plane(0, z)) sum += value;
		return sum;
	}

	/** Sums by pydicom, with each slice's own slope. */
	@ParameterizedTest
	@CsvSource({ "1/91_slope2.dcm,2377832", "1/92_slope0p5_signed.dcm,200753.5", "1/113_series_pet_slopes,11971542.5",
		"2/99_tiff_preamble.dcm,1572916", "2/CT_small.dcm,-1950906", "4/enh_slope2.dcm,13755646" })
	void appliesSlopesAndAsksForDicomFirst(final String name, final double expected) throws IOException {
		assertEquals(expected, sum(read(name)), 1e-7 * Math.abs(expected));
	}

	@ParameterizedTest
	@ValueSource(strings = { "4/enh_scrambled.dcm", "4/enh_slope2.dcm" })
	void putsFramesWherePositionsSay(final String name) throws IOException {
		final ImagePlus sorted = read("4/enh_sorted.dcm");
		final ImagePlus image = read(name);
		final double slope = name.contains("slope2") ? 2 : 1;
		assertEquals(2.5, image.getCalibration().pixelDepth, 1e-6);
		assertEquals(6, image.getNSlices());
		for (int z = 0; z < 6; z++) {
			final float[] expected = PixelSource.of(sorted).plane(0, z);
			final float[] values = PixelSource.of(image).plane(0, z);
			for (int i = 0; i < values.length; i++) assertEquals(slope * expected[i], values[i], "plane " + z + " pixel " + i);
		}
		if (name.contains("scrambled")) assertEquals(List.of("frame 1", "frame 3", "frame 5", "frame 2", "frame 4", "frame 6"),
			Arrays.asList(image.getStack().getSliceLabels()).subList(0, 6));
	}

	@Test
	void passesOverATableOfContentsAndSaysSo() throws IOException {
		final ImagePlus image = read("5/117_series_dicomdir");
		assertEquals(8, image.getNSlices());
		assertEquals(9347552, sum(image));
		assertEquals(1, ReadingNotes.of(image).size());
		assertTrue(ReadingNotes.of(image).get(0).endsWith("passed over what is no slice of the series: DICOMDIR"));
	}

	@Test
	void namesThePairThatIsWrong() {
		assertTrue(failure(Fixtures.file("cases/10/111_series_missing")).contains(": IM002 and IM004 are 5.000 mm apart"));
		assertTrue(failure(Fixtures.file("cases/10/116_series_dupl")).contains(": IM003 and IM099;"));
	}

	/** The first pixels by pydicom 3, which turns luminance and colour into RGB by the standard's formula. */
	@Test
	void turnsLuminanceAndColourIntoRgb() throws IOException {
		final ImagePlus image = read("16/SC_ybr_full_422_uncompressed.dcm");
		assertArrayEquals(new int[] { 100, 100, 1, 1, 1 }, image.getDimensions());
		assertEquals(ImagePlus.COLOR_RGB, image.getType());
		assertEquals(3832000, sumOfColours(image), 1000);
		assertEquals(0xfe0000, image.getProcessor().get(5, 5) & 0xffffff);
	}

	private static double sumOfColours(final ImagePlus image) {
		double sum = 0;
		for (final float value : PixelSource.of(image).plane(0, 0)) sum += value;
		return sum;
	}

	/** What {@code draw_dicom_kinds.py} wrote, against pydicom's own reading of it, place by place through a weighted sum. */
	@Test
	void readsEveryKindOfPixels() throws IOException {
		final List<String> expected = Files.readAllLines(Fixtures.file("dicom-kinds/expected.txt"));
		assertEquals(16, expected.size());
		for (final String line : expected) {
			final String[] parts = line.split(" ");
			final float[] values = PixelSource.of(ImageReader.read(Fixtures.file("dicom-kinds/" + parts[0]))).plane(0, 0);
			double sum = 0;
			double weighted = 0;
			for (int i = 0; i < values.length; i++) {
				sum += values[i];
				weighted += values[i] * (double) (i % 977);
			}
			assertEquals(Double.parseDouble(parts[1]), sum, 1e-3, parts[0]);
			assertEquals(Double.parseDouble(parts[2]), weighted, 1e-3, parts[0]);
		}
	}
}
