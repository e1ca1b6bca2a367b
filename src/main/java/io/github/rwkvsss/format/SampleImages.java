package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import ij.ImagePlus;
import io.github.rwkvsss.file.PackedFile;
import io.github.rwkvsss.image.LabelImage;

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
	 * @param model name of a model that ships
	 * @return names of the drawn images of the kind that it is for, which have labels; none for other models
	 */
	public static List<String> ofModel(final String model) {
		final String folder = switch (model) {
			case "nuclei-2d" -> "nuclei/";
			case "membranes-2d" -> "membranes/";
			default -> "";
		};
		return folder.isEmpty() ? List.of() : FILES.stream().filter(file -> file.startsWith(folder)).map(SampleImages::name)
			.toList();
	}

	/**
	 * @param name of {@link #ofModel}
	 * @return the true labels of that image
	 * @throws IllegalArgumentException in one sentence if there is none of that name
	 * @throws IOException in one sentence if they cannot be read, as from a damaged installation
	 */
	public static LabelImage labels(final String name) throws IOException {
		return with(file(name).replace("/images/", "/labels/"), name, LabelReader::read);
	}

	/**
	 * @param name of {@link #names}
	 * @return the image, not shown, titled as its file
	 * @throws IllegalArgumentException in one sentence if there is none of that name
	 * @throws IOException in one sentence if it cannot be read, as from a damaged installation
	 */
	public static ImagePlus open(final String name) throws IOException {
		final ImagePlus image = with(file(name), name, ImageReader::read);
		// The pixels are read: the file is gone.
		image.setFileInfo(null);
		return image;
	}

	private static String file(final String name) {
		final Optional<String> found = FILES.stream().filter(file -> name(file).equals(name)).findFirst();
		return found.orElseThrow(() -> new IllegalArgumentException("there is no sample image \"" + name + "\"; choose of " +
			String.join(", ", names())));
	}

	private static <T> T with(final String file, final String name, final PackedFile.Reader<T> reader) throws IOException {
		final Path folder = Files.createTempDirectory("rwkv-sss-sample");
		final Path copy = folder.resolve(file.substring(file.lastIndexOf('/') + 1));
		try (InputStream in = SampleImages.class.getResourceAsStream("/samples/" + file)) {
			if (in == null) throw new IOException("the sample image " + name +
				" is missing from the jar; install RWKV-SSS again");
			Files.copy(in, copy);
			return reader.read(copy);
		}
		finally {
			Files.deleteIfExists(copy);
			Files.deleteIfExists(folder);
		}
	}
}
