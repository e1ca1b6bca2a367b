package io.github.rwkvsss.image;

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

import ij.ImagePlus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
		assertEquals(List.of("b.dcm", "d", "a.dcm", "c.dcm"), Arrays.asList(image.getStack().getSliceLabels()).subList(0,
			4));
	}

	/** By hand from the tags: columns towards posterior, rows inferior, slices right; left and posterior change their sign. */
	@Test
	void carriesVoxelSizeAndOrientationToTheOutput() throws IOException {
		final ImagePlus image = ImageReader.read(folder);
		final Path file = folder.resolve("labels.nii");
		ImageWriter.write(Geometry.of(image).mask("mask", List.of(new int[12], new int[12], new int[12], new int[12])), file);
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
		assertTrue(failure(folder).endsWith("is one missing, or there twice?"));
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
		assertTrue(failure(file).startsWith(" cannot be read"), failure(file));
		final byte[] jpeg = whole.clone();
		final int syntax = new String(whole, StandardCharsets.ISO_8859_1).indexOf("1.2.840.10008.1.2.1");
		jpeg[syntax + "1.2.840.10008.1.2.".length()] = '4';
		Files.write(file, jpeg);
		assertEquals(" cannot be read: this DICOM file is compressed or damaged; save it uncompressed", failure(file));
	}
}
