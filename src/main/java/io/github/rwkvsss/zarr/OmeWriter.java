package io.github.rwkvsss.zarr;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an image of any extent as OME-Zarr with its pyramid, box by box. It is written under another name beside its place
 * and moved there when it is whole. One thread at a time.
 */
public final class OmeWriter implements Closeable {

	private static final int SMALLEST = 256;
	private static final int MOST_LEVELS = 16;

	private final Path place;
	private final Path part;
	private final OmeLayout layout;
	private final ArrayWriter finest;
	private final Runnable step;
	private boolean done;

	/**
	 * @param place folder of the image; one of that name is replaced when the new one is whole, if it is an OME-Zarr too
	 * @param step called between pieces of work that take long, to throw if the user has canceled
	 * @throws IOException in one sentence if it cannot be written there
	 */
	public OmeWriter(final Path place, final OmeLayout layout, final Runnable step) throws IOException {
		this.place = place;
		this.layout = layout;
		this.step = step;
		requireReplaceable(place);
		final Path folder = place.toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) throw new IOException("cannot write " + place + ": the folder " +
			folder + " does not exist");
		part = PartFolder.make(folder, place.getFileName().toString());
		finest = new ArrayWriter(part.resolve("0"), layout.spec(layout.shape()), layout.compression());
	}

	/** @throws IOException in one sentence if something lies there that was not written here, an image for instance */
	public static void requireReplaceable(final Path place) throws IOException {
		if (!Files.exists(place)) return;
		if (!Files.isDirectory(place) || !OmeMetadataText.isOurs(place)) throw new IOException("cannot write " + place +
			": there is something of that name that was not written by RWKV-SSS; choose another name");
	}

	/**
	 * @param min first pixel along each axis
	 * @param size pixels along each axis, within the image
	 * @param values row-major, little-endian
	 * @throws IOException in one sentence
	 */
	public void write(final long[] min, final int[] size, final byte[] values) throws IOException {
		finest.write(min, size, values);
	}

	/** Makes the pyramid and moves the image to its place. */
	public void finish() throws IOException {
		finest.flush();
		final List<double[]> scales = new ArrayList<>(List.of(layout.scale()));
		long[] shape = layout.shape();
		while (Math.max(along('x', shape), along('y', shape)) > SMALLEST && scales.size() < MOST_LEVELS) {
			final int[] factors = factors(shape, scales.get(scales.size() - 1));
			shape = level(scales.size(), shape, factors);
			final double[] scale = scales.get(scales.size() - 1).clone();
			for (int d = 0; d < scale.length; d++) scale[d] *= factors[d];
			scales.add(scale);
		}
		OmeMetadataText.group(part, layout.version(), OmeMetadataText.image(layout, scales));
		move();
		done = true;
	}

	private long along(final char role, final long[] shape) {
		for (int d = 0; d < shape.length; d++) if (layout.axes().get(d).role() == role) return shape[d];
		return 1;
	}

	/** Rows and columns are halved; slices when they have come as close. */
	private int[] factors(final long[] shape, final double[] scale) {
		double pixel = 0;
		for (int d = 0; d < shape.length; d++) if (layout.axes().get(d).role() == 'x') pixel = scale[d];
		final int[] factors = new int[shape.length];
		for (int d = 0; d < shape.length; d++) {
			final char role = layout.axes().get(d).role();
			factors[d] = shape[d] > 1 && (role == 'x' || role == 'y' || role == 'z' && scale[d] < 1.5 * pixel) ? 2 : 1;
		}
		return factors;
	}

	/** @return the shape of the new level, which is made from the one before it, chunk by chunk */
	private long[] level(final int number, final long[] shape, final int[] factors) throws IOException {
		final ZarrArray finer = ZarrArray.open(new FolderStore(part.resolve(String.valueOf(number - 1))), "");
		final long[] coarse = new long[shape.length];
		for (int d = 0; d < coarse.length; d++) coarse[d] = (shape[d] + factors[d] - 1) / factors[d];
		final ArraySpec spec = layout.spec(coarse);
		final ArrayWriter writer = new ArrayWriter(part.resolve(String.valueOf(number)), spec, layout.compression());
		final int[] chunk = spec.chunk();
		final long[] min = new long[coarse.length];
		while (true) {
			step.run();
			final int[] size = new int[coarse.length];
			final long[] from = new long[coarse.length];
			final int[] extent = new int[coarse.length];
			for (int d = 0; d < size.length; d++) {
				size[d] = (int) Math.min(chunk[d], coarse[d] - min[d]);
				from[d] = min[d] * factors[d];
				extent[d] = (int) Math.min((long) size[d] * factors[d], shape[d] - from[d]);
			}
			writer.write(min, size, halved(finer.read(from, extent), extent, size, factors));
			int d = coarse.length - 1;
			while (d >= 0 && (min[d] += chunk[d]) >= coarse[d]) min[d--] = 0;
			if (d < 0) break;
		}
		writer.flush();
		return coarse;
	}

	/** The first pixel of each group for labels, else the mean of those that are there. */
	private byte[] halved(final ByteBuffer fine, final int[] extent, final int[] size, final int[] factors) {
		final int axes = size.length;
		int count = 1;
		for (final int n : size) count *= n;
		final DataType type = layout.type();
		final ByteBuffer coarse = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
		final int[] at = new int[axes];
		int group = 1;
		for (final int factor : factors) group *= factor;
		for (int i = 0; i < count; i++) {
			double sum = 0;
			int n = 0;
			for (int g = 0; g < (layout.isLabels() ? 1 : group); g++) {
				int index = 0;
				int rest = g;
				boolean inside = true;
				for (int d = 0; d < axes; d++) {
					final int place = at[d] * factors[d] + rest % factors[d];
					rest /= factors[d];
					inside &= place < extent[d];
					index = index * extent[d] + place;
				}
				if (!inside) continue;
				sum += type.get(fine, index);
				n++;
			}
			type.put(coarse, i, sum / n);
			for (int d = axes - 1; d >= 0 && ++at[d] == size[d]; d--) at[d] = 0;
		}
		return coarse.array();
	}

	private void move() throws IOException {
		Path old = null;
		if (Files.exists(place)) {
			old = PartFolder.make(place.toAbsolutePath().getParent(), place.getFileName() + ".old");
			Files.move(place, old.resolve("old"), StandardCopyOption.ATOMIC_MOVE);
		}
		try {
			Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (final AtomicMoveNotSupportedException e) {
			throw new IOException("cannot write " + place + ": its folder cannot move another into its place", e);
		}
		if (old != null) PartFolder.delete(old);
	}

	/**
	 * Adds a label image to the list of an image's labels.
	 *
	 * @param folder of the image
	 * @param name of the labels' folder in its group {@code labels}
	 */
	public static void list(final Path folder, final String name) throws IOException {
		final OmeImage image = OmeImage.open(new FolderStore(folder), "");
		final int version = image.array(0).version();
		OmeMetadataText.list(folder.resolve("labels"), version, image.labelNames(), name);
	}

	/** Deletes what was written, unless it is whole. */
	@Override
	public void close() throws IOException {
		if (!done) PartFolder.delete(part);
	}
}
