package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.label.RoiFile;
import io.github.rwkvsss.label.Unlabelled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Label files mean the same whatever the command; the cases are told in their folder's README. */
class LabelFilesTest {

	@TempDir
	private Path folder;

	private static Path file(final String name) {
		try {
			return Path.of(Objects.requireNonNull(ImageReader.class.getResource("cases/" + name)).toURI());
		}
		catch (final URISyntaxException e) {
			throw new IllegalArgumentException(e);
		}
	}

	/** Dice by hand: 2 x 34 / (36 + 38) of the pixels that Pillow counts. */
	@Test
	void aMaskOfOneBitAndOneWith255ShowOneClass() throws IOException {
		final Path csv = folder.resolve("scores.csv");
		final Terminal folders = Terminal.call("evaluate", "predictions=" + file("7/predicted"), "labels=" + file("7/truth"),
			"task=semantic", "output=" + csv);
		assertEquals(0, folders.code(), folders.err());
		final List<String> rows = Files.readAllLines(csv);
		assertTrue(rows.stream().anyMatch(row -> row.contains("0.918919")), String.join("\n", rows));
		final Terminal images = Terminal.call("score", "input=" + file("7/predicted/a.png"), "truth=" + file("7/truth/a.png"),
			"task=semantic", "output=" + csv);
		assertEquals(0, images.code(), images.err());
		assertTrue(Files.readAllLines(csv).stream().anyMatch(row -> row.contains("0.918919")), images.out());
	}

	@Test
	void aPaletteHoldsLabels() throws IOException {
		final Path csv = folder.resolve("scores.csv");
		final Terminal score = Terminal.call("score", "input=" + file("7/pal.png"), "truth=" + file("7/lab.tif"), "output=" +
			csv);
		assertEquals(0, score.code(), score.err());
		final List<String> rows = Files.readAllLines(csv);
		assertTrue(rows.get(1).contains("1.000000"), String.join("\n", rows));
	}

	/** ROI bounds by Python's struct: 5 of 56 begin within 33 x 20 pixels. */
	@Test
	void regionsOutsideTheImageAreNotLearned() throws IOException {
		final RoiAnnotation drawn = RoiAnnotation.objects(ImageReader.read(file("13/e.tif")), RoiFile.read(file(
			"13/01_tiled16.zip")), Unlabelled.MARGIN, 1);
		assertEquals(5, drawn.inside());
		assertEquals(51, drawn.outside());
	}
}
