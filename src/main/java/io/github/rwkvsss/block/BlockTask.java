package io.github.rwkvsss.block;

import java.io.IOException;

import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/**
 * The blocks of one image with one model, each of which can be run separately, in any order, in any process that sees the
 * image, the model and the folder of blocks, also twice or at the same time as another. One thread at a time.
 */
public interface BlockTask extends AutoCloseable {

	/** @return number of blocks, the same in every process */
	long count();

	/**
	 * Runs one block, unless it is there already, and leaves it in the folder of blocks, whole or not at all.
	 *
	 * @param block from 0 to {@link #count} - 1
	 * @return what became of it
	 * @throws io.github.rwkvsss.progress.CanceledException at the next tile after a cancel
	 * @throws io.github.rwkvsss.tile.TileMemoryException if memory does not suffice
	 * @throws IOException in one sentence
	 */
	BlockStatus run(long block, Progress progress, Cancellation cancellation) throws IOException;

	/** Lets go of image and model. */
	@Override
	void close() throws IOException;
}
