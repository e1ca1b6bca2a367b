package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.process.FloatProcessor;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.Task;

class AnnotatedImagesTest {

	private static AnnotatedImage image(final int number) {
		final int[] labels = new int[32 * 32];
		for (int i = 0; i < labels.length; i++) labels[i] = i % 32 > 8 && i % 32 < 20 && i / 32 > 5 && i / 32 < 16 ? 1 : 0;
		return new AnnotatedImage(PixelSource.of(new ImagePlus("image " + number, new FloatProcessor(32, 32, labels))),
			LabelImage.of("labels " + number, new long[] { 1, 1, 32, 32 }, labels));
	}

	@Test
	void severalImagesAreSplitByWhole() {
		final List<AnnotatedImage> images = IntStream.range(0, 5).mapToObj(AnnotatedImagesTest::image).toList();
		final TrainingData data = new AnnotatedImages(images).read(new SampleForm(Task.INSTANCE, 2, List.of(), Normalization
			.standard()), 0.2, 1);
		assertEquals(4, data.training().size());
		assertEquals(1, data.validation().size());
	}
}
