package io.github.rwkvsss.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.github.rwkvsss.file.Shard;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.segment.SmallModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder in shards gives what one batch gives, however they are run. */
class BatchShardTest {

	@TempDir
	private Path folder;

	@Test
	void shardsTakeEverythingOnceAndJoinToOneBatch() throws IOException {
		final Path images = Files.createDirectories(folder.resolve("images"));
		for (final String name : List.of("a", "b", "c", "d", "e")) ImageWriter.write(DrawnImages.discs(8, 40 + name.charAt(0) %
			5, 33, 1, 1, 1), images.resolve(name + ".tif"));
		Files.writeString(images.resolve("c.tif"), "no image");
		final FolderImages files = new FolderImages(images, Subfolders.LEFT_OUT, "", "");
		final Path one = folder.resolve("one");
		final Path shards = folder.resolve("shards");
		final String model = SmallModels.instance(folder).toString();
		final SegmentationSettings settings = SegmentationSettings.DEFAULT.withResults(Set.of(ResultKind.LABELS,
			ResultKind.TABLE));
		try (BatchModel opened = BatchModel.open(model, settings, notice -> {})) {
			assertEquals(4, run(files, one, opened, "").segmented());
			assertEquals(1, run(files, shards, opened, "2/4").segmented());
			assertEquals("there are no shards of a batch in " + one +
				"; run batch with shard=1/2 and shard=2/2 first, for instance", assertThrows(IOException.class, () -> BatchJoin.run(
					files, one)).getMessage());
			assertEquals(
				"4 of 5 images have not been taken by any shard: a.tif, c.tif, d.tif, e.tif; run their shards again, then join",
				assertThrows(IOException.class, () -> BatchJoin.run(files, shards)).getMessage());
			assertFalse(Files.exists(shards.resolve(Batch.STATUS)));
			// Another number of shards completes it, too; a shard that runs twice does nothing twice.
			assertEquals("2 segmented, 0 before, 0 failed", text(run(files, shards, opened, "1/2")));
			assertEquals("0 segmented, 2 before, 0 failed", text(run(files, shards, opened, "1/2")));
			assertEquals("2 segmented, 0 before, 1 failed", text(run(files, shards, opened, "2/2")));
		}
		assertEquals("4 segmented, 0 before, 1 failed", text(BatchJoin.run(files, shards)));
		for (final String name : List.of("labels/a.tif", "labels/b.tif", "labels/d.tif", "labels/e.tif", "all-objects.csv"))
			assertArrayEquals(Files.readAllBytes(one.resolve(name)), Files.readAllBytes(shards.resolve(name)), name);
		assertEquals(withoutSeconds(one), withoutSeconds(shards));
		assertFalse(BatchJoin.isNeededIn(shards));
	}

	private static BatchReport run(final FolderImages files, final Path output, final BatchModel model, final String shard)
		throws IOException
	{
		return new Batch(files, output, model, Shard.of(shard)).run(Progress.NONE, Cancellation.NEVER);
	}

	private static String text(final BatchReport report) {
		return report.segmented() + " segmented, " + report.doneBefore() + " before, " + report.failed() + " failed";
	}

	private static List<String> withoutSeconds(final Path output) throws IOException {
		return Files.readAllLines(output.resolve(Batch.STATUS)).stream().map(line -> line.replaceAll(",\\d+\\.\\d\\d,", ",s,"))
			.toList();
	}
}
