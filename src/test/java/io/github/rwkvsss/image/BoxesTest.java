package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.ImagePlus;

/** A part of a resized image is made from the part that it needs, with the values of the whole. */
class BoxesTest {

	@Test
	void aBoxOfAResizedPlaneIsThatOfThePlane() {
		final int[] from = { 7, 9 };
		final int[] to = { 17, 13 };
		final float[] plane = new float[63];
		for (int i = 0; i < plane.length; i++) plane[i] = i * 31 % 17;
		final float[] whole = ResizedPlanes.plane(plane, from, to);
		final int[] min = { 5, 4 };
		final int[] size = { 6, 3 };
		final ResizedBox box = new ResizedBox(from, to, min, size);
		final int[] neededMin = box.neededMin();
		final int[] needed = box.neededSize();
		final float[] part = new float[needed[0] * needed[1]];
		for (int i = 0; i < part.length; i++) part[i] = plane[(neededMin[0] + i / needed[1]) * 9 + neededMin[1] + i %
			needed[1]];
		final float[] values = box.of(part);
		for (int i = 0; i < values.length; i++) assertEquals(whole[(min[0] + i / 3) * 13 + min[1] + i % 3], values[i], 1e-5f);
	}

	/** Voxels of 1 mm on a grid of 2 mm: old centres lie a quarter to either side of the middle between new ones. */
	@Test
	void aBoxOfAVolumeIsInterpolatedFromItsGrid() {
		final ImagePlus image = IJ.createImage("volume", "8-bit black", 8, 8, 8);
		image.getCalibration().setUnit("mm");
		final VolumeGrid grid = VolumeGrid.of(PixelSource.of(image), List.of(2.0, 2.0, 2.0));
		assertArrayEquals(new int[] { 4, 4, 4 }, grid.size());
		final GridBox box = new GridBox(grid, new long[] { 3, 3, 3 }, 1, 1, 2);
		assertArrayEquals(new long[] { 1, 1, 1 }, box.neededMin());
		assertArrayEquals(new int[] { 2, 2, 2 }, box.neededSize());
		final float[] values = box.of((z, y, x) -> 100 * z + 10 * y + x);
		assertArrayEquals(new float[] { 25 + 2.5f + 0.25f, 25 + 2.5f + 0.75f }, values, 1e-4f);
	}

	@Test
	void anImageKnowsItsFileWhileItIsInMemory() {
		final ImagePlus image = IJ.createImage("cells", "8-bit black", 2, 2, 1);
		assertEquals(Optional.empty(), SourceFile.of(image));
		SourceFile.note(image, Path.of("folder", "cells.tif").toAbsolutePath());
		assertEquals(Optional.of(Path.of("folder", "cells.tif").toAbsolutePath()), SourceFile.of(image));
	}
}
