package io.github.rwkvsss.correct;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ij.ImagePlus;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.metric.Overlap;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.predict.Flips;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;

/**
 * How well the uncertainty of an image tells its error: Spearman's rank correlation over images that the model never learned
 * from, of the mean entropy and of the disagreement between a prediction and the mean over mirror images, with 1 - AP at IoU 0.5
 * and with 1 - Dice. A program, see {@code docs/workbench.md}: {@code RankCorrelation FOLDER SPLIT COUNT}.
 */
public final class RankCorrelation {

	private RankCorrelation() {}

	public static void main(final String... args) throws IOException {
		final Path data = Path.of(args[0]);
		final List<String> names = Files.readAllLines(Path.of(args[1])).stream().filter(line -> line.startsWith("choose ") ||
			line.startsWith("report ")).map(line -> line.substring(line.indexOf(' ') + 1).strip()).sorted().toList();
		final int count = Math.min(names.size(), Integer.parseInt(args[2]));
		final List<double[]> rows = new ArrayList<>();
		final PrintStream out = System.out;
		try (SegmentationModel model = ModelLibrary.open("nuclei-2d")) {
			for (int i = 0; i < count; i++) {
				final String name = names.get(i * names.size() / count);
				final ImagePlus image = ImageReader.read(data.resolve("images").resolve(name + ".png"));
				if (image.getWidth() * image.getHeight() > 400 * 400) continue;
				final LabelImage truth = LabelReader.read(data.resolve("labels").resolve(name + ".png"));
				final LabelImage found = Segmentation.with(model).build().labels(PixelSource.of(image), Progress.NONE,
					Cancellation.NEVER);
				final float[][] plain = shares(model, image, Flips.NONE);
				rows.add(new double[] { Uncertainty.of(plain, image.getWidth(), 0, 0, image.getWidth(), image.getHeight()),
					disagreement(plain, shares(model, image, Flips.ALL)), 1 - KnownScore.of(model.facts(), truth, found), 1 - Overlap
						.ofForeground(truth.plane(0), found.plane(0)).dice() });
				out.printf(Locale.ROOT, "%s %.4f %.4f %.4f %.4f%n", name, rows.get(rows.size() - 1)[0], rows.get(rows.size() -
					1)[1], rows.get(rows.size() - 1)[2], rows.get(rows.size() - 1)[3]);
			}
		}
		for (int u = 0; u < 2; u++) out.printf(Locale.ROOT,
			"%s: Spearman %.3f with 1 - AP@0.5, %.3f with 1 - Dice, %d images%n", u == 0 ? "entropy" : "disagreement", spearman(
				rows, u, 2), spearman(rows, u, 3), rows.size());
	}

	private static float[][] shares(final SegmentationModel model, final ImagePlus image, final Flips flips) {
		final ImagePlus shares = Segmentation.with(model).flips(flips).results(Set.of(ResultKind.PROBABILITIES)).build().run(
			image, Progress.NONE, Cancellation.NEVER).image(ResultKind.PROBABILITIES).orElseThrow();
		final float[][] planes = new float[model.classes()][];
		for (int k = 0; k < planes.length; k++) planes[k] = (float[]) shares.getStack().getPixels(shares.getStackIndex(k + 1, 1,
			1));
		return planes;
	}

	/** @return the mean difference over pixels that may be foreground */
	private static double disagreement(final float[][] one, final float[][] mean) {
		double sum = 0;
		double pixels = 0.005 * one[0].length;
		for (int i = 0; i < one[0].length; i++) {
			if (1 - one[0][i] < 0.1 && 1 - mean[0][i] < 0.1) continue;
			for (int k = 0; k < one.length; k++) sum += Math.abs(one[k][i] - mean[k][i]) / 2;
			pixels++;
		}
		return sum / pixels;
	}

	private static double spearman(final List<double[]> rows, final int a, final int b) {
		final double[] first = ranks(rows, a);
		final double[] second = ranks(rows, b);
		final double mean = (rows.size() - 1) / 2.0;
		double both = 0;
		double one = 0;
		double two = 0;
		for (int i = 0; i < first.length; i++) {
			both += (first[i] - mean) * (second[i] - mean);
			one += (first[i] - mean) * (first[i] - mean);
			two += (second[i] - mean) * (second[i] - mean);
		}
		return both / Math.sqrt(one * two);
	}

	/** Equal values share the mean of their ranks. */
	private static double[] ranks(final List<double[]> rows, final int column) {
		final Integer[] order = new Integer[rows.size()];
		Arrays.setAll(order, i -> i);
		Arrays.sort(order, Comparator.comparingDouble(i -> rows.get(i)[column]));
		final double[] ranks = new double[order.length];
		for (int i = 0; i < order.length;) {
			int end = i;
			while (end < order.length && rows.get(order[end])[column] == rows.get(order[i])[column]) end++;
			for (int k = i; k < end; k++) ranks[order[k]] = (i + end - 1) / 2.0;
			i = end;
		}
		return ranks;
	}
}
