package io.github.rwkvsss.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.predict.Prediction;
import io.github.rwkvsss.predict.ProbabilityImage;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.Threads;

/**
 * What equality of tiled and untiled results the architecture allows, with the real network.
 * <p>
 * A window's mean and the scans move with the tile's origin, and Bi-WKV sees the whole tile, its decay divided by the
 * number of its tokens: the network commutes with no shift, and another tile is another context. So a tiled result
 * equals the untiled one where one tile covers the image; else each tile's result depends on its content alone, not on
 * where it lies, and how far neighbouring contexts disagree is measured, not promised.
 * </p>
 */
class TiledPredictionTest {

	private static SegmentationModel model;

	@BeforeAll
	static void build() {
		Threads.use(1);
		final ModelManifest manifest = Models.semantic(1);
		model = new SegmentationModel(manifest, SegmentationNetwork.build(manifest.network(), 3));
	}

	@AfterAll
	static void close() {
		model.close();
	}

	private static PixelSource source(final float[] image, final int height, final int width) {
		return PixelSource.of("image", 1, new long[] { height, width }, (min, size, into) -> {
			for (int y = 0; y < size[0]; y++) System.arraycopy(image, ((int) min[0] + y) * width + (int) min[1], into, y *
				size[1], size[1]);
		});
	}

	private static float[] noise(final int height, final int width) {
		final Random random = new Random(4);
		final float[] image = new float[height * width];
		for (int i = 0; i < image.length; i++) image[i] = random.nextFloat();
		return image;
	}

	@Test
	void aTileThatCoversTheImageGivesTheUntiledResult() {
		final int height = 96;
		final int width = 128;
		final float[] image = noise(height, width);
		final float[] untiled = model.predict(new float[][] { image }, height, width)[0];
		final PixelSource source = source(image, height, width);
		for (final int tile : new int[] { 0, 128, 512 }) {
			final ProbabilityImage tiled = Prediction.with(model).tile(tile).build().run(source, Progress.NONE,
				Cancellation.NEVER);
			for (int c = 0; c < 2; c++) assertArrayEquals(java.util.Arrays.copyOfRange(untiled, c * image.length, (c + 1) *
				image.length), tiled.plane(c), 1e-6f, "tile " + tile);
		}
	}

	/** Of an image that repeats every 64 pixels, all inner tiles at multiples of 64 see the same. */
	@Test
	void aTileGivesTheSameWhereverItLies() {
		final int period = 64;
		final int edge = 5 * period;
		final float[] block = noise(period, period);
		final float[] image = new float[edge * edge];
		for (int i = 0; i < image.length; i++) image[i] = block[i / edge % period * period + i % edge % period];
		final float[] shares = Prediction.with(model).tile(2 * period).halo(period / 2).overlap(0).build().run(source(image,
			edge, edge), Progress.NONE, Cancellation.NEVER).plane(1);
		int compared = 0;
		for (int y = period; y < edge - 2 * period; y++) for (int x = period; x < edge - 2 * period; x++) {
			// Inner tiles answer for 96 to 224; compared with one period to the right and one below.
			if (y < 96 || x < 96 || y >= 160 || x >= 160) continue;
			assertEquals(shares[y * edge + x], shares[y * edge + x + period]);
			assertEquals(shares[y * edge + x], shares[(y + period) * edge + x]);
			compared++;
		}
		assertEquals(period * period, compared);
	}

	/** A batch of slices gives what each slice gives alone. */
	@Test
	void slicesInABatchGiveWhatTheyGiveAlone() {
		final int edge = 64;
		final float[] image = noise(3 * edge, edge);
		final PixelSource stack = PixelSource.of("image", 1, new long[] { 3, edge, edge }, (min, size, into) -> {
			for (int z = 0; z < size[0]; z++) for (int y = 0; y < size[1]; y++) System.arraycopy(image, (((int) min[0] + z) *
				edge + (int) min[1] + y) * edge + (int) min[2], into, (z * size[1] + y) * size[2], size[2]);
		});
		final ProbabilityImage all = Prediction.with(model).tile(0).batch(3).build().run(stack, Progress.NONE,
			Cancellation.NEVER);
		for (int z = 0; z < 3; z++) {
			final float[] alone = model.predict(new float[][] { java.util.Arrays.copyOfRange(image, z * edge * edge, (z + 1) *
				edge * edge) }, edge, edge)[0];
			assertArrayEquals(java.util.Arrays.copyOfRange(alone, edge * edge, 2 * edge * edge), all.plane(1, z), 1e-6f);
		}
	}

	@Test
	void memoryStaysFlatOverTwoHundredTiles() throws IOException {
		final Path status = Path.of("/proc/self/statm");
		assumeTrue(Files.exists(status), "resident memory is read from " + status + ", which this system does not have");
		final int edge = 64;
		final int count = 15;
		final float[] image = new float[edge * edge * count * count];
		final Prediction prediction = Prediction.with(model).tile(edge).halo(0).overlap(0).build();
		final PixelSource small = source(image, 4 * edge, 5 * edge);
		assertEquals(20, prediction.plan(4 * edge, 5 * edge).count());
		prediction.run(small, Progress.NONE, Cancellation.NEVER);
		System.gc();
		final long before = resident(status);
		assertEquals(225, prediction.plan(count * edge, count * edge).count());
		prediction.run(source(image, count * edge, count * edge), Progress.NONE, Cancellation.NEVER);
		System.gc();
		final long grown = resident(status) - before;
		// The result itself takes 7 MiB of the Java heap, which also grows as it likes; a leaked tile 3 MiB.
		assertTrue(grown < 150L << 20, "resident memory grew by " + (grown >> 20) + " MiB");
	}

	private static long resident(final Path status) throws IOException {
		return 4096 * Long.parseLong(Files.readString(status).split(" ")[1]);
	}
}
