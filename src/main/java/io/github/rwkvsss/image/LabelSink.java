package io.github.rwkvsss.image;

import java.io.Closeable;
import java.io.IOException;

/** Where a label image of any extent is written box by box. */
public interface LabelSink extends Closeable {

	/**
	 * Writes one box. Boxes come in any order, do not overlap, and fill the image in the end.
	 *
	 * @param min first (frame, slice, row, column)
	 * @param boxSize pixels per axis, within the image
	 * @param labels row-major from its start, 0 background; longer arrays happen; not retained
	 * @throws IOException in one sentence
	 */
	void write(long[] min, int[] boxSize, int[] labels) throws IOException;

	/**
	 * Ends the writing when all boxes are there: before, nothing is to be seen at the image's place, afterwards all of it.
	 *
	 * @throws IOException in one sentence; nothing is to be seen then
	 */
	void finish() throws IOException;

	/** Lets go of it; without {@link #finish} nothing of it remains. */
	@Override
	void close() throws IOException;
}
