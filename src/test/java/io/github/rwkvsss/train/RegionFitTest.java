package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.ConnectedComponents;
import io.github.rwkvsss.label.Connectivity;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** An untrained model finds its class in scattered regions; the annotation is made from what it finds. */
class RegionFitTest {

	private static final int[] SIZE = { 8, 20, 20 };

	private SegmentationModel model;
	private int[] found;
	private float[] image;

	@BeforeEach
	void predict() {
		final NetworkConfig network = NetworkConfig.preset("tiny", 3, 1, 2).withStemStride(List.of(2, 2, 2));
		model = new SegmentationModel(new ModelManifest(ModelFile.FORMAT, "untrained", "", Task.SEMANTIC, List.of("outside",
			"inside"), List.of(0, 1), network, Normalization.none(), null, List.of(32, 32, 32), "", Map.of()), SegmentationNetwork
				.build(network, 7));
		final SplittableRandom random = new SplittableRandom(5);
		image = new float[SIZE[0] * SIZE[1] * SIZE[2]];
		for (int i = 0; i < image.length; i++) image[i] = random.nextFloat();
		found = Validation.argmax(Validation.predict(model, sample(new int[image.length]), Cancellation.NEVER));
		assertTrue(regions().count() > 1, "the untrained model should find scattered regions");
	}

	@AfterEach
	void close() {
		model.close();
	}

	private ConnectedComponents.Components regions() {
		return ConnectedComponents.ofEqual(found, SIZE, Connectivity.FULL);
	}

	private Sample sample(final int[] classes) {
		final byte[] target = new byte[classes.length];
		for (int i = 0; i < target.length; i++) target[i] = (byte) classes[i];
		return new Sample("drawn", image, target, null, 1, SIZE);
	}

	private List<Integer> fit(final int[] truth, final int volumes) {
		return RegionFit.of(model, Collections.nCopies(volumes, sample(truth)), Progress.NONE, Cancellation.NEVER);
	}

	private int[] largest() {
		final int[] labels = regions().labels();
		final int[] sizes = regions().sizes();
		sizes[0] = 0;
		int best = 1;
		for (int k = 2; k < sizes.length; k++) if (sizes[k] > sizes[best]) best = k;
		final int[] only = new int[labels.length];
		for (int i = 0; i < only.length; i++) only[i] = labels[i] == best ? 1 : 0;
		return only;
	}

	@Test
	void aClassAnnotatedAsOneRegionIsKeptAsOne() {
		assertEquals(List.of(1), fit(largest(), 8));
	}

	@Test
	void aClassAnnotatedAsSeveralRegionsIsLeftAlone() {
		assertEquals(List.of(), fit(found, 8));
	}

	@Test
	void aFewVolumesDoNotTell() {
		assertEquals(List.of(), fit(largest(), 7));
	}

	@Test
	void volumesThatAreNotAnnotatedEverywhereDoNotCount() {
		final int[] sparse = largest();
		sparse[0] = Sample.IGNORE;
		assertEquals(List.of(), fit(sparse, 8));
	}

	@Test
	void validationJudgesWhatTheModelWillGive() {
		final List<Sample> samples = List.of(sample(largest()));
		assertTrue(Validation.of(model, samples, Cancellation.NEVER).dice() < 1);
		try (SegmentationModel single = new SegmentationModel(model.manifest().withSingleRegions(List.of(1)),
			SegmentationNetwork.build(model.manifest().network(), 7)))
		{
			assertEquals(1, Validation.of(single, samples, Cancellation.NEVER).dice(), 1e-12);
		}
	}
}
