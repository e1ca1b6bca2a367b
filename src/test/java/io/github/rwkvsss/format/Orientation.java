package io.github.rwkvsss.format;

/** How an image lies in its file, which TIFF 6, page 36, and Exif 2.3, page 24, number alike: 1 to 8. */
record Orientation(int number) {

	/** @return whether rows of the file are columns of the image */
	boolean sideways() {
		return number > 4;
	}

	/**
	 * @param rows of the file
	 * @param columns of the file
	 * @return column of the image that shows a row and column of the file
	 */
	int x(final int row, final int column, final int rows, final int columns) {
		return switch (number) {
			case 1, 4 -> column;
			case 2, 3 -> columns - 1 - column;
			case 5, 8 -> row;
			default -> rows - 1 - row;
		};
	}

	/** @return row of the image, likewise */
	int y(final int row, final int column, final int rows, final int columns) {
		return switch (number) {
			case 1, 2 -> row;
			case 3, 4 -> rows - 1 - row;
			case 5, 6 -> column;
			default -> columns - 1 - column;
		};
	}
}
