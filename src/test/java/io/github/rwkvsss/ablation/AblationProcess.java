package io.github.rwkvsss.ablation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;

import ij.process.ByteProcessor;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.Threads;
import io.github.rwkvsss.train.SampleForm;
import io.github.rwkvsss.train.TrainingSettings;

/** An ablation of drawn discs in a process of its own, for a test that kills it; arguments: folders of data and results. */
public final class AblationProcess {

	private static final int STEPS = 8;

	private AblationProcess() {}

	public static void main(final String... args) throws IOException {
		final Ablation ablation = ablation(Path.of(args[0]), Path.of(args[1]));
		ablation.run((done, total, message) -> System.out.println(done + " of " + total + ": " + message), Cancellation.NEVER);
	}

	/** @return two variants with one seed, the same each time; on one thread, so that it can be repeated */
	static Ablation ablation(final Path data, final Path results) {
		Threads.use(1);
		final TrainingSettings settings = TrainingSettings.standard(2).withPatches(List.of(32, 32), 2).withSteps(STEPS, 2);
		return new Ablation(new Ablation.Plan("tiny", List.of(Variant.FULL, Variant.MEAN), List.of(new DataSet(data)), List.of(
			5L), new SampleForm(Task.SEMANTIC, 2, List.of(), Normalization.none()), 0.34, settings, ComputeDevice.CPU), results);
	}

	/** Three images of bright discs on dark, noisy ground. */
	static void draw(final Path data) throws IOException {
		Files.createDirectories(data.resolve("images"));
		Files.createDirectories(data.resolve("labels"));
		final Random random = new Random(1);
		for (int i = 0; i < 3; i++) {
			final ByteProcessor image = new ByteProcessor(48, 48);
			final ByteProcessor labels = new ByteProcessor(48, 48);
			final int centre = 15 + random.nextInt(18);
			for (int p = 0; p < 48 * 48; p++) {
				final boolean inside = Math.hypot(p / 48 - centre, p % 48 - 24) < 10;
				labels.set(p, inside ? 1 : 0);
				image.set(p, (int) ((inside ? 160 : 60) + 20 * random.nextGaussian()));
			}
			ImageIO.write(image.getBufferedImage(), "png", data.resolve("images/" + i + ".png").toFile());
			ImageIO.write(labels.getBufferedImage(), "png", data.resolve("labels/" + i + ".png").toFile());
		}
	}
}
