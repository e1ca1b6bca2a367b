package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.ObjectDiameter;
import io.github.rwkvsss.model.Task;
import ij.ImagePlus;
import ij.process.FloatProcessor;

/** What a training asks back, and how it resizes what it takes. */
class ObjectLabelsTest {

	private static final int EDGE = 40;

	/** Two discs of 10 pixels. */
	private static AnnotatedImage annotated(final int first, final int second) {
		final float[] image = new float[EDGE * EDGE];
		final int[] labels = new int[image.length];
		for (int i = 0; i < labels.length; i++) {
			labels[i] = Math.hypot(i / EDGE - 10, i % EDGE - 10) <= 5 ? first : Math.hypot(i / EDGE - 28, i % EDGE - 28) <= 5
				? second : 0;
			image[i] = labels[i] == 0 ? 0 : 1;
		}
		return new AnnotatedImage(PixelSource.of(new ImagePlus("drawn", new FloatProcessor(EDGE, EDGE, image))), LabelImage.of(
			"drawn labels", new long[] { 1, 1, EDGE, EDGE }, labels));
	}

	private static final SampleForm FORM = new SampleForm(Task.INSTANCE, 2, List.of(), Normalization.standard());

	@Test
	void labelsWithoutObjectsAreAskedBack() {
		assertEquals(
			"the labels of drawn show no object, only background; check that they belong to the images, and outline or number some objects",
			assertThrows(IllegalArgumentException.class, () -> annotated(0, 0).read(FORM, 0, 1)).getMessage());
	}

	@Test
	void aMaskGivenAsObjectsIsAskedBack() {
		assertEquals(
			"the labels of drawn have the values 0 and 255 alone, which is a mask; give every object a number of its own (Analyze > Analyze Particles..., show: Count Masks), or train with task=semantic",
			assertThrows(IllegalArgumentException.class, () -> annotated(255, 255).read(FORM, 0, 1)).getMessage());
		assertEquals(1, annotated(255, 0).read(FORM, 0, 1).training().size(), "a single object is one");
		assertEquals(1, annotated(1, 2).read(FORM, 0, 1).training().size());
	}

	@Test
	void imagesAreResizedToTheDiameter() {
		final Sample sample = annotated(1, 2).read(FORM.withDiameter(24), 0, 1).training().get(0);
		assertEquals(24, ObjectDiameter.typical(sample.instances()), 1);
		final double factor = 24 / ObjectDiameter.typical(annotated(1, 2).labels().plane(0, 0));
		assertEquals(Math.rint(EDGE * factor), sample.size()[1]);
		assertEquals(sample.size()[1] * sample.size()[2], sample.image().length);
		assertEquals("the diameter is 500.0 pixels, but must be 8 to 128, or 0 to keep sizes", assertThrows(
			IllegalArgumentException.class, () -> FORM.withDiameter(500)).getMessage());
		assertEquals(EDGE, annotated(1, 2).read(FORM, 0, 1).training().get(0).size()[1]);
	}
}
