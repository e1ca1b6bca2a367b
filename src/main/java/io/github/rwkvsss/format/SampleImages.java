package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import ij.ImagePlus;

/** The drawn images that ship inside the jar, see {@code sample-data/README.md}. */
public final class SampleImages {

	private static final List<String> FILES = List.of("nuclei/images/crowded.png", "nuclei/images/bright.png",
		"nuclei/images/dim.png", "membranes/images/section-1.png", "membranes/images/section-2.png",
		"phantom/images/phantom.nii.gz");

	private SampleImages() {}

	/** @return the names of all */
	public static List<String> names() {
		return FILES.stream().map(SampleImages::name).toList();
	}

	private static String name(final String file) {
		return ImageReader.withoutExtension(file.substring(file.lastIndexOf('/') + 1));
	}

	/**
	 * @param name of {@link #names}
	 * @return the image, not shown, titled as its file
	 * @throws IllegalArgumentException in one sentence if there is none of that name
	 * @throws IOException in one sentence if it cannot be read, as from a damaged installation
	 */
	public static ImagePlus open(final String name) throws IOException {
		final Optional<String> found = FILES.stream().filter(file -> name(file).equals(name)).findFirst();
		final String file = found.orElseThrow(() -> new IllegalArgumentException("there is no sample image \"" + name +
			"\"; choose of " + String.join(", ", names())));
		final Path folder = Files.createTempDirectory("rwkv-sss-sample");
		final Path copy = folder.resolve(file.substring(file.lastIndexOf('/') + 1));
		try (InputStream in = SampleImages.class.getResourceAsStream("/samples/" + file)) {
			if (in == null) throw new IOException("the sample image " + name +
				" is missing from the jar; install RWKV-SSS again");
			Files.copy(in, copy);
			// The pixels are read here: the file may go.
			final ImagePlus image = ImageReader.read(copy);
			image.setFileInfo(null);
			return image;
		}
		finally {
			Files.deleteIfExists(copy);
			Files.deleteIfExists(folder);
		}
	}
}
