package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.rwkvsss.progress.Cancellation;

/**
 * The images of a batch, each of which can be segmented separately, in any order, in any process that sees the folders, also
 * twice or at the same time as another: results are whole or absent, and those of two runs are the same. What became of an
 * image is a row of the status file, which {@link BatchRows} keeps. One thread at a time; owns the model.
 */
public final class BatchTask implements AutoCloseable {

	private final Path output;
	private final BatchModel model;
	private final BatchResults results;
	private final BatchAttempts attempts;
	private final Map<String, FolderImages.Item> items = new LinkedHashMap<>();

	private BatchTask(final Path output, final BatchModel model) {
		this.output = output;
		this.model = model;
		model.requireFit();
		results = new BatchResults(this.output, model.settings().orderedResults());
		attempts = new BatchAttempts(output);
	}

	/**
	 * @param images the same in every process
	 * @param output folder of the results, which {@link BatchRows#open} has made
	 * @param model taken over
	 * @throws IOException in one sentence if the folder cannot be read
	 */
	public static BatchTask open(final FolderImages images, final Path output, final BatchModel model) throws IOException {
		final BatchTask task = new BatchTask(output, model);
		images.list(output).forEach(item -> task.items.put(item.name(), item));
		return task;
	}

	/**
	 * Segments an image unless that is done, or three processes have ended over it in this run: then the row says so.
	 *
	 * @param name one of {@link BatchRows#names}
	 * @param before the row of an earlier run; empty if there is none
	 * @return the row of the status file; of an image that failed it says why
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws IOException in one sentence if there is no such image any more
	 */
	public String run(final String name, final String before, final Cancellation cancellation) throws IOException {
		final FolderImages.Item item = items.get(name);
		if (item == null) throw new IOException("there is no image " + name + " any more; was the folder changed?");
		final String digest = Batch.digest(item, model);
		final Optional<FileStatus> row = before.isEmpty() ? Optional.empty() : FileStatus.of(before);
		if (Batch.isDone(row, digest, item, results)) return before;
		final int open = attempts.open(name);
		if (open >= BatchAttempts.MOST) return new FileStatus(name, FileStatus.Outcome.FAILED, "", 0, open +
			" processes ended while they segmented it, by a crash or for want of memory; try it alone, with more memory", digest)
			.line();
		final Path attempt = attempts.started(name);
		boolean ended = true;
		try {
			// NB: results stay until new ones replace them, since another run may just have written them.
			return Batch.segment(item, digest, model, results, Batch.Earlier.REPLACED, (done, total, message) -> {}, cancellation)
				.line();
		}
		catch (final Error e) {
			// NB: as after a crash; whoever runs the tasks gives this process up.
			ended = false;
			throw e;
		}
		finally {
			if (ended) attempts.ended(attempt);
		}
	}

	@Override
	public void close() {
		model.close();
	}
}
