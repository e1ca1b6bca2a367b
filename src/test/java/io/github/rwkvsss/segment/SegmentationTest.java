package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import ij.ImagePlus;
import ij.plugin.Duplicator;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.label.ConnectedComponents;
import io.github.rwkvsss.label.Connectivity;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentationTest {

	@TempDir
	static Path folder;
	private static SegmentationModel semantic;
	private static SegmentationModel instance;

	@BeforeAll
	static void open() throws IOException {
		semantic = ModelFile.read(SmallModels.semantic(folder, 2, 1));
		instance = ModelFile.read(SmallModels.instance(folder));
	}

	@AfterAll
	static void close() {
		semantic.close();
		instance.close();
	}

	private static ImagePlus run(final SegmentationModel model, final ResultKind kind, final ImagePlus image) {
		return Segmentation.with(model).result(kind).build().run(image, Progress.NONE, Cancellation.NEVER).image(kind)
			.orElseThrow();
	}

	@Test
	void resultKeepsAxesCalibrationAndLabels() {
		final ImagePlus movie = DrawnImages.discs(16, 50, 30, 1, 2, 2);
		final ImagePlus labels = run(semantic, ResultKind.LABELS, movie);
		assertArrayEquals(movie.getDimensions(), labels.getDimensions());
		assertEquals(16, labels.getBitDepth());
		assertEquals("discs-labels", labels.getTitle());
		assertTrue(labels.getCalibration().equals(movie.getCalibration()));
		assertEquals("plane 4", labels.getStack().getSliceLabel(4));
		final ImagePlus shares = run(semantic, ResultKind.PROBABILITIES, movie);
		assertArrayEquals(new int[] { 50, 30, 2, 2, 2 }, shares.getDimensions());
		assertEquals(32, shares.getBitDepth());
	}

	@Test
	void stackGivesWhatItsPlanesGive() {
		final ImagePlus movie = DrawnImages.discs(8, 40, 33, 1, 2, 2);
		for (final SegmentationModel model : new SegmentationModel[] { semantic, instance }) {
			final ImagePlus whole = run(model, ResultKind.LABELS, movie);
			for (int i = 2; i <= 3; i++) {
				final ImagePlus single = run(model, ResultKind.LABELS, new ImagePlus("plane", movie.getStack().getProcessor(i)));
				assertArrayEquals((short[]) single.getProcessor().getPixels(), (short[]) whole.getStack().getPixels(i));
			}
		}
	}

	@Test
	void labelsMaskAndProbabilitiesAgree() {
		final ImagePlus image = DrawnImages.discs(8, 64, 48, 1, 1, 1);
		final ImagePlus shares = run(semantic, ResultKind.PROBABILITIES, image);
		final ImagePlus labels = run(semantic, ResultKind.LABELS, image);
		final ImagePlus mask = run(semantic, ResultKind.MASK, image);
		assertEquals(8, mask.getBitDepth());
		int inside = 0;
		for (int i = 0; i < 64 * 48; i++) {
			final float outside = shares.getStack().getProcessor(1).getf(i);
			final float in = shares.getStack().getProcessor(2).getf(i);
			assertEquals(1, outside + in, 1e-5);
			final int expected = in > outside ? 255 : 0;
			inside += expected / 255;
			assertEquals(expected, labels.getProcessor().get(i));
			assertEquals(expected, mask.getProcessor().get(i));
		}
		assertTrue(inside > 0 && inside < 64 * 48, "the untrained model should find both classes, not " + inside);
	}

	@Test
	void objectsAreColouredAndSurviveFiles() throws IOException {
		final ImagePlus labels = run(instance, ResultKind.LABELS, DrawnImages.discs(8, 40, 40, 1, 2, 1));
		assertEquals(0, labels.getLuts()[0].getRGB(0) & 0xffffff, "background is black");
		assertEquals(255, labels.getDisplayRangeMax());
		final Path file = folder.resolve("objects.tif");
		ImageWriter.write(labels, file);
		final ImagePlus read = ImageReader.read(file);
		assertEquals(16, read.getBitDepth());
		for (int z = 1; z <= 2; z++) assertArrayEquals((short[]) labels.getStack().getPixels(z), (short[]) read.getStack()
			.getPixels(z));
	}

	@Test
	void channelsAreChosenByNumber() throws IOException {
		final ImagePlus image = DrawnImages.discs(8, 40, 40, 3, 1, 1);
		final ImagePlus second = new Duplicator().run(image, 2, 2, 1, 1, 1, 1);
		final ImagePlus expected = run(semantic, ResultKind.LABELS, second);
		final ImagePlus got = Segmentation.with(semantic).channels(ChannelChoice.of("2")).build().run(image, Progress.NONE,
			Cancellation.NEVER).image(ResultKind.LABELS).orElseThrow();
		assertArrayEquals((short[]) expected.getProcessor().getPixels(), (short[]) got.getProcessor().getPixels());
		assertEquals("discs.tif has 3 channels, the model takes 1; choose which with channels, for instance channels=1",
			assertThrows(IllegalArgumentException.class, () -> run(semantic, ResultKind.LABELS, image)).getMessage());
		assertEquals("discs.tif has 3 channels, and no channel 4", assertThrows(IllegalArgumentException.class,
			() -> Segmentation.with(semantic).channels(ChannelChoice.of("4")).build().run(image, Progress.NONE,
				Cancellation.NEVER)).getMessage());
		assertEquals("channels \"red\" are not numbers from 1; write for instance 1 or 1,2,3", assertThrows(
			IllegalArgumentException.class, () -> ChannelChoice.of("red")).getMessage());
	}

	@Test
	void modelOfVolumesSeesAFrameAtOnce() throws IOException {
		final ImagePlus movie = DrawnImages.discs(8, 33, 34, 1, 9, 2);
		try (SegmentationModel volumes = ModelFile.read(SmallModels.semantic(folder, 3, 1))) {
			final ImagePlus labels = run(volumes, ResultKind.LABELS, movie);
			assertArrayEquals(movie.getDimensions(), labels.getDimensions());
			final ImagePlus frame = run(volumes, ResultKind.LABELS, new Duplicator().run(movie, 1, 1, 1, 9, 2, 2));
			for (int z = 1; z <= 9; z++) assertArrayEquals((short[]) frame.getStack().getPixels(z), (short[]) labels.getStack()
				.getPixels(9 + z));
		}
	}

	@Test
	void ofAClassOfASingleRegionTheLargestIsKept() throws IOException {
		final ImagePlus volume = DrawnImages.discs(8, 33, 34, 1, 9, 2);
		try (SegmentationModel several = ModelFile.read(SmallModels.semantic(folder, 3, 1));
				SegmentationModel single = new SegmentationModel(several.manifest().withSingleRegions(List.of(1)),
					SegmentationNetwork.build(several.manifest().network(), 7)))
		{
			final ImagePlus all = run(several, ResultKind.LABELS, volume);
			final ImagePlus one = run(single, ResultKind.LABELS, volume);
			final ImagePlus mask = Segmentation.with(single).results(Set.of(ResultKind.MASK, ResultKind.PROBABILITIES)).build()
				.run(volume, Progress.NONE, Cancellation.NEVER).image(ResultKind.MASK).orElseThrow();
			int most = 0;
			for (int t = 0; t < 2; t++) {
				final int[] before = frame(all, t);
				final int[] after = frame(one, t);
				final int[] size = { 9, 34, 33 };
				final ConnectedComponents.Components regions = ConnectedComponents.ofEqual(before, size, Connectivity.FULL);
				most = Math.max(most, regions.count());
				assertEquals(1, ConnectedComponents.ofEqual(after, size, Connectivity.FULL).count());
				assertEquals(Arrays.stream(regions.sizes()).skip(1).max().getAsInt(), Arrays.stream(after).filter(v -> v != 0)
					.count());
				for (int i = 0; i < after.length; i++) assertTrue(after[i] == 0 || before[i] == after[i]);
				assertArrayEquals(after, frame(mask, t), "with probabilities asked for, too");
			}
			assertTrue(most > 1, "the untrained model should find scattered regions");
		}
	}

	private static int[] frame(final ImagePlus volume, final int t) {
		final int[] values = new int[9 * 34 * 33];
		for (int i = 0; i < values.length; i++) values[i] = volume.getStack().getProcessor(9 * t + 1 + i / (34 * 33)).get(i %
			(34 * 33));
		return values;
	}

	@Test
	void progressRisesAndCancelEndsTheRun() {
		final ImagePlus movie = DrawnImages.discs(8, 32, 32, 1, 1, 5);
		final double[] last = { -1 };
		Segmentation.with(semantic).build().run(movie, (done, total, message) -> {
			assertTrue((double) done / total >= last[0]);
			last[0] = (double) done / total;
		}, Cancellation.NEVER);
		assertEquals(1, last[0]);
		final int[] asked = { 0 };
		assertThrows(CanceledException.class, () -> Segmentation.with(semantic).build().run(movie, Progress.NONE,
			() -> ++asked[0] > 3));
	}
}
