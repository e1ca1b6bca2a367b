package io.github.rwkvsss.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows, tables and the plot of runs. */
class ComparisonTest {

	@TempDir
	private Path folder;

	private static Run run(final String variant, final String data, final long seed, final int steps, final double score) {
		return new Run(new Run.Key(variant, data, seed, steps, "tiny", "64x64", 2), 1000, 2_000_000, score, Map.of("class 1",
			score), 0.5, 12, 300, "abcdef0");
	}

	@Test
	void aRowIsReadAgainAsItWas() {
		final Run run = run("mean", "two words, and a comma", 3, 100, 0.8125);
		assertEquals("two_words_and_a_comma", run.key().data());
		final Run again = Run.read(run.csv()).orElseThrow();
		assertEquals(run.key(), again.key());
		assertEquals(0.8125, again.score());
		assertEquals(Map.of("class_1", 0.8125), again.scores());
		assertEquals(run.csv(), again.csv());
	}

	/** A row that a kill cut short is not a run that is done. */
	@Test
	void aRowThatIsNotWholeIsNoRun() throws IOException {
		final String row = run("mean", "discs", 3, 100, 0.8).csv();
		for (int length = 0; length < row.lastIndexOf(','); length++) assertEquals(Optional.empty(), Run.read(row.substring(0,
			length)), row.substring(0, length));
		final Path file = folder.resolve("runs.csv");
		Files.writeString(file, Run.HEADER + "\n" + run("full", "discs", 3, 100, 0.9).csv() + "\n" + row.substring(0, 40));
		final RunTable table = RunTable.of(file);
		assertEquals(List.of("full"), table.runs().stream().map(each -> each.key().variant()).toList());
		table.add(run("mean", "discs", 3, 100, 0.7));
		assertEquals(2, RunTable.of(file).runs().size());
		Files.writeString(file, "name,value\na,1\n");
		assertTrue(assertThrows(IOException.class, () -> RunTable.of(file)).getMessage().contains("is not a table of runs"));
	}

	@Test
	void differencesArePairedBySeedWithinOneDataSetAndLength() {
		final Comparison comparison = new Comparison(List.of(run("mean", "a", 1, 100, 0.70), run("full", "a", 2, 100, 0.90),
			run("full", "a", 1, 100, 0.60), run("mean", "a", 2, 100, 0.96), run("mean", "a", 3, 100, 0.10), run("full", "a", 3,
				200, 0.99), run("raster", "b", 1, 100, 0.5)), "full");
		assertEquals(3, comparison.groups().size());
		final Comparison.Group group = comparison.groups().get(0);
		assertEquals(List.of("full", "mean"), group.entries().stream().map(Comparison.Entry::variant).toList());
		final Comparison.Entry mean = group.entries().get(1);
		assertEquals(3, mean.runs().size());
		assertEquals((0.70 + 0.96 + 0.10) / 3, mean.mean(), 1e-12);
		// Seeds 1 and 2: +0.10 and +0.06. Seed 3 has no partner of this length.
		assertEquals(2, mean.difference().pairs());
		assertEquals(0.08, mean.difference().mean(), 1e-12);
		assertEquals(0.02, mean.difference().standardError(), 1e-12);
		final String text = comparison.markdown();
		assertTrue(text.contains("### a, preset tiny, 100 steps of 2 patches of 64x64"), text);
		assertTrue(text.contains(
			"| mean | the plain mean of v in place of WKV | 3 | 1,000 | 0.002 | 0.5867 | 0.4411 | +0.0800 | 0.0200 | above |"),
			text);
		// Nothing to compare it with.
		assertTrue(text.contains("| raster | raster scan | 1 | 1,000 | 0.002 | 0.5000 |  |  |  |  |"), text);
	}

	/** The point of a variant lies right of the line of zero if it is better, left if it is worse. */
	@Test
	void thePlotShowsOnWhichSideAVariantLies() throws IOException {
		final var image = ImageIO.read(new ByteArrayInputStream(ComparisonPlot.png(new Comparison(List.of(run("full", "a", 1,
			100, 0.6), run("mean", "a", 1, 100, 0.7), run("raster", "a", 1, 100, 0.5)), "full"))));
		final int[] left = { Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE };
		final int[] right = new int[3];
		for (int row = 0; row < 3; row++) for (int y = 34 + 22 * row; y < 34 + 22 * (row + 1); y++) for (int x = 0; x < image
			.getWidth(); x++) if ((image.getRGB(x, y) & 0xffffff) == 0x0072b2)
		{
			left[row] = Math.min(left[row], x);
			right[row] = Math.max(right[row], x);
		}
		final int zero = (left[0] + right[0]) / 2;
		assertTrue(left[1] > zero + 100, left[1] + " is not right of " + zero);
		assertTrue(right[2] < zero - 100, right[2] + " is not left of " + zero);
	}
}
