package io.github.rwkvsss.sampledata;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fluorescent nuclei in a volume as a confocal microscope shows them: ellipsoids of which every second one touches the one
 * before, in slices that lie apart, blurred most along the slices, with noise. Labels number the nuclei from 1 through the
 * volume.
 */
public final class EllipsoidDrawing {

	/**
	 * A drawn volume.
	 *
	 * @param image (D, H, W) intensities, about 0.1 outside and up to 1 inside
	 * @param labels (D, H, W), 0 outside
	 * @param size {D, H, W}
	 * @param count nuclei
	 */
	public record Volume(float[] image, int[] labels, int[] size, int count) {}

	private record Nucleus(double[] centre, double[] radius, double brightness) {

		/** @return 1 on the surface, below inside */
		double distance(final double z, final double y, final double x) {
			final double u = (z - centre[0]) / radius[0];
			final double v = (y - centre[1]) / radius[1];
			final double w = (x - centre[2]) / radius[2];
			return StrictMath.sqrt(u * u + v * v + w * w);
		}

		double mean() {
			return StrictMath.cbrt(radius[0] * radius[1] * radius[2]);
		}
	}

	private final int[] size;
	private final double slices;
	private final double diameter;
	private final Random random;
	private double blur = 1.2;
	private double noise = 0.05;

	/**
	 * @param size {D, H, W} voxels
	 * @param slices distance of slices over that of pixels
	 * @param diameter of a nucleus, in pixels of the plane
	 */
	public EllipsoidDrawing(final int[] size, final double slices, final double diameter, final long seed) {
		this.size = size.clone();
		this.slices = slices;
		this.diameter = diameter;
		random = new Random(seed);
	}

	/** @param sigma of the optics' blur along the slices, in pixels of the plane; within the plane half of it */
	public EllipsoidDrawing blur(final double sigma) {
		blur = sigma;
		return this;
	}

	/** @param deviation of the camera's noise, the brightest nucleus being 1 */
	public EllipsoidDrawing noise(final double deviation) {
		noise = deviation;
		return this;
	}

	/** @param wanted nuclei; fewer if there is no room */
	public Volume draw(final int wanted) {
		final List<Nucleus> nuclei = new ArrayList<>();
		for (int attempts = 0; nuclei.size() < wanted && attempts < 200 * wanted; attempts++) {
			final boolean touching = nuclei.size() % 2 == 1;
			final Nucleus next = next(touching ? nuclei.get(nuclei.size() - 1) : null);
			if (fits(next, nuclei, touching)) nuclei.add(next);
		}
		final int[] labels = new int[size[0] * size[1] * size[2]];
		float[] image = new float[labels.length];
		for (int i = 0; i < labels.length; i++) {
			final int at = nearest(nuclei, i);
			labels[i] = at + 1;
			image[i] = at < 0 ? 0.1f : (float) nuclei.get(at).brightness();
		}
		image = blurred(image, size[1] * size[2], size[0], blur / slices);
		image = blurred(image, size[2], size[1], blur / 2);
		image = blurred(image, 1, size[2], blur / 2);
		for (int i = 0; i < image.length; i++) image[i] += (float) (noise * random.nextGaussian());
		return new Volume(image, labels, size.clone(), nuclei.size());
	}

	private Nucleus next(final Nucleus beside) {
		final double[] radius = new double[3];
		for (int d = 0; d < 3; d++) radius[d] = diameter / 2 * (0.85 + 0.3 * random.nextDouble());
		final double[] centre = new double[3];
		final double[] turn = { random.nextGaussian(), random.nextGaussian(), random.nextGaussian() };
		final double length = StrictMath.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]);
		for (int d = 0; d < 3; d++) {
			final double extent = size[d] * (d == 0 ? slices : 1);
			centre[d] = beside == null ? extent * random.nextDouble() : beside.centre()[d] + turn[d] / length * 0.92 * (beside
				.radius()[d] + radius[d]);
		}
		return new Nucleus(centre, radius, 0.5 + 0.5 * random.nextDouble());
	}

	/** The middle lies inside the volume, and only partners touch. */
	private boolean fits(final Nucleus next, final List<Nucleus> nuclei, final boolean touching) {
		for (int d = 0; d < 3; d++) {
			if (next.centre()[d] < 0 || next.centre()[d] > size[d] * (d == 0 ? slices : 1)) return false;
		}
		for (int i = 0; i < nuclei.size(); i++) {
			final Nucleus other = nuclei.get(i);
			double squares = 0;
			for (int d = 0; d < 3; d++) {
				final double step = next.centre()[d] - other.centre()[d];
				squares += step * step;
			}
			final double gap = (touching && i == nuclei.size() - 1 ? 0.85 : 1.25) * (other.mean() + next.mean());
			if (StrictMath.sqrt(squares) < gap) return false;
		}
		return true;
	}

	/** @return the nucleus in which the voxel's middle lies deepest, -1 for none */
	private int nearest(final List<Nucleus> nuclei, final int voxel) {
		final double z = (voxel / (size[1] * size[2]) + 0.5) * slices;
		final double y = voxel / size[2] % size[1] + 0.5;
		final double x = voxel % size[2] + 0.5;
		int best = -1;
		double depth = 1;
		for (int n = 0; n < nuclei.size(); n++) {
			final double distance = nuclei.get(n).distance(z, y, x);
			if (distance >= depth) continue;
			depth = distance;
			best = n;
		}
		return best;
	}

	private static float[] blurred(final float[] values, final int step, final int count, final double sigma) {
		final int reach = (int) StrictMath.ceil(3 * sigma);
		final double[] kernel = new double[2 * reach + 1];
		double sum = 0;
		for (int k = 0; k < kernel.length; k++) {
			kernel[k] = StrictMath.exp(-0.5 * (k - reach) * (k - reach) / (sigma * sigma));
			sum += kernel[k];
		}
		final float[] result = new float[values.length];
		for (int i = 0; i < values.length; i++) {
			final int at = i / step % count;
			double value = 0;
			for (int k = -reach; k <= reach; k++) value += kernel[k + reach] * values[i + (Math.max(0, Math.min(count - 1, at +
				k)) - at) * step];
			result[i] = (float) (value / sum);
		}
		return result;
	}
}
