package io.github.rwkvsss.label;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ij.gui.Roi;
import ij.io.RoiDecoder;

import io.github.rwkvsss.file.BoundedZip;
import io.github.rwkvsss.file.Reading;

/** Regions that ImageJ's ROI Manager saved: one as {@code .roi}, many as {@code .zip}. */
public final class RoiFile {

	private static final String SUFFIX = ".roi";

	/** A region drawn by hand has some thousand points of 8 bytes; a pasted image is the largest of them. */
	private static final long LARGEST = 16L << 20;
	private static final int MOST = 1 << 20;
	private static final long LARGEST_SUM = 256L << 20;
	private static final long SMALL = 16L << 20;
	private static final long LARGEST_RATIO = 100;

	private RoiFile() {}

	/**
	 * @param file saved by {@code ROI Manager > More > Save}
	 * @return the regions in the file's order, at least one
	 * @throws IOException in one sentence if it cannot be read or holds no region
	 */
	public static List<Roi> read(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) throw new IOException("there is no file " + file +
			"; give one that the ROI Manager saved");
		return Reading.of(file, () -> readAll(file));
	}

	private static List<Roi> readAll(final Path file) throws IOException {
		final List<Roi> regions = new ArrayList<>();
		if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX)) {
			if (Files.size(file) > LARGEST) throw new IOException(file + " has " + Files.size(file) +
				" bytes, more than any region needs; give a .roi or .zip file that the ROI Manager saved");
			add(regions, Files.readAllBytes(file), file.getFileName().toString(), file);
		}
		else new BoundedZip(MOST, LARGEST, Math.min(LARGEST_SUM, SMALL + LARGEST_RATIO * Files.size(file))).read(file,
			name -> name.endsWith(SUFFIX), (name, bytes) -> add(regions, bytes, name, file));
		if (regions.isEmpty()) throw new IOException(file +
			" holds no regions; give a .roi or .zip file that the ROI Manager saved");
		return regions;
	}

	private static void add(final List<Roi> regions, final byte[] bytes, final String name, final Path file)
		throws IOException
	{
		final Roi roi;
		try {
			roi = RoiDecoder.openFromByteArray(bytes);
		}
		// NB: ImageJ's decoder checks nothing but the first bytes, and answers damage with exceptions of every kind.
		catch (final RuntimeException e) {
			throw new IOException("region " + name + " of " + file + " is damaged; save it again", e);
		}
		if (roi == null) throw new IOException("region " + name + " of " + file + " is damaged; save it again");
		// What a region is called in the ROI Manager is the name of its entry.
		roi.setName(name.substring(0, name.length() - SUFFIX.length()));
		regions.add(roi);
	}
}
