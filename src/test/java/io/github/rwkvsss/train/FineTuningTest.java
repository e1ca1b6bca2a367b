package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

class FineTuningTest {

	/** With the statistics of a few patches a model would be another one on all images that it knew. */
	@Test
	void statisticsStayWhatTheyWereAndWeightsLearn() throws IOException {
		try (SegmentationModel model = new SegmentationModel(Models.instances(), SegmentationNetwork.build(Models.instances()
			.network(), 1)))
		{
			final FineTuning tuning = new FineTuning(model, TrainingSettings.standard(2).withPatches(List.of(32, 32), 2)
				.withSteps(2, 1));
			final LabelImage labels = LabelImage.allocate("square", 1, 1, 32, 32);
			for (int y = 4; y < 20; y++) Arrays.fill(labels.plane(0), y * 32 + 4, y * 32 + 20, 1);
			tuning.learn(new AnnotatedImage(PixelSource.of("square", 1, new long[] { 1, 1, 32, 32 }, (min, size, into) -> {
				for (int i = 0; i < into.length; i++) into[i] = labels.plane(0)[i];
			}), labels));
			final Map<String, Safetensors.Array> before = WeightArrays.of(model.network().weights());
			final Map<String, Safetensors.Array> after = tuning.run(null, false, Progress.NONE, Cancellation.NEVER).weights();
			boolean learned = true;
			for (final String name : before.keySet()) {
				if (name.endsWith(".mean") || name.endsWith(".variance")) assertArrayEquals(before.get(name).values(), after.get(
					name).values(), name);
				else if (name.endsWith(".weight") && !name.contains("norm")) learned &= !Arrays.equals(before.get(name).values(),
					after.get(name).values());
			}
			assertTrue(learned, "every kernel moved");
		}
	}
}
