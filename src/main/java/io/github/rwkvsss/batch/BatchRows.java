package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.github.rwkvsss.segment.ResultKind;

/** Keeps the status file of a batch whose images are segmented elsewhere, see {@link BatchTask}. One process at a time. */
public final class BatchRows implements AutoCloseable {

	private final Path output;
	private final List<ResultKind> kinds;
	private final List<FolderImages.Item> items;
	private final StatusFile status;
	private final Map<String, String> before = new HashMap<>();
	private int segmented;
	private int kept;
	private int failed;

	private BatchRows(final Path output, final List<ResultKind> kinds, final List<FolderImages.Item> items,
		final StatusFile status)
	{
		this.output = output;
		this.kinds = kinds;
		this.items = items;
		this.status = status;
		for (final FolderImages.Item item : items) status.of(item.name()).ifPresent(row -> before.put(item.name(), row.line()));
	}

	/**
	 * Makes the folders of results and opens the status file.
	 *
	 * @param kinds of results
	 * @param notices told in one sentence of what was passed over
	 * @throws IOException in one sentence if a folder or the status file cannot be used
	 */
	public static BatchRows open(final FolderImages images, final Path output, final List<ResultKind> kinds,
		final Consumer<String> notices) throws IOException
	{
		final List<FolderImages.Item> items = images.list(output, notices);
		BatchResults.make(output);
		final StatusFile status = StatusFile.open(output.resolve(Batch.STATUS));
		boolean opened = false;
		try {
			BatchResults.in(output, kinds).requireApart(items, Optional.empty());
			new BatchAttempts(output).begin();
			opened = true;
			return new BatchRows(output, kinds, items, status);
		}
		finally {
			if (!opened) status.close();
		}
	}

	/** @return paths of the images below their folder */
	public List<String> names() {
		return items.stream().map(FolderImages.Item::name).toList();
	}

	/** @return the row of an earlier run; empty text if there is none */
	public String before(final String name) {
		return before.getOrDefault(name, "");
	}

	/** Adds a row, and returns when it is on the disk. */
	public void add(final String line) throws IOException {
		final FileStatus row = FileStatus.of(line).orElseThrow(() -> new IOException("\"" + line + "\" is no row of a status"));
		final boolean done = row.outcome() == FileStatus.Outcome.DONE;
		if (done && line.equals(before(row.file()))) {
			kept++;
			return;
		}
		status.add(row);
		if (done) segmented++;
		else failed++;
	}

	/** Joins tables and instances if there are any, and puts the rows into the images' order. Nothing can be added afterwards. */
	public BatchReport finish() throws IOException {
		new BatchResults(output, kinds).join(items);
		status.finish(new ArrayList<>(names()));
		new BatchAttempts(output).end();
		return new BatchReport(segmented, kept, failed, output.resolve(Batch.STATUS));
	}

	@Override
	public void close() throws IOException {
		status.close();
	}
}
