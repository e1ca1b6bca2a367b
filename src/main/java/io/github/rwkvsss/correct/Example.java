package io.github.rwkvsss.correct;

import java.io.IOException;
import java.nio.file.Path;

import ij.ImagePlus;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.train.AnnotatedImage;

/**
 * An image of a project with what its user says is true. Its files are read when asked for; they stay as they are until the
 * example is replaced.
 *
 * @param name by which its user knows it, one in the project
 * @param serial number that no other example of the project has or had, rising
 * @param diameter pixels across a typical object, as its user says; 0 if the model is to find out
 * @param channels of the image that the model sees
 * @param folder of its files
 */
public record Example(String name, int serial, double diameter, ChannelChoice channels, Path folder) {

	static final String IMAGE = "image.tif";
	static final String LABELS = "labels.tif";
	static final String KNOWN = "known.tif";
	static final String FACTS = "example.json";

	/**
	 * @return the image, with its calibration; not shown
	 * @throws IOException in one sentence if it cannot be read
	 */
	public ImagePlus image() throws IOException {
		final ImagePlus image = ImageReader.read(folder.resolve(IMAGE));
		image.setTitle(name);
		return image;
	}

	/**
	 * @return its objects or classes; -1 where nothing is known
	 * @throws IOException in one sentence if they cannot be read
	 */
	public LabelImage labels() throws IOException {
		final LabelImage known = LabelReader.read(folder.resolve(KNOWN));
		final LabelImage labels = LabelReader.read(folder.resolve(LABELS)).named(name);
		return KnownRegion.of(known.replaced(value -> value == 0 ? -1 : 0)).applied(labels);
	}

	/**
	 * @param inputChannels of the model
	 * @return image and labels, as a training takes them
	 * @throws IOException in one sentence if they cannot be read, or do not fit each other or the model
	 */
	AnnotatedImage annotated(final int inputChannels) throws IOException {
		try {
			return new AnnotatedImage(channels.from(PixelSource.of(image()), inputChannels), labels());
		}
		catch (final IllegalArgumentException e) {
			throw new IOException("the example " + name + " in " + folder + " is damaged: " + e.getMessage(), e);
		}
	}
}
