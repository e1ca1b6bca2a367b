package io.github.rwkvsss.ablation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.train.SampleForm;
import io.github.rwkvsss.train.TrainingData;
import io.github.rwkvsss.train.TrainingFolders;

/**
 * A folder with the folders {@code images} and {@code labels}. What is held out lies in a folder {@code validation} of the
 * same form, if there is one; else a share of the files is, the same for every run.
 */
public record DataSet(Path folder) {

	private static final long SPLIT_SEED = 1;

	/** @return the folder's name */
	public String name() {
		return folder.toAbsolutePath().normalize().getFileName().toString();
	}

	/**
	 * @param form how the files become samples
	 * @param share of the files that is held out where no folder says which, above 0 and below 1
	 * @param progress told of every file
	 * @param cancellation looked at before every file
	 * @return what to learn from, and as validation what is held out
	 * @throws IOException in one sentence if a file cannot be read, or nothing is held out
	 */
	TrainingData read(final SampleForm form, final double share, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final Path heldOut = folder.resolve("validation");
		final boolean apart = Files.isDirectory(heldOut.resolve("images"));
		final TrainingData data = folders(folder).read(form, apart ? 0 : share, SPLIT_SEED, progress, cancellation);
		if (!apart) {
			if (data.validation().isEmpty()) throw new IOException("nothing of " + folder +
				" is held out; give a validation_share above 0, or a folder " + heldOut);
			return data;
		}
		final TrainingData other = folders(heldOut).read(form, 0, SPLIT_SEED, progress, cancellation);
		if (!other.classValues().equals(data.classValues())) throw new IOException("the labels of " + folder +
			" have the values " + data.classValues() + ", those of " + heldOut + " " + other.classValues() +
			"; both must show the same classes");
		return new TrainingData(data.training(), other.training(), data.classValues(), data.voxelSize(), data.source(), heldOut
			.toString());
	}

	private static TrainingFolders folders(final Path folder) {
		return new TrainingFolders(folder.resolve("images"), folder.resolve("labels"));
	}
}
