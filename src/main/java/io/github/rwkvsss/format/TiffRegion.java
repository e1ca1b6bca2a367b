package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import ij.ImagePlus;
import io.github.rwkvsss.image.RegionImage;

/** A TIFF of any size, read box by box from its tiles or strips. */
final class TiffRegion implements RegionImage {

	private static final long MOST_KEPT = 128L << 20;
	private static final int MOST_PAGES = 4;

	private final TiffFile file;
	private final TiffReader.Pages pages;
	/** Of the same axes and calibration, with planes of one pixel. */
	private final ImagePlus like;
	private final TiffDirectory first;
	private final float[] calibrated;
	private final Map<Integer, TiffPieces> kept = new LinkedHashMap<>(16, 0.75f, true);

	TiffRegion(final TiffFile file, final TiffReader.Pages pages, final ImagePlus like) throws IOException {
		this.file = file;
		this.pages = pages;
		this.like = like;
		first = pages.pages().get(0);
		for (final TiffDirectory page : pages.pages()) {
			page.requireReadableParts(file);
			if (page.isForJdk()) throw new IOException(file + " is compressed as " + (page.isLossy() ? "JPEG"
				: "fax or luminance") +
				", which cannot be read box by box; save it as OME-Zarr, or as TIFF in tiles with another compression");
			// NB: unpacked, a piece lies in memory beside what is made of it.
			if (page.compression != Decompression.NONE && page.chunkBytes() > Runtime.getRuntime().maxMemory() / 8)
				throw new IOException(file + " is compressed in pieces of " + page.chunkWidth + " x " + page.chunkHeight +
					" pixels, too large to be read box by box; save it as OME-Zarr, or as TIFF in tiles");
		}
		if (pages.contiguous() > 1) {
			if (first.compression != Decompression.NONE) throw file.damaged("it states " + pages.contiguous() +
				" planes and has a directory for one");
			file.requireWithin(first.offsets[0], pages.contiguous() * first.planeBytes());
		}
		calibrated = first.isColour() ? null : like.getCalibration().getCTable();
	}

	static TiffRegion open(final Path path) throws IOException {
		final TiffFile file = new TiffFile(path);
		TiffRegion region = null;
		try {
			region = TiffReader.region(file);
			return region;
		}
		finally {
			if (region == null) file.close();
		}
	}

	@Override
	public String name() {
		return file.path().getFileName().toString();
	}

	@Override
	public int channels() {
		return like.getNChannels() * (first.isColour() ? 3 : 1);
	}

	@Override
	public long[] size() {
		return new long[] { like.getNFrames(), like.getNSlices(), first.height, first.width };
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		final long[] size = size();
		for (int d = 0; d < size.length; d++) Objects.checkFromIndexSize(min[d], boxSize[d], size[d]);
		final int pixels = boxSize[2] * boxSize[3];
		try {
			for (int t = 0; t < boxSize[0]; t++) for (int z = 0; z < boxSize[1]; z++) {
				int page = -1;
				Object[] values = null;
				for (int c = 0; c < channels(); c++) {
					final int colour = first.isColour() ? c % 3 : 0;
					final int index = like.getStackIndex((first.isColour() ? c / 3 : c) + 1, (int) min[1] + z + 1, (int) min[0] + t +
						1) - 1;
					if (index / first.channels() != page) {
						page = index / first.channels();
						values = page(page, new TiffBox((int) min[3], (int) min[2], boxSize[3], boxSize[2], 0));
					}
					final int at = ((c * boxSize[0] + t) * boxSize[1] + z) * pixels;
					copy(values[first.isColour() ? colour : index % first.channels()], into, at, pixels);
				}
			}
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e.getMessage(), e);
		}
	}

	private Object[] page(final int page, final TiffBox box) throws IOException {
		if (pages.contiguous() > 1) return TiffPixels.read(file, first, new TiffBox(box.x(), box.y(), box.width(), box.height(),
			page * first.planeBytes()), new TiffPieces(0));
		final TiffPieces pieces = kept.computeIfAbsent(page, p -> new TiffPieces(Math.min(MOST_KEPT, Runtime.getRuntime()
			.maxMemory() / 16) / MOST_PAGES));
		if (kept.size() > MOST_PAGES) kept.remove(kept.keySet().iterator().next());
		return TiffPixels.read(file, pages.pages().get(page), box, pieces);
	}

	private void copy(final Object plane, final float[] into, final int at, final int pixels) {
		if (plane instanceof final float[] floats) System.arraycopy(floats, 0, into, at, pixels);
		else for (int i = 0; i < pixels; i++) {
			final int stored = plane instanceof final byte[] bytes ? bytes[i] & 0xff : ((short[]) plane)[i] & 0xffff;
			into[at + i] = calibrated == null ? stored : calibrated[stored];
		}
	}

	@Override
	public double[] pixelSize() {
		return new double[] { like.getCalibration().pixelWidth, like.getCalibration().pixelHeight, like
			.getCalibration().pixelDepth };
	}

	@Override
	public String unit() {
		return like.getCalibration().getUnit();
	}

	@Override
	public int[] piece() {
		return new int[] { 1, first.compression == Decompression.NONE && !first.tiled ? 1 : Math.min(first.chunkHeight,
			first.height), Math.min(first.chunkWidth, first.width) };
	}

	@Override
	public String identity() {
		try {
			return file.path().toAbsolutePath().normalize() + "|" + Files.size(file.path()) + "|" + Files.getLastModifiedTime(file
				.path()).toMillis();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(file + " cannot be read; check its permissions", e);
		}
	}

	@Override
	public void close() throws IOException {
		file.close();
	}
}
