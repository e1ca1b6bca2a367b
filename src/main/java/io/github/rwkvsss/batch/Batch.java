package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ij.ImagePlus;

import io.github.rwkvsss.file.Shard;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.image.ReadingNotes;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.SegmentationResult;

/**
 * Segments the images of a folder with one model into another folder, {@code labels/cells.tif},
 * {@code table/cells.csv} and so on, and notes of every file what became of it in {@value #STATUS}.
 * <p>
 * A file that fails is noted and the next one taken. A run that was killed, or canceled, is taken up by the next: what is
 * noted as done with the same model and settings, and has all its results, is left as it is. Results are whole or absent,
 * and noted only when all of a file are there.
 * </p>
 */
public final class Batch {

	/** Name of the status file in the folder of results. */
	public static final String STATUS = "batch-status.csv";

	private static final int STEPS_PER_FILE = 1000;

	private final FolderImages images;
	private final Path output;
	private final BatchModel model;
	private final Shard shard;

	/** A batch of all images. */
	public Batch(final FolderImages images, final Path output, final BatchModel model) {
		this(images, output, model, Shard.WHOLE);
	}

	/**
	 * @param images what to segment
	 * @param output folder of the results, made if missing; may lie in the folder of the images but not be it
	 * @param model with its settings; not closed
	 * @param shard which of the images, in the order of their names; all must see the same folder. One that is not all
	 *          keeps a status file of its own, and {@link BatchJoin} ends the work
	 */
	public Batch(final FolderImages images, final Path output, final BatchModel model, final Shard shard) {
		this.shard = shard;
		this.images = images;
		this.output = output;
		this.model = model;
	}

	/**
	 * Segments what is not done yet.
	 *
	 * @return counts; failed files are no exception
	 * @throws CanceledException at the next tile after a cancel; what is done stays done
	 * @throws IOException in one sentence if a folder or the status file cannot be used
	 * @throws IllegalArgumentException in one sentence if settings, model and patterns do not fit
	 */
	public BatchReport run(final Progress progress, final Cancellation cancellation) throws IOException {
		if (isFolderOfImages()) throw new IllegalArgumentException("images and results are to lie in one folder, " + output +
			"; choose another for the results");
		model.requireFit();
		final List<FolderImages.Item> all = images.list(output, model.notices());
		final List<FolderImages.Item> items = all.subList((int) shard.first(all.size()), (int) shard.end(all.size()));
		final Path statusFile = output.resolve(statusOf(shard));
		BatchResults.make(output);
		int segmented = 0;
		int before = 0;
		int failed = 0;
		try (StatusFile status = StatusFile.open(statusFile)) {
			final BatchResults results = BatchResults.in(output, model.settings().orderedResults());
			results.requireApart(all, model.file());
			for (int i = 0; i < items.size(); i++) {
				final FolderImages.Item item = items.get(i);
				cancellation.check();
				final int at = i;
				final Progress ofFile = (done, total, message) -> progress.update((long) at * STEPS_PER_FILE + (STEPS_PER_FILE -
					1) * done / Math.max(1, total), (long) items.size() * STEPS_PER_FILE, (at + 1) + " of " + items.size() + ": " +
						item.name());
				ofFile.update(0, 1, "");
				final String digest = digest(item, model);
				if (isDone(status.of(item.name()), digest, item, results)) {
					before++;
					continue;
				}
				final FileStatus row = segment(item, digest, model, results, Earlier.REMOVED, ofFile, cancellation);
				status.add(row);
				if (row.outcome() == FileStatus.Outcome.DONE) segmented++;
				else failed++;
			}
			if (shard.isWhole()) results.join(items);
			status.finish(items.stream().map(FolderImages.Item::name).toList());
		}
		progress.update(1, 1, "done");
		return new BatchReport(segmented, before, failed, statusFile);
	}

	/** @return name of the file that tells what became of a shard's images */
	static String statusOf(final Shard shard) {
		return shard.isWhole() ? STATUS : "batch-status-" + shard.index() + "-of-" + shard.count() + ".csv";
	}

	/** Links and other letter case lead to the same folder, too. */
	private boolean isFolderOfImages() throws IOException {
		return output.toAbsolutePath().normalize().equals(images.folder().toAbsolutePath().normalize()) || Files.exists(
			output) && Files.exists(images.folder()) && Files.isSameFile(output, images.folder());
	}

	static boolean isDone(final Optional<FileStatus> row, final String digest, final FolderImages.Item item,
		final BatchResults results) throws IOException
	{
		if (row.isEmpty() || row.get().outcome() != FileStatus.Outcome.DONE || !results.exist(item)) return false;
		// NB: rows of before the sizes were noted say nothing of them.
		return row.get().settings().equals(digest) || row.get().settings().equals(digest + "-" + results.bytes(item));
	}

	/** Results of an earlier run: removed before the work, or replaced by its results, which another process may have written. */
	enum Earlier {
			REMOVED, REPLACED
	}

	/** @return what became of a file, whatever that was */
	static FileStatus segment(final FolderImages.Item item, final String digest, final BatchModel model,
		final BatchResults results, final Earlier earlier, final Progress progress, final Cancellation cancellation)
	{
		final long start = System.nanoTime();
		FileStatus.Outcome outcome = FileStatus.Outcome.DONE;
		String objects = "";
		String message = "";
		String code = digest;
		try {
			// What an earlier run left would pass for this one's.
			if (earlier == Earlier.REMOVED) results.remove(item);
			final ImagePlus image = ImageReader.read(item.file());
			message = String.join("; ", ReadingNotes.of(image));
			final SegmentationResult result = model.run(image, progress, cancellation);
			results.write(result, item);
			code += "-" + results.bytes(item);
			final OptionalLong count = result.objects();
			if (count.isPresent()) objects = Long.toString(count.getAsLong());
			message = Stream.concat(message.isEmpty() ? Stream.empty() : Stream.of(message + "."), result.remarks().stream())
				.collect(Collectors.joining(" "));
		}
		catch (final CanceledException e) {
			throw e;
		}
		// NB: whatever one file brings about, the others are still to be done; the row says what it was.
		catch (final IOException | RuntimeException | OutOfMemoryError e) {
			outcome = FileStatus.Outcome.FAILED;
			message = e.getMessage() == null || e instanceof OutOfMemoryError ? e.toString() : e.getMessage();
		}
		return new FileStatus(item.name(), outcome, objects, (System.nanoTime() - start) / 1e9, message, code);
	}

	/** Says the same only for the same file, model and settings. */
	static String digest(final FolderImages.Item item, final BatchModel model) throws IOException {
		final String facts = model.digest() + "\n" + model.settings().text() + "\n" + ImageReader.identity(item.file());
		try {
			final byte[] sha = MessageDigest.getInstance("SHA-256").digest(facts.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(sha, 0, 8);
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
