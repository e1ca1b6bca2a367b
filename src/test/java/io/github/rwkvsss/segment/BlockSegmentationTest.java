package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ImageProcessor;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All blocks together against the whole image: the same objects, pixel by pixel, with the same scores. */
class BlockSegmentationTest {

	/** Discs of many sizes that touch and cross all borders, worms that run through several blocks, rings, and noise. */
	private static ImagePlus drawing(final int width, final int height, final int slices, final int frames, final int seed) {
		final ImagePlus image = IJ.createHyperStack("drawing", width, height, 1, slices, frames, 8);
		final SplittableRandom random = new SplittableRandom(seed);
		for (int t = 0; t < frames; t++) {
			for (int n = 0; n < width * height * slices / (slices > 1 ? 900 : 350); n++) blob(image, t, random.nextDouble() *
				width, random.nextDouble() * height, random.nextDouble() * slices, 1.5 + 5 * random.nextDouble(), 100 + 120 * random
					.nextDouble());
			for (int n = 0; n < 4; n++) {
				double x = random.nextDouble() * width;
				double y = random.nextDouble() * height;
				double direction = random.nextDouble() * 6.3;
				for (int i = 0; i < 60; i++) {
					blob(image, t, x, y, slices / 2.0, 2.2, 150 + 50 * Math.sin(i / 3.0));
					direction += random.nextDouble() - 0.5;
					x += 2 * Math.cos(direction);
					y += 2 * Math.sin(direction);
				}
			}
			for (int i = 0; i < 360; i += 2) blob(image, t, width / 3.0 + 24 * Math.cos(i / 57.3), height / 2.0 + 24 * Math.sin(
				i / 57.3), slices / 2.0, 2, 140);
		}
		for (int i = 1; i <= image.getStackSize(); i++) {
			final ImageProcessor plane = image.getStack().getProcessor(i);
			for (int p = 0; p < plane.getPixelCount(); p++) plane.set(p, Math.min(255, plane.get(p) + random.nextInt(25)));
		}
		image.getCalibration().pixelWidth = image.getCalibration().pixelHeight = 0.5;
		image.getCalibration().pixelDepth = 1.1;
		image.getCalibration().setUnit("micron");
		return image;
	}

	private static void blob(final ImagePlus image, final int frame, final double x, final double y, final double z,
		final double radius, final double height)
	{
		final int reach = (int) Math.ceil(radius) + 1;
		for (int k = Math.max(0, (int) z - reach); k <= Math.min(image.getNSlices() - 1, (int) z + reach); k++) {
			final ImageProcessor plane = image.getStack().getProcessor(image.getStackIndex(1, k + 1, frame + 1));
			for (int j = Math.max(0, (int) y - reach); j <= Math.min(image.getHeight() - 1, (int) y + reach); j++) {
				for (int i = Math.max(0, (int) x - reach); i <= Math.min(image.getWidth() - 1, (int) x + reach); i++) {
					final double d = Math.sqrt((i - x) * (i - x) + (j - y) * (j - y) + (image.getNSlices() == 1 ? 0 : (k - z) * (k -
						z)));
					final int value = (int) (height / (1 + Math.exp(3 * (d - radius))));
					if (value > plane.get(i, j)) plane.set(i, j, value);
				}
			}
		}
	}

	/** @return the labels of all blocks, each plane's or volume's separately, as their own numbers */
	private static List<long[]> joined(final BlockSegmentation blocks, final List<FoundBlock> found) {
		final BlockLayout layout = blocks.layout();
		final int[] size = Arrays.stream(layout.partSize()).mapToInt(Math::toIntExact).toArray();
		final Box whole = new Box(new long[size.length], size);
		final List<long[]> parts = new ArrayList<>();
		for (long p = 0; p < layout.parts(); p++) parts.add(new long[whole.pixels()]);
		for (long b = 0; b < layout.count(); b++) {
			final FoundBlock block = found.get((int) b);
			final long[] part = parts.get((int) layout.partOf(b));
			final int width = layout.box(b).size()[size.length - 1];
			whole.rows(layout.box(b), (to, from) -> {
				for (int x = 0; x < width; x++) part[to + x] = block.labels()[from + x] == 0 ? 0 : block.numbers().length == 0
					? block.labels()[from + x] : block.numbers()[block.labels()[from + x] - 1];
			});
		}
		return parts;
	}

	private static List<FoundBlock> all(final BlockSegmentation blocks) {
		final List<FoundBlock> found = new ArrayList<>();
		for (long b = 0; b < blocks.layout().count(); b++) found.add(blocks.run(b, Progress.NONE, Cancellation.NEVER));
		return found;
	}

	/** @return number here of each number there, which must be one and the same wherever they meet */
	private static Map<Long, Long> sameUpToNumbers(final long[] blocks, final int[] whole) {
		final Map<Long, Long> there = new HashMap<>();
		final Map<Long, Long> here = new HashMap<>();
		for (int i = 0; i < whole.length; i++) {
			if (blocks[i] == 0 || whole[i] == 0) {
				assertEquals(whole[i], blocks[i], "at pixel " + i);
				continue;
			}
			final Long other = there.putIfAbsent(blocks[i], (long) whole[i]);
			// NB: the number is the object's first pixel.
			if (other == null) assertEquals(i + 1, blocks[i]);
			else assertEquals(other, (long) whole[i], "at pixel " + i);
			final Long own = here.putIfAbsent((long) whole[i], blocks[i]);
			assertTrue(own == null || own == blocks[i], "at pixel " + i);
		}
		return there;
	}

	private static int[] whole(final LabelImage planes, final int part, final int together) {
		final int pixels = planes.plane(0).length;
		final int[] all = new int[together * pixels];
		for (int z = 0; z < together; z++) System.arraycopy(planes.plane(part * together + z), 0, all, z * pixels, pixels);
		return all;
	}

	private static void compare(final ImagePlus image, final SegmentationBuilder builder, final int edge, final int margin,
		final int least)
	{
		final Segmentation segmentation = builder.results(java.util.Set.of(ResultKind.LABELS, ResultKind.TABLE)).build();
		final BlockFacts facts = segmentation.blockFacts(PixelSource.of(image), 1L << 30, Cancellation.NEVER);
		// NB: the cap is larger than the image, so that everything is to be exact.
		final BlockSegmentation blocks = segmentation.blocks(PixelSource.of(image), new BlockFacts(facts.tile(), facts
			.diameters(), edge, margin, 4096));
		final List<FoundBlock> found = all(blocks);
		final List<long[]> parts = joined(blocks, found);
		final LabelImage planes = segmentation.labels(PixelSource.of(image), Progress.NONE, Cancellation.NEVER);
		int objects = 0;
		for (int p = 0; p < parts.size(); p++) objects += sameUpToNumbers(parts.get(p), whole(planes, p, planes.planes() / parts
			.size())).size();
		assertTrue(objects >= least, objects + " objects");
		for (final FoundBlock block : found) assertEquals(List.of(), block.inexact());
		assertEquals(objects, found.stream().mapToInt(FoundBlock::objects).sum());
		assertEquals(rows(segmentation.run(image, Progress.NONE, Cancellation.NEVER).table()), rows(blocks, found));
	}

	/** Sizes, centroids and sums identify objects; scores and intensities must be those of the whole image. */
	private static List<String> rows(final ObjectTable table) {
		final List<String> rows = new ArrayList<>();
		final ij.measure.ResultsTable results = table.toResultsTable();
		for (int r = 0; r < results.size(); r++) rows.add((int) results.getValue("Pixels", r) + " " + (results.columnExists(
			"Score") ? results.getValue("Score", r) : 0) + " " + results.getValue("Mean", r) + " " + results.getValue("Min", r) +
			" " + results.getValue("RawIntDen", r));
		rows.sort(null);
		return rows;
	}

	private static List<String> rows(final BlockSegmentation blocks, final List<FoundBlock> found) {
		final List<String> rows = new ArrayList<>();
		for (final FoundBlock block : found) for (final FoundBlock.Region region : block.regions()) rows.add((int) region
			.statistics().pixels() + " " + Math.rint(1e4 * region.score()) / 1e4 + " " + region.statistics().mean(0) + " " +
			region.statistics().min(0) + " " + region.statistics().sum(0));
		rows.sort(null);
		return rows;
	}

	@ParameterizedTest
	@CsvSource({ "221, 177, 64, 8", "130, 259, 37, 1", "97, 64, 97, 4", "513, 70, 50, 16" })
	void planesAreThoseOfTheWholeImage(final int width, final int height, final int edge, final int margin) {
		compare(drawing(width, height, 1, 1, 5), Segmentation.with(new IntensityModel(Task.INSTANCE, 2, null)), edge, margin,
			10);
	}

	/** Seen enlarged, objects are separated on finer pixels; seen smaller, on the image's; without a diameter it is looked for. */
	@ParameterizedTest
	@CsvSource({ "9, 64, 8", "11, 41, 2", "31, 64, 8", "70, 55, 3", "0, 64, 8" })
	void objectsOfAnySizeAreThoseOfTheWholeImage(final double diameter, final int edge, final int margin) {
		compare(drawing(151, 137, 1, 1, 6), Segmentation.with(new IntensityModel(Task.INSTANCE, 2, 20.0)).diameter(diameter),
			edge, margin, 3);
	}

	@Test
	void everyPlaneOfAStackIsItsOwn() {
		compare(drawing(120, 91, 3, 2, 7), Segmentation.with(new IntensityModel(Task.INSTANCE, 2, null)), 48, 4, 60);
	}

	/** The model's voxels are not the image's, so that probabilities are interpolated on the way back. */
	@ParameterizedTest
	@CsvSource({ "20, 4", "29, 2" })
	void volumesAreThoseOfTheWholeImage(final int edge, final int margin) {
		compare(drawing(51, 48, 31, 1, 8), Segmentation.with(new IntensityModel(Task.INSTANCE, 3, null)), edge, margin, 20);
	}

	@ParameterizedTest
	@CsvSource({ "2, 50", "3, 17" })
	void classesAreThoseOfTheWholeImage(final int dimensions, final int edge) {
		final ImagePlus image = drawing(101, 77, 19, 1, 9);
		final Segmentation segmentation = Segmentation.with(new IntensityModel(Task.SEMANTIC, dimensions, null)).build();
		final BlockFacts facts = segmentation.blockFacts(PixelSource.of(image), 1L << 30, Cancellation.NEVER);
		final BlockSegmentation blocks = segmentation.blocks(PixelSource.of(image), new BlockFacts(facts.tile(), List.of(),
			edge, 4, 16));
		final List<long[]> parts = joined(blocks, all(blocks));
		final LabelImage planes = segmentation.labels(PixelSource.of(image), Progress.NONE, Cancellation.NEVER);
		for (int p = 0; p < parts.size(); p++) {
			final int[] whole = whole(planes, p, planes.planes() / parts.size());
			for (int i = 0; i < whole.length; i++) assertEquals(whole[i], 100 * parts.get(p)[i]);
		}
	}

	/** What neighbours need is predicted once: no more tiles than of the whole image. */
	@Test
	void tilesArePredictedOnce() {
		final ImagePlus image = drawing(300, 300, 1, 1, 5);
		final IntensityModel model = new IntensityModel(Task.INSTANCE, 2, null);
		final Segmentation segmentation = Segmentation.with(model).build();
		segmentation.labels(PixelSource.of(image), Progress.NONE, Cancellation.NEVER);
		final int whole = model.predicted;
		model.predicted = 0;
		all(segmentation.blocks(PixelSource.of(image), new BlockFacts(List.of(48, 48), List.of(), 128, 64, 64)));
		assertEquals(whole, model.predicted);
	}

	/** Confluent tissue: said where, every pixel has its label, no number stands for two things. */
	@Test
	void whatIsConnectedTooFarIsCutAndSaid() {
		final ImagePlus image = drawing(300, 300, 1, 1, 5);
		for (int x = 10; x < 290; x++) for (int y = 140; y < 150; y++) image.getProcessor().set(x, y, 160);
		final Segmentation segmentation = Segmentation.with(new IntensityModel(Task.INSTANCE, 2, null)).build();
		final BlockSegmentation blocks = segmentation.blocks(PixelSource.of(image), new BlockFacts(List.of(48, 48), List.of(),
			64, 8, 32));
		final List<FoundBlock> found = all(blocks);
		final List<String> said = found.stream().flatMap(block -> block.inexact().stream()).toList();
		assertTrue(said.contains(
			"what is connected at the block 64 x 64 at 128 x 64 reaches more than 32 pixels beyond it; its objects are cut at the block's border"),
			said.toString());
		final long[] labels = joined(blocks, found).get(0);
		final int[] whole = segmentation.labels(PixelSource.of(image), Progress.NONE, Cancellation.NEVER).plane(0);
		int differing = 0;
		for (int i = 0; i < whole.length; i++) if (whole[i] == 0 != (labels[i] == 0)) differing++;
		assertTrue(differing < whole.length / 100, differing + " pixels");
		// Blocks that said nothing have the whole image's objects.
		for (int b = 0; b < found.size(); b++) {
			if (!found.get(b).inexact().isEmpty()) continue;
			final Box box = blocks.layout().box(b);
			for (int y = 0; y < box.size()[0]; y++) for (int x = 0; x < box.size()[1]; x++) {
				final int i = (int) (box.min()[0] + y) * 300 + (int) box.min()[1] + x;
				assertEquals(whole[i] == 0, labels[i] == 0, box + " " + x + " " + y);
			}
		}
		final List<Long> begun = found.stream().flatMap(block -> block.regions().stream()).map(FoundBlock.Region::number)
			.sorted().toList();
		assertEquals(begun, begun.stream().distinct().toList());
		assertEquals(begun, Arrays.stream(labels).filter(label -> label != 0).distinct().sorted().boxed().toList());
	}

	/** Instance labels are numbered by their first pixels; semantic ones do not change. */
	@ParameterizedTest
	@CsvSource({ "INSTANCE, 0, 8", "INSTANCE, 9, 40", "SEMANTIC, 0, 8" })
	void aPlaneThatDoesNotFitIsToldInBlocksByItself(final Task task, final double diameter, final long mebibytes) {
		final ImagePlus image = drawing(331, 402, 2, 1, 4);
		final Double ofModel = diameter == 0 ? null : Double.valueOf(20);
		final SegmentationBuilder builder = Segmentation.with(new IntensityModel(task, 2, ofModel)).diameter(diameter);
		final SegmentationResult whole = builder.build().run(image, Progress.NONE, Cancellation.NEVER);
		final List<String> notices = new ArrayList<>();
		final SegmentationResult blocks = builder.heap(mebibytes << 20).notices(notices::add).build().run(image, Progress.NONE,
			Cancellation.NEVER);
		assertEquals(2, notices.size(), notices.toString());
		assertTrue(notices.get(0).startsWith("drawing: 331 x 402 pixels would take "), notices.get(0));
		for (int p = 0; p < 2; p++) {
			final int[] expected = pixels(whole, p);
			final int[] found = pixels(blocks, p);
			if (task == Task.SEMANTIC) assertEquals(Arrays.toString(expected), Arrays.toString(found));
			else sameUpToNumbers(firstPixels(found), expected);
		}
		assertEquals(rows(whole.table()), rows(blocks.table()));
		assertEquals(whole.remarks(), blocks.remarks());
	}

	private static int[] pixels(final SegmentationResult result, final int plane) {
		final ImageProcessor labels = result.image(ResultKind.LABELS).orElseThrow().getStack().getProcessor(plane + 1);
		final int[] pixels = new int[labels.getPixelCount()];
		for (int i = 0; i < pixels.length; i++) pixels[i] = labels.get(i);
		return pixels;
	}

	/** Numbers that rise with the first pixels, as what they stand for. */
	private static long[] firstPixels(final int[] numbered) {
		final long[] first = new long[numbered.length];
		final Map<Integer, Long> known = new HashMap<>();
		for (int i = 0; i < first.length; i++) {
			if (numbered[i] == 0) continue;
			if (!known.containsKey(numbered[i])) {
				known.put(numbered[i], i + 1L);
				assertEquals(known.size(), numbered[i]);
			}
			first[i] = known.get(numbered[i]);
		}
		return first;
	}

	@Test
	void whatOnlyTheWholeImageTellsIsRefused() {
		final ImagePlus image = drawing(60, 60, 1, 1, 5);
		final Segmentation dim = Segmentation.with(new IntensityModel(Task.INSTANCE, 2, 20.0)).dimObjects(DimObjects.SOUGHT)
			.build();
		assertEquals(
			"dim objects are looked for in the whole image, which does not fit into memory; leave dim_objects at false",
			assertThrows(IllegalArgumentException.class, () -> dim.blockFacts(PixelSource.of(image), 1 << 30, Cancellation.NEVER))
				.getMessage());
	}
}
