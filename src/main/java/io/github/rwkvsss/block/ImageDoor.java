package io.github.rwkvsss.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.RegionReader;
import io.github.rwkvsss.image.RegionImage;

/** Opens images of any extent: box by box where their files allow it, else as a whole. */
public final class ImageDoor {

	private ImageDoor() {}

	/**
	 * @param place path of an image, or the address of an OME-Zarr image
	 * @return the image; the caller closes it
	 * @throws IOException in one sentence if it cannot be read
	 */
	public static RegionImage open(final String place) throws IOException {
		if (RegionReader.isRegion(place)) return RegionReader.open(place);
		final Path path = Path.of(place);
		return new HeldImage(ImageReader.read(path), path.getFileName() + " " + Files.size(path) + " " + Files
			.getLastModifiedTime(path).toMillis());
	}
}
