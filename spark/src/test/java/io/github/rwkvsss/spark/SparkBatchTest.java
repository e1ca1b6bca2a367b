package io.github.rwkvsss.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import io.github.rwkvsss.batch.Batch;
import io.github.rwkvsss.batch.BatchModel;
import io.github.rwkvsss.batch.BatchReport;
import io.github.rwkvsss.batch.FolderImages;
import io.github.rwkvsss.batch.Subfolders;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;

/** Folders of a few drawn images, one file no image: the same files as of a batch, whoever computes and whoever is killed. */
class SparkBatchTest {

	private static final int IMAGES = 6;

	@TempDir
	static Path shared;
	private static Map<String, byte[]> expected;

	@TempDir
	private Path folder;

	/** Kills an executor when the first task has ended; Spark makes it by its name. */
	public static final class Killer extends SparkListener {

		static final AtomicInteger ENDED = new AtomicInteger();
		static LoopbackCluster cluster;
		static boolean killed;

		@Override
		public void onTaskEnd(final SparkListenerTaskEnd end) {
			if (ENDED.incrementAndGet() == 1) killed = cluster.killAnExecutor();
		}
	}

	@BeforeAll
	static void draw() throws IOException {
		final Path images = Files.createDirectory(shared.resolve("images"));
		final Random random = new Random(4);
		for (int n = 0; n < IMAGES; n++) {
			final ByteProcessor plane = new ByteProcessor(96, 80);
			for (int i = 0; i < 96 * 80; i++) plane.set(i, 20 + random.nextInt(8));
			plane.setColor(180);
			for (int i = 0; i < 5; i++) plane.fillOval(random.nextInt(80), random.nextInt(64), 14, 14);
			ImageWriter.write(new ImagePlus("i", plane), images.resolve("image-" + n + ".tif"));
		}
		Files.writeString(images.resolve("broken.tif"), "no image");
		final Path output = shared.resolve("batch");
		try (BatchModel model = BatchModel.open("nuclei-2d", settings(), notice -> {})) {
			final BatchReport report = new Batch(new FolderImages(images, Subfolders.LEFT_OUT, "", ""), output, model).run((done,
				total, message) -> {}, Cancellation.NEVER);
			assertEquals(IMAGES, report.segmented());
			assertEquals(1, report.failed());
		}
		expected = files(output);
		assertTrue(expected.size() > IMAGES);
	}

	private static SegmentationSettings settings() {
		return new Keys("test", Set.of(), "results=labels,table", "diameter=14").settings();
	}

	@AfterEach
	void forget() {
		for (final String key : System.getProperties().stringPropertyNames()) if (key.startsWith("spark.")) System.clearProperty(key);
	}

	/** All but the status file, which tells seconds. */
	private static Map<String, byte[]> files(final Path output) throws IOException {
		final Map<String, byte[]> files = new TreeMap<>();
		try (Stream<Path> all = Files.walk(output)) {
			for (final Path file : (Iterable<Path>) all.filter(Files::isRegularFile).filter(path -> !path.getFileName().toString()
				.contains(Batch.STATUS))::iterator) files.put(output.relativize(file).toString(), Files.readAllBytes(file));
		}
		return files;
	}

	private void compare(final String... more) throws IOException {
		final List<String> args = new ArrayList<>(List.of("images=" + shared.resolve("images"), "output=" + folder.resolve("out"),
			"results=labels,table", "diameter=14"));
		args.addAll(List.of(more));
		final BatchReport report = SparkBatch.run(args.toArray(String[]::new));
		assertEquals(IMAGES, report.segmented());
		assertEquals(1, report.failed());
		final Map<String, byte[]> got = files(folder.resolve("out"));
		assertEquals(expected.keySet(), got.keySet());
		expected.forEach((name, bytes) -> assertArrayEquals(bytes, got.get(name), name));
		final List<String> rows = Files.readAllLines(folder.resolve("out").resolve(Batch.STATUS));
		assertEquals(IMAGES + 2, rows.size());
		assertTrue(rows.get(1).startsWith("broken.tif,failed,"), rows.get(1));
		final BatchReport again = SparkBatch.run(args.toArray(String[]::new));
		assertEquals(IMAGES, again.doneBefore(), "nothing is done twice");
	}

	@Test
	void oneMachineGivesWhatBatchGives() throws IOException {
		System.setProperty("spark.master", "local[2]");
		System.setProperty("spark.driver.host", "127.0.0.1");
		compare();
	}

	@Test
	void twoExecutorsOfWhichOneIsKilledGiveWhatBatchGives() throws IOException {
		try (LoopbackCluster cluster = new LoopbackCluster(folder, 2)) {
			Killer.cluster = cluster;
			Map.of("spark.master", cluster.address(), "spark.driver.host", "127.0.0.1", "spark.executor.memory", "512m",
				"spark.executor.cores", "1", "spark.executor.memoryOverhead", "1g", "spark.executor.extraClassPath", System.getProperty(
					"java.class.path"), "spark.extraListeners", Killer.class.getName()).forEach(System::setProperty);
			compare();
			assertTrue(Killer.killed, "an executor was killed");
		}
	}

	/** Ends an executor's Java, as a crash of native code does, whenever that begins with a certain image; made by its name. */
	public static final class Crash implements SparkPlugin {

		static final String ATTEMPTS = "spark.rwkvsss.test.attempts";
		static final String IMAGE = "large.tif";

		@Override
		public DriverPlugin driverPlugin() {
			return null;
		}

		@Override
		public ExecutorPlugin executorPlugin() {
			return new ExecutorPlugin() {

				@Override
				public void init(final PluginContext context, final Map<String, String> more) {
					final Path attempts = Path.of(context.conf().get(ATTEMPTS));
					final Thread watch = new Thread(() -> watch(attempts), "ends this Java");
					watch.setDaemon(true);
					watch.start();
				}
			};
		}

		private static void watch(final Path attempts) {
			try (WatchService service = attempts.getFileSystem().newWatchService()) {
				attempts.register(service, StandardWatchEventKinds.ENTRY_CREATE);
				while (true) {
					final WatchKey key = service.take();
					for (final WatchEvent<?> event : key.pollEvents()) {
						final Path file = attempts.resolve((Path) event.context());
						// NB: not while the note is still being written under another name.
						if (!file.getFileName().toString().matches("[0-9a-f]{16}\\.[0-9a-f-]{36}")) continue;
						if (Files.exists(file) && Files.readString(file).equals(IMAGE)) Runtime.getRuntime().halt(134);
					}
					key.reset();
				}
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		}
	}

	/** Its attempt is large enough that nobody is done with it before this Java has ended. */
	@Test
	void anImageThatCrashesEveryExecutorIsARowThatFailed() throws IOException {
		final Path images = Files.createDirectory(folder.resolve("images"));
		Files.copy(shared.resolve("images/image-0.tif"), images.resolve("a.tif"));
		ImageWriter.write(new ImagePlus("large", new ByteProcessor(900, 900)), images.resolve(Crash.IMAGE));
		final Path output = folder.resolve("out");
		try (LoopbackCluster cluster = new LoopbackCluster(folder, 1)) {
			Map.of("spark.master", cluster.address(), "spark.driver.host", "127.0.0.1", "spark.executor.memory", "512m",
				"spark.executor.cores", "1", "spark.executor.memoryOverhead", "1g", "spark.executor.extraClassPath", System.getProperty(
					"java.class.path"), "spark.plugins", Crash.class.getName(), Crash.ATTEMPTS, output.resolve(".attempts").toString())
				.forEach(System::setProperty);
			final BatchReport report = SparkBatch.run("images=" + images, "output=" + output, "diameter=14");
			assertEquals(1, report.segmented());
			assertEquals(1, report.failed());
		}
		final List<String> rows = Files.readAllLines(output.resolve(Batch.STATUS));
		assertEquals(3, rows.size());
		assertTrue(rows.get(1).startsWith("a.tif,done,"), rows.get(1));
		assertTrue(rows.get(2).startsWith(Crash.IMAGE + ",failed,,0.00,\"3 processes ended while they segmented it"), rows.get(2));
		assertFalse(Files.exists(output.resolve(".attempts")));
	}

	@Test
	void wrongWordsAreToldBeforeSparkStarts() {
		assertEquals("spark-batch needs output=...", assertThrows(IllegalArgumentException.class, () -> SparkBatch.run("images=x"))
			.getMessage());
		assertTrue(assertThrows(IllegalArgumentException.class, () -> SparkBatch.run("image=x")).getMessage().startsWith(
			"spark-batch has no key \"image\"; its keys are "));
	}

	@Test
	void memoryBesideTheHeapIsTheModels() throws IOException {
		final long own = ClusterSettings.mebibytes("nuclei-2d", 0);
		final long large = ClusterSettings.mebibytes("nuclei-2d", 1024);
		assertTrue(own > 1024 && large > own && large < 20_000, own + " and " + large);
	}
}
