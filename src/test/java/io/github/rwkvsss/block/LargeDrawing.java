package io.github.rwkvsss.block;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.image.RegionImage;
import io.github.rwkvsss.zarr.Compression;
import io.github.rwkvsss.zarr.DataType;
import io.github.rwkvsss.zarr.OmeAxis;
import io.github.rwkvsss.zarr.OmeLayout;
import io.github.rwkvsss.zarr.OmeWriter;

/**
 * Nuclei on noise, of any extent, computed where they are looked at: the same pixels in every process, nothing is stored.
 * Nuclei lie in cells of a grid, at places and of sizes that a hash of the cell gives; some touch, some cells are empty.
 * As a program it writes one: {@code LargeDrawing [<slices>] <height> <width> <file.tif or .ome.zarr>}.
 */
public final class LargeDrawing implements RegionImage {

	private static final int CELL = 40;
	private static final int DEEP = 24;

	private final long[] size;
	private final long seed;

	/** @param size (slices, height, width) */
	public LargeDrawing(final long seed, final long... size) {
		this.size = new long[] { 1, size[0], size[1], size[2] };
		this.seed = seed;
	}

	@Override
	public String name() {
		return "drawing";
	}

	@Override
	public int channels() {
		return 1;
	}

	@Override
	public long[] size() {
		return size.clone();
	}

	@Override
	public void read(final long[] min, final int[] boxSize, final float[] into) {
		java.util.Arrays.fill(into, 0, boxSize[1] * boxSize[2] * boxSize[3], 0);
		final int depth = size[1] == 1 ? 1 : DEEP;
		for (long cz = min[1] / depth - 1; cz <= (min[1] + boxSize[1]) / depth + 1; cz++) {
			for (long cy = min[2] / CELL - 1; cy <= (min[2] + boxSize[2]) / CELL + 1; cy++) {
				for (long cx = min[3] / CELL - 1; cx <= (min[3] + boxSize[3]) / CELL + 1; cx++) nucleus(depth, cz, cy, cx, min,
					boxSize, into);
			}
		}
		int i = 0;
		for (int z = 0; z < boxSize[1]; z++) for (int y = 0; y < boxSize[2]; y++) for (int x = 0; x < boxSize[3]; x++) {
			final long noise = hash(((min[1] + z) * size[2] + min[2] + y) * size[3] + min[3] + x);
			into[i] = Math.min(255, 12 + into[i] + (noise & 15));
			i++;
		}
	}

	private void nucleus(final int depth, final long cz, final long cy, final long cx, final long[] min, final int[] boxSize,
		final float[] into)
	{
		around(depth, cz, cy, cx, min, boxSize, (at, distance, radius, height) -> {
			final float value = (float) (height / (1 + Math.exp(1.5 * (distance - radius))));
			if (value > into[at]) into[at] = (float) Math.rint(value);
		});
	}

	/** Takes a pixel at or near a nucleus. */
	@FunctionalInterface
	private interface Near {

		void take(int at, double distance, double radius, double height);
	}

	/** Goes through the pixels of a box at and near the nucleus of a cell, if the cell has one. */
	private void around(final int depth, final long cz, final long cy, final long cx, final long[] min, final int[] boxSize,
		final Near near)
	{
		if (depth == 1 && cz != 0) return;
		final long h = hash(hash(hash(cz) ^ cy) ^ cx);
		if ((h & 7) == 0) return;
		final double radius = 8 + (h >>> 3 & 63) / 10.0;
		final double y = cy * CELL + 8 + (h >>> 9 & 63) * 24 / 63.0;
		final double x = cx * CELL + 8 + (h >>> 15 & 63) * 24 / 63.0;
		final double z = depth == 1 ? 0 : cz * DEEP + 6 + (h >>> 21 & 7);
		final double height = 90 + (h >>> 27 & 127);
		final int reach = (int) radius + 4;
		for (long k = Math.max(min[1], depth == 1 ? 0 : (long) z - reach); k <= Math.min(min[1] + boxSize[1] - 1, depth == 1 ? 0
			: (long) z + reach); k++)
		{
			for (long j = Math.max(min[2], (long) y - reach); j <= Math.min(min[2] + boxSize[2] - 1, (long) y + reach); j++) {
				for (long i = Math.max(min[3], (long) x - reach); i <= Math.min(min[3] + boxSize[3] - 1, (long) x + reach); i++) {
					// Slices lie twice as far apart.
					final double d = Math.sqrt((i - x) * (i - x) + (j - y) * (j - y) + 4 * (k - z) * (k - z));
					near.take((int) (((k - min[1]) * boxSize[2] + j - min[2]) * boxSize[3] + i - min[3]), d, radius, height);
				}
			}
		}
	}

	private long hash(final long value) {
		long h = (value + seed + 1) * 0x9E3779B97F4A7C15L;
		h = (h ^ h >>> 30) * 0xBF58476D1CE4E5B9L;
		h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
		return (h ^ h >>> 31) & Long.MAX_VALUE;
	}

	@Override
	public double[] pixelSize() {
		return new double[] { 0.5, 0.5, 1 };
	}

	@Override
	public String unit() {
		return "micron";
	}

	@Override
	public int[] piece() {
		return new int[] { 1, 256, 256 };
	}

	@Override
	public String identity() {
		return "drawing " + seed + " " + java.util.Arrays.toString(size);
	}

	@Override
	public void close() {
		// Nothing is held.
	}

	/**
	 * The nuclei that {@link #read} shows: each pixel within a nucleus has its number, of touching ones that of the deeper.
	 *
	 * @param into (slices, height, width) of the box; numbers are those of the grid's cells, from 1
	 */
	void labels(final long[] min, final int[] boxSize, final int[] into) {
		final int depth = size[1] == 1 ? 1 : DEEP;
		final double[] inside = new double[boxSize[1] * boxSize[2] * boxSize[3]];
		java.util.Arrays.fill(into, 0, inside.length, 0);
		final long rows = size[2] / CELL + 3;
		final long columns = size[3] / CELL + 3;
		for (long cz = min[1] / depth - 1; cz <= (min[1] + boxSize[1]) / depth + 1; cz++) {
			for (long cy = min[2] / CELL - 1; cy <= (min[2] + boxSize[2]) / CELL + 1; cy++) {
				for (long cx = min[3] / CELL - 1; cx <= (min[3] + boxSize[3]) / CELL + 1; cx++) {
					final int number = Math.toIntExact(((cz + 1) * rows + cy + 1) * columns + cx + 2);
					around(depth, cz, cy, cx, min, boxSize, (at, distance, radius, height) -> {
						if (radius - distance <= inside[at]) return;
						inside[at] = radius - distance;
						into[at] = number;
					});
				}
			}
		}
	}

	/** Writes a plane, as OME-Zarr or as TIFF of 8 bits without compression with a strip a row, or a volume, as OME-Zarr. */
	public static void main(final String... args) throws IOException {
		final int first = args.length - 3;
		final LargeDrawing drawing = new LargeDrawing(1, first > 0 ? Integer.parseInt(args[0]) : 1, Integer.parseInt(
			args[first]), Integer.parseInt(args[first + 1]));
		final Path file = Path.of(args[first + 2]);
		if (file.toString().endsWith(".zarr")) drawing.writeZarr(file);
		else drawing.writeTiff(file);
	}

	/** Chunk by chunk, with a pyramid. */
	void writeZarr(final Path place) throws IOException {
		final boolean volume = size[1] > 1;
		final List<OmeAxis> axes = new ArrayList<>();
		for (final char role : (volume ? "zyx" : "yx").toCharArray()) axes.add(new OmeAxis(role, "micrometer"));
		final long[] shape = volume ? new long[] { size[1], size[2], size[3] } : new long[] { size[2], size[3] };
		final double[] scale = volume ? new double[] { 1, 0.5, 0.5 } : new double[] { 0.5, 0.5 };
		final int[] chunk = OmeLayout.usualChunk(axes, shape);
		final OmeLayout layout = new OmeLayout(2, "drawing", axes, shape, scale, chunk, null, DataType.UINT8, Compression.ZSTD,
			List.of(), false, "");
		final int[] step = volume ? chunk : new int[] { 1, chunk[0], chunk[1] };
		try (OmeWriter writer = new OmeWriter(place, layout, () -> {})) {
			for (long z = 0; z < size[1]; z += step[0]) for (long y = 0; y < size[2]; y += step[1]) {
				for (long x = 0; x < size[3]; x += step[2]) {
					final int[] box = { 1, (int) Math.min(step[0], size[1] - z), (int) Math.min(step[1], size[2] - y), (int) Math.min(
						step[2], size[3] - x) };
					final byte[] bytes = bytes(new long[] { 0, z, y, x }, box);
					if (volume) writer.write(new long[] { z, y, x }, new int[] { box[1], box[2], box[3] }, bytes);
					else writer.write(new long[] { y, x }, new int[] { box[2], box[3] }, bytes);
				}
			}
			writer.finish();
		}
	}

	private byte[] bytes(final long[] min, final int[] box) {
		final float[] values = new float[box[1] * box[2] * box[3]];
		read(min, box, values);
		final byte[] bytes = new byte[values.length];
		for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) values[i];
		return bytes;
	}

	private void writeTiff(final Path file) throws IOException {
		final int height = (int) size[2];
		final int width = (int) size[3];
		try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
			final int[][] entries = { { 256, 4, width }, { 257, 4, height }, { 258, 3, 8 << 16 }, { 259, 3, 1 << 16 }, { 262, 3,
				1 << 16 }, { 273, 4, 8 + 2 + 12 * 8 + 4 }, { 278, 4, height }, { 279, 4, height * width } };
			out.writeInt(0x4d4d002a);
			out.writeInt(8);
			out.writeShort(entries.length);
			for (final int[] entry : entries) {
				out.writeShort(entry[0]);
				out.writeShort(entry[1]);
				out.writeInt(1);
				out.writeInt(entry[2]);
			}
			out.writeInt(0);
			final int rows = 64;
			for (int y = 0; y < height; y += rows) out.write(bytes(new long[] { 0, 0, y, 0 }, new int[] { 1, 1, Math.min(rows,
				height - y), width }));
		}
	}
}
