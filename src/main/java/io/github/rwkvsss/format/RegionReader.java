package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.rwkvsss.file.Reading;
import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.zarr.FolderStore;
import io.github.rwkvsss.zarr.HttpStore;
import io.github.rwkvsss.zarr.OmeImage;

/** Opens images far beyond memory, to be read box by box: OME-Zarr of folders and of the net, and TIFF. */
public final class RegionReader {

	private RegionReader() {}

	/**
	 * @param place path of an OME-Zarr image, of one of its levels ({@code image.ome.zarr/1}), of a bare Zarr array, or of a
	 *          TIFF whose pieces are small enough; or the address of an OME-Zarr image that begins with http://, https:// or
	 *          s3://
	 * @return the image; of OME-Zarr the finest level unless the path names another
	 * @throws IOException in one sentence if it cannot be read, or not box by box
	 */
	public static RegionImage open(final String place) throws IOException {
		if (HttpStore.isAddress(place)) return OmeZarrReader.region(place);
		return open(Path.of(place));
	}

	/** As {@link #open(String)}, of a path. */
	public static RegionImage open(final Path place) throws IOException {
		return Reading.of(place, () -> {
			if (OmeZarrReader.isZarr(place)) return OmeZarrReader.region(place);
			if (ImageFile.kindOf(place) == ImageFile.TIFF) return TiffRegion.open(place);
			throw new IOException(place + " cannot be read box by box; save it as OME-Zarr, or as TIFF in tiles");
		});
	}

	/**
	 * Opens the coarsest level of an OME-Zarr image whose pixels are not larger than wanted.
	 *
	 * @param place as of {@link #open(String)}
	 * @param pixelSize along rows and columns in the image's own unit, above 0
	 * @throws IOException in one sentence if it cannot be read
	 */
	public static RegionImage open(final String place, final double pixelSize) throws IOException {
		if (!(pixelSize > 0)) throw new IllegalArgumentException("the pixel size " + pixelSize + " is not above 0");
		if (!HttpStore.isAddress(place) && !OmeZarrReader.isZarr(Path.of(place))) return open(place);
		final OmeZarrRegion finest = (OmeZarrRegion) open(place);
		return OmeZarrRegion.of(finest.name(), finest.image(), finest.image().levelOf(pixelSize));
	}

	/**
	 * @param given an image of {@link #open(String)}
	 * @param pixelSize along rows and columns in the image's own unit
	 * @return the coarsest level of its pyramid whose pixels are not larger, unless that is finer than the given one; the given
	 *         image itself, then and if it has no levels
	 * @throws IOException in one sentence if the level cannot be read
	 */
	public static RegionImage atLevel(final RegionImage given, final double pixelSize) throws IOException {
		return given instanceof final OmeZarrRegion region ? region.atLevel(pixelSize) : given;
	}

	/** @return whether a place is of a kind that can be read box by box; its content may still be damaged */
	public static boolean isRegion(final String place) throws IOException {
		if (HttpStore.isAddress(place)) return true;
		final Path path = Path.of(place);
		return OmeZarrReader.isZarr(path) || Files.isRegularFile(path) && ImageFile.kindOf(path) == ImageFile.TIFF;
	}

	/** @return what tells whether a Zarr image in a folder is the one that it was */
	static String identity(final Path folder) throws IOException {
		final OmeImage image = OmeImage.open(new FolderStore(folder), "");
		return ZarrIdentity.of(image.store(), image.path(), image.levels().get(0).path());
	}
}
