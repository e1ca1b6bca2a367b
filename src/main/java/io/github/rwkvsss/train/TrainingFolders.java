package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

import io.github.rwkvsss.format.ImagePairs;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ObjectClassTable;
import io.github.rwkvsss.image.Foreground;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.ReadingNotes;
import io.github.rwkvsss.image.VolumeGrid;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * A folder of images and one of their labels. The files are split by name into training and validation.
 *
 * @param images folder of images
 * @param labels folder of label images of the same names
 */
public record TrainingFolders(Path images, Path labels) {

	/**
	 * @param form how the files become samples
	 * @param validationShare part of the files that is only validated, 0 to below 1
	 * @param seed of the split
	 * @param progress told of every file
	 * @param cancellation looked at before every file
	 * @return the samples in the order of the files' names
	 * @throws CanceledException on a cancel
	 * @throws IOException in one sentence if a file cannot be read, or images and labels do not fit
	 */
	public TrainingData read(final SampleForm form, final double validationShare, final long seed, final Progress progress,
		final Cancellation cancellation) throws IOException
	{
		return read(form, validationShare, seed, progress, cancellation, note -> {});
	}

	/**
	 * The same.
	 *
	 * @param notes takes what a file had besides the image that was taken, a sentence each
	 * @throws IOException likewise
	 */
	public TrainingData read(final SampleForm form, final double validationShare, final long seed, final Progress progress,
		final Cancellation cancellation, final Consumer<String> notes) throws IOException
	{
		final Split<ImagePairs.Pair> split = Split.of(ImagePairs.of(images, labels), validationShare, seed);
		return read(form, split, "share " + validationShare + ", seed " + seed, progress, cancellation, notes).withHoldout(
			validationShare);
	}

	/**
	 * As with a share, but parted by a list: learned from is what is to train, validated what is to choose by; the rest is
	 * not looked at.
	 *
	 * @param list of the files
	 */
	public TrainingData read(final SampleForm form, final SplitList list, final Progress progress,
		final Cancellation cancellation, final Consumer<String> notes) throws IOException
	{
		final List<ImagePairs.Pair> pairs = ImagePairs.of(images, labels);
		return read(form, new Split<>(list.of(SplitList.Part.TRAIN, pairs), list.of(SplitList.Part.CHOOSE, pairs)),
			"those to choose by of " + list.name(), progress, cancellation, notes);
	}

	private TrainingData read(final SampleForm form, final Split<ImagePairs.Pair> split, final String parted,
		final Progress progress, final Cancellation cancellation, final Consumer<String> notes) throws IOException
	{
		final List<ImagePairs.Pair> pairs = new ArrayList<>(split.training());
		pairs.addAll(split.validation());
		final List<Integer> values = form.task() == Task.SEMANTIC ? classValues(pairs, cancellation) : List.of();
		final List<Double> voxels = form.voxelSize(form.dimensions() == 2 ? List.of() : voxelSizes(split.training(),
			cancellation));
		final ObjectClassTable table = form.objectClasses() ? ObjectClassTable.in(labels) : null;
		final List<String> classes = table == null ? List.of() : objectClasses(split.training(), table, cancellation);
		List<Sample> training = read(split.training(), form, values, table, classes, voxels, progress, cancellation, notes);
		if (form.task() == Task.INSTANCE) ObjectLabels.require(training, labels.toString());
		List<Sample> validation = read(split.validation(), form, values, table, classes, voxels, progress, cancellation, notes);
		if (GreySamples.are(form, training, validation)) {
			training = GreySamples.oneChannel(training);
			validation = GreySamples.oneChannel(validation);
		}
		final Path folder = images.toAbsolutePath().normalize();
		final Path parent = folder.getParent();
		return new TrainingData(training, validation, values, voxels, folder.getFileName() + (parent == null ? "" : " of " +
			parent.getFileName()) + ", " + split.training().size() + " files", split.validation().size() + " files, " + parted,
			classes);
	}

	private List<Integer> classValues(final List<ImagePairs.Pair> pairs, final Cancellation cancellation) throws IOException {
		final TreeSet<Integer> values = new TreeSet<>();
		final Foreground foreground = new Foreground();
		for (final ImagePairs.Pair pair : pairs) {
			cancellation.check();
			final LabelImage read = pair.readLabels();
			foreground.add(read);
			SampleForm.addClassValues(values, read);
		}
		// Masks of one bit beside masks with 255 show one class, not two.
		if (foreground.value() == 255) values.remove(1);
		if (values.size() < 2) throw new IOException("the label images in " + labels +
			" hold a single value; a semantic model needs at least two classes");
		return List.copyOf(values);
	}

	/** Reads every file once more, since only then is the voxel size known that all are to have. */
	private static List<List<Double>> voxelSizes(final List<ImagePairs.Pair> pairs, final Cancellation cancellation)
		throws IOException
	{
		final List<List<Double>> sizes = new ArrayList<>();
		for (final ImagePairs.Pair pair : pairs) {
			cancellation.check();
			sizes.add(VolumeGrid.voxelSizeOf(PixelSource.of(ImageReader.read(pair.image()))));
		}
		return sizes;
	}

	/** Of the files to learn from, in the order of the alphabet. */
	private List<String> objectClasses(final List<ImagePairs.Pair> pairs, final ObjectClassTable table,
		final Cancellation cancellation) throws IOException
	{
		final TreeSet<String> names = new TreeSet<>();
		for (final ImagePairs.Pair pair : pairs) {
			cancellation.check();
			names.addAll(table.of(pair, pair.readLabels()).occurring());
		}
		return ObjectLabels.requireClasses(List.copyOf(names), labels.toString());
	}

	/** @param table of the objects' classes; null where they are not learned */
	private static List<Sample> read(final List<ImagePairs.Pair> pairs, final SampleForm form, final List<Integer> values,
		final ObjectClassTable table, final List<String> classes, final List<Double> voxels, final Progress progress,
		final Cancellation cancellation, final Consumer<String> notes) throws IOException
	{
		final List<Sample> samples = new ArrayList<>();
		for (int i = 0; i < pairs.size(); i++) {
			cancellation.check();
			final ImagePairs.Sample read = pairs.get(i).read();
			ReadingNotes.of(read.pixels()).forEach(notes);
			samples.addAll(form.samples(read.name(), read.pixels(), Foreground.as(read.labels(), Foreground.of(values)),
				table == null ? null : table.of(pairs.get(i), read.labels()).in(classes).numbers(), values, voxels));
			progress.update(i + 1, pairs.size(), "reading images");
		}
		return samples;
	}
}
