package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipFile;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.Opener;
import ij.io.RoiDecoder;
import ij.measure.Calibration;
import ij.measure.Measurements;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import ij.process.ImageStatistics;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms of one result, against ImageJ's own measurements and readers. */
class SegmentationResultTest {

	private static final Set<ResultKind> ALL = EnumSet.allOf(ResultKind.class);

	@TempDir
	static Path folder;
	private static SegmentationModel model;

	@BeforeAll
	static void open() throws IOException {
		model = ModelFile.read(SmallModels.instance(folder));
	}

	@AfterAll
	static void close() {
		model.close();
	}

	private static SegmentationResult run(final ImagePlus image) {
		return SegmentationSettings.DEFAULT.withResults(ALL).with(model).build().run(image, Progress.NONE, Cancellation.NEVER);
	}

	@Test
	void tableSaysWhatImageJMeasures() {
		final ImagePlus movie = DrawnImages.discs(16, 50, 40, 1, 2, 2);
		final SegmentationResult result = run(movie);
		final ResultsTable table = result.table().toResultsTable();
		final ImagePlus labels = result.image(ResultKind.LABELS).orElseThrow();
		assertTrue(table.size() > 0);
		assertEquals(table.size(), result.objects().orElseThrow());
		assertEquals(table.size(), result.outlines().size());
		int row = 0;
		for (int t = 1; t <= 2; t++) {
			for (int z = 1; z <= 2; z++) {
				final int index = movie.getStackIndex(1, z, t);
				final Map<Integer, Integer> areas = new TreeMap<>();
				final ImageProcessor plane = labels.getStack().getProcessor(index);
				for (int i = 0; i < plane.getPixelCount(); i++) if (plane.get(i) > 0) areas.merge(plane.get(i), 1, Integer::sum);
				for (final int label : areas.keySet()) {
					final ImageStatistics expected = measured(movie, index, plane, label);
					assertEquals(t, table.getValue("Frame", row));
					assertEquals(z, table.getValue("Slice", row));
					assertEquals(label, (int) Double.parseDouble(table.getStringValue("Object", row)));
					assertEquals(expected.area, table.getValue("Area", row), 1e-9);
					assertEquals(areas.get(label), table.getValue("Pixels", row), 0);
					final double score = table.getValue("Score", row);
					assertTrue(score > 0 && score <= 1, "score " + score);
					assertEquals(expected.mean, table.getValue("Mean", row), 1e-9);
					assertEquals(expected.min, table.getValue("Min", row), 0);
					assertEquals(expected.max, table.getValue("Max", row), 0);
					assertEquals(expected.area * expected.mean, table.getValue("IntDen", row), 1e-6);
					assertEquals(expected.mean * expected.pixelCount, table.getValue("RawIntDen", row), 1e-6);
					assertEquals(expected.xCentroid, table.getValue("X", row), 1e-9);
					assertEquals(expected.yCentroid, table.getValue("Y", row), 1e-9);
					assertEquals("micron", table.getStringValue("Unit", row));
					row++;
				}
			}
		}
		assertEquals(row, table.size());
		final List<String> csv = result.table().toCsv().lines().toList();
		assertEquals("Label,Object,Frame,Slice,Area,Pixels,Score,Mean,Min,Max,IntDen,RawIntDen,X,Y,Unit", csv.get(0));
		assertEquals(row + 1, csv.size());
	}

	/** By ImageJ: the object's mask as a selection over the plane. */
	private static ImageStatistics measured(final ImagePlus movie, final int index, final ImageProcessor labels,
		final int label)
	{
		final ImageProcessor plane = movie.getStack().getProcessor(index).duplicate();
		final ij.process.ByteProcessor mask = new ij.process.ByteProcessor(labels.getWidth(), labels.getHeight());
		for (int i = 0; i < labels.getPixelCount(); i++) if (labels.get(i) == label) mask.set(i, 255);
		plane.setRoi(new Rectangle(labels.getWidth(), labels.getHeight()));
		plane.setMask(mask);
		final Calibration calibration = movie.getCalibration();
		return ImageStatistics.getStatistics(plane, Measurements.AREA | Measurements.MEAN | Measurements.MIN_MAX |
			Measurements.CENTROID, calibration);
	}

	@Test
	void outlinesLieOnTheirPlaneWithTheirLabelsPixels() {
		final ImagePlus movie = DrawnImages.discs(8, 50, 40, 2, 2, 2);
		final SegmentationResult result = Segmentation.with(model).channels(ChannelChoice.of("2")).results(ALL).build().run(
			movie, Progress.NONE, Cancellation.NEVER);
		final ImagePlus labels = result.image(ResultKind.LABELS).orElseThrow();
		for (final Roi outline : result.outlines()) {
			final String[] name = outline.getName().split("-");
			assertEquals("t" + outline.getTPosition(), name[0]);
			assertEquals("z" + outline.getZPosition(), name[1]);
			assertEquals(0, outline.getCPosition(), "outlines belong to all channels");
			final int label = Integer.parseInt(name[2]);
			final ImageProcessor plane = labels.getStack().getProcessor(labels.getStackIndex(1, outline.getZPosition(), outline
				.getTPosition()));
			for (int i = 0; i < plane.getPixelCount(); i++) assertEquals(plane.get(i) == label, outline.contains(i % 50, i / 50));
		}
		assertTrue(result.table().toCsv().startsWith("Label,Object,"));
	}

	@Test
	void severalChannelsAreMeasuredByNumber() throws IOException {
		try (SegmentationModel two = ModelFile.read(SmallModels.semantic(folder, 2, 2))) {
			final ImagePlus image = DrawnImages.discs(8, 40, 30, 3, 1, 1);
			final SegmentationResult result = Segmentation.with(two).channels(ChannelChoice.of("3,1")).results(ALL).build().run(
				image, Progress.NONE, Cancellation.NEVER);
			final ResultsTable table = result.table().toResultsTable();
			assertEquals(1, table.size());
			assertEquals("inside", table.getStringValue("Object", 0));
			final ImageProcessor mask = result.image(ResultKind.MASK).orElseThrow().getProcessor();
			final double[] sums = new double[2];
			for (int i = 0; i < mask.getPixelCount(); i++) if (mask.get(i) > 0) {
				sums[0] += image.getStack().getProcessor(3).get(i);
				sums[1] += image.getStack().getProcessor(1).get(i);
			}
			assertEquals(sums[0], table.getValue("RawIntDen C3", 0));
			assertEquals(sums[1], table.getValue("RawIntDen C1", 0));
			assertEquals("inside", result.outlines().get(0).getName());
		}
	}

	@Test
	void overlayLeavesWhatTheUserDrew() {
		final ImagePlus image = DrawnImages.discs(8, 50, 40, 1, 1, 1);
		final Roi own = new Roi(1, 2, 3, 4);
		image.setOverlay(new Overlay(own));
		final List<Roi> outlines = run(image).outlines();
		OutlineOverlay.put(outlines, image);
		OutlineOverlay.put(run(image).outlines(), image);
		assertEquals(1 + outlines.size(), image.getOverlay().size());
		assertEquals(own, image.getOverlay().get(0));
		OutlineOverlay.remove(image);
		assertEquals(1, image.getOverlay().size());
	}

	/** What TrackMate's label image detector goes by. */
	@Test
	void labelsOfAMovieHaveItsFramesAndIntervals() {
		final ImagePlus movie = DrawnImages.discs(16, 50, 40, 1, 1, 3);
		movie.getCalibration().frameInterval = 2.5;
		movie.getCalibration().setTimeUnit("min");
		movie.getCalibration().pixelWidth = 0.25;
		final ImagePlus labels = run(movie).image(ResultKind.LABELS).orElseThrow();
		assertArrayEquals(new int[] { 50, 40, 1, 1, 3 }, labels.getDimensions());
		assertEquals(2.5, labels.getCalibration().frameInterval);
		assertEquals("min", labels.getCalibration().getTimeUnit());
		assertEquals(0.25, labels.getCalibration().pixelWidth);
		for (int t = 1; t <= 3; t++) {
			final ImageProcessor frame = labels.getStack().getProcessor(t);
			final long found = java.util.stream.IntStream.range(0, frame.getPixelCount()).map(frame::get).filter(v -> v > 0)
				.distinct().count();
			assertEquals(found, frame.getStats().max, 0, "numbered anew in frame " + t);
		}
	}

	@Test
	void objectsAtTheBorderAreLeftOut() {
		final ImagePlus image = DrawnImages.discs(16, 50, 40, 1, 2, 1);
		final SegmentationResult all = run(image);
		final SegmentationResult inside = SegmentationSettings.DEFAULT.withResults(ALL).withBorderObjects(false).with(model)
			.build().run(image, Progress.NONE, Cancellation.NEVER);
		final List<Rectangle> wanted = all.outlines().stream().map(Roi::getBounds).filter(box -> box.x > 0 && box.y > 0 &&
			box.x + box.width < 50 && box.y + box.height < 40).toList();
		assertTrue(wanted.size() < all.outlines().size(), "nothing touches the border");
		assertEquals(wanted, inside.outlines().stream().map(Roi::getBounds).toList());
		assertEquals(wanted.size(), inside.objects().orElseThrow());
		final int left = all.outlines().size() - wanted.size();
		assertTrue(inside.remarks().contains(image.getTitle() + ": " + left + (left == 1 ? " object is" : " objects are") +
			" left out at the border."), inside.remarks().toString());
	}

	/** What ImageJ measures of each outline. */
	@Test
	void shapeFeaturesFollowTheCentroid() {
		final ImagePlus image = DrawnImages.discs(16, 50, 40, 1, 1, 1);
		final SegmentationResult result = SegmentationSettings.DEFAULT.withResults(ALL).withShapeFeatures(true).with(model)
			.build().run(image, Progress.NONE, Cancellation.NEVER);
		final ResultsTable table = result.table().toResultsTable();
		assertEquals("Label,Object,Frame,Slice,Area,Pixels,Score,Mean,Min,Max,IntDen,RawIntDen,X,Y," +
			"Perim.,Major,Minor,Angle,Circ.,Feret,FeretAngle,MinFeret,AR,Round,Solidity,Unit", result.table().toCsv().lines()
				.findFirst().orElseThrow());
		int row = 0;
		for (final Roi outline : result.outlines()) {
			image.setRoi(outline);
			final ImageStatistics ellipse = image.getStatistics(ij.measure.Measurements.ELLIPSE);
			assertEquals(ellipse.major, table.getValue("Major", row), 1e-9);
			assertEquals(ellipse.minor, table.getValue("Minor", row), 1e-9);
			assertEquals(outline.getFeretsDiameter(), table.getValue("Feret", row), 1e-6);
			row++;
		}
		assertEquals(row, table.size());
	}

	@Test
	void filesAreWhatImageJOpens() throws IOException {
		final ImagePlus image = DrawnImages.discs(16, 50, 40, 1, 2, 1);
		final SegmentationResult result = run(image);
		final Path overlaid = folder.resolve("o.tif");
		ResultFile.write(result, ResultKind.OVERLAY, overlaid);
		final ImagePlus opened = new Opener().openTiff(overlaid.getParent().toString() + "/", "o.tif");
		assertEquals(result.outlines().size(), opened.getOverlay().size());
		assertArrayEquals((short[]) image.getStack().getPixels(2), (short[]) opened.getStack().getPixels(2));
		assertEquals(2, opened.getOverlay().get(opened.getOverlay().size() - 1).getPosition());
		final Path zip = folder.resolve("r.zip");
		ResultFile.write(result, ResultKind.ROIS, zip);
		try (ZipFile rois = new ZipFile(zip.toFile())) {
			assertEquals(result.outlines().size(), rois.size());
			for (final Roi expected : result.outlines()) {
				final Roi read = RoiDecoder.openFromByteArray(rois.getInputStream(rois.getEntry(expected.getName() + ".roi"))
					.readAllBytes());
				assertNotNull(read);
				assertEquals(expected.getBounds(), read.getBounds());
				assertEquals(expected.getPosition(), read.getPosition());
			}
		}
		final Path csv = folder.resolve("t.csv");
		ResultFile.write(result, ResultKind.TABLE, csv);
		assertEquals(result.table().toCsv(), Files.readString(csv));
	}

	@Test
	void viewShowsWhatTheWholeShows() throws IOException {
		try (SegmentationModel classes = ModelFile.read(SmallModels.semantic(folder, 2, 1))) {
			final ImagePlus movie = DrawnImages.discs(8, 150, 140, 1, 3, 1);
			final Segmentation segmentation = SegmentationSettings.DEFAULT.withTile(96).with(classes).build();
			final ImageProcessor mask = segmentation.run(movie, Progress.NONE, Cancellation.NEVER).image(ResultKind.LABELS)
				.orElseThrow().getStack().getProcessor(3);
			final Rectangle part = new Rectangle(90, 20, 55, 60);
			final long[] tiles = new long[1];
			final List<Roi> outlines = segmentation.inView(movie, new View(0, 2, part), (done, total, message) -> tiles[0] =
				total, Cancellation.NEVER);
			assertTrue(tiles[0] < segmentation.plan(140, 150).count(), tiles[0] + " tiles");
			assertEquals(1, outlines.size());
			assertEquals(3, outlines.get(0).getPosition());
			for (int y = part.y; y < part.y + part.height; y++) {
				for (int x = part.x; x < part.x + part.width; x++) assertEquals(mask.get(x, y) > 0, outlines.get(0).contains(x, y),
					x + ", " + y);
			}
		}
	}
}
