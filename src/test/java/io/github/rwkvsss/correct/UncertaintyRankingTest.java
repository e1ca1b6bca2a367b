package io.github.rwkvsss.correct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.IntensityModel;
import io.github.rwkvsss.segment.Segmentation;

class UncertaintyRankingTest {

	@TempDir
	private Path folder;

	private static UncertaintyRanking ranking(final int region) {
		return new UncertaintyRanking(Segmentation.with(new IntensityModel(Task.SEMANTIC, 2, null)), 3, region);
	}

	/** Entropies from their definition: one bit of two equal classes is 1 / log2(3) of the most that three can have. */
	@Test
	void entropyIsThatOfTheProbabilities() {
		final float[][] shares = { { 1, 0.5f, 1 / 3f, 0, 0.25f }, { 0, 0.5f, 1 / 3f, 1, 0.75f }, { 0, 0, 1 / 3f, 0, 0 } };
		assertEquals(0, Uncertainty.entropy(shares, 0));
		assertEquals(0.63093, Uncertainty.entropy(shares, 1), 1e-5);
		assertEquals(1, Uncertainty.entropy(shares, 2), 1e-6);
		assertEquals(0, Uncertainty.entropy(shares, 3));
		assertEquals(0.811278 * 0.63093, Uncertainty.entropy(shares, 4), 1e-5);
	}

	@Test
	void certainBackgroundDoesNotDiluteARegion() {
		final float[][] half = new float[2][1000];
		Arrays.fill(half[0], 1);
		for (int i = 0; i < 10; i++) half[0][i] = half[1][i] = 0.5f;
		// Ten pixels of the largest entropy, and a two-hundredth of the region that counts as certain.
		assertEquals(10.0 / 15, Uncertainty.of(half, 100, 0, 0, 100, 10), 1e-6);
		assertEquals(0, Uncertainty.of(half, 100, 50, 0, 50, 10));
	}

	@Test
	void everySliceAndRegionHasItsPlaceAndTheLeastCertainComesFirst() {
		final ImagePlus stack = DrawnImages.discs(8, 70, 40, 1, 3, 2);
		final List<RankedView> slices = ranking(0).rank(stack, Progress.NONE, Cancellation.NEVER);
		assertEquals(6, slices.stream().map(view -> view.frame() * 10 + view.slice()).distinct().count());
		for (int i = 1; i < slices.size(); i++) assertTrue(slices.get(i).score() <= slices.get(i - 1).score());
		final List<RankedView> regions = ranking(32).rank(stack, Progress.NONE, Cancellation.NEVER);
		assertEquals(6 * 3 * 2, regions.size());
		assertEquals(6 * 70 * 40, regions.stream().mapToInt(view -> view.width() * view.height()).sum());
		assertTrue(regions.stream().allMatch(view -> view.score() >= 0 && view.score() < 1));
	}

	@Test
	void filesOfAFolderAreRankedTogetherAndGoIntoATable() throws IOException {
		ImageWriter.write(DrawnImages.discs(8, 40, 40, 1, 1, 1), folder.resolve("one.tif"));
		ImageWriter.write(DrawnImages.discs(8, 30, 40, 1, 2, 1), folder.resolve("two, three.tif"));
		final List<RankedView> views = ranking(0).rank(folder, Progress.NONE, Cancellation.NEVER);
		assertEquals(3, views.size());
		final String[] csv = RankTable.csv(views).split("\n");
		assertEquals("image,frame,slice,x,y,width,height,uncertainty", csv[0]);
		assertEquals(4, csv.length);
		assertEquals(views.get(1).score(), RankTable.table(views).getValue("uncertainty", 1));
		assertEquals(views.get(1).name(), RankTable.table(views).getStringValue("image", 1));
	}

	@Test
	void refusesAndCancels() {
		assertEquals("there is no image in " + folder + "; choose a folder of images", assertThrows(IOException.class,
			() -> ranking(0).rank(folder, Progress.NONE, Cancellation.NEVER)).getMessage());
		assertThrows(IllegalArgumentException.class, () -> ranking(-1));
		assertThrows(CanceledException.class, () -> ranking(0).rank(DrawnImages.discs(8, 40, 40, 1, 2, 1), Progress.NONE,
			() -> true));
	}
}
