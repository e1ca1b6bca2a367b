package io.github.rwkvsss.zarr;

import java.util.Arrays;

/** How Blosc orders the bytes or bits of a block before it compresses them: those alike stand together. */
enum Shuffle {

		NONE {

			@Override
			byte[] undo(final byte[] block, final int typeSize) {
				return block;
			}

			@Override
			byte[] apply(final byte[] block, final int typeSize) {
				return block;
			}
		},
		/** All first bytes of the values, then all second ones. */
		BYTES {

			@Override
			byte[] undo(final byte[] block, final int typeSize) {
				final byte[] plain = block.clone();
				final int n = block.length / typeSize;
				for (int j = 0; j < typeSize; j++) for (int i = 0; i < n; i++) plain[i * typeSize + j] = block[j * n + i];
				return plain;
			}

			@Override
			byte[] apply(final byte[] block, final int typeSize) {
				final byte[] shuffled = block.clone();
				final int n = block.length / typeSize;
				for (int j = 0; j < typeSize; j++) for (int i = 0; i < n; i++) shuffled[j * n + i] = block[i * typeSize + j];
				return shuffled;
			}
		},
		/** All lowest bits of the values' first bytes, and so on; only of multiples of eight values. */
		BITS {

			@Override
			byte[] undo(final byte[] block, final int typeSize) {
				final int n = block.length / typeSize;
				if (n % 8 != 0) return block;
				final byte[] plain = block.clone();
				Arrays.fill(plain, 0, n * typeSize, (byte) 0);
				for (int plane = 0; plane < 8 * typeSize; plane++) {
					final int from = plane * (n / 8);
					for (int i = 0; i < n; i++) {
						final int bit = block[from + i / 8] >> i % 8 & 1;
						plain[i * typeSize + plane / 8] |= (byte) (bit << plane % 8);
					}
				}
				return plain;
			}

			@Override
			byte[] apply(final byte[] block, final int typeSize) {
				final int n = block.length / typeSize;
				if (n % 8 != 0) return block;
				final byte[] shuffled = block.clone();
				Arrays.fill(shuffled, 0, n * typeSize, (byte) 0);
				for (int plane = 0; plane < 8 * typeSize; plane++) {
					final int to = plane * (n / 8);
					for (int i = 0; i < n; i++) {
						final int bit = block[i * typeSize + plane / 8] >> plane % 8 & 1;
						shuffled[to + i / 8] |= (byte) (bit << i % 8);
					}
				}
				return shuffled;
			}
		};

	abstract byte[] undo(byte[] block, int typeSize);

	abstract byte[] apply(byte[] block, int typeSize);
}
