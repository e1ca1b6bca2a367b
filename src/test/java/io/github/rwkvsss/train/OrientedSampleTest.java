package io.github.rwkvsss.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.segment.OrientationFiles;

import org.junit.jupiter.api.Test;

/** A volume and the copy that nibabel reoriented are one sample, whose labels follow its pixels. */
class OrientedSampleTest {

	private static Sample sample(final String name, final List<Double> voxelSize) throws IOException {
		final Path file = OrientationFiles.file(name);
		// The pixels are their own labels, so that both must end up in the same order.
		final List<Integer> values = IntStream.range(0, 255).boxed().toList();
		return new SampleForm(Task.SEMANTIC, 3, List.of(), Normalization.none()).samples(name, PixelSource.of(ImageReader.read(
			file)), LabelReader.read(file), values, voxelSize).get(0);
	}

	@Test
	void orderOfTheAxesDoesNotMatter() throws IOException {
		final Sample volume = sample("volume.nii.gz", null);
		final Sample other = sample("volume-reoriented.nii.gz", null);
		assertArrayEquals(volume.image(), other.image());
		assertArrayEquals(volume.target(), other.target());
		assertArrayEquals(new int[] { 8, 20, 24 }, other.size());
		for (int i = 0; i < other.image().length; i++) assertEquals(other.image()[i], other.target()[i] & 0xff);
	}

	@Test
	void voxelsAreResized() throws IOException {
		assertArrayEquals(new int[] { 20, 10, 24 }, sample("volume-reoriented.nii.gz", List.of(2.0, 2.0, 1.0)).size());
	}
}
