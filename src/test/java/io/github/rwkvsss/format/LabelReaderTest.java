package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;

import io.github.rwkvsss.image.LabelImage;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelReaderTest {

	@ParameterizedTest
	@CsvSource({ "palette.png,1", "labels16.tif,1", "labels-float.tif,1", "labels-int16.tif,1", "int32.tif,100000" })
	void readsWholeNumbers(final String name, final int factor) throws IOException {
		final LabelImage labels = LabelReader.read(Fixtures.file(name));
		assertArrayEquals(new long[] { 1, 1, 5, 7 }, labels.size());
		for (int y = 0; y < 5; y++) for (int x = 0; x < 7; x++) assertEquals(factor * Fixtures.label(x, y), labels.plane(0,
			0)[y * 7 + x]);
		assertEquals(4 * factor, labels.max());
	}

	private static void assertRefused(final String name, final String sentence) {
		assertEquals(sentence, assertThrows(IOException.class, () -> LabelReader.read(Fixtures.file(name))).getMessage()
			.replaceAll(".*/", ""));
	}

	@Test
	void refusesWhatIsNoLabelImageInOneSentence() {
		assertRefused("rgb8.png",
			"rgb8.png is an RGB image, not a label image; save the labels with 8 or 16 bits, one number per class or object");
		assertRefused("rgb16.tif", "rgb16.tif has 3 channels; a label image has one");
		assertRefused("labels-nan.tif", "labels-nan.tif has NaN pixels; a label image has whole numbers from 0");
		assertRefused("labels-half.tif",
			"labels-half.tif has the value 0.5; a label image has whole numbers from 0 to 16777215");
		assertRefused("float32.tif", "float32.tif has the value -100.5; a label image has whole numbers from 0 to 16777215");
		assertRefused("ramp.jpg", "ramp.jpg is a JPEG, which alters values; save the labels as PNG or TIFF");
		assertThrows(IllegalArgumentException.class, () -> LabelImage.of(new ImagePlus()));
	}

	@Test
	void keepsFramesAndSlicesApart() {
		final ImageStack stack = new ImageStack(2, 1);
		for (int i = 0; i < 6; i++) stack.addSlice(new FloatProcessor(2, 1, new float[] { i, LabelImage.LARGEST_FLOAT }));
		final ImagePlus image = new ImagePlus("movie", stack);
		image.setDimensions(1, 3, 2);
		final LabelImage labels = LabelImage.of(image);
		assertArrayEquals(new long[] { 2, 3, 1, 2 }, labels.size());
		assertArrayEquals(new int[] { 5, LabelImage.LARGEST_FLOAT }, labels.plane(1, 2));
		assertArrayEquals(new int[] { 3, LabelImage.LARGEST_FLOAT, 4, LabelImage.LARGEST_FLOAT, 5, LabelImage.LARGEST_FLOAT },
			labels.volume(1));
	}

	@Test
	void readsAStackOf8Bits() {
		final ImagePlus image = IJ.createImage("stack", "8-bit black", 3, 2, 4);
		image.getStack().getProcessor(4).set(2, 1, 9);
		assertEquals(List.of(0, 9), List.of(LabelImage.of(image).plane(0, 0)[5], LabelImage.of(image).plane(0, 3)[5]));
	}
}
