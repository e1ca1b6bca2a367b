package io.github.rwkvsss.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import ij.ImagePlus;

import io.github.rwkvsss.batch.Batch;
import io.github.rwkvsss.batch.BatchModel;
import io.github.rwkvsss.batch.FolderImages;
import io.github.rwkvsss.batch.Subfolders;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.scan.ScanCurve;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.train.AnnotatedImage;
import io.github.rwkvsss.train.ModelTraining;
import io.github.rwkvsss.train.SampleForm;
import io.github.rwkvsss.train.SettingsFit;
import io.github.rwkvsss.train.TrainingGoal;
import io.github.rwkvsss.train.TrainingSettings;

/**
 * Cancels long work at moments spread over its course and takes the time until it has ended: segmenting an image while
 * tiles are predicted and while objects are separated, training with automatic settings, and a batch. On a
 * busy machine that time tells of the neighbours, so there is another measure: what the working thread computed since it
 * last asked, before the cancel, whether to go on. On one thread of an idle machine no cancel takes longer.
 */
public final class CancelBench {

	private static final String MODEL = "nuclei-2d";
	private static final int CANCELS = 5;
	/** Over so many seconds after the work's first word the cancels are spread. */
	private static final double SPREAD = 3;
	private static final int FILES = 200;
	private static final int SMALL = 512;

	private final int size;
	private final Progress progress;
	private final Cancellation outside;
	private final StringBuilder table = new StringBuilder(
		"work,cancels,median_seconds,longest_seconds,longest_cpu_seconds\n");

	private CancelBench(final int size, final Progress progress, final Cancellation outside) {
		this.size = size;
		this.progress = progress;
		this.outside = outside;
	}

	/**
	 * @param size edge of the image that is segmented, in pixels
	 * @param threads of LibTorch, while this runs
	 * @return the table
	 * @throws IOException in one sentence if a file cannot be read or written
	 */
	public static String run(final int size, final int threads, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final int before = Threads.count();
		Threads.use(threads);
		final Path folder = Files.createTempDirectory("rwkv-sss-cancel");
		try {
			final CancelBench bench = new CancelBench(size, progress, cancellation);
			bench.segment();
			bench.train(folder);
			bench.batch(folder);
			return bench.table.toString();
		}
		finally {
			Threads.use(before);
			remove(folder);
		}
	}

	private void segment() throws IOException {
		final ImagePlus image = DrawnDiscs.image(size);
		try (SegmentationModel model = ModelLibrary.open(MODEL)) {
			final Segmentation segmentation = Segmentation.with(model).build();
			time("segment: tiles", Moment.SPREAD_OUT, (told, canceled) -> segmentation.run(image, told, canceled));
			time("segment: objects", Moment.ALL_TILES_DONE, (told, canceled) -> segmentation.run(image, told, canceled));
		}
	}

	private void train(final Path folder) throws IOException {
		final SampleForm form = new SampleForm(Task.INSTANCE, 2, List.of(), Normalization.standard());
		try (SegmentationModel model = ModelLibrary.open(MODEL)) {
			final TrainingGoal goal = new TrainingGoal("canceled", "Is never written.", "tiny", ScanCurve.HILBERT, List.of(),
				model);
			final AnnotatedImage annotated = new AnnotatedImage(PixelSource.of(DrawnDiscs.image(SMALL)), LabelImage.of(DrawnDiscs
				.labels(SMALL)));
			final ModelTraining training = new ModelTraining(goal, form, annotated.read(form, 0.2, 1), new SettingsFit(
				TrainingSettings.standard(2), EnumSet.allOf(SettingsFit.Open.class), 0));
			time("train", Moment.SPREAD_OUT, (told, canceled) -> training.run(folder.resolve("canceled.zip"), false, told,
				canceled));
		}
	}

	private void batch(final Path folder) throws IOException {
		final Path images = Files.createDirectory(folder.resolve("images"));
		final Path first = images.resolve("1000.tif");
		ImageWriter.write(DrawnDiscs.image(SMALL), first);
		for (int i = 1; i < FILES; i++) Files.copy(first, images.resolve((1000 + i) + ".tif"));
		try (BatchModel model = BatchModel.open(MODEL, SegmentationSettings.DEFAULT, notice -> {})) {
			final Batch batch = new Batch(new FolderImages(images, Subfolders.LEFT_OUT, "", ""), folder.resolve("results"),
				model);
			time("batch", Moment.SPREAD_OUT, batch::run);
		}
	}

	@FunctionalInterface
	private interface Work {

		void run(Progress told, Cancellation canceled) throws IOException;
	}

	/** When the cancel comes. */
	private enum Moment {
			/** Some time after the first word of progress. */
			SPREAD_OUT,
			/** As soon as the progress is complete. */
			ALL_TILES_DONE
	}

	private void time(final String name, final Moment moment, final Work work) throws IOException {
		final List<Double> seconds = new ArrayList<>();
		double computed = 0;
		for (int i = 0; i < CANCELS; i++) {
			outside.check();
			progress.update(i, CANCELS, "Canceling, " + name);
			final Request request = new Request(moment, (i + 0.5) / CANCELS * SPREAD);
			try {
				work.run(request::hear, request);
			}
			catch (final CanceledException e) {
				seconds.add(request.secondsAgo());
				computed = Math.max(computed, request.computedSinceAsked());
			}
		}
		final double[] sorted = seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		table.append(String.format(Locale.ROOT, "%s,%d,%.2f,%.2f,%.2f%n", name, sorted.length, sorted.length == 0 ? Double.NaN
			: sorted[sorted.length / 2], Arrays.stream(sorted).max().orElse(Double.NaN), computed));
	}

	/** A user who cancels at a moment that is known beforehand, so that no clock but the work's own thread is needed. */
	private static final class Request implements Cancellation {

		private final Moment moment;
		private final double delay;
		private long at = Long.MAX_VALUE;
		private long computedWhenAsked = computed();

		/** @param delay seconds after the first word, if the cancels are spread */
		Request(final Moment moment, final double delay) {
			this.moment = moment;
			this.delay = delay;
		}

		void hear(final long done, final long total, final String message) {
			if (at != Long.MAX_VALUE) return;
			if (moment == Moment.SPREAD_OUT) at = System.nanoTime() + (long) (delay * 1e9);
			else if (done == total) at = System.nanoTime();
		}

		@Override
		public boolean isCanceled() {
			final boolean canceled = at != Long.MAX_VALUE && System.nanoTime() - at >= 0;
			if (!canceled) computedWhenAsked = computed();
			return canceled;
		}

		private static long computed() {
			return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		}

		double computedSinceAsked() {
			return (computed() - computedWhenAsked) / 1e9;
		}

		double secondsAgo() {
			return (System.nanoTime() - at) / 1e9;
		}
	}

	private static void remove(final Path folder) throws IOException {
		try (Stream<Path> all = Files.walk(folder)) {
			for (final Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
		}
	}
}
