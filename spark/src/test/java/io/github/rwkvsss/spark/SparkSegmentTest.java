package io.github.rwkvsss.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.segment.ChosenModel;

/** A drawn OME-Zarr in blocks: the objects of the whole image, whoever computes and whoever is killed. */
class SparkSegmentTest {

	private static final int WIDTH = 700;
	private static final int HEIGHT = 560;

	@TempDir
	static Path shared;
	private static LabelImage whole;

	@BeforeAll
	static void draw() throws IOException {
		final Random random = new Random(9);
		final ByteProcessor plane = new ByteProcessor(WIDTH, HEIGHT);
		for (int i = 0; i < WIDTH * HEIGHT; i++) plane.set(i, 20 + random.nextInt(8));
		plane.setColor(180);
		// Some touch a neighbour; none is connected with many.
		for (int y = 4; y < HEIGHT - 32; y += 36) for (int x = 4; x < WIDTH - 32; x += 36) plane.fillOval(x + random.nextInt(13), y +
			random.nextInt(13), 20, 20);
		ImageWriter.write(new ImagePlus("i", plane), shared.resolve("image.ome.zarr"));
		try (ImageModel model = ChosenModel.open("nuclei-2d")) {
			whole = new Keys("test", Set.of(), "diameter=20").settings().with(model).build().labels(PixelSource.of(ImageReader.read(
				shared.resolve("image.ome.zarr"))), (done, total, message) -> {}, Cancellation.NEVER);
		}
		assertTrue(whole.max() > 50, "objects: " + whole.max());
	}

	@AfterEach
	void forget() {
		for (final String key : System.getProperties().stringPropertyNames()) if (key.startsWith("spark.")) System.clearProperty(key);
	}

	private static void compare(final String name) throws IOException {
		final Path output = shared.resolve("image.ome.zarr/labels/" + name);
		final String said = SparkSegment.run("image=" + shared.resolve("image.ome.zarr"), "output=" + output, "diameter=20", "memory=8",
			"results=labels,table");
		assertTrue(said.endsWith(" 0 of them not exact"), said);
		assertTrue(said.startsWith("wrote " + output + ": " + whole.max() + " objects in "), said);
		final Map<Integer, Integer> numbers = new HashMap<>();
		final int[] expected = whole.plane(0);
		final int[] got = LabelReader.read(output).plane(0);
		for (int i = 0; i < expected.length; i++) {
			final Integer before = numbers.put(expected[i], got[i]);
			assertTrue(before == null || before == got[i], "one object has one number");
			assertEquals(expected[i] == 0, got[i] == 0);
		}
		assertEquals(whole.max(), numbers.values().stream().filter(n -> n > 0).distinct().count());
		final int blocks = Files.readAllLines(shared.resolve("image-" + name + "-blocks.csv")).size() - 1;
		assertTrue(blocks > 8, "blocks: " + blocks);
		assertEquals(whole.max() + 1, Files.readAllLines(shared.resolve("image-" + name + "-table.csv")).size());
		assertFalse(Files.exists(shared.resolve("image.ome.zarr-" + name + ".blocks")));
	}

	@Test
	void oneMachineAndTwoExecutorsOfWhichOneIsKilled() throws IOException {
		System.setProperty("spark.master", "local[2]");
		System.setProperty("spark.driver.host", "127.0.0.1");
		compare("one");
		forget();
		try (LoopbackCluster cluster = new LoopbackCluster(shared, 2)) {
			SparkBatchTest.Killer.cluster = cluster;
			SparkBatchTest.Killer.killed = false;
			SparkBatchTest.Killer.ENDED.set(0);
			Map.of("spark.master", cluster.address(), "spark.driver.host", "127.0.0.1", "spark.executor.memory", "512m",
				"spark.executor.cores", "1", "spark.executor.memoryOverhead", "1g", "spark.executor.extraClassPath", System.getProperty(
					"java.class.path"), "spark.extraListeners", SparkBatchTest.Killer.class.getName()).forEach(System::setProperty);
			compare("two");
			assertTrue(SparkBatchTest.Killer.killed, "an executor was killed");
		}
		assertArrayEquals(LabelReader.read(shared.resolve("image.ome.zarr/labels/one")).plane(0), LabelReader.read(shared.resolve(
			"image.ome.zarr/labels/two")).plane(0));
	}

	/** Copies of tasks that seem slow do the same blocks at the same time. */
	public static final class Copies extends SparkListener {

		static final AtomicInteger STARTED = new AtomicInteger();

		@Override
		public void onTaskStart(final SparkListenerTaskStart start) {
			if (start.taskInfo().speculative()) STARTED.incrementAndGet();
		}
	}

	@Test
	void speculativeCopiesHarmNothing() throws IOException {
		assumeTrue(System.getProperty("os.name").equals("Linux"), "other systems have no 127.0.0.2");
		try (LoopbackCluster cluster = new LoopbackCluster(shared, List.of("127.0.0.1", "127.0.0.2"))) {
			Copies.STARTED.set(0);
			new HashMap<>(Map.of("spark.master", cluster.address(), "spark.driver.host", "127.0.0.1", "spark.executor.memory",
				"512m", "spark.executor.cores", "1", "spark.executor.memoryOverhead", "1g", "spark.executor.extraClassPath", System
					.getProperty("java.class.path"), "spark.extraListeners", Copies.class.getName())).forEach(System::setProperty);
			// Half a task's usual time is slow, and after the first one every task is looked at.
			Map.of("spark.speculation", "true", "spark.speculation.interval", "20ms", "spark.speculation.multiplier", "0.1",
				"spark.speculation.quantile", "0.05", "spark.speculation.minTaskRuntime", "1ms").forEach(System::setProperty);
			compare("copied");
			assertTrue(Copies.STARTED.get() > 0, "no task was copied");
		}
	}

	@Test
	void wrongWordsAreToldBeforeSparkStarts() {
		assertTrue(assertThrows(IllegalArgumentException.class, () -> SparkSegment.run("image=x", "output=y.tif")).getMessage()
			.endsWith("y.tif: the name must end in .ome.zarr, or be that of labels in an image, such as image.ome.zarr/labels/cells"));
	}
}
