package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

import ij.ImagePlus;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChosenLevel;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SegmentationResult;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.tensor.ComputeDevice;

/** The model of a batch, loaded once, with its settings. */
public final class BatchModel implements AutoCloseable {

	private final ImageModel model;
	private final Optional<Path> file;
	private final String digest;
	private final SegmentationSettings settings;
	private final Consumer<String> notices;
	private Segmentation usual;

	private BatchModel(final ImageModel model, final Optional<Path> file, final String digest,
		final SegmentationSettings settings, final Consumer<String> notices)
	{
		this.model = model;
		this.file = file;
		this.digest = digest;
		this.settings = settings;
		this.notices = notices;
	}

	/** Opens a model that computes on the CPU. */
	public static BatchModel open(final String choice, final SegmentationSettings settings, final Consumer<String> notices)
		throws IOException
	{
		return open(choice, ComputeDevice.CPU, settings, notices);
	}

	/**
	 * @param choice name of a model, or path of a model file
	 * @param device where it is to compute
	 * @param settings of every image
	 * @param notices told in one sentence if a run goes on in another way than asked for
	 * @throws IOException in one sentence if there is no such model or it cannot be read
	 */
	public static BatchModel open(final String choice, final ComputeDevice device, final SegmentationSettings settings,
		final Consumer<String> notices) throws IOException
	{
		final String digest = ChosenModel.digest(choice);
		return new BatchModel(ChosenModel.open(choice, device), ChosenModel.file(choice), digest, settings, notices);
	}

	/** @return the file that it was read from; empty if it ships with the plugin */
	Optional<Path> file() {
		return file;
	}

	/** @return the same for the same model file only */
	String digest() {
		return digest;
	}

	Consumer<String> notices() {
		return notices;
	}

	SegmentationSettings settings() {
		return settings;
	}

	/** @throws IllegalArgumentException in one sentence if settings and model do not fit */
	void requireFit() {
		segmentation();
	}

	private Segmentation segmentation() {
		if (usual == null) usual = settings.with(model).notices(notices).build();
		return usual;
	}

	/** Segments an image, at the level that the settings choose if it has several. */
	SegmentationResult run(final ImagePlus image, final Progress progress, final Cancellation cancellation)
		throws IOException
	{
		final ChosenLevel<ImagePlus> seen = ChosenLevel.of(image, model.facts(), settings);
		final Segmentation chosen = seen.image() == image ? segmentation() : seen.settings().with(model).notices(notices)
			.build();
		return chosen.run(seen.image(), progress, cancellation);
	}

	@Override
	public void close() {
		model.close();
	}
}
