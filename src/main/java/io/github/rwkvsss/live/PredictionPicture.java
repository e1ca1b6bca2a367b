package io.github.rwkvsss.live;

import java.awt.image.BufferedImage;

import io.github.rwkvsss.train.Sample;

/**
 * Draws a validation image in grey, the outlines of what was found in orange, of what was annotated in blue, of both in
 * white; of a volume its middle slice, of several channels the first. The colours differ in brightness too.
 */
final class PredictionPicture {

	static final int FOUND = 0xFF9A1F;
	static final int ANNOTATED = 0x3DA5FF;
	static final int BOTH = 0xFFFFFF;
	/** Half as bright where nothing is annotated: nobody knows there. */
	private static final int DIMMING = 2;

	private final Sample sample;
	private final int[] found;
	private final int height;
	private final int width;
	private final int start;

	private PredictionPicture(final Sample sample, final int[] found) {
		this.sample = sample;
		this.found = found;
		height = sample.size()[1];
		width = sample.size()[2];
		start = sample.size()[0] / 2 * height * width;
	}

	/**
	 * @param sample validated
	 * @param found (D, H, W) objects or classes, 0 for background
	 * @return one pixel per pixel
	 */
	static BufferedImage draw(final Sample sample, final int[] found) {
		return new PredictionPicture(sample, found).picture();
	}

	private BufferedImage picture() {
		float low = Float.POSITIVE_INFINITY;
		float high = Float.NEGATIVE_INFINITY;
		for (int i = 0; i < height * width; i++) {
			low = Math.min(low, sample.image()[start + i]);
			high = Math.max(high, sample.image()[start + i]);
		}
		final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < height; y++) for (int x = 0; x < width; x++) picture.setRGB(x, y, colour(y, x, low, high));
		return picture;
	}

	private int colour(final int y, final int x, final float low, final float high) {
		final int i = start + y * width + x;
		final boolean known = truth(i) >= 0;
		final boolean ofFound = isEdge(y, x, false);
		final boolean ofTruth = known && isEdge(y, x, true);
		if (ofFound && ofTruth) return BOTH;
		if (ofFound) return FOUND;
		if (ofTruth) return ANNOTATED;
		int grey = high > low ? Math.round(255 * (sample.image()[i] - low) / (high - low)) : 0;
		if (!known) grey /= DIMMING;
		return grey << 16 | grey << 8 | grey;
	}

	/** @return whether the pixel belongs to something whose right or lower, left or upper neighbour does not */
	private boolean isEdge(final int y, final int x, final boolean ofTruth) {
		final int own = value(y, x, ofTruth);
		if (own <= 0) return false;
		return differs(own, y, x + 1, ofTruth) || differs(own, y, x - 1, ofTruth) || differs(own, y + 1, x, ofTruth) || differs(
			own, y - 1, x, ofTruth);
	}

	private boolean differs(final int own, final int y, final int x, final boolean ofTruth) {
		if (y < 0 || x < 0 || y >= height || x >= width) return false;
		final int other = value(y, x, ofTruth);
		return other >= 0 && other != own;
	}

	private int value(final int y, final int x, final boolean ofTruth) {
		final int i = start + y * width + x;
		return ofTruth ? truth(i) : found[i];
	}

	/** @return object or class; -1 where not annotated */
	private int truth(final int i) {
		final int target = sample.target()[i] & 0xff;
		if (target == Sample.IGNORE) return -1;
		return sample.instances() == null ? target : sample.instances()[i];
	}
}
