package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.image.LabelSink;
import io.github.rwkvsss.zarr.Compression;
import io.github.rwkvsss.zarr.DataType;
import io.github.rwkvsss.zarr.FolderStore;
import io.github.rwkvsss.zarr.OmeAxis;
import io.github.rwkvsss.zarr.OmeImage;
import io.github.rwkvsss.zarr.OmeLayout;
import io.github.rwkvsss.zarr.OmeWriter;

/**
 * Writes labels as OME-Zarr with a pyramid of nearest labels: into a store of their own, or into the group {@code labels} of
 * the image that they belong to, of whose version they are then.
 */
public final class OmeZarrLabels implements LabelSink {

	private static final String ROLES = "tzyx";
	private static final String GROUP = "labels";

	private final Path place;
	private final Path image;
	private final List<Integer> kept;
	private final OmeWriter writer;

	private OmeZarrLabels(final Path place, final Path image, final List<Integer> kept, final OmeWriter writer) {
		this.place = place;
		this.image = image;
		this.kept = kept;
		this.writer = writer;
	}

	/** @return whether a path is one that is written as OME-Zarr: x.zarr, or image.ome.zarr/labels/x */
	public static boolean isPlace(final Path place) {
		return OmeZarrReader.named(place) || imageOf(place) != null;
	}

	/** @throws IOException in one sentence if something lies there that was not written here */
	public static void requireReplaceable(final Path place) throws IOException {
		OmeWriter.requireReplaceable(place);
	}

	/** @return the image in whose group of labels a path lies; null if it lies in none */
	private static Path imageOf(final Path place) {
		final Path group = place.toAbsolutePath().normalize().getParent();
		if (group == null || group.getFileName() == null || !group.getFileName().toString().equals(GROUP)) return null;
		return group.getParent() != null && OmeZarrReader.isZarr(group.getParent()) ? group.getParent() : null;
	}

	/**
	 * @param place see {@link #isPlace}; labels that were written there before are replaced when the new ones are whole
	 * @param size (frames, slices, height, width)
	 * @param pixelSize along columns, rows, slices
	 * @param unit of it as ImageJ writes it; if it is none of length, labels in an image have its pixel size
	 * @param step called between pieces of work that take long, to throw if the user has canceled
	 * @throws IOException in one sentence if it cannot be written there
	 */
	public static OmeZarrLabels create(final Path place, final long[] size, final double[] pixelSize, final String unit,
		final Runnable step) throws IOException
	{
		final Path image = imageOf(place);
		final OmeImage owner = image == null ? null : OmeImage.open(new FolderStore(image), "");
		final List<Integer> kept = new ArrayList<>();
		final List<OmeAxis> axes = new ArrayList<>();
		final List<Long> shape = new ArrayList<>();
		final List<Double> scale = new ArrayList<>();
		final double[] lengths = { 1, pixelSize[2], pixelSize[1], pixelSize[0] };
		for (int i = 0; i < ROLES.length(); i++) {
			final char role = ROLES.charAt(i);
			final int axis = owner == null ? -1 : owner.axis(role);
			if (i < 2 && size[i] == 1 && axis < 0) continue;
			kept.add(i);
			axes.add(axis >= 0 ? owner.axes().get(axis) : new OmeAxis(role, i == 0 ? "" : OmeAxis.unitOf(unit)));
			shape.add(size[i]);
			scale.add(axis >= 0 && (role == 't' || OmeAxis.unitOf(unit).isEmpty()) ? owner.levels().get(0).scale()[axis]
				: lengths[i]);
		}
		final long[] extent = shape.stream().mapToLong(n -> n).toArray();
		final OmeLayout layout = new OmeLayout(owner == null ? 2 : owner.array(0).version(), stem(place), axes, extent, scale
			.stream().mapToDouble(n -> n).toArray(), OmeLayout.usualChunk(axes, extent), null, DataType.UINT32, Compression.ZSTD,
			List.of(), true, owner == null ? "" : "../../");
		if (image != null) Files.createDirectories(image.resolve(GROUP));
		return new OmeZarrLabels(place, image, kept, new OmeWriter(place, layout, step));
	}

	private static String stem(final Path place) {
		return ImageFile.stem(place.getFileName().toString());
	}

	@Override
	public void write(final long[] min, final int[] boxSize, final int[] labels) throws IOException {
		final long[] from = new long[kept.size()];
		final int[] size = new int[kept.size()];
		int count = 1;
		for (int d = 0; d < size.length; d++) {
			from[d] = min[kept.get(d)];
			size[d] = boxSize[kept.get(d)];
			count *= size[d];
		}
		final ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(count, Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
		values.asIntBuffer().put(labels, 0, count);
		writer.write(from, size, values.array());
	}

	@Override
	public void finish() throws IOException {
		writer.finish();
		if (image != null) OmeWriter.list(image, place.getFileName().toString());
	}

	@Override
	public void close() throws IOException {
		writer.close();
	}
}
