package io.github.rwkvsss.block;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.github.rwkvsss.file.NewFolder;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.segment.FoundBlock;

/**
 * The folder that the blocks of an image are left in until they are joined: a plan, and a file per block, each whole or
 * not there. Any number of processes may write into it at once; whoever writes a block twice writes the same.
 */
public final class BlockFolder {

	private static final String PLAN = "plan.txt";
	private static final String ENDING = ".block";
	private static final int MAGIC = 0x52574b42;

	private final Path folder;

	private BlockFolder(final Path folder) {
		this.folder = folder;
	}

	/**
	 * @param output label image of an image's objects
	 * @param ending of a result beside it, such as {@code table.csv}
	 * @return the result's file: {@code cells-table.csv} beside {@code cells.tif} and {@code cells.ome.zarr}, and beside
	 *         {@code image.ome.zarr}, for its labels {@code cells}, {@code image-cells-table.csv}
	 */
	public static Path beside(final Path output, final String ending) {
		final Path parent = output.toAbsolutePath().normalize().getParent();
		final String own = ImageReader.withoutExtension(output.getFileName().toString());
		if (!isWithinZarr(parent)) return output.resolveSibling(own + "-" + ending);
		final Path image = parent.getParent();
		return image.resolveSibling(ImageReader.withoutExtension(image.getFileName().toString()) + "-" + own + "-" + ending);
	}

	private static boolean isWithinZarr(final Path parent) {
		return parent != null && parent.getFileName() != null && parent.getFileName().toString().equals("labels") && parent
			.getParent() != null && parent.getParent().toString().endsWith(".zarr");
	}

	/** @return the folder of the blocks whose joined result that file is to be; need not be there */
	public static BlockFolder of(final Path output) {
		final Path parent = output.toAbsolutePath().normalize().getParent();
		// NB: what is within a Zarr image is part of it to whoever reads it, so its blocks lie beside the image.
		return new BlockFolder(isWithinZarr(parent) ? parent.getParent().resolveSibling(parent.getParent().getFileName() + "-" +
			output.getFileName() + ".blocks") : output.resolveSibling(output.getFileName() + ".blocks"));
	}

	/** @return where it is */
	public Path path() {
		return folder;
	}

	/** @return the plan of the blocks; empty if there is none yet */
	public Optional<BlockPlan> plan() throws IOException {
		final Path file = folder.resolve(PLAN);
		try {
			return Optional.of(BlockPlan.parse(Files.readString(file), file.toString()));
		}
		catch (final NoSuchFileException e) {
			return Optional.empty();
		}
	}

	/**
	 * Leaves a plan for everybody, unless there is one by now.
	 *
	 * @return the plan that is there
	 */
	BlockPlan publish(final BlockPlan plan) throws IOException {
		NewFolder.make(folder);
		final Path mine = folder.resolve("." + UUID.randomUUID() + ".plan");
		WholeFile.write(mine, out -> out.write(plan.text().getBytes(StandardCharsets.UTF_8)));
		try {
			// NB: a link is made whole or not at all, and never over another one's plan.
			Files.createLink(folder.resolve(PLAN), mine);
		}
		catch (final FileAlreadyExistsException e) {
			return plan().orElseThrow();
		}
		catch (final UnsupportedOperationException | IOException e) {
			if (!Files.exists(folder.resolve(PLAN))) Files.move(mine, folder.resolve(PLAN));
		}
		finally {
			Files.deleteIfExists(mine);
		}
		return plan().orElseThrow();
	}

	private Path file(final long block) {
		return folder.resolve(String.format("%010d%s", block, ENDING));
	}

	/** @return whether a block is there, whole */
	public boolean has(final long block) throws IOException {
		final Path file = file(block);
		return Files.isRegularFile(file) && Files.size(file) > 0;
	}

	/** Leaves a block, whole or not at all. */
	void write(final long block, final FoundBlock found) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final DataOutputStream out = new DataOutputStream(bytes);
		out.writeInt(found.numbers().length);
		for (final long number : found.numbers()) out.writeLong(number);
		found.writeRegions(out);
		out.writeInt(found.labels().length);
		out.write(packed(found.labels()));
		final CRC32 sum = new CRC32();
		sum.update(bytes.toByteArray());
		WholeFile.write(file(block), to -> {
			to.write(ByteBuffer.allocate(12).putInt(MAGIC).putLong(sum.getValue()).array());
			bytes.writeTo(to);
		});
	}

	private static byte[] packed(final int[] labels) {
		final ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(labels.length, Integer.BYTES));
		raw.asIntBuffer().put(labels);
		final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		try {
			deflater.setInput(raw.array());
			deflater.finish();
			final ByteArrayOutputStream out = new ByteArrayOutputStream();
			final byte[] buffer = new byte[1 << 16];
			while (!deflater.finished()) out.write(buffer, 0, deflater.deflate(buffer));
			return out.toByteArray();
		}
		finally {
			deflater.end();
		}
	}

	/**
	 * @param pixels that the block must have
	 * @param labels whether labels are wanted too; else they are empty
	 * @throws IOException in one sentence if it is not there or damaged
	 */
	FoundBlock read(final long block, final int pixels, final boolean labels) throws IOException {
		final Path file = file(block);
		final byte[] all = Files.readAllBytes(file);
		final CRC32 sum = new CRC32();
		sum.update(all, Math.min(12, all.length), Math.max(0, all.length - 12));
		if (all.length < 12 || ByteBuffer.wrap(all).getInt() != MAGIC || ByteBuffer.wrap(all).getLong(4) != sum.getValue())
			throw new IOException(file + " is damaged; delete it and run its shard again");
		final DataInputStream in = new DataInputStream(new ByteArrayInputStream(all, 12, all.length - 12));
		final long[] numbers = new long[in.readInt()];
		for (int i = 0; i < numbers.length; i++) numbers[i] = in.readLong();
		final FoundBlock regions = FoundBlock.read(in, new int[0], numbers);
		if (!labels) return regions;
		if (in.readInt() != pixels) throw new IOException(file + " is of another size; delete it and run its shard again");
		try {
			return new FoundBlock(unpacked(in.readAllBytes(), pixels), numbers, regions.regions(), regions.small(), regions
				.inexact());
		}
		catch (final DataFormatException e) {
			throw new IOException(file + " is damaged; delete it and run its shard again", e);
		}
	}

	private static int[] unpacked(final byte[] packed, final int pixels) throws DataFormatException {
		final byte[] raw = new byte[Math.multiplyExact(pixels, Integer.BYTES)];
		final Inflater inflater = new Inflater();
		try {
			inflater.setInput(packed);
			int at = 0;
			while (at < raw.length && !inflater.finished()) {
				final int got = inflater.inflate(raw, at, raw.length - at);
				if (got == 0) throw new DataFormatException("it ends early");
				at += got;
			}
		}
		finally {
			inflater.end();
		}
		final int[] labels = new int[pixels];
		ByteBuffer.wrap(raw).asIntBuffer().get(labels);
		return labels;
	}

	/** Deletes what killed processes left half-written. */
	void clean() throws IOException {
		WholeFile.removeAbandonedIn(folder, 1);
	}

	/** Deletes the folder, when its blocks are joined. */
	void delete() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			for (final Path file : files.toList()) Files.deleteIfExists(file);
		}
		Files.deleteIfExists(folder);
	}
}
