package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePairsTest {

	@TempDir
	Path folder;

	private Path images;
	private Path labels;

	@BeforeEach
	void fill() throws IOException {
		images = Files.createDirectory(folder.resolve("images"));
		labels = Files.createDirectory(folder.resolve("labels"));
		Files.copy(Fixtures.file("gray16.png"), images.resolve("b.png"));
		Files.copy(Fixtures.file("gray8.tif"), images.resolve("a.v2.TIF"));
		Files.copy(Fixtures.file("labels16.tif"), labels.resolve("b.tif"));
		Files.copy(Fixtures.file("palette.png"), labels.resolve("a.v2.png"));
		Files.writeString(images.resolve("README.md"), "not an image");
		Files.writeString(images.resolve(".hidden.png"), "not an image");
	}

	private void assertFails(final String sentence) {
		assertEquals(sentence, assertThrows(IOException.class, () -> ImagePairs.of(images, labels)).getMessage());
	}

	@Test
	void matchesByNameWithoutExtension() throws IOException {
		final List<ImagePairs.Pair> pairs = ImagePairs.of(images, labels);
		assertEquals(List.of(new ImagePairs.Pair("a.v2", images.resolve("a.v2.TIF"), labels.resolve("a.v2.png")),
			new ImagePairs.Pair("b", images.resolve("b.png"), labels.resolve("b.tif"))), pairs);
		final ImagePairs.Sample sample = pairs.get(1).read();
		assertEquals("b", sample.name());
		assertEquals(Fixtures.value16(3, 2), sample.pixels().plane(0, 0)[17]);
		assertEquals(Fixtures.label(3, 2), sample.labels().plane(0, 0)[17]);
		assertArrayEquals(new long[] { 1, 1, 5, 7 }, sample.labels().size());
	}

	@Test
	void namesAFileWithoutPartner() throws IOException {
		Files.delete(labels.resolve("b.tif"));
		assertFails(images.resolve("b.png") + " has no label image of the same name in " + labels);
		Files.copy(Fixtures.file("gray8.png"), images.resolve("c.png"));
		assertFails(images.resolve("b.png") + " and 1 more have no label image of the same name in " + labels);
		Files.delete(images.resolve("b.png"));
		Files.delete(images.resolve("c.png"));
		Files.copy(Fixtures.file("labels16.tif"), labels.resolve("z.tif"));
		assertFails(labels.resolve("z.tif") + " has no image of the same name in " + images);
	}

	@Test
	void namesTwinsAndEmptyOrMissingFolders() throws IOException {
		Files.copy(Fixtures.file("gray8.png"), images.resolve("b.tif"));
		assertFails(images.resolve("b.png") + " and b.tif have one name; rename or remove one of them");
		images = Files.createDirectory(folder.resolve("none"));
		assertFails("folder " + images + " holds no images (TIFF, NIfTI, DICOM, PNG, JPEG, BMP, GIF)");
		images = folder.resolve("missing");
		assertFails("folder " + images + " does not exist; check the path");
		images = Files.createFile(folder.resolve("file"));
		assertFails(images + " is a file; choose a folder of images");
	}

	@Test
	void refusesLabelsOfAnotherSize() throws IOException {
		Files.delete(labels.resolve("b.tif"));
		Files.copy(Fixtures.file("gray4.png"), labels.resolve("b.png"));
		assertEquals("label image " + labels.resolve("b.png") + " is 4 x 1 pixels, its image " + images.resolve("b.png") +
			" 7 x 5; they must be of one size", assertThrows(IOException.class, () -> ImagePairs.of(images, labels).get(1).read())
				.getMessage());
	}
}
