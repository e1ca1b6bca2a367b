package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceSegmentation;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.sampledata.EllipsoidDrawing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of a 3D model, as Fiji shows them. The model is untrained: what it finds is arbitrary but always the same. */
class VolumeObjectModelTest {

	private static final int DEPTH = 20;
	private static final int HEIGHT = 36;
	private static final int WIDTH = 40;
	/** So that the untrained model finds some dozens of objects. */
	private static final InstanceParameters PARAMETERS = new InstanceParameters(0.5f, 0.05f, 2, 4, true);

	@TempDir
	static Path folder;
	private static SegmentationModel model;
	private static ImagePlus volume;

	@BeforeAll
	static void open() throws IOException {
		model = ModelFile.read(SmallModels.volumeInstance(folder));
		final float[] values = new EllipsoidDrawing(new int[] { DEPTH, HEIGHT, WIDTH }, 2, 12, 1).draw(12).image();
		volume = IJ.createImage("nuclei.tif", "32-bit black", WIDTH, HEIGHT, DEPTH);
		volume.setDimensions(1, DEPTH, 1);
		volume.getCalibration().pixelDepth = 2;
		volume.getCalibration().setUnit("micron");
		for (int i = 0; i < values.length; i++) volume.getStack().getProcessor(1 + i / (HEIGHT * WIDTH)).setf(i % (HEIGHT *
			WIDTH), values[i]);
	}

	@AfterAll
	static void close() {
		model.close();
	}

	private static SegmentationResult run(final ResultKind... kinds) {
		return Segmentation.with(model).instances(threshold()).results(Set.of(kinds)).build().run(volume, Progress.NONE,
			Cancellation.NEVER);
	}

	private static InstanceParameters threshold() {
		// The median of what the untrained model says, or all would be one object, or none.
		return PARAMETERS.withForegroundThreshold(median());
	}

	private static float middle;

	private static float median() {
		if (middle == 0) {
			final ImagePlus shares = Segmentation.with(model).result(ResultKind.PROBABILITIES).build().run(volume, Progress.NONE,
				Cancellation.NEVER).image(ResultKind.PROBABILITIES).orElseThrow();
			final float[] all = new float[DEPTH * HEIGHT * WIDTH];
			for (int i = 0; i < all.length; i++) all[i] = 1 - background(shares, i);
			java.util.Arrays.sort(all);
			middle = all[2 * all.length / 3];
		}
		return middle;
	}

	private static float background(final ImagePlus shares, final int voxel) {
		return shares.getStack().getProcessor(shares.getStackIndex(1, 1 + voxel / (HEIGHT * WIDTH), 1)).getf(voxel % (HEIGHT *
			WIDTH));
	}

	@Test
	void objectsAreThoseOfTheWholeVolumesProbabilities() {
		final ImagePlus labels = run(ResultKind.LABELS).image(ResultKind.LABELS).orElseThrow();
		final SegmentationResult whole = run(ResultKind.PROBABILITIES, ResultKind.LABELS);
		final ImagePlus shares = whole.image(ResultKind.PROBABILITIES).orElseThrow();
		final float[][] p = new float[3][DEPTH * HEIGHT * WIDTH];
		for (int k = 0; k < 3; k++) for (int i = 0; i < p[k].length; i++) p[k][i] = shares.getStack().getProcessor(shares
			.getStackIndex(k + 1, 1 + i / (HEIGHT * WIDTH), 1)).getf(i % (HEIGHT * WIDTH));
		final int[] expected = InstanceSegmentation.labels(p[0], p[1], p[2], new int[] { DEPTH, HEIGHT, WIDTH }, threshold());
		for (int i = 0; i < expected.length; i++) assertEquals(expected[i], labels.getStack().getProcessor(1 + i / (HEIGHT *
			WIDTH)).get(i % (HEIGHT * WIDTH)), "voxel " + i);
		assertArrayEquals((short[]) labels.getStack().getPixels(7), (short[]) whole.image(ResultKind.LABELS).orElseThrow()
			.getStack().getPixels(7));
	}

	@Test
	void regionsLieInTheirSlicesAndTheTableHasARowPerObject() {
		final SegmentationResult result = run(ResultKind.LABELS, ResultKind.ROIS, ResultKind.TABLE);
		final ImagePlus labels = result.image(ResultKind.LABELS).orElseThrow();
		assertArrayEquals(new int[] { WIDTH, HEIGHT, 1, DEPTH, 1 }, labels.getDimensions());
		final Map<Integer, TreeSet<Integer>> slices = new TreeMap<>();
		final Map<Integer, Integer> voxels = new TreeMap<>();
		for (int z = 1; z <= DEPTH; z++) for (int i = 0; i < HEIGHT * WIDTH; i++) {
			final int label = labels.getStack().getProcessor(z).get(i);
			if (label == 0) continue;
			slices.computeIfAbsent(label, n -> new TreeSet<>()).add(z);
			voxels.merge(label, 1, Integer::sum);
		}
		assertTrue(slices.size() >= 5 && slices.values().stream().anyMatch(in -> in.size() > 2), "found " + slices);
		assertEquals(slices.size(), result.objects().orElseThrow());
		final Map<Integer, TreeSet<Integer>> regions = new TreeMap<>();
		for (final Roi region : result.outlines()) {
			final String[] name = region.getName().split("-");
			assertEquals(region.getPosition(), Integer.parseInt(name[0].substring(1)));
			assertTrue(Double.parseDouble(region.getProperty(SegmentationResult.SCORE)) > 0, region.toString());
			regions.computeIfAbsent(Integer.parseInt(name[1]), n -> new TreeSet<>()).add(region.getPosition());
		}
		assertEquals(slices, regions);
		final ResultsTable table = result.table().toResultsTable();
		assertEquals(slices.size(), table.size());
		for (int row = 0; row < table.size(); row++) assertEquals(2.0 * voxels.get(Integer.parseInt(table.getStringValue(
			"Object", row))), table.getValue("Volume", row), 1e-6);
	}

	/** Surface and sphericity fit each other and the volume; no body has a smaller surface than a ball, but for the lattice. */
	@Test
	void shapeFeaturesOfVolumes() {
		final ResultsTable table = Segmentation.with(model).instances(threshold()).result(ResultKind.TABLE).shapeFeatures(true)
			.build().run(volume, Progress.NONE, Cancellation.NEVER).table().toResultsTable();
		assertTrue(table.size() >= 5);
		for (int row = 0; row < table.size(); row++) {
			final double volume = table.getValue("Volume", row);
			final double ball = Math.PI * Math.pow(6 * volume / Math.PI, 2.0 / 3);
			assertEquals(ball / table.getValue("Surface", row), table.getValue("Sphericity", row), 1e-9);
			// Of a few voxels the lattice is all there is to see.
			if (table.getValue("Pixels", row) > 100) assertTrue(table.getValue("Sphericity", row) < 1.1, "row " + row);
		}
	}
}
