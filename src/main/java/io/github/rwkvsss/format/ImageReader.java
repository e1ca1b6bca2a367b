package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import ij.ImagePlus;

import io.github.rwkvsss.file.Reading;
import io.github.rwkvsss.image.RegionStack;
import io.github.rwkvsss.image.SourceFile;
import io.github.rwkvsss.zarr.HttpStore;
import io.github.rwkvsss.image.VolumeSpace;

/** Opens image files without windows, dialogs or log messages. */
public final class ImageReader {

	private static final String FILE = "RWKV-SSS file";

	private ImageReader() {}

	/**
	 * Reads a file for a command, which may ask for its labels instead of its colours; see {@link LabelReader#of}. For images
	 * that nobody changes afterwards.
	 *
	 * @return as {@link #read}
	 * @throws IOException as {@link #read}
	 */
	public static ImagePlus open(final Path file) throws IOException {
		final ImagePlus image = read(file);
		image.setProperty(FILE, file);
		return image;
	}

	/**
	 * Reads what a user names: a path, or the address of an OME-Zarr image that begins with http://, https:// or s3://.
	 *
	 * @return as {@link #open(Path)}
	 * @throws IOException as {@link #read}
	 */
	public static ImagePlus openAddress(final String address) throws IOException {
		try {
			return OmeZarrReader.read(OmeZarrReader.region(address));
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	/** @return whether a text is the address of an image in the net, not a path */
	public static boolean isAddress(final String text) {
		return HttpStore.isAddress(text);
	}

	/** @return whether a folder is one image, as OME-Zarr is */
	public static boolean isFolderImage(final Path folder) {
		return OmeZarrReader.named(folder) && OmeZarrReader.isZarr(folder);
	}

	/** @return the same text for the same content only, without reading the pixels: of files size and time */
	public static String identity(final Path file) throws IOException {
		if (isFolderImage(file)) return RegionReader.identity(file);
		return Files.size(file) + "\n" + Files.getLastModifiedTime(file).toMillis();
	}

	/** @return the file that an image was opened from; null of others */
	static Path fileOf(final ImagePlus image) {
		return image.getProperty(FILE) instanceof final Path file ? file : null;
	}

	/**
	 * Reads a file, or a folder of DICOM slices, as ImageJ would open it: TIFF of 8, 16 or 32 bits with stacks, hyperstacks and calibration; PNG of 8
	 * or 16 bits with its values kept, fewer bits spread to 8; JPEG, BMP, GIF. Palettes become RGB, RGB of 16 bits three
	 * channels; transparency is dropped. NIfTI-1 ({@code .nii}, {@code .nii.gz}) as volumes, with their place in the
	 * scanner, see {@link VolumeSpace}. DICOM, uncompressed: a file, or a folder whose files are one series.
	 * OME-Zarr, or one of its levels by its path, as a virtual stack.
	 *
	 * @return never null, not shown; its title is the file's name
	 * @throws IOException with one sentence that names the file and what is wrong with it
	 */
	public static ImagePlus read(final Path file) throws IOException {
		return Reading.of(file, () -> readAny(file));
	}

	private static ImagePlus readAny(final Path file) throws IOException {
		if (OmeZarrReader.isZarr(file)) {
			final ImagePlus image = OmeZarrReader.read(OmeZarrReader.region(file));
			SourceFile.note(image, file);
			return image;
		}
		if (Files.isDirectory(file)) {
			final ImagePlus series = DicomReader.readSeries(file);
			series.setTitle(file.toAbsolutePath().normalize().getFileName().toString());
			SourceFile.note(series, file);
			return series;
		}
		final ImageFile kind = ImageFile.kindOf(file);
		final ImagePlus image = switch (kind) {
			case TIFF -> TiffReader.read(file);
			case DICOM -> DicomReader.read(file);
			case NIFTI -> NiftiReader.read(file);
			case OTHER -> OtherFormats.installed().orElseThrow(() -> new IOException(file + " needs Bio-Formats")).read(file);
			default -> RasterReader.read(file, kind);
		};
		image.setTitle(file.getFileName().toString());
		SourceFile.note(image, file);
		return image;
	}

	/**
	 * @param image of {@link #read}
	 * @param pixelSize along rows and columns in the image's own unit
	 * @return the coarsest level of its pyramid whose pixels are not larger, as a virtual stack; the image itself if there is
	 *         none that is coarser, or it is no OME-Zarr
	 * @throws IOException as {@link #read}
	 */
	public static ImagePlus atLevel(final ImagePlus image, final double pixelSize) throws IOException {
		if (!(image.getStack() instanceof final RegionStack stack) || !(stack.image() instanceof final OmeZarrRegion region))
			return image;
		final OmeZarrRegion chosen = region.atLevel(pixelSize);
		if (chosen == region) return image;
		final ImagePlus level = OmeZarrReader.read(chosen);
		level.setTitle(image.getTitle());
		SourceFile.of(image).ifPresent(file -> SourceFile.note(level, file));
		return level;
	}

	/** @return whether a file's name ends as those of images that can be read do */
	public static boolean isImage(final Path file) {
		return ImagePairs.isImage(file);
	}

	/** @return the name of an image or its file without what tells the kind of file: of a.nii.gz, a */
	public static String withoutExtension(final String name) {
		return ImageFile.stem(name);
	}
}
