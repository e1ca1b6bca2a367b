package io.github.rwkvsss.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.segment.SmallModels;

/** Images of a batch one by one, in any order and twice: the files of a batch, and a row for each. */
class BatchTaskTest {

	@TempDir
	Path folder;

	@Test
	void tasksInAnyOrderGiveWhatABatchGives() throws IOException {
		final String model = SmallModels.instance(folder).toString();
		final Path images = Files.createDirectory(folder.resolve("images"));
		for (final String name : List.of("a.tif", "b.tif")) ImageWriter.write(DrawnImages.discs(8, 64, 48, 1, 1, 1), images
			.resolve(name));
		Files.writeString(images.resolve("c.tif"), "no image");
		final FolderImages all = new FolderImages(images, Subfolders.LEFT_OUT, "", "");
		final SegmentationSettings settings = SegmentationSettings.DEFAULT.withResults(Set.of(ResultKind.LABELS,
			ResultKind.TABLE));
		BatchRuns.run(model, all, folder.resolve("batch"), settings);
		final Path output = folder.resolve("tasks");
		for (int round = 0; round < 2; round++) {
			try (BatchRows rows = BatchRows.open(all, output, settings.orderedResults(), notice -> {});
					BatchTask task = BatchTask.open(all, output, BatchModel.open(model, settings, notice -> {})))
			{
				assertEquals(List.of("a.tif", "b.tif", "c.tif"), rows.names());
				for (final String name : List.of("c.tif", "b.tif", "a.tif")) {
					final String row = task.run(name, rows.before(name), Cancellation.NEVER);
					if (round == 0) assertTrue(task.run(name, "", Cancellation.NEVER).startsWith(name + ","), "twice harms nothing");
					rows.add(row);
				}
				assertThrows(IOException.class, () -> task.run("d.tif", "", Cancellation.NEVER));
				final BatchReport report = rows.finish();
				assertEquals(round == 0 ? 2 : 0, report.segmented());
				assertEquals(round == 0 ? 0 : 2, report.doneBefore());
				assertEquals(1, report.failed());
			}
		}
		for (final String file : List.of("labels/a.tif", "labels/b.tif", "table/a.csv", "all-objects.csv")) assertArrayEquals(
			Files.readAllBytes(folder.resolve("batch").resolve(file)), Files.readAllBytes(output.resolve(file)), file);
		final List<String> status = Files.readAllLines(output.resolve(Batch.STATUS));
		assertEquals(4, status.size());
		assertTrue(status.get(3).startsWith("c.tif,failed,"), status.get(3));
	}

	/** A copy of a task waits in the middle of its image for the other, so that both are there at once. */
	@Test
	void twoCopiesOfATaskAtOnceLeaveOneWholeResult() throws Exception {
		final String model = SmallModels.instance(folder).toString();
		final Path images = Files.createDirectory(folder.resolve("images"));
		ImageWriter.write(DrawnImages.discs(8, 64, 48, 1, 1, 1), images.resolve("a.tif"));
		final FolderImages all = new FolderImages(images, Subfolders.LEFT_OUT, "", "");
		final SegmentationSettings settings = SegmentationSettings.DEFAULT.withResults(Set.of(ResultKind.LABELS,
			ResultKind.TABLE));
		BatchRuns.run(model, all, folder.resolve("batch"), settings);
		final Path output = folder.resolve("tasks");
		final CyclicBarrier both = new CyclicBarrier(2);
		final ExecutorService threads = Executors.newFixedThreadPool(2);
		try (BatchRows rows = BatchRows.open(all, output, settings.orderedResults(), notice -> {})) {
			final List<Future<String>> copies = new ArrayList<>();
			for (int copy = 0; copy < 2; copy++) copies.add(threads.submit(() -> {
				final AtomicBoolean met = new AtomicBoolean();
				try (BatchTask task = BatchTask.open(all, output, BatchModel.open(model, settings, notice -> {}))) {
					return task.run("a.tif", "", () -> {
						if (!met.getAndSet(true)) meet(both);
						return false;
					});
				}
			}));
			for (final Future<String> copy : copies) rows.add(copy.get());
			assertEquals(0, rows.finish().failed());
		}
		finally {
			threads.shutdownNow();
		}
		assertEquals(0, both.getNumberWaiting());
		assertFalse(both.isBroken());
		for (final String file : List.of("labels/a.tif", "table/a.csv", "all-objects.csv")) assertArrayEquals(Files
			.readAllBytes(folder.resolve("batch").resolve(file)), Files.readAllBytes(output.resolve(file)), file);
		try (Stream<Path> left = Files.walk(output)) {
			assertEquals(Set.of("a.tif", "a.csv", "all-objects.csv", Batch.STATUS), left.filter(Files::isRegularFile).map(
				file -> file.getFileName().toString()).filter(name -> !name.endsWith(".lock")).collect(Collectors.toSet()));
		}
	}

	private static void meet(final CyclicBarrier both) {
		try {
			both.await(1, TimeUnit.MINUTES);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(e);
		}
		catch (final BrokenBarrierException | TimeoutException e) {
			throw new IllegalStateException("the other copy did not come", e);
		}
	}

	/** Processes that ended over an image leave what {@link BatchAttempts#started} notes. */
	@Test
	void anImageOverWhichThreeProcessesEndedIsARowThatFailed() throws IOException {
		final String model = SmallModels.instance(folder).toString();
		final Path images = Files.createDirectory(folder.resolve("images"));
		for (final String name : List.of("a.tif", "b.tif")) ImageWriter.write(DrawnImages.discs(8, 64, 48, 1, 1, 1), images
			.resolve(name));
		final FolderImages all = new FolderImages(images, Subfolders.LEFT_OUT, "", "");
		final Path output = folder.resolve("tasks");
		final SegmentationSettings settings = SegmentationSettings.DEFAULT;
		try (BatchTask task = BatchTask.open(all, output, BatchModel.open(model, settings, notice -> {}))) {
			try (BatchRows rows = BatchRows.open(all, output, settings.orderedResults(), notice -> {})) {
				final BatchAttempts attempts = new BatchAttempts(output);
				for (int i = 0; i < 3; i++) attempts.started("a.tif");
				for (int i = 0; i < 2; i++) attempts.started("b.tif");
				final String row = task.run("a.tif", "", Cancellation.NEVER);
				assertTrue(row.startsWith("a.tif,failed,,0.00,\"3 processes ended while they segmented it, by a crash"), row);
				assertTrue(task.run("b.tif", "", Cancellation.NEVER).startsWith("b.tif,done,"), "the third attempt is one");
				assertEquals(2, attempts.open("b.tif"), "an attempt that comes through is no more open");
				rows.add(row);
			}
			try (BatchRows rows = BatchRows.open(all, output, settings.orderedResults(), notice -> {})) {
				rows.add(task.run("a.tif", rows.before("a.tif"), Cancellation.NEVER));
				rows.add(task.run("b.tif", rows.before("b.tif"), Cancellation.NEVER));
				assertEquals(0, rows.finish().failed(), "another run tries again");
				assertFalse(Files.exists(output.resolve(".attempts")));
			}
		}
	}
}
