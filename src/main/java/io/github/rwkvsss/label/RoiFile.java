package io.github.rwkvsss.label;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import ij.gui.Roi;
import ij.io.RoiDecoder;

/** Regions that ImageJ's ROI Manager saved: one as {@code .roi}, many as {@code .zip}. */
public final class RoiFile {

	private static final String SUFFIX = ".roi";

	private RoiFile() {}

	/**
	 * @param file saved by {@code ROI Manager > More > Save}
	 * @return the regions in the file's order, at least one
	 * @throws IOException in one sentence if it cannot be read or holds no region
	 */
	public static List<Roi> read(final Path file) throws IOException {
		if (!Files.isRegularFile(file)) throw new IOException("there is no file " + file +
			"; give one that the ROI Manager saved");
		final List<Roi> regions = new ArrayList<>();
		if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(SUFFIX)) add(regions, Files.readAllBytes(file),
			file.getFileName().toString(), file);
		else try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
				if (entry.getName().endsWith(SUFFIX)) add(regions, zip.readAllBytes(), entry.getName(), file);
		}
		if (regions.isEmpty()) throw new IOException(file + " holds no regions; give a .roi or .zip file that the ROI Manager saved");
		return regions;
	}

	private static void add(final List<Roi> regions, final byte[] bytes, final String name, final Path file)
		throws IOException
	{
		final Roi roi;
		try {
			roi = RoiDecoder.openFromByteArray(bytes);
		}
		// NB: ImageJ's decoder checks nothing but the first bytes.
		catch (final IndexOutOfBoundsException | NegativeArraySizeException e) {
			throw new IOException("region " + name + " of " + file + " is damaged; save it again", e);
		}
		if (roi == null) throw new IOException("region " + name + " of " + file + " is damaged; save it again");
		// What a region is called in the ROI Manager is the name of its entry.
		roi.setName(name.substring(0, name.length() - SUFFIX.length()));
		regions.add(roi);
	}
}
