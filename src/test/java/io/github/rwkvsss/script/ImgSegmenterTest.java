package io.github.rwkvsss.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.converter.Converters;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SmallModels;

/** ImgLib2 images through the script's door, compared with ImageJ's images through the commands' one. */
class ImgSegmenterTest {

	@TempDir
	static Path folder;
	private static String objects;
	private static String classes;

	@BeforeAll
	static void models() throws IOException {
		objects = SmallModels.instance(folder).toString();
		classes = SmallModels.semantic(folder, 2, 2).toString();
	}

	private static ImagePlus labels(final ImagePlus image, final String model) throws IOException {
		try (SegmentationModel opened = ModelLibrary.open(model)) {
			return Segmentation.with(opened).build().run(image, Progress.NONE, Cancellation.NEVER).image(ResultKind.LABELS)
				.orElseThrow();
		}
	}

	private static int at(final RandomAccessibleInterval<IntType> labels, final long... position) {
		final RandomAccess<IntType> access = labels.randomAccess();
		return access.setPositionAndGet(position).get();
	}

	@Test
	void aStackOfTwoChannelsInAnyOrderOfAxes() throws IOException {
		final ImagePlus image = DrawnImages.discs(16, 37, 29, 2, 3, 2);
		final ImagePlus expected = labels(image, classes);
		// XYCZT becomes TCXZY.
		final RandomAccessibleInterval<FloatType> img = ImageJImages.img(image);
		final RandomAccessibleInterval<FloatType> turned = Views.permute(Views.permute(Views.permute(img, 0, 4), 1, 2), 2, 4);
		assertArrayEquals(new long[] { 2, 2, 37, 3, 29 }, Intervals.dimensionsAsLongArray(turned));
		try (ImgSegmenter segmenter = RwkvSss.segmenter(classes).axes("TCXZY")) {
			final Img<IntType> labels = segmenter.segment(turned);
			assertArrayEquals(new long[] { 2, 37, 3, 29 }, Intervals.dimensionsAsLongArray(labels));
			for (int t = 0; t < 2; t++) for (int z = 0; z < 3; z++) for (int y = 0; y < 29; y++) for (int x = 0; x < 37; x++) {
				assertEquals(expected.getStack().getProcessor(expected.getStackIndex(1, z + 1, t + 1)).get(x, y), at(labels, t, x,
					z, y));
			}
		}
	}

	@Test
	void anOriginElsewhereMakesNoDifference() throws IOException {
		final Img<FloatType> img = ImageJImages.img(DrawnImages.discs(8, 50, 40, 1, 1, 1));
		final Img<IntType> plain = RwkvSss.segment(img, objects);
		final Img<IntType> moved = RwkvSss.segment(Views.translate(img, -7, 1000), objects);
		assertArrayEquals(new long[] { 0, 0 }, Intervals.minAsLongArray(moved));
		for (int y = 0; y < 40; y++) for (int x = 0; x < 50; x++) assertEquals(at(plain, x, y), at(moved, x, y));
	}

	@Test
	void aComputedImageIsReadAFewTimesOnlyAndInParts() throws IOException {
		final AtomicLong reads = new AtomicLong();
		final RandomAccessibleInterval<FloatType> computed = Converters.convert(ImageJImages.img(DrawnImages.discs(8, 300, 200,
			1, 1, 1)), (in, out) -> {
				reads.incrementAndGet();
				out.set(in);
			}, new FloatType());
		try (ImgSegmenter segmenter = RwkvSss.segmenter(objects).tile(96)) {
			segmenter.segment(computed);
		}
		// Once for the percentiles; tiles of 96 with their halos of 32 read each pixel some times more.
		assertTrue(reads.get() >= 2 * 300 * 200 && reads.get() < 14L * 300 * 200, "reads " + reads);
	}

	@Test
	void labelsMatchWhatImageJShows() {
		final Img<IntType> labels = ArrayImgs.ints(LongStream.range(0, 24).mapToInt(i -> (int) i * 4000).toArray(), 2, 3, 4);
		final ImagePlus image = ImageJImages.imagePlus("labels", labels);
		assertEquals(32, image.getBitDepth());
		assertEquals(4, image.getNSlices());
		assertEquals(23 * 4000, image.getStack().getProcessor(4).getf(1, 2));
		assertThrows(IllegalArgumentException.class, () -> ImageJImages.imagePlus("negative", ArrayImgs.ints(new int[] { -1 },
			1, 1)));
	}

	@Test
	void cancelingEndsWithinATile() {
		final AtomicLong asked = new AtomicLong();
		try (ImgSegmenter segmenter = RwkvSss.segmenter(objects).tile(96).cancelWhen(() -> asked.incrementAndGet() > 2)) {
			assertThrows(CanceledException.class, () -> segmenter.segment(ImageJImages.img(DrawnImages.discs(8, 300, 200, 1, 1,
				1))));
		}
	}

	@Test
	void whatDoesNotFitIsRefusedInASentence() {
		final Img<FloatType> volume = ArrayImgs.floats(20, 20, 3);
		for (final String[] axesAndHint : List.of(new String[] { "", "name them" }, new String[] { "XY", "2 letters" },
			new String[] { "XYQ", "different letters" }, new String[] { "XYX", "different letters" }, new String[] { "XZC",
				"needs the axes X and Y" }))
		{
			try (ImgSegmenter segmenter = RwkvSss.segmenter(objects).axes(axesAndHint[0])) {
				final String said = assertThrows(IllegalArgumentException.class, () -> segmenter.segment(volume)).getMessage();
				assertTrue(said.contains(axesAndHint[1]), said);
			}
		}
		final String said = assertThrows(IOException.class, () -> RwkvSss.segment(ArrayImgs.floats(8, 8), "nuclei-3000"))
			.getMessage();
		assertTrue(said.contains("nuclei-3000"), said);
		assertThrows(IllegalArgumentException.class, () -> RwkvSss.score(ArrayImgs.ints(4, 4), ArrayImgs.ints(4, 5), "XY",
			"instance"));
		assertThrows(IllegalArgumentException.class, () -> RwkvSss.trainer(folder.resolve("m.zip").toFile()).add(ArrayImgs
			.floats(4, 4), ArrayImgs.floats(new float[] { 0.5f }, 1, 1)));
	}

	@Test
	void equalLabelsScoreOne() {
		final Img<IntType> labels = ArrayImgs.ints(new int[] { 0, 1, 1, 0, 2, 2, 0, 0, 2 }, 3, 3);
		assertEquals(1, RwkvSss.score(labels, labels, "XY", "instance").value(0, "dice"), 0);
		assertEquals(1, RwkvSss.score(labels, labels, "", "semantic").value(0, "dice"), 0);
	}

	/** Models that take images as they are know neither the size of objects nor dim ones: the options reach the segmentation. */
	@Test
	void optionsOfObjectsAreThoseOfTheCommand() throws IOException {
		final Img<FloatType> img = ArrayImgs.floats(32, 32);
		try (ImgSegmenter segmenter = RwkvSss.segmenter(objects).device("cpu").dimObjects(true)) {
			assertTrue(assertThrows(IllegalArgumentException.class, () -> segmenter.segment(img)).getMessage().contains(
				"dim_objects"));
		}
		try (ImgSegmenter segmenter = RwkvSss.segmenter(objects).device("cpu").diameter(20)) {
			assertTrue(assertThrows(IllegalArgumentException.class, () -> segmenter.segment(img)).getMessage().contains(
				"diameter"));
		}
		try (ImgSegmenter segmenter = RwkvSss.segmenter(classes).device("cpu").minimumSize(20)) {
			assertTrue(assertThrows(IllegalArgumentException.class, () -> segmenter.segment(img)).getMessage().contains(
				"finds no objects"));
		}
	}

	/** The model says for objects of which size it is, and planes of other sizes are brought to it. */
	@Test
	void aTrainerRecordsTheObjectsDiameter() throws IOException {
		final Img<FloatType> img = ArrayImgs.floats(64, 64);
		final Img<IntType> labels = ArrayImgs.ints(64, 64);
		final RandomAccess<FloatType> pixel = img.randomAccess();
		final RandomAccess<IntType> label = labels.randomAccess();
		for (int i = 0; i < 64 * 64; i++) {
			final int x = i % 64;
			final int y = i / 64;
			final int object = (x - 20) * (x - 20) + (y - 20) * (y - 20) < 100 ? 1 : (x - 46) * (x - 46) + (y - 44) * (y -
				44) < 100 ? 2 : 0;
			pixel.setPositionAndGet(x, y).set(object == 0 ? 1 : 9);
			label.setPositionAndGet(x, y).set(object);
		}
		final var trained = RwkvSss.trainer(folder.resolve("sized.zip").toFile()).startFrom(objects).device("cpu").diameter(16)
			.steps(1).add(img, labels).train();
		assertEquals(16, trained.manifest().diameter());
	}
}
