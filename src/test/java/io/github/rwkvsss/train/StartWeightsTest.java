package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.model.WeightArrays;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import org.junit.jupiter.api.Test;

class StartWeightsTest {

	/** A grey image in three channels gives the logits that it gave in one, to rounding; and back. */
	@Test
	void aGreyImageGivesTheSameThroughOtherChannels() throws Exception {
		final NetworkConfig grey = NetworkConfig.preset("tiny", 2, 1, 2);
		final float[] image = new float[32 * 32];
		for (int i = 0; i < image.length; i++) image[i] = (float) Math.sin(0.3 * i) * i / image.length;
		final float[][] inColours = { new float[3 * image.length] };
		for (int c = 0; c < 3; c++) System.arraycopy(image, 0, inColours[0], c * image.length, image.length);
		try (SegmentationModel one = model(grey, 4);
				SegmentationModel three = model(grey.withInputChannels(3), 5);
				SegmentationModel again = model(grey, 6))
		{
			final float[] expected = one.predict(new float[][] { image }, 32, 32)[0];
			take(one, three);
			assertArrayEquals(expected, three.predict(inColours, 32, 32)[0], 1e-5f);
			take(three, again);
			assertArrayEquals(expected, again.predict(new float[][] { image }, 32, 32)[0], 1e-5f);
		}
	}

	private static SegmentationModel model(final NetworkConfig network, final long seed) {
		return new SegmentationModel(io.github.rwkvsss.model.Models.semantic(network.inputChannels()).withNetwork(network),
			SegmentationNetwork.build(network, seed));
	}

	private static void take(final SegmentationModel from, final SegmentationModel to) throws Exception {
		final StartWeights start = StartWeights.of(WeightArrays.of(from.network().weights()), WeightArrays.of(to.network()
			.weights()), from.inputChannels(), to.inputChannels());
		assertEquals(0, start.random().size());
		WeightArrays.into(start.weights(), to.network().weights());
	}

	@Test
	void threeColoursIntoOneAreAddedAndOneIntoTwoIsHalved() {
		final Safetensors.Array colours = new Safetensors.Array(new long[] { 1, 3, 1, 2 }, new float[] { 1, 2, 10, 20, 100,
			200 });
		final Safetensors.Array one = new Safetensors.Array(new long[] { 1, 1, 1, 2 }, new float[2]);
		assertArrayEquals(new float[] { 111, 222 }, StartWeights.of(Map.of("k", colours), Map.of("k", one), 3, 1).weights().get(
			"k").values());
		final Safetensors.Array two = new Safetensors.Array(new long[] { 1, 2, 1, 2 }, new float[4]);
		final Safetensors.Array grey = new Safetensors.Array(new long[] { 1, 1, 1, 2 }, new float[] { 4, 6 });
		assertArrayEquals(new float[] { 2, 3, 2, 3 }, StartWeights.of(Map.of("k", grey), Map.of("k", two), 1, 2).weights().get(
			"k").values());
	}
}
