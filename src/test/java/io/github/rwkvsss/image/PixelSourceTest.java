package io.github.rwkvsss.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;

import io.github.rwkvsss.format.Fixtures;
import io.github.rwkvsss.format.ImageReader;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Test;

class PixelSourceTest {

	@Test
	void readsABoxOfAHyperstack() throws IOException {
		final PixelSource pixels = PixelSource.of(ImageReader.read(Fixtures.file("hyperstack.tif")));
		assertArrayEquals(new long[] { 2, 3, 5, 7 }, pixels.size());
		assertEquals(2, pixels.channels());
		final float[] box = new float[2 * 1 * 2 * 2 * 3];
		pixels.read(new long[] { 1, 1, 3, 4 }, new int[] { 1, 2, 2, 3 }, box);
		int i = 0;
		for (int c = 0; c < 2; c++) for (int z = 1; z < 3; z++) for (int y = 3; y < 5; y++) for (int x = 4; x < 7; x++) {
			assertEquals(10000 + 1000 * z + 100 * c + Fixtures.value8(x, y) % 100, box[i++]);
		}
		assertEquals(12100 + Fixtures.value8(1, 2) % 100, pixels.plane(1, 2)[35 + 15]);
		assertEquals(2100 + Fixtures.value8(1, 2) % 100, pixels.volume(0)[(3 + 2) * 35 + 15]);
		assertEquals("hyperstack.tif", pixels.name());
		assertThrows(IndexOutOfBoundsException.class, () -> pixels.read(new long[] { 0, 0, 4, 0 }, new int[] { 1, 1, 2, 1 },
			box));
		assertThrows(IndexOutOfBoundsException.class, () -> pixels.read(new long[] { 2, 0, 0, 0 }, new int[] { 1, 1, 1, 1 },
			box));
	}

	@Test
	void splitsRgb() {
		final ImagePlus image = new ImagePlus("", new ColorProcessor(2, 1, new int[] { 0x010203, 0xfffefd }));
		assertArrayEquals(new float[] { 1, 255, 2, 254, 3, 253 }, PixelSource.of(image).plane(0, 0));
		assertArrayEquals(new float[] { 3, 253, 1, 255 }, PixelSource.of(image).select(2, 0).plane(0, 0));
		assertThrows(IllegalArgumentException.class, () -> PixelSource.of(image).select(3));
	}

	@Test
	void readsEveryTypeUnsignedOrCalibrated() throws IOException {
		assertArrayEquals(new float[] { 200, 7 }, PixelSource.of(new ImagePlus("", new ByteProcessor(2, 1, new byte[] {
			(byte) 200, 7 }))).plane(0, 0));
		final ShortProcessor shorts = new ShortProcessor(2, 1, new short[] { (short) 40000, 7 }, null);
		assertArrayEquals(new float[] { 40000, 7 }, PixelSource.of(new ImagePlus("", shorts)).plane(0, 0));
		assertArrayEquals(new float[] { -1.5f, 7 }, PixelSource.of(new ImagePlus("", new FloatProcessor(2, 1, new float[] {
			-1.5f, 7 }))).plane(0, 0));
		final ImagePlus signed = new ImagePlus("", shorts);
		signed.getCalibration().setSigned16BitCalibration();
		assertArrayEquals(new float[] { 40000 - 32768, 7 - 32768 }, PixelSource.of(signed).plane(0, 0));
		assertEquals(4, PixelSource.of(ImageReader.read(Fixtures.file("labels-int16.tif"))).plane(0, 0)[4 * 7 + 6]);
	}

	@Test
	void readsAVirtualStackPlaneByPlane() {
		final int[] opened = new int[3];
		final VirtualStack stack = new VirtualStack(2, 2, 3) {

			@Override
			public ImageProcessor getProcessor(final int n) {
				opened[n - 1]++;
				return new FloatProcessor(2, 2, new float[] { n, 10 * n, 20 * n, 30 * n });
			}
		};
		final PixelSource pixels = PixelSource.of(new ImagePlus("", stack));
		final int before = opened[2];
		final float[] into = new float[2];
		for (int y = 0; y < 2; y++) {
			pixels.read(new long[] { 0, 2, y, 0 }, new int[] { 1, 1, 1, 2 }, into);
			assertArrayEquals(y == 0 ? new float[] { 3, 30 } : new float[] { 60, 90 }, into);
		}
		assertEquals(1, opened[2] - before);
	}

	@Test
	void readsImgLib2InAnyOrderOfAxes() {
		// Dimensions (x 3, channel 2, y 2): value = 100 x + 10 c + y, shifted to another origin.
		final float[] values = new float[12];
		for (int i = 0; i < 12; i++) values[i] = 100 * (i % 3) + 10 * (i / 3 % 2) + i / 6;
		final var img = Views.translate(ArrayImgs.floats(values, 3, 2, 2), 7, -5, 1);
		final PixelSource pixels = PixelSource.of("img", img, Axis.X, Axis.CHANNEL, Axis.Y);
		assertArrayEquals(new long[] { 1, 1, 2, 3 }, pixels.size());
		assertArrayEquals(new float[] { 0, 100, 200, 1, 101, 201, 10, 110, 210, 11, 111, 211 }, pixels.plane(0, 0));
		final float[] box = new float[4];
		pixels.read(new long[] { 0, 0, 1, 1 }, new int[] { 1, 1, 1, 2 }, box);
		assertArrayEquals(new float[] { 101, 201, 111, 211 }, box);
		assertThrows(IllegalArgumentException.class, () -> PixelSource.of("img", img, Axis.X, Axis.Y));
		assertThrows(IllegalArgumentException.class, () -> PixelSource.of("img", img, Axis.X, Axis.Y, Axis.Y));
		assertThrows(IllegalArgumentException.class, () -> PixelSource.of("img", img, Axis.X, Axis.SLICE, Axis.FRAME));
	}

	@Test
	void refusesAnEmptyImage() {
		assertEquals("there is no image, or it is empty; open it again", assertThrows(IllegalArgumentException.class,
			() -> PixelSource.of(new ImagePlus())).getMessage());
		assertThrows(IllegalArgumentException.class, () -> PixelSource.of(null));
	}

	private static ImagePlus stack(final float[]... planes) {
		final ImageStack stack = new ImageStack(planes[0].length, 1);
		for (final float[] plane : planes) stack.addSlice(new FloatProcessor(plane.length, 1, plane));
		return new ImagePlus("cells.tif", stack);
	}

	@Test
	void normalisesPlaneByPlaneOrAllTogether() {
		final PixelSource pixels = PixelSource.of(stack(new float[] { 0, 5, 10 }, new float[] { 0, 50, 100 }));
		final Normalization minMax = Normalization.percentile(0, 100);
		final PixelSource planes = pixels.normalized(minMax, Normalization.Scope.PLANE);
		assertArrayEquals(new float[] { 0, 0.5f, 1 }, planes.plane(0, 0), 1e-6f);
		assertArrayEquals(new float[] { 0, 0.5f, 1 }, planes.plane(0, 1), 1e-6f);
		final PixelSource volume = pixels.normalized(minMax, Normalization.Scope.VOLUME);
		assertArrayEquals(new float[] { 0, 0.05f, 0.1f, 0, 0.5f, 1 }, volume.volume(0), 1e-6f);
		final float[] two = new float[2];
		planes.read(new long[] { 0, 1, 0, 1 }, new int[] { 1, 1, 1, 2 }, two);
		assertArrayEquals(new float[] { 0.5f, 1 }, two, 1e-6f);
	}

	@Test
	void normalisesChannelsApart() {
		final ImagePlus image = new ImagePlus("", new ColorProcessor(3, 1, new int[] { 0x000a07, 0x321407, 0x641e07 }));
		final float[] expected = { 0, 0.5f, 1, 0, 0.5f, 1, 0, 0, 0 };
		assertArrayEquals(expected, PixelSource.of(image).normalized(Normalization.percentile(0, 100),
			Normalization.Scope.PLANE).plane(0, 0), 1e-6f);
	}

	@Test
	void refusesNaNAndInfinitePixels() {
		final ImagePlus image = stack(new float[] { 1, 2, 3 }, new float[] { Float.NaN, 1, Float.NEGATIVE_INFINITY });
		for (final Normalization method : new Normalization[] { Normalization.standard(), Normalization.none() }) {
			final PixelSource pixels = PixelSource.of(image).normalized(method, Normalization.Scope.PLANE);
			pixels.plane(0, 0);
			assertEquals("cells.tif has 2 pixels that are NaN or infinite; replace them, for instance with Process > Noise > " +
				"Remove NaNs, and run again", assertThrows(IllegalArgumentException.class, () -> pixels.plane(0, 1)).getMessage());
		}
	}

	/** 5 million pixels, of which one in two is sampled: the percentiles of an even ramp are known. */
	@Test
	void samplesLargePlanes() {
		final ImagePlus image = new ImagePlus("", new FloatProcessor(2500, 2000));
		final float[] values = (float[]) image.getProcessor().getPixels();
		for (int i = 0; i < values.length; i++) values[i] = (int) (i * 2654435761L % 1000);
		final PixelSource pixels = PixelSource.of(image).normalized(Normalization.percentile(10, 90),
			Normalization.Scope.PLANE);
		final float[] one = new float[1];
		for (final int at : new int[] { 0, 1, 77 }) {
			pixels.read(new long[] { 0, 0, 0, at }, new int[] { 1, 1, 1, 1 }, one);
			assertEquals((values[at] - 100) / 800, one[0], 2e-3);
		}
	}
}
