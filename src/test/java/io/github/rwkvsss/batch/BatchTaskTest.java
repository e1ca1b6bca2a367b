package io.github.rwkvsss.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

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
}
