package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;

/** Images and their label images in two folders, matched by file name without extension. */
public final class ImagePairs {

	private static final Set<String> EXTENSIONS = Set.of("tif", "tiff", "png", "jpg", "jpeg", "bmp", "gif", "nii", "dcm");

	private ImagePairs() {}

	/**
	 * An image file and the file of its labels.
	 *
	 * @param name file name without extension, shared by both
	 */
	public record Pair(String name, Path image, Path labels) {

		/**
		 * Reads both.
		 *
		 * @throws IOException in one sentence, if either cannot be read or their sizes differ
		 */
		public Sample read() throws IOException {
			final PixelSource pixels = PixelSource.of(ImageReader.read(image));
			final LabelImage labelled = labels(pixels.size());
			if (!Arrays.equals(pixels.size(), labelled.size())) throw new IOException("label image " + labels + " is " + text(
				labelled.size()) + " pixels, its image " + image + " " + text(pixels.size()) + "; they must be of one size");
			return new Sample(name, pixels, labelled);
		}

		/**
		 * Reads the labels alone, and of shapes the image, which says how large it is.
		 *
		 * @throws IOException in one sentence, if they cannot be read
		 */
		public LabelImage readLabels() throws IOException {
			return labels(ShapeLabels.isNamed(labels) ? PixelSource.of(ImageReader.read(image)).size() : null);
		}

		private LabelImage labels(final long[] size) throws IOException {
			return ShapeLabels.isNamed(labels) ? ShapeLabels.read(labels, name, size) : LabelReader.read(labels);
		}

		private static String text(final long[] size) {
			final StringBuilder text = new StringBuilder(size[3] + " x " + size[2]);
			if (size[1] > 1 || size[0] > 1) text.append(" x ").append(size[1]);
			if (size[0] > 1) text.append(" x ").append(size[0]);
			return text.toString();
		}
	}

	/**
	 * An image with its labels, of one size.
	 *
	 * @param name of the pair
	 */
	public record Sample(String name, PixelSource pixels, LabelImage labels) {}

	/**
	 * @param images folder of images; other files and hidden ones are left aside
	 * @param labels folder of label images of the same names, extensions may differ, or of shapes ({@link ShapeLabels})
	 * @return pairs ordered by name, at least one
	 * @throws IOException in one sentence, if a folder is missing, holds no image, or a file has no partner or two
	 */
	public static List<Pair> of(final Path images, final Path labels) throws IOException {
		final Map<String, Path> imageFiles = list(images, ImagePairs::isImage);
		final Map<String, Path> labelFiles = list(labels, ImagePairs::isImage);
		// Other JSON may lie there, and of two annotations of an image the label image counts.
		list(labels, file -> isShapes(file) && imageFiles.containsKey(stem(file))).forEach(labelFiles::putIfAbsent);
		requireImages(imageFiles, images);
		requireImages(labelFiles, labels);
		requireAll(imageFiles, labelFiles, "label image", labels);
		requireAll(labelFiles, imageFiles, "image", images);
		final List<Pair> pairs = new ArrayList<>();
		imageFiles.forEach((name, image) -> pairs.add(new Pair(name, image, labelFiles.get(name))));
		return List.copyOf(pairs);
	}

	private static boolean isShapes(final Path file) {
		return ShapeLabels.isNamed(file) && !file.getFileName().toString().startsWith(".") && Files.isRegularFile(file);
	}

	private static Map<String, Path> list(final Path folder, final Predicate<Path> taken) throws IOException {
		if (!Files.exists(folder)) throw new IOException("folder " + folder + " does not exist; check the path");
		if (!Files.isDirectory(folder)) throw new IOException(folder + " is a file; choose a folder of images");
		final Map<String, Path> files = new TreeMap<>();
		try (Stream<Path> entries = Files.list(folder)) {
			for (final Path file : (Iterable<Path>) entries.sorted()::iterator) {
				if (!taken.test(file)) continue;
				final Path twin = files.put(stem(file), file);
				if (twin != null) throw new IOException(twin + " and " + file.getFileName() +
					" have one name; rename or remove one of them");
			}
		}
		return files;
	}

	private static void requireImages(final Map<String, Path> files, final Path folder) throws IOException {
		if (files.isEmpty()) throw new IOException("folder " + folder +
			" holds no images (TIFF, NIfTI, DICOM, PNG, JPEG, BMP, GIF)");
	}

	private static void requireAll(final Map<String, Path> of, final Map<String, Path> in, final String what,
		final Path folder) throws IOException
	{
		final Set<String> missing = new TreeSet<>(of.keySet());
		missing.removeAll(in.keySet());
		if (missing.isEmpty()) return;
		final String first = missing.iterator().next();
		throw new IOException(of.get(first) + (missing.size() == 1 ? " has" : " and " + (missing.size() - 1) + " more have") +
			" no " + what + " of the same name in " + folder);
	}

	static boolean isImage(final Path file) {
		if (ImageReader.isFolderImage(file)) return !file.getFileName().toString().startsWith(".");
		final String name = file.getFileName().toString();
		final String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
		final boolean known = EXTENSIONS.contains(extension) || name.toLowerCase(Locale.ROOT).endsWith(".nii.gz") ||
			OtherFormats.isNamed(file) && OtherFormats.installed().isPresent();
		return !name.startsWith(".") && known && Files.isRegularFile(file);
	}

	private static String stem(final Path file) {
		return ImageFile.stem(file.getFileName().toString());
	}
}
