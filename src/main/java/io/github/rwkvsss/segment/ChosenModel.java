package io.github.rwkvsss.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.rwkvsss.foreign.ForeignLibrary;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.tensor.ComputeDevice;

/** Opens whatever model a user chose for segmenting: one of ours, or one that was imported. */
public final class ChosenModel {

	private ChosenModel() {}

	/** @return names that {@link #open} takes: of our models, then of those that were imported with their user's consent */
	public static List<String> names() {
		return Stream.concat(ModelLibrary.names().stream(), ForeignLibrary.trusted().stream()).toList();
	}

	/**
	 * @param choice name of a model, path of a model file, or {@code imported:<name>}, which runs the code of that model
	 * @return the model; the caller closes it
	 * @throws IOException in one sentence if there is no such model or it cannot be read
	 */
	public static ImageModel open(final String choice) throws IOException {
		return open(choice, ComputeDevice.CPU);
	}

	/**
	 * @param choice as for {@link #open(String)}
	 * @param device where it is to compute, if it is one of ours; an imported one, whose code may name a device itself,
	 *          computes on the CPU
	 * @return the model; the caller closes it
	 * @throws IOException as for {@link #open(String)}
	 */
	public static ImageModel open(final String choice, final ComputeDevice device) throws IOException {
		return isImported(choice) ? ForeignLibrary.open(choice) : ModelLibrary.open(choice, device);
	}

	/**
	 * @param choice as for {@link #open}
	 * @return the file or folder that it leads to; empty if it ships with the plugin or there is none
	 */
	public static Optional<Path> file(final String choice) {
		return isImported(choice) ? ForeignLibrary.find(choice) : ModelLibrary.file(choice);
	}

	/**
	 * @param choice as for {@link #open}
	 * @return the same for the same model only; runs no code
	 * @throws IOException as for {@link #open}
	 */
	public static String digest(final String choice) throws IOException {
		return isImported(choice) ? ForeignLibrary.digest(choice) : ModelLibrary.digest(choice);
	}

	/** NB: asked of the name alone, so that nothing of {@code foreign} is loaded for a model of ours. */
	private static boolean isImported(final String choice) {
		return choice != null && choice.startsWith(ModelLibrary.IMPORTED);
	}
}
