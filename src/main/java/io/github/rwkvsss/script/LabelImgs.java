package io.github.rwkvsss.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.ImgView;
import net.imglib2.img.basictypeaccess.array.IntArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.img.planar.PlanarImgFactory;
import net.imglib2.img.planar.PlanarImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.view.Views;
import io.github.rwkvsss.image.Axis;
import io.github.rwkvsss.image.LabelImage;

/** Label planes as ImgLib2 images, and back. */
final class LabelImgs {

	/** Largest label; a larger float is not exact. */
	private static final double LARGEST = 1 << 24;

	private LabelImgs() {}

	/**
	 * @param labels whose planes become the image's
	 * @param axes of the image that was segmented
	 * @return labels with the image's dimensions but channels, in the image's order, from 0
	 */
	static Img<IntType> of(final LabelImage labels, final Axis[] axes) {
		final long[] size = labels.size();
		final PlanarImg<IntType, IntArray> img = PlanarImgs.ints(size[3], size[2], size[1], size[0]);
		for (int i = 0; i < labels.planes(); i++) img.setPlane(i, new IntArray(labels.plane(i)));
		final List<Axis> order = new ArrayList<>(List.of(Axis.X, Axis.Y, Axis.SLICE, Axis.FRAME));
		RandomAccessibleInterval<IntType> view = img;
		final List<Axis> wanted = Arrays.stream(axes).filter(axis -> axis != Axis.CHANNEL).toList();
		for (int d = order.size() - 1; d >= 0; d--) {
			if (wanted.contains(order.get(d))) continue;
			view = Views.hyperSlice(view, d, 0);
			order.remove(d);
		}
		if (order.equals(wanted) && view.numDimensions() == img.numDimensions()) return img;
		for (int d = 0; d < wanted.size(); d++) {
			final int from = order.indexOf(wanted.get(d));
			if (from == d) continue;
			view = Views.permute(view, d, from);
			order.set(from, order.set(d, wanted.get(d)));
		}
		return ImgView.wrap(view, new PlanarImgFactory<>(new IntType()));
	}

	/**
	 * @param name for messages
	 * @param img labels; -1 where nothing is known
	 * @param axes of its dimensions, without channels
	 * @return a copy
	 * @throws IllegalArgumentException in one sentence if a value is no label
	 */
	static <T extends RealType<T>> LabelImage source(final String name, final RandomAccessibleInterval<T> img,
		final Axis[] axes)
	{
		final List<Axis> order = Arrays.asList(axes);
		if (order.contains(Axis.CHANNEL)) throw new IllegalArgumentException("the label image of " + name +
			" has a channel axis; a label image has none");
		final long[] size = new long[4];
		final int[] dimension = new int[4];
		final Axis[] slowestFirst = { Axis.FRAME, Axis.SLICE, Axis.Y, Axis.X };
		for (int a = 0; a < 4; a++) {
			dimension[a] = order.indexOf(slowestFirst[a]);
			size[a] = dimension[a] < 0 ? 1 : img.dimension(dimension[a]);
		}
		final int[][] planes = new int[Math.toIntExact(size[0] * size[1])][];
		final RandomAccess<T> access = img.randomAccess();
		for (long t = 0; t < size[0]; t++) {
			move(access, img, dimension[0], t);
			for (long z = 0; z < size[1]; z++) {
				move(access, img, dimension[1], z);
				planes[(int) (t * size[1] + z)] = plane(name, access, img, dimension, size);
			}
		}
		return LabelImage.of(name, size, planes);
	}

	private static <T extends RealType<T>> int[] plane(final String name, final RandomAccess<T> access,
		final RandomAccessibleInterval<T> img, final int[] dimension, final long[] size)
	{
		final int[] plane = new int[Math.toIntExact(size[2] * size[3])];
		int i = 0;
		for (long y = 0; y < size[2]; y++) {
			move(access, img, dimension[2], y);
			for (long x = 0; x < size[3]; x++) {
				move(access, img, dimension[3], x);
				final double value = access.get().getRealDouble();
				if (!(value >= -1 && value <= LARGEST && value == Math.rint(value))) throw new IllegalArgumentException(
					"the label image of " + name + " has the value " + value +
						"; labels are whole numbers from 0 to 16777216, or -1 where nothing is known");
				plane[i++] = (int) value;
			}
		}
		return plane;
	}

	private static void move(final RandomAccess<?> access, final RandomAccessibleInterval<?> img, final int d,
		final long position)
	{
		if (d >= 0) access.setPosition(img.min(d) + position, d);
	}
}
