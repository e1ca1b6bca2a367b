package io.github.rwkvsss.sampledata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.image.PixelSource;

class SampleDataTest {

	private static final Path FOLDER = Path.of("sample-data");

	private static void assertCommitted(final String kind, final Map<String, Drawing> drawings) throws IOException {
		for (final var drawing : drawings.entrySet()) {
			final String name = drawing.getKey() + ".png";
			assertArrayEquals(drawing.getValue().image(), read(FOLDER.resolve(kind).resolve("images").resolve(name)), name);
			assertArrayEquals(drawing.getValue().labels(), read(FOLDER.resolve(kind).resolve("labels").resolve(name)), name);
		}
		try (Stream<Path> files = Files.list(FOLDER.resolve(kind).resolve("images"))) {
			assertEquals(drawings.size(), files.count());
		}
	}

	private static int[] read(final Path file) throws IOException {
		assertTrue(Files.size(file) < 100_000, file + " is too large");
		final BufferedImage image = ImageIO.read(file.toFile());
		return image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
	}

	private static Set<Integer> values(final int[] labels) {
		return Arrays.stream(labels).boxed().collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void theCommittedNucleiAreWhatTheGeneratorDraws() throws IOException {
		final Map<String, Drawing> nuclei = DrawSamples.nuclei();
		assertCommitted("nuclei", nuclei);
		assertEquals(List.of(49, 31, 27), nuclei.values().stream().map(d -> values(d.labels()).size()).toList());
	}

	@Test
	void theCommittedMembranesAreWhatTheGeneratorDraws() throws IOException {
		final Map<String, Drawing> membranes = DrawSamples.membranes();
		assertCommitted("membranes", membranes);
		for (final Drawing drawing : membranes.values()) assertEquals(Set.of(0, 255), values(drawing.labels()));
	}

	@Test
	void theCommittedPhantomIsWhatTheGeneratorDraws() throws IOException {
		final PhantomDrawing.Volume phantom = DrawSamples.phantom();
		assertArrayEquals(phantom.image(), readVolume("images"));
		assertArrayEquals(phantom.labels(), readVolume("labels"));
		assertEquals(Set.of(0, 1, 2), values(phantom.labels()));
	}

	private static int[] readVolume(final String kind) throws IOException {
		final Path file = FOLDER.resolve("phantom").resolve(kind).resolve("phantom.nii.gz");
		assertTrue(Files.size(file) < 100_000, file + " is too large");
		final float[] values = PixelSource.of(ImageReader.read(file)).volume(0);
		final int[] rounded = new int[values.length];
		Arrays.setAll(rounded, i -> (int) values[i]);
		return rounded;
	}
}
