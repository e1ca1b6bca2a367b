package io.github.rwkvsss.foreign;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.github.rwkvsss.bioimage.Npy;
import io.github.rwkvsss.image.Axis;
import io.github.rwkvsss.image.IntensityStep;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import net.imglib2.img.array.ArrayImgs;

/**
 * Whether a foreign model, run here, gives for the example in its package what its makers got.
 *
 * @param output what it gave here, (K, pixels); of an empty tile if there is no example
 * @param largest difference from the makers' output; NaN if there is no example that can be compared
 */
public record ExampleCheck(float[] output, float largest) {

	/** As far as other processors and versions may round otherwise. */
	private static final float TOLERANCE = 1e-3f;

	static ExampleCheck of(final ForeignPackage model, final ScriptPredictor predictor) throws IOException {
		final Optional<Npy[]> example = model.example();
		final int[] smallest = model.form(List.of()).sizes().smallest();
		final float[] empty = new float[predictor.inputChannels() * Arrays.stream(smallest).reduce(1, Math::multiplyExact)];
		if (example.isEmpty()) return new ExampleCheck(predictor.predict(new float[][] { empty }, smallest)[0], Float.NaN);
		final Npy input = ordered(example.get()[0], model.description().input().letters());
		final Npy expected = ordered(example.get()[1], model.description().output().letters());
		final int[] size = new int[predictor.dimensions()];
		for (int d = 0; d < size.length; d++) size[d] = (int) input.shape()[2 + 3 - size.length + d];
		if (input.shape()[0] != 1 || input.shape()[1] != predictor.inputChannels()) throw new IllegalArgumentException(
			"its example has " + input.shape()[1] + " channels, the model takes " + predictor.inputChannels());
		final float[] got = predictor.predict(new float[][] { scaled(model, input, size) }, size)[0];
		if (got.length != expected.values().length) throw new IllegalArgumentException("its example has " + expected
			.values().length + " values, the model gives " + got.length);
		float largest = 0;
		for (int i = 0; i < got.length; i++) largest = Math.max(largest, Math.abs(got[i] - expected.values()[i]));
		return new ExampleCheck(got, largest);
	}

	private static float[] scaled(final ForeignPackage model, final Npy input, final int... size) {
		final long[] shape = input.shape();
		final PixelSource image = PixelSource.of("the example", ArrayImgs.floats(input.values(), shape[4], shape[3], shape[2],
			shape[1]), Axis.X, Axis.Y, Axis.SLICE, Axis.CHANNEL);
		final float[] scaled = new float[input.values().length];
		IntensityStep.all(model.before(), image, size.length == 3 ? Normalization.Scope.VOLUME : Normalization.Scope.PLANE)
			.read(new long[4], new int[] { 1, (int) shape[2], (int) shape[3], (int) shape[4] }, scaled);
		return scaled;
	}

	/** @return in the order b, c, z, y, x, missing axes of extent 1 */
	private static Npy ordered(final Npy array, final String letters) {
		final long[] from = array.shape();
		if (from.length != letters.length()) throw new IllegalArgumentException("its example has " + from.length +
			" axes, not " + letters);
		final String all = "bczyx";
		final long[] shape = new long[all.length()];
		final int[] step = new int[all.length()];
		for (int d = 0; d < shape.length; d++) {
			final int place = letters.indexOf(all.charAt(d));
			shape[d] = place < 0 ? 1 : from[place];
			int product = 1;
			for (int i = place + 1; place >= 0 && i < from.length; i++) product *= (int) from[i];
			step[d] = place < 0 ? 0 : product;
		}
		final float[] values = new float[array.values().length];
		for (int i = 0; i < values.length; i++) {
			int rest = i;
			int source = 0;
			for (int d = shape.length - 1; d >= 0; d--) {
				source += (int) (rest % shape[d]) * step[d];
				rest /= (int) shape[d];
			}
			values[i] = array.values()[source];
		}
		return new Npy(shape, values);
	}

	/** @return one sentence for the user */
	public String sentence() {
		if (Float.isNaN(largest)) return "It has no example to compare with.";
		return String.format(Locale.ROOT, largest <= TOLERANCE ? "Its own example comes out as its makers got it, within %.1e."
			: "WARNING: its own example comes out otherwise than its makers got it, by up to %.3g; do not rely on it here.",
			largest);
	}
}
