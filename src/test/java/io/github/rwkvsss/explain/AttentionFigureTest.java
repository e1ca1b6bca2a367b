package io.github.rwkvsss.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.explain.BranchChoice.Branch;
import io.github.rwkvsss.explain.BranchChoice.Part;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.network.ModuleProbe;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.Pass;
import io.github.rwkvsss.network.TokenMixing;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SmallModels;
import io.github.rwkvsss.tensor.Tensors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an image and a selection to maps, through the real network with random weights. */
class AttentionFigureTest {

	private static final BranchChoice COARSE = new BranchChoice(Part.ENCODER, 1, 1, Branch.GLOBAL);

	@TempDir
	static Path folder;
	private static SegmentationModel model;

	@BeforeAll
	static void open() throws IOException {
		model = ModelFile.read(SmallModels.semantic(folder, 2, 1));
	}

	@AfterAll
	static void close() {
		model.close();
	}

	private static AttentionFigure figure(final ImagePlus image, final Selection selection, final BranchChoice branch,
		final int tile, final ScanCurve... scans)
	{
		return AttentionFigure.of(model, Segmentation.with(model).tile(tile).build(), image, selection, branch, List.of(scans),
			ChannelView.mean(), Progress.NONE, Cancellation.NEVER);
	}

	/** Global window 8 on features of 4 pixels: tokens of 32 pixels, 4 x 3 of them on an image of 100 x 90. */
	@Test
	void tokensLieWhereTheirPixelsLie() {
		final ImagePlus image = DrawnImages.discs(8, 90, 100, 1, 1, 1);
		final AttentionFigure figure = figure(image, Selection.point(image, 40, 70, 0, 0), COARSE, 128);
		assertEquals(12, figure.attention().tokenCount());
		assertEquals(List.of(32, 32), Arrays.stream(figure.attention().tokenSize()).boxed().toList());
		final double[] shares = figure.maps().get(0).shares();
		assertEquals(1, Arrays.stream(shares).sum(), 1e-12);
		final float[] pixels = (float[]) figure.heatMap().getProcessor().getPixels();
		for (int y = 0; y < 100; y++) {
			for (int x = 0; x < 90; x++) assertEquals(shares[y / 32 * 3 + x / 32], pixels[y * 90 + x], 1e-7);
		}
		assertEquals(shares[2 * 3 + 1], figure.maps().get(0).own(), 1e-12);
		assertEquals(0.5, figure.heatMap().getCalibration().pixelWidth);
	}

	@Test
	void areaIsTheMeanOfItsTokens() {
		final ImagePlus image = DrawnImages.discs(8, 96, 96, 1, 1, 1);
		// Touches the two upper left tokens, one of them with a single column of pixels.
		image.setRoi(new Roi(3, 3, 30, 5));
		final double[] area = figure(image, Selection.of(image, 0, 0), COARSE, 0).maps().get(0).shares();
		image.deleteRoi();
		final double[] left = figure(image, Selection.point(image, 4, 4, 0, 0), COARSE, 0).maps().get(0).shares();
		final double[] right = figure(image, Selection.point(image, 32, 4, 0, 0), COARSE, 0).maps().get(0).shares();
		for (int i = 0; i < area.length; i++) assertEquals((left[i] + right[i]) / 2, area[i], 1e-12);
		assertNotEquals(left[0], right[0]);
	}

	/** For every branch of the network: the weights times the values are what the operation gave. */
	@Test
	void everyBranchTellsWhatItMixed() {
		final NetworkConfig config = model.manifest().network();
		final Set<String> named = new TreeSet<>();
		for (final Part part : Part.values()) {
			for (int stage = 1; stage <= 4; stage++) {
				for (int block = 1; block <= 2; block++) {
					for (final Branch branch : Branch.values()) {
						try {
							named.add(new BranchChoice(part, stage, block, branch).nameIn(config));
						}
						catch (final IllegalArgumentException e) {
							assertTrue(e.getMessage().endsWith(
								"it has 1 in encoder stage 1, 1 in encoder stage 2, 2 in encoder stage 3, " +
									"1 in encoder stage 4, 1 in decoder stage 2, 1 in decoder stage 3"), e.getMessage());
						}
					}
				}
			}
		}
		final List<String> told = new ArrayList<>();
		model.use(Pass.predict().with(new ModuleProbe() {

			@Override
			public void mixed(final TokenMixing mixing) {
				told.add(mixing.branch());
				final double[] mixed = Tensors.doubles(mixing.mixed());
				final TokenWeights tokens = TokenWeights.of(mixing);
				final int[] positions = mixing.path().along(mixing.scan(), mixing.grid()).positions();
				final double[] weights = new double[tokens.channels() * tokens.tokens()];
				for (final int target : new int[] { 0, tokens.tokens() / 2, tokens.tokens() - 1 }) {
					tokens.of(target, positions, weights);
					for (int c = 0; c < tokens.channels(); c++) {
						double sum = 0;
						for (int i = 0; i < tokens.tokens(); i++) sum += weights[c * tokens.tokens() + i] * tokens.value(c, i);
						assertEquals(mixed[target * tokens.channels() + c], sum, 1e-4 * Math.max(1, Math.abs(sum)), mixing.branch());
					}
				}
			}
		}));
		final float[] pixels = new float[64 * 96];
		for (int i = 0; i < pixels.length; i++) pixels[i] = (float) Math.sin(0.01 * i);
		model.predict(new float[][] { pixels }, 64, 96);
		model.use(Pass.predict());
		assertEquals(named, new TreeSet<>(told));
		assertEquals(named.size(), told.size());
	}

	@Test
	void otherPathsReorderTheSameKeys() {
		final ImagePlus image = DrawnImages.discs(8, 128, 128, 1, 1, 1);
		final AttentionFigure figure = figure(image, Selection.point(image, 70, 60, 0, 0), new BranchChoice(Part.ENCODER, 1, 1,
			Branch.LOCAL), 0, ScanCurve.HILBERT, ScanCurve.RASTER);
		final ImagePlus heat = figure.heatMap();
		assertEquals(2, heat.getNChannels());
		assertEquals("raster", heat.getStack().getSliceLabel(2));
		assertSame(ScanCurve.HILBERT, figure.attention().scan());
		final double[] hilbert = figure.maps().get(0).shares();
		final double[] raster = figure.maps().get(1).shares();
		assertEquals(1, Arrays.stream(raster).sum(), 1e-12);
		assertTrue(Math.abs(hilbert[0] - raster[0]) > 1e-6);
		// Two panels with a gap, enlarged twice, and their names below.
		assertEquals(2 * 256 + 6, figure.overlay().getWidth());
		assertEquals(256 + 22, figure.overlay().getHeight());
		assertTrue(figure.report().contains("(the model's own)"), figure.report());
	}

	@Test
	void onlyTheTileIsSeen() {
		final ImagePlus image = DrawnImages.discs(8, 200, 60, 1, 1, 1);
		final AttentionFigure figure = figure(image, Selection.point(image, 190, 10, 0, 0), COARSE, 128);
		final long first = figure.attention().origin()[1];
		assertTrue(first > 0 && first % 32 == 0, "starts at " + first);
		final ImagePlus heat = figure.heatMap();
		assertTrue(Float.isNaN(heat.getProcessor().getf((int) first - 1, 5)));
		assertTrue(heat.getProcessor().getf((int) first, 5) > 0);
		assertTrue(heat.getProcessor().getf(199, 59) > 0);
	}

	@Test
	void volumesHaveASliceEach() throws IOException {
		try (SegmentationModel volumes = ModelFile.read(SmallModels.semantic(folder, 3, 1))) {
			final ImagePlus image = DrawnImages.discs(8, 48, 40, 1, 20, 2);
			final AttentionFigure figure = AttentionFigure.of(volumes, Segmentation.with(volumes).build(), image, Selection.point(
				image, 20, 20, 17, 2), COARSE, List.of(), ChannelView.mean(), Progress.NONE, Cancellation.NEVER);
			final ImagePlus heat = figure.heatMap();
			assertEquals(20, heat.getNSlices());
			assertEquals(1, heat.getNFrames());
			// Global window 4 on features of 2 x 4 x 4 pixels: slices 17 to 20, counted from 1, are one token deep.
			assertEquals(8, figure.attention().tokenSize()[0]);
			assertEquals(heat.getStack().getProcessor(17).getf(20, 20), heat.getStack().getProcessor(20).getf(16, 16));
			assertNotEquals(heat.getStack().getProcessor(17).getf(20, 20), heat.getStack().getProcessor(16).getf(20, 20));
		}
	}

	@Test
	void refusesInOneSentence() {
		final ImagePlus image = DrawnImages.discs(8, 64, 64, 1, 1, 1);
		assertEquals("nothing is selected in discs.tif; click a point or draw an area on it, or give x and y", assertThrows(
			IllegalArgumentException.class, () -> Selection.of(image, 0, 0)).getMessage());
		assertEquals("x 64 and y 3 are no pixel of discs.tif; x goes from 0 to 63, y from 0 to 63", assertThrows(
			IllegalArgumentException.class, () -> Selection.point(image, 64, 3, 0, 0)).getMessage());
		assertEquals("the image has no slice 2; it has 1", assertThrows(IllegalArgumentException.class, () -> Selection.point(
			image, 4, 3, 2, 0)).getMessage());
		final BranchChoice none = new BranchChoice(Part.DECODER, 1, 1, Branch.GLOBAL);
		assertTrue(assertThrows(IllegalArgumentException.class, () -> none.nameIn(model.manifest().network())).getMessage()
			.startsWith("the model has no block 1 in decoder stage 1; it has "));
		assertEquals("the model is a UNET, which has no attention to show; choose a model of the RWKV-SSS kind", assertThrows(
			IllegalArgumentException.class, () -> COARSE.nameIn(NetworkConfig.preset("unet", 2, 1, 2))).getMessage());
	}
}
