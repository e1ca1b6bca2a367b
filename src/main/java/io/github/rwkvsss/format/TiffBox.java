package io.github.rwkvsss.format;

/**
 * A part of a page of a TIFF.
 *
 * @param x first column
 * @param y first row
 * @param width columns
 * @param height rows
 * @param shift bytes by which uncompressed pixels lie further back than the directory says, as planes do that have none
 */
record TiffBox(int x, int y, int width, int height, long shift) {

	/** @return all of a page */
	static TiffBox all(final TiffDirectory directory) {
		return new TiffBox(0, 0, directory.width, directory.height, 0);
	}
}
