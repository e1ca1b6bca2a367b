package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.file.Nesting;
import io.github.rwkvsss.file.Reading;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Safetensors;

/**
 * All that a training needs to go on as if it had not been interrupted, in one safetensors file: weights, averaged
 * weights, best weights, the optimiser's moments, and as metadata the settings and the log.
 */
final class Checkpoint {

	// Without validation images the scores are NaN, and the best of them is yet to come.
	private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();
	private static final String STATE = "rwkv_sss_training";

	/**
	 * @param step steps done
	 * @param best score of the best weights so far
	 * @param bestEpoch its epoch
	 * @param settings with which the training began
	 * @param manifest of the model being trained
	 * @param samples names of the training samples, which must be the same ones again
	 * @param rows of the log
	 * @param losses of the samples' patches lately, null for those not seen; null in files of before they were kept
	 */
	record State(int step, double best, int bestEpoch, TrainingSettings settings, ModelManifest manifest,
		List<String> samples, List<TrainingLog.Row> rows, List<Double> losses)
	{}

	private Checkpoint() {}

	static void write(final Path file, final State state, final Map<String, Safetensors.Array> arrays) throws IOException {
		AtomicFile.write(file, Safetensors.write(arrays, Map.of(STATE, GSON.toJson(state)), Safetensors.Type.F32));
	}

	/** @return state and arrays of a checkpoint */
	static Map.Entry<State, Map<String, Safetensors.Array>> read(final Path file) throws IOException {
		final Safetensors.Content content = Reading.of(file, () -> Safetensors.read(Files.readAllBytes(file)));
		try {
			final State state = content.metadata().containsKey(STATE) ? GSON.fromJson(Nesting.checked(content.metadata().get(
				STATE)), State.class) : null;
			if (state == null || state.settings() == null) throw new IOException(file +
				" is not a checkpoint of a training; start the training anew");
			return Map.entry(state, content.arrays());
		}
		// NB: Gson wraps what a record's constructor throws in a plain RuntimeException.
		catch (final RuntimeException e) {
			throw new IOException("checkpoint " + file + " is damaged; start the training anew", e);
		}
	}

	/** @return the arrays under a prefix, without it */
	static Map<String, Safetensors.Array> part(final Map<String, Safetensors.Array> arrays, final String prefix) {
		final Map<String, Safetensors.Array> part = new LinkedHashMap<>();
		arrays.forEach((name, array) -> {
			if (name.startsWith(prefix)) part.put(name.substring(prefix.length()), array);
		});
		return part;
	}
}
