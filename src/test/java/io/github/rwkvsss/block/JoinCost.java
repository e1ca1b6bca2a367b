package io.github.rwkvsss.block;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.rwkvsss.format.TiffLabels;
import io.github.rwkvsss.segment.FoundBlock;

/** What a join costs per block, printed: {@code JoinCost <folder> <edge> <blocks>}; nuclei of 20 pixels on half the area. */
public final class JoinCost {

	private JoinCost() {}

	/** Writes blocks, reads them as a join does, and writes labels. */
	public static void main(final String... args) throws IOException {
		final Path output = Path.of(args[0]).resolve("cost.tif");
		final int edge = Integer.parseInt(args[1]);
		final int count = Integer.parseInt(args[2]);
		final BlockFolder folder = BlockFolder.of(output);
		Files.createDirectories(folder.path());
		final int[] labels = new int[edge * edge];
		final int across = edge / 28;
		for (int i = 0; i < labels.length; i++) {
			final int y = i / edge % 28 - 14;
			final int x = i % edge % 28 - 14;
			if (x * x + y * y < 130 && i / edge / 28 < across && i % edge / 28 < across) labels[i] = 1 + i / edge / 28 * across +
				i % edge / 28;
		}
		final long[] numbers = new long[across * across];
		final long start = System.nanoTime();
		for (int b = 0; b < count; b++) {
			for (int n = 0; n < numbers.length; n++) numbers[n] = 1L + b * 1000L + n;
			folder.write(b, new FoundBlock(labels, numbers, List.of(), 0, List.of()));
		}
		final long written = System.nanoTime();
		for (int b = 0; b < count; b++) folder.read(b, 0, false);
		final long numbered = System.nanoTime();
		try (TiffLabels sink = TiffLabels.create(output, new long[] { 1, 1, edge, (long) edge * count }, 1000, new double[] { 1,
			1, 1 }, "pixel"))
		{
			for (int b = 0; b < count; b++) sink.write(new long[] { 0, 0, 0, (long) b * edge }, new int[] { 1, 1, edge, edge },
				folder.read(b, edge * edge, true).labels());
			sink.finish();
		}
		final double blocks = 1e9 * count;
		System.out.printf("seconds per block: written %.3f, numbered %.3f, labels read and written %.3f; bytes of a block %d%n",
			(written - start) / blocks, (numbered - written) / blocks, (System.nanoTime() - numbered) / blocks, Files.size(folder
				.path().resolve("0000000000.block")));
		folder.delete();
		Files.delete(output);
	}
}
