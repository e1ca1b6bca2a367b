package io.github.rwkvsss.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.label.ConsecutiveLabels;

/**
 * Drawings of {@link LargeDrawing} as a folder of images and one of their labels, to train on and for batches:
 * {@code LargeDrawingSet <folder> <count> [<slices>] <height> <width>}, in the folders {@code images} and {@code labels}.
 */
public final class LargeDrawingSet {

	private LargeDrawingSet() {}

	/** Writes both folders; each drawing has another seed than that of the large ones. */
	public static void main(final String... args) throws IOException {
		final Path images = Files.createDirectories(Path.of(args[0], "images"));
		final Path labels = Files.createDirectories(Path.of(args[0], "labels"));
		final int first = args.length - 2;
		final int[] box = { 1, first > 2 ? Integer.parseInt(args[2]) : 1, Integer.parseInt(args[first]), Integer.parseInt(
			args[first + 1]) };
		for (int n = 0; n < Integer.parseInt(args[1]); n++) {
			final LargeDrawing drawing = new LargeDrawing(100L + n, box[1], box[2], box[3]);
			final float[] values = new float[box[1] * box[2] * box[3]];
			final int[] numbers = new int[values.length];
			drawing.read(new long[4], box, values);
			drawing.labels(new long[4], box, numbers);
			final int[] labelled = ConsecutiveLabels.of(numbers).labels();
			final ImageStack grey = new ImageStack(box[3], box[2]);
			final ImageStack found = new ImageStack(box[3], box[2]);
			final int plane = box[2] * box[3];
			for (int z = 0; z < box[1]; z++) {
				final ByteProcessor slice = new ByteProcessor(box[3], box[2]);
				final FloatProcessor named = new FloatProcessor(box[3], box[2]);
				for (int i = 0; i < plane; i++) {
					slice.set(i, (int) values[z * plane + i]);
					named.setf(i, labelled[z * plane + i]);
				}
				grey.addSlice(slice);
				found.addSlice(named.convertToShort(false));
			}
			final String name = String.format(Locale.ROOT, "drawing-%03d.tif", n);
			ImageWriter.write(volume("drawing", grey), images.resolve(name));
			ImageWriter.write(volume("labels", found), labels.resolve(name));
		}
	}

	private static ImagePlus volume(final String title, final ImageStack stack) {
		final ImagePlus image = new ImagePlus(title, stack);
		image.setDimensions(1, stack.size(), 1);
		image.getCalibration().setUnit("micron");
		image.getCalibration().pixelWidth = 0.5;
		image.getCalibration().pixelHeight = 0.5;
		image.getCalibration().pixelDepth = 1;
		return image;
	}
}
