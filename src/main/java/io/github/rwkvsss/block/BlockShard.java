package io.github.rwkvsss.block;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.file.Shard;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * Runs the blocks of a shard, in order, and notes what became of them in a file of its own. A shard that was killed is
 * taken up where it ended; two at once do the same work twice and harm nothing.
 */
public final class BlockShard {

	private static final String HEADER = "block,place,objects,seconds,message";
	/** So often the status is brought to the disk. */
	private static final int BLOCKS_PER_NOTE = 16;

	private final BlockTask task;
	private final BlockFolder folder;
	private final Shard shard;
	private final Consumer<String> notices;

	/**
	 * @param task not closed
	 * @param notices told where the result is not exact, a sentence each
	 */
	public BlockShard(final BlockTask task, final BlockFolder folder, final Shard shard, final Consumer<String> notices) {
		this.task = task;
		this.folder = folder;
		this.shard = shard;
		this.notices = notices;
	}

	/**
	 * @return how many blocks were run now
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel; what is done stays done
	 * @throws io.github.rwkvsss.tile.TileMemoryException if memory does not suffice
	 * @throws IOException in one sentence
	 */
	public long run(final Progress progress, final Cancellation cancellation) throws IOException {
		folder.clean();
		final long first = shard.first(task.count());
		final long end = shard.end(task.count());
		final List<BlockStatus> done = new ArrayList<>();
		final long start = System.nanoTime();
		long ran = 0;
		for (long block = first; block < end; block++) {
			cancellation.check();
			final long before = block - first;
			final String text = "block " + (before + 1) + " of " + (end - first) + left(ran, end - block, System.nanoTime() -
				start);
			progress.update(before, end - first, text);
			final boolean there = folder.has(block);
			final BlockStatus status = task.run(block, (part, total, message) -> progress.update(before * 100 + Math.min(99, 100 *
				part / Math.max(1, total)), (end - first) * 100, text), cancellation);
			if (!there) ran++;
			if (!status.message().isEmpty()) notices.accept("block " + block + ": " + status.message());
			done.add(status);
			if (done.size() % BLOCKS_PER_NOTE == 0) note(done);
		}
		note(done);
		progress.update(1, 1, "done");
		return ran;
	}

	private static String left(final long ran, final long blocks, final long nanos) {
		if (ran == 0) return "";
		final long seconds = (long) (nanos / 1e9 / ran * blocks);
		return seconds < 90 ? ", " + seconds + " s left" : ", " + (seconds + 30) / 60 + " min left";
	}

	/** @return the file that tells what became of the shard's blocks */
	public Path status() {
		return folder.path().resolve("status-" + shard.index() + "-of-" + shard.count() + ".csv");
	}

	private void note(final List<BlockStatus> done) throws IOException {
		final StringBuilder text = new StringBuilder(HEADER).append('\n');
		for (final BlockStatus s : done) text.append(CsvLine.of(List.of(Long.toString(s.block()), s.place(), s.objects() < 0
			? "" : Long.toString(s.objects()), String.format(Locale.ROOT, "%.2f", s.seconds()), s.message()))).append('\n');
		WholeFile.write(status(), out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
	}
}
