package io.github.rwkvsss.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.metric.ObjectEvaluation;

/**
 * Real nuclei turned into targets and back. What is lost here, no network can win: it is the ceiling of the
 * pipeline.
 */
class NucleiRoundTripTest {

	private static final Path LABELS = Path.of("../shared/data/nuclei-fluo/labels");

	/** Makes probabilities of a class image. */
	private interface Certainty {

		float[][] of(byte[] classes, int[] size);
	}

	@Test
	void certainProbabilitiesGiveTheNucleiBack() throws IOException {
		final EvaluationTable table = roundTrip(11, ProbabilityDrawing::certain);
		assertTrue(table.value(EvaluationTable.MEAN, "ap50") >= 0.99, summary(table));
		assertTrue(table.value(EvaluationTable.MEAN, "ap80") >= 0.98, summary(table));
		assertEquals(1, table.value(EvaluationTable.MEAN, "dice"), 0.002, summary(table));
	}

	@Test
	void blurredAndNoisyProbabilitiesStillPartTheNuclei() throws IOException {
		final Random random = new Random(1);
		final EvaluationTable table = roundTrip(33, (classes, size) -> ProbabilityDrawing.uncertain(classes, size, 1, 0.7,
			random));
		assertTrue(table.value(EvaluationTable.MEAN, "ap50") >= 0.95, summary(table));
	}

	@Test
	void aMegapixelOfTouchingObjectsIsParted() {
		final int[] size = { 1024, 1024 };
		final int[] truth = new int[1024 * 1024];
		for (int i = 0; i < truth.length; i++) truth[i] = 1 + i / 1024 / 20 * 52 + i % 1024 / 20;
		final byte[] classes = InstanceTargets.of(truth, size);
		final float[][] p = ProbabilityDrawing.uncertain(classes, size, 1, 0.7, new Random(2));
		final int count = ConsecutiveLabels.of(InstanceSegmentation.labels(p[0], p[1], p[2], size, InstanceParameters.DEFAULT))
			.count();
		assertEquals(52 * 52, count, 27);
	}

	private static EvaluationTable roundTrip(final int every, final Certainty certainty) throws IOException {
		assumeTrue(Files.isDirectory(LABELS), () -> "skipped: no nuclei at " + LABELS.toAbsolutePath().normalize());
		final List<Path> files;
		try (Stream<Path> found = Files.list(LABELS)) {
			files = found.sorted().toList();
		}
		final ObjectEvaluation evaluation = new ObjectEvaluation();
		for (int i = 0; i < files.size(); i += every) {
			final Raster image = ImageIO.read(files.get(i).toFile()).getRaster();
			final int[] size = { image.getHeight(), image.getWidth() };
			final int[] truth = image.getSamples(0, 0, size[1], size[0], 0, (int[]) null);
			final float[][] p = certainty.of(InstanceTargets.of(truth, size), size);
			evaluation.add(files.get(i).getFileName().toString(), truth, InstanceSegmentation.labels(p[0], p[1], p[2], size,
				InstanceParameters.DEFAULT), size);
		}
		return evaluation.table();
	}

	private static String summary(final EvaluationTable table) {
		return "ap50 " + table.value(EvaluationTable.MEAN, "ap50") + ", ap80 " + table.value(EvaluationTable.MEAN, "ap80") +
			", ap_mean " + table.value(EvaluationTable.MEAN, "ap_mean") + ", aji " + table.value(EvaluationTable.MEAN, "aji");
	}
}
