package io.github.rwkvsss.sampledata;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.ShortProcessor;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.ObjectDiameter;
import io.github.rwkvsss.metric.InstanceMatching;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DimObjects;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SegmentationResult;
import io.github.rwkvsss.segment.View;

/** nuclei-2d on drawn nuclei of any size, with what is wrong with other laboratories' images. */
class HardNucleiTest {

	private static SegmentationModel nuclei;

	@BeforeAll
	static void open() throws IOException {
		nuclei = ModelLibrary.open("nuclei-2d");
	}

	@AfterAll
	static void close() {
		nuclei.close();
	}

	private static ImagePlus image(final Drawing drawing) {
		final short[] values = new short[drawing.image().length];
		for (int i = 0; i < values.length; i++) values[i] = (short) drawing.image()[i];
		return new ImagePlus("drawn", new ShortProcessor(drawing.width(), drawing.height(), values, null));
	}

	private static double precision(final Drawing drawing) {
		final int[] found = Segmentation.with(nuclei).build().labels(PixelSource.of(image(drawing)), Progress.NONE,
			Cancellation.NEVER).plane(0);
		return InstanceMatching.of(drawing.labels(), found).at(0.5).averagePrecision();
	}

	@Test
	void theSizeOfNucleiIsFound() {
		for (final double diameter : new double[] { 8, 30, 110 }) {
			final Drawing drawing = new HardNuclei((int) Math.min(512, 16 * diameter), diameter, 3).draw(20);
			final double truth = ObjectDiameter.typical(drawing.labels());
			final double found = Segmentation.with(nuclei).build().diameter(image(drawing), 0, 0, Cancellation.NEVER);
			assertEquals(truth, found, 0.2 * truth);
			assertTrue(precision(drawing) >= 0.9, diameter + " pixels: " + precision(drawing));
		}
	}

	@Test
	void specksDeadCellsAndUnevenLightHideNothing() {
		final Drawing drawing = new HardNuclei(192, 18, 5).specks(5).deadCells(2).shading(0.4).noise(0.05).levels(4095).draw(
			24);
		// Dead cells and the larger specks may count as objects; no nucleus is missed for them.
		assertTrue(precision(drawing) >= 0.8, "AP " + precision(drawing));
	}

	/** Brightest over dimmest is 30, and specks and a dead cell are five times as bright as the brightest. */
	@Test
	void dimNucleiBesideBrightOnesAreFoundWhereTheyAreSought() {
		final Drawing drawing = new HardNuclei(256, 30, 13).brightness(30).specks(4).deadCells(1).shading(0.3).noise(0.2)
			.levels(65535).draw(22);
		final int[] sought = Segmentation.with(nuclei).dimObjects(DimObjects.SOUGHT).build().labels(PixelSource.of(image(
			drawing)), Progress.NONE, Cancellation.NEVER).plane(0);
		final double precision = InstanceMatching.of(drawing.labels(), sought).at(0.5).averagePrecision();
		assertTrue(precision >= 0.8 && precision > precision(drawing), "AP " + precision + " and " + precision(drawing));
	}

	@Test
	void aStackGivesWhatItsPlanesGive() {
		final Drawing small = new HardNuclei(96, 10, 1).draw(15);
		final Drawing large = new HardNuclei(96, 30, 2).draw(4);
		final ImageStack stack = new ImageStack(96, 96);
		for (final Drawing drawing : List.of(small, large)) stack.addSlice(image(drawing).getProcessor());
		final Segmentation segmentation = Segmentation.with(nuclei).results(java.util.Set.of(ResultKind.LABELS,
			ResultKind.PROBABILITIES, ResultKind.TABLE)).build();
		final SegmentationResult both = segmentation.run(new ImagePlus("both", stack), Progress.NONE, Cancellation.NEVER);
		for (int z = 0; z < 2; z++) {
			final SegmentationResult one = segmentation.run(new ImagePlus("one", stack.getProcessor(z + 1)), Progress.NONE,
				Cancellation.NEVER);
			assertArrayEquals((short[]) one.image(ResultKind.LABELS).orElseThrow().getProcessor().getPixels(), (short[]) both
				.image(ResultKind.LABELS).orElseThrow().getStack().getPixels(z + 1));
		}
		assertEquals(96, both.image(ResultKind.PROBABILITIES).orElseThrow().getWidth());
		assertTrue(both.remarks().get(0).matches("both: objects are about \\S+ to \\S+ pixels across; .*"), both.remarks().get(
			0));
		for (final Roi outline : both.outlines()) {
			final double score = Double.parseDouble(outline.getProperty(SegmentationResult.SCORE));
			assertTrue(score > 0.5 && score <= 1, "score " + score);
		}
		assertTrue(both.table().toCsv().startsWith("Label,Object,Frame,Slice,Area,Pixels,Score,Mean,"));
	}

	@Test
	void aGivenDiameterIsKeptToAndTheViewAgrees() {
		final Drawing drawing = new HardNuclei(160, 32, 4).draw(9);
		final Segmentation given = Segmentation.with(nuclei).diameter(32).build();
		assertEquals(32, given.diameter(image(drawing), 0, 0, Cancellation.NEVER));
		final SegmentationResult result = given.run(image(drawing), Progress.NONE, Cancellation.NEVER);
		final List<Roi> seen = given.inView(image(drawing), View.of(image(drawing)), Progress.NONE, Cancellation.NEVER);
		assertEquals(result.outlines().size(), seen.size());
		for (int i = 0; i < seen.size(); i++) assertEquals(result.outlines().get(i).getBounds(), seen.get(i).getBounds());
	}

	@Test
	void modelsThatTakeImagesAsTheyAreRefuseADiameter() throws IOException {
		try (SegmentationModel membranes = ModelLibrary.open("membranes-2d")) {
			assertEquals(
				"model membranes-2d takes images as they are; leave diameter at 0, or choose a model that knows the size of its objects",
				assertThrows(IllegalArgumentException.class, () -> Segmentation.with(membranes).diameter(20).build()).getMessage());
		}
		assertTrue(assertThrows(IllegalArgumentException.class, () -> Segmentation.with(nuclei).diameter(-1).build())
			.getMessage().startsWith("the diameter is -1.0 pixels, but must be 0 to 4096"));
	}
}
