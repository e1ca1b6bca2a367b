package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyDecompressor;

/**
 * The codec blosc: the container format of Blosc 1, which cuts a chunk into blocks, orders their bytes or bits and
 * compresses each. Reads all that c-blosc writes; writes one block of zstd or lz4.
 *
 * @param zstd whether to write zstd instead of lz4
 * @param shuffle to write
 * @param typeSize to write, bytes of a value
 */
record BloscCodec(boolean zstd, Shuffle shuffle, int typeSize) implements Codec {

	private static final int HEADER = 16;
	private static final int BYTE_SHUFFLED = 1;
	private static final int COPIED = 2;
	private static final int BIT_SHUFFLED = 4;
	private static final int NOT_SPLIT = 16;
	private static final int BLOSCLZ = 0;
	private static final int LZ4 = 1;
	private static final int SNAPPY = 2;
	private static final int ZLIB = 3;
	private static final int ZSTD = 4;
	private static final int MOST_SPLITS = 16;
	private static final int LEAST_SPLIT = 128;

	/** What the header says. */
	private record Header(int flags, int typeSize, int bytes, int blockBytes) {

		static Header of(final byte[] encoded, final int most) throws IOException {
			if (encoded.length < HEADER) throw new IOException("is cut short");
			final ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
			final Header header = new Header(in.get(2), Math.max(1, in.get(3) & 255), in.getInt(4), in.getInt(8));
			if (in.get(0) != 2 && in.get(0) != 1) throw new IOException("is not of Blosc's format 1 or 2 but " + in.get(0));
			if (header.bytes < 0 || header.bytes > most) throw new IOException("unpacks to more than " + most + " bytes");
			if (header.bytes > 0 && header.blockBytes <= 0) throw new IOException("is damaged: its blocks have " +
				header.blockBytes + " bytes");
			if (in.getInt(12) > encoded.length) throw new IOException("is cut short");
			return header;
		}

		int codec() {
			return flags >> 5 & 7;
		}

		boolean has(final int flag) {
			return (flags & flag) != 0;
		}

		Shuffle shuffle() {
			if (has(BIT_SHUFFLED)) return Shuffle.BITS;
			return has(BYTE_SHUFFLED) && typeSize > 1 ? Shuffle.BYTES : Shuffle.NONE;
		}

		/** In how many parts a block is compressed; never the last, shorter one. */
		int splits(final int size) {
			return !has(NOT_SPLIT) && size == blockBytes && typeSize <= MOST_SPLITS && size / typeSize >= LEAST_SPLIT && size %
				typeSize == 0 ? typeSize : 1;
		}
	}

	@Override
	public byte[] decode(final byte[] encoded, final int most) throws IOException {
		final Header header = Header.of(encoded, most);
		if (header.bytes == 0) return new byte[0];
		if (header.has(COPIED)) {
			if (encoded.length < HEADER + header.bytes) throw new IOException("is cut short");
			return Arrays.copyOfRange(encoded, HEADER, HEADER + header.bytes);
		}
		final int blocks = (int) (((long) header.bytes + header.blockBytes - 1) / header.blockBytes);
		if (HEADER + 4L * blocks > encoded.length) throw new IOException("is cut short");
		final ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
		final byte[] plain = new byte[header.bytes];
		for (int b = 0; b < blocks; b++) {
			final int at = b * header.blockBytes;
			final int size = Math.min(header.blockBytes, header.bytes - at);
			final byte[] block = new byte[size];
			decodeBlock(header, in, in.getInt(HEADER + 4 * b), block);
			System.arraycopy(header.shuffle().undo(block, header.typeSize), 0, plain, at, size);
		}
		return plain;
	}

	private static void decodeBlock(final Header header, final ByteBuffer in, final int start, final byte[] block)
		throws IOException
	{
		final int splits = header.splits(block.length);
		final int part = block.length / splits;
		int from = start;
		for (int s = 0; s < splits; s++) {
			if (from < HEADER || from > in.capacity() - 4) throw new IOException("is damaged: a block begins outside of it");
			final int count = in.getInt(from);
			from += 4;
			if (count < 0 || count > in.capacity() - from) throw new IOException("is cut short");
			if (count == part) System.arraycopy(in.array(), from, block, s * part, part);
			else decode(header.codec(), in.array(), from, count, block, s * part, part);
			from += count;
		}
	}

	private static void decode(final int codec, final byte[] in, final int from, final int count, final byte[] block,
		final int at, final int size) throws IOException
	{
		switch (codec) {
			case BLOSCLZ -> BloscLz.decode(in, from, count, block, at, size);
			case LZ4 -> Lz4Codec.decode(in, from, count, block, at, size);
			case SNAPPY -> snappy(in, from, count, block, at, size);
			case ZLIB -> put(DeflateCodec.ZLIB.decode(Arrays.copyOfRange(in, from, from + count), size), block, at, size);
			case ZSTD -> put(ZstdCodec.decode(in, from, count, size), block, at, size);
			default -> throw new IOException("is of a compression that Blosc 1 has not, " + codec);
		}
	}

	private static void snappy(final byte[] in, final int from, final int count, final byte[] block, final int at,
		final int size) throws IOException
	{
		try {
			if (new SnappyDecompressor().decompress(in, from, count, block, at, size) == size) return;
		}
		catch (final MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
			throw new IOException("is damaged: a snappy block cannot be unpacked", e);
		}
		throw new IOException("is damaged: a snappy block is of another length than stated");
	}

	private static void put(final byte[] part, final byte[] block, final int at, final int size) throws IOException {
		if (part.length != size) throw new IOException("is damaged: a block has " + part.length + " bytes instead of " + size);
		System.arraycopy(part, 0, block, at, size);
	}

	@Override
	public byte[] encode(final byte[] plain) {
		final byte[] block = shuffle.apply(plain, typeSize);
		final byte[] packed = zstd ? new ZstdCodec().encode(block) : lz4(block);
		// NB: a block that is as long as it was is taken for one that was copied.
		final boolean copied = packed.length >= plain.length || plain.length == 0;
		final byte[] content = copied ? plain : packed;
		final ByteBuffer out = ByteBuffer.allocate(HEADER + (copied ? 0 : 8) + content.length).order(ByteOrder.LITTLE_ENDIAN);
		final int shuffled = shuffle == Shuffle.BITS ? BIT_SHUFFLED : shuffle == Shuffle.BYTES ? BYTE_SHUFFLED : 0;
		out.put((byte) 2).put((byte) 1).put((byte) ((zstd ? ZSTD : LZ4) << 5 | NOT_SPLIT | (copied ? COPIED : 0) | shuffled))
			.put((byte) typeSize).putInt(plain.length).putInt(plain.length).putInt(out.capacity());
		if (!copied) out.putInt(HEADER + 4).putInt(content.length);
		return out.put(content).array();
	}

	private static byte[] lz4(final byte[] block) {
		final Lz4Compressor compressor = new Lz4Compressor();
		final byte[] packed = new byte[compressor.maxCompressedLength(block.length)];
		return Arrays.copyOf(packed, compressor.compress(block, 0, block.length, packed, 0, packed.length));
	}
}
