package io.github.rwkvsss.block;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.github.rwkvsss.file.Shard;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.format.TiffLabels;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.IntensityModel;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From image to label image and table through the folder of blocks, in one run, in shards, and after kills. */
class BlockWorkTest {

	/** What makes blocks small. */
	private static final long HEAP = 9 << 20;

	@TempDir
	private Path folder;

	private static SegmentationSettings settings() {
		return SegmentationSettings.DEFAULT.withResults(Set.of(ResultKind.LABELS, ResultKind.TABLE));
	}

	private static LargeDrawing drawing(final int dimensions) {
		return dimensions == 2 ? new LargeDrawing(1, 1, 411, 530) : new LargeDrawing(1, 37, 100, 150);
	}

	private static BlockWork open(final int dimensions, final Path labels) throws IOException {
		return BlockWork.open(drawing(dimensions), new IntensityModel(Task.INSTANCE, dimensions, null), "digest", settings(),
			BlockFolder.of(labels), dimensions == 2 ? HEAP : 258 << 20, Cancellation.NEVER);
	}

	private static long run(final int dimensions, final Path labels, final String shard) throws IOException {
		try (BlockWork work = open(dimensions, labels)) {
			return new BlockShard(work, BlockFolder.of(labels), Shard.of(shard), notice -> {}).run(Progress.NONE,
				Cancellation.NEVER);
		}
	}

	private static Path join(final Path labels) throws IOException {
		final BlockJoin join = BlockJoin.of(BlockFolder.of(labels), Progress.NONE, Cancellation.NEVER);
		assertEquals(List.of(), join.inexact());
		join.writeLabels((plan, highest) -> TiffLabels.create(labels, plan.imageSize(), highest, plan.pixelSize().stream()
			.mapToDouble(Double::doubleValue).toArray(), plan.unit()), Progress.NONE, Cancellation.NEVER);
		join.writeTable(labels.resolveSibling(labels.getFileName() + ".csv"), Cancellation.NEVER);
		join.deleteBlocks();
		assertFalse(Files.exists(BlockFolder.of(labels).path()));
		return labels;
	}

	private static LabelImage whole(final int dimensions) {
		return settings().with(new IntensityModel(Task.INSTANCE, dimensions, null)).build().labels(drawing(dimensions),
			Progress.NONE, Cancellation.NEVER);
	}

	private static void assertSameUpToNumbers(final LabelImage expected, final LabelImage found) {
		final Map<Integer, Integer> there = new HashMap<>();
		final Map<Integer, Integer> here = new HashMap<>();
		assertArrayEquals(expected.size(), found.size());
		for (int p = 0; p < expected.planes(); p++) {
			for (int i = 0; i < expected.plane(p).length; i++) {
				final int one = expected.plane(p)[i];
				final int other = found.plane(p)[i];
				assertEquals(one == 0, other == 0, p + " " + i);
				assertEquals(one, there.getOrDefault(other, one), p + " " + i);
				assertEquals(other, here.getOrDefault(one, other), p + " " + i);
				there.put(other, one);
				here.put(one, other);
			}
		}
		assertTrue(there.size() > 20, there.size() + " objects");
		assertEquals(there.size() - 1, found.max());
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 3 })
	void shardsInAnyOrderGiveWhatOneRunGives(final int dimensions) throws IOException {
		final Path one = folder.resolve("one.tif");
		final long count = run(dimensions, one, "");
		assertTrue(count >= 6, count + " blocks");
		assertEquals(0, run(dimensions, one, ""), "all is there");
		join(one);
		assertSameUpToNumbers(whole(dimensions), LabelReader.read(one));

		final Path four = folder.resolve("four.tif");
		long ran = 0;
		for (final String shard : new String[] { "3/4", "1/4", "3/4", "4/4", "2/4", "2/3" }) ran += run(dimensions, four,
			shard);
		assertEquals(count, ran);
		assertTrue(Files.exists(BlockFolder.of(four).path().resolve("status-4-of-4.csv")));
		join(four);
		assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(four));
		assertEquals(Files.readString(folder.resolve("one.tif.csv")), Files.readString(folder.resolve("four.tif.csv")));
		assertEquals(LabelReader.read(one).max() + 1, Files.readAllLines(folder.resolve("one.tif.csv")).size());
	}

	/** As speculative copies of a task do, and a machine that was thought lost. */
	@Test
	void twoThatDoTheSameBlocksAtOnceHarmNothing() throws Exception {
		final Path one = folder.resolve("one.tif");
		final long count = run(2, one, "");
		join(one);
		final Path twice = folder.resolve("twice.tif");
		final CyclicBarrier both = new CyclicBarrier(2);
		final AtomicLong computed = new AtomicLong();
		final ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			final Callable<Long> copy = () -> {
				both.await();
				try (BlockWork work = open(2, twice)) {
					return new BlockShard(inStep(work, both, computed), BlockFolder.of(twice), Shard.of(""), notice -> {}).run(
						Progress.NONE, Cancellation.NEVER);
				}
			};
			for (final Future<Long> ran : threads.invokeAll(List.of(copy, copy))) assertEquals(count, ran.get());
		}
		finally {
			threads.shutdown();
		}
		assertTrue(computed.get() > count, computed + " of " + count + " blocks");
		join(twice);
		assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(twice));
		assertEquals(Files.readString(folder.resolve("one.tif.csv")), Files.readString(folder.resolve("twice.tif.csv")));
	}

	/** Begins each block when both are there. */
	private static BlockTask inStep(final BlockWork work, final CyclicBarrier both, final AtomicLong computed) {
		return new BlockTask() {

			@Override
			public long count() {
				return work.count();
			}

			@Override
			public BlockStatus run(final long block, final Progress progress, final Cancellation cancellation)
				throws IOException
			{
				try {
					both.await();
				}
				catch (final InterruptedException | BrokenBarrierException e) {
					throw new IOException("the other one has ended", e);
				}
				final BlockStatus status = work.run(block, progress, cancellation);
				if (status.seconds() > 0) computed.incrementAndGet();
				return status;
			}

			@Override
			public void close() throws IOException {
				work.close();
			}
		};
	}

	@Test
	void aJoinSaysWhichBlocksAreMissing() throws IOException {
		final Path labels = folder.resolve("labels.tif");
		assertEquals("there are no blocks at " + labels + ".blocks; run the shards first, with the same output", assertThrows(
			IOException.class, () -> join(labels)).getMessage());
		run(2, labels, "1/3");
		run(2, labels, "3/3");
		final long count;
		try (BlockWork work = open(2, labels)) {
			count = work.count();
		}
		final Shard second = new Shard(2, 3);
		assertEquals(second.end(count) - second.first(count) + " of " + count + " blocks are missing in " + labels +
			".blocks: " + second.first(count) + " to " + (second.end(count) - 1) + "; run their shards again, then join",
			assertThrows(IOException.class, () -> join(labels)).getMessage());
		assertFalse(Files.exists(labels));
		run(2, labels, "2/3");
		join(labels);
	}

	@Test
	void blocksOfAnotherWorkAreLeftAlone() throws IOException {
		final Path labels = folder.resolve("labels.tif");
		run(2, labels, "1/9");
		final String place = labels + ".blocks holds blocks of ";
		final String advice = "; delete it, or choose another output";
		final BlockFolder blocks = BlockFolder.of(labels);
		assertEquals(place + "another model" + advice, assertThrows(IllegalArgumentException.class, () -> BlockWork.open(
			drawing(2), new IntensityModel(Task.INSTANCE, 2, null), "other", settings(), blocks, HEAP, Cancellation.NEVER))
			.getMessage());
		assertEquals(place + "other settings" + advice, assertThrows(IllegalArgumentException.class, () -> BlockWork.open(
			drawing(2), new IntensityModel(Task.INSTANCE, 2, null), "digest", settings().withTile(64), blocks, HEAP,
			Cancellation.NEVER)).getMessage());
		assertEquals(place + "another image, or of this one before it changed" + advice, assertThrows(
			IllegalArgumentException.class, () -> BlockWork.open(new LargeDrawing(2, 1, 411, 530), new IntensityModel(
				Task.INSTANCE, 2, null), "digest", settings(), blocks, HEAP, Cancellation.NEVER)).getMessage());
	}

	@Test
	void aDamagedBlockIsNamed() throws IOException {
		final Path labels = folder.resolve("labels.tif");
		run(2, labels, "");
		final Path block = BlockFolder.of(labels).path().resolve("0000000002.block");
		final byte[] bytes = Files.readAllBytes(block);
		bytes[bytes.length / 2] ^= 4;
		Files.write(block, bytes);
		assertEquals(block + " is damaged; delete it and run its shard again", assertThrows(IOException.class, () -> join(
			labels)).getMessage());
		Files.delete(block);
		assertEquals(1, run(2, labels, ""));
		join(labels);
	}

	/** Runs a shard and says so after every block. Arguments: label file, shard. */
	public static final class Child {

		public static void main(final String... args) throws IOException {
			final Path labels = Path.of(args[0]);
			try (BlockWork work = open(2, labels)) {
				final BlockTask telling = new BlockTask() {

					@Override
					public long count() {
						return work.count();
					}

					@Override
					public BlockStatus run(final long block, final Progress progress, final Cancellation cancellation)
						throws IOException
					{
						final BlockStatus status = work.run(block, progress, cancellation);
						System.out.println("block " + block);
						return status;
					}

					@Override
					public void close() {
						// The work is closed by who opened it.
					}
				};
				new BlockShard(telling, BlockFolder.of(labels), Shard.of(args[1]), notice -> {}).run(Progress.NONE,
					Cancellation.NEVER);
			}
		}
	}

	/** SIGKILL in the middle, three times: what was there stays, what was not is done, nothing twice. */
	@Test
	void aKilledShardIsTakenUp() throws IOException, InterruptedException {
		final Path expected = folder.resolve("expected.tif");
		run(2, expected, "");
		join(expected);
		final Path labels = folder.resolve("labels.tif");
		final List<String> all = new ArrayList<>();
		for (int kill = 0; kill < 3; kill++) {
			final Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Child.class.getName(), labels
					.toString(), "").redirectError(ProcessBuilder.Redirect.DISCARD).start();
			try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
				for (int i = 0; i < 3 * (kill + 1); i++) all.add(out.readLine());
				child.destroyForcibly().waitFor();
			}
		}
		assertEquals("block 8", all.get(all.size() - 1), all.toString());
		try (var files = Files.list(BlockFolder.of(labels).path())) {
			final long there = files.filter(file -> file.getFileName().toString().matches("\\d+\\.block")).count();
			assertTrue(there >= 9, there + " blocks");
		}
		run(2, labels, "");
		join(labels);
		assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(labels));
	}
}
