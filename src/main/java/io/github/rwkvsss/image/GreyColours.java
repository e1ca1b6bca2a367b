package io.github.rwkvsss.image;

import ij.ImagePlus;
import ij.ImageStack;

/** Colours that are shades of grey: red, green and blue are equal. */
final class GreyColours {

	private GreyColours() {}

	/** @return whether it is an RGB image in which no pixel has any other colour; false for images of other types */
	static boolean only(final ImagePlus image) {
		if (image.getType() != ImagePlus.COLOR_RGB) return false;
		final ImageStack stack = image.getStack();
		for (int i = 1; i <= stack.getSize(); i++) {
			final Object pixels = stack.isVirtual() ? stack.getProcessor(i).getPixels() : stack.getPixels(i);
			for (final int colour : (int[]) pixels) if ((colour >> 16 & 0xff) != (colour & 0xff) || (colour >> 8 &
				0xff) != (colour & 0xff)) return false;
		}
		return true;
	}
}
