package io.github.rwkvsss.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.model.Safetensors;

/** Lets tests of other packages write and read a checkpoint. */
public final class CheckpointDoor {

	private CheckpointDoor() {}

	/** Reads it as a training does that is resumed. */
	public static void read(final Path file) throws IOException {
		Checkpoint.read(file);
	}

	/** Writes one of a few numbers. */
	public static void write(final Path file) throws IOException {
		Checkpoint.write(file, new Checkpoint.State(3, 0.5, 1, TrainingSettings.standard(2), Models.semantic(1), List.of("a",
			"b"), List.of(new TrainingLog.Row(1, 3, 1, 0.5, 0.5, 0.7, 0.5, Double.NaN, 0.5, 12, 1e-3)), null), Map.of("weights.a",
				new Safetensors.Array(new long[] { 2, 2 }, new float[] { 1, 2, 3, 4 })));
	}
}
