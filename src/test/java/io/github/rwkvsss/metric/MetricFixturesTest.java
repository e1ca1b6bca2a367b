package io.github.rwkvsss.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import com.google.gson.Gson;

/** Scores against those that make_fixtures.py got from numpy, scipy and scikit-image. */
class MetricFixturesTest {

	private static Fixtures fixtures;

	private record Fixtures(List<Region> regions, List<Objects> objects) {}

	private record Region(int[] size, double[] spacing, String truth, String predicted, double dice, double iou, double hd95,
		double hausdorff, double assd, double tolerance, double surfaceDice)
	{}

	private record Objects(int[] size, String truth, String predicted, int truthCount, int predictedCount,
		double[] averagePrecision, double panopticQuality, double aji, double rand, double randSplit, double randMerge,
		double info, double infoSplit, double infoMerge, double f1, double seg, double objectF1, double objectDice,
		double objectHausdorff)
	{}

	@BeforeAll
	static void read() throws IOException {
		try (Reader reader = new InputStreamReader(MetricFixturesTest.class.getResourceAsStream("metric-fixtures.json"),
			StandardCharsets.UTF_8))
		{
			fixtures = new Gson().fromJson(reader, Fixtures.class);
		}
	}

	private static int[] labels(final String text) {
		return text.chars().map(c -> Character.digit(c, 36)).toArray();
	}

	@Test
	void regions() {
		assertEquals(4, fixtures.regions().size());
		for (final Region region : fixtures.regions()) {
			final int[] truth = labels(region.truth()), predicted = labels(region.predicted());
			final Overlap overlap = Overlap.ofClass(truth, predicted, 1);
			assertEquals(region.dice(), overlap.dice(), 1e-12);
			assertEquals(region.iou(), overlap.iou(), 1e-12);
			final SurfaceDistance distance = SurfaceDistance.ofClass(truth, predicted, 1, region.size(), region.spacing());
			assertEquals(region.hd95(), distance.hd95(), 1e-9);
			assertEquals(region.hausdorff(), distance.hausdorff(), 1e-9);
			assertEquals(region.assd(), distance.averageSymmetric(), 1e-9);
			assertEquals(region.surfaceDice(), distance.surfaceDice(region.tolerance()), 1e-12);
		}
	}

	@Test
	void objects() {
		assertEquals(3, fixtures.objects().size());
		for (final Objects objects : fixtures.objects()) {
			final int[] truth = labels(objects.truth()), predicted = labels(objects.predicted());
			final InstanceMatching matching = InstanceMatching.of(truth, predicted);
			assertEquals(objects.truthCount(), matching.truthCount());
			assertEquals(objects.predictedCount(), matching.predictedCount());
			final double[] thresholds = InstanceMatching.thresholds();
			for (int k = 0; k < thresholds.length; k++) assertEquals(objects.averagePrecision()[k], matching.at(thresholds[k])
				.averagePrecision(), 1e-12);
			assertEquals(objects.panopticQuality(), matching.at(0.5).panopticQuality(), 1e-12);
			assertEquals(objects.aji(), matching.aggregatedJaccard().value(), 1e-12);
			final RandScore rand = RandScore.of(truth, predicted);
			assertEquals(objects.rand(), rand.fScore(), 1e-12);
			assertEquals(objects.randSplit(), rand.split(), 1e-12);
			assertEquals(objects.randMerge(), rand.merge(), 1e-12);
			final InformationScore information = PartitionScore.of(truth, predicted).information();
			assertEquals(objects.info(), information.fScore(), 1e-9);
			assertEquals(objects.infoSplit(), information.split(), 1e-9);
			assertEquals(objects.infoMerge(), information.merge(), 1e-9);
			assertEquals(objects.f1(), matching.at(0.5).f1(), 1e-12);
			assertEquals(objects.seg(), matching.seg().value(), 1e-12);
			final GlandScores glands = GlandScores.of(truth, predicted, objects.size());
			assertEquals(objects.objectF1(), glands.f1(), 1e-12);
			assertEquals(objects.objectDice(), glands.dice(), 1e-12);
			assertEquals(objects.objectHausdorff(), glands.hausdorff(), 1e-9);
		}
	}
}
