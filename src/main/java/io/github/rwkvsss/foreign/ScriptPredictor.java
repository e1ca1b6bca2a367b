package io.github.rwkvsss.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.tensor.FailedAllocation;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import io.github.rwkvsss.tile.Mirror;
import io.github.rwkvsss.tile.Sizes;
import io.github.rwkvsss.tile.TileMemoryException;
import io.github.rwkvsss.tile.TilePredictor;

/**
 * A script as a predictor of tiles. What it gives are the channels of its output as they are, which need not be
 * probabilities; their number is found by running it once. Owns the script. Predicts on one thread at a time.
 */
public final class ScriptPredictor implements TilePredictor, AutoCloseable {

	private final ScriptModule module;
	private final ScriptForm form;
	private final int outputs;

	/**
	 * @param module taken over
	 * @throws IllegalArgumentException in one sentence if the script does not run on such a tile
	 */
	ScriptPredictor(final ScriptModule module, final ScriptForm form) {
		this.module = module;
		this.form = form;
		final int[] size = form.sizes().smallest();
		final int pixels = pixels(size);
		final float[] result = run(new float[Math.multiplyExact(form.channels(), pixels)], 1, size);
		outputs = result.length / pixels;
	}

	/**
	 * Opens a plain archive, of which its makers said elsewhere how it is run.
	 *
	 * @param archive a file that {@code torch.jit.save} or {@code export} wrote
	 * @param consent to run the code in it
	 * @param axes order of its input's axes, of b, c, z, y and x; {@code in>out} if its output has another
	 * @param channels that it takes
	 * @param last what is done to its output
	 * @param edge of the tiles that it is given, in pixels
	 * @param depth the same along z, if it takes volumes
	 * @param halo pixels of a tile's rim that are not trusted; 0 for an eighth of the tile
	 * @throws IOException in one sentence if the file cannot be read or is no such archive, or consent was not given
	 * @throws IllegalArgumentException in one sentence if it does not run in that form
	 */
	public static ScriptPredictor open(final Path archive, final Consent consent, final String axes, final int channels,
		final Activation last, final int edge, final int depth, final int halo) throws IOException
	{
		if (!Files.isRegularFile(archive)) throw new IOException("there is no archive " + archive + "; check the path");
		final String[] inAndOut = axes.split(">", -1);
		if (inAndOut.length > 2) throw new IllegalArgumentException("the axes \"" + axes +
			"\" are more than those of an input and an output; write for instance bcyx or bcyx>byxc");
		final String in = inAndOut[0].strip();
		final int[] least = in.indexOf('z') < 0 ? new int[] { edge, edge } : new int[] { depth, edge, edge };
		final int[] rims = new int[least.length];
		Arrays.fill(rims, halo == 0 ? -1 : halo);
		final ScriptForm form = new ScriptForm(in, inAndOut[inAndOut.length - 1].strip(), channels, ScalarType.Float,
			new AxisSizes(least, new int[least.length], rims), last.steps());
		final ScriptModule module = ScriptModule.load(Files.readAllBytes(archive), "the archive " + archive, consent);
		try {
			return new ScriptPredictor(module, form);
		}
		catch (final IllegalArgumentException | TileMemoryException e) {
			module.close();
			throw e;
		}
	}

	@Override
	public int dimensions() {
		return form.sizes().dimensions();
	}

	@Override
	public int inputChannels() {
		return form.channels();
	}

	/** @return channels of the output, at least 1 */
	@Override
	public int classes() {
		return outputs;
	}

	@Override
	public int[] stride() {
		return form.sizes().stride();
	}

	@Override
	public int[] halo() {
		return form.sizes().halo();
	}

	/** @return pixels per axis of the tiles that suit it best, slowest first. A new array. */
	public int[] preferredTile() {
		return form.sizes().preferred();
	}

	@Override
	public synchronized float[][] predict(final float[][] tiles, final int... size) {
		final int pixels = pixels(size);
		final int[] whole = form.sizes().holding(size);
		final int wholePixels = pixels(whole);
		final int channels = form.channels();
		final float[] input = new float[Math.multiplyExact(tiles.length, Math.multiplyExact(channels, wholePixels))];
		for (int b = 0; b < tiles.length; b++) {
			if (tiles[b].length != channels * pixels) throw new IllegalArgumentException("a tile of " + Sizes.text(size) +
				" pixels and " + channels + " channels has " + channels * pixels + " values, but " + tiles[b].length +
				" were given");
			for (int c = 0; c < channels; c++) continued(tiles[b], c * pixels, size, input, (b * channels + c) * wholePixels,
				whole);
		}
		final float[][] results = new float[tiles.length][];
		// NB: without a batch axis the script takes one tile at a time.
		if (form.inputAxes().indexOf('b') < 0) for (int b = 0; b < tiles.length; b++) results[b] = cut(run(Arrays.copyOfRange(
			input, b * channels * wholePixels, (b + 1) * channels * wholePixels), 1, whole), 0, whole, size);
		else {
			final float[] flat = run(input, tiles.length, whole);
			for (int b = 0; b < tiles.length; b++) results[b] = cut(flat, b * outputs * wholePixels, whole, size);
		}
		return results;
	}

	/**
	 * @param input (batch, channels, *size)
	 * @return (batch, outputs, *size)
	 */
	private float[] run(final float[] input, final int batch, final int... size) {
		final long[] shape = new long[size.length + 2];
		shape[0] = batch;
		shape[1] = form.channels();
		for (int d = 0; d < size.length; d++) shape[d + 2] = size[d];
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			final TensorOrder order = new TensorOrder(size.length);
			final Tensor given = order.from(Tensors.of(input, shape), form.inputAxes()).to(form.type());
			final Tensor got = order.back(module.forward(given), form.outputAxes());
			final long[] extents = Tensors.shape(got);
			if (extents[0] != batch || !Arrays.equals(shape, 2, shape.length, extents, 2, extents.length) || extents[1] < 1)
				throw new IllegalArgumentException("the model gives " + Sizes.text(extents) + " for " + Sizes.text(shape) +
					" (batch, channels, pixels); only models that keep the size are run here");
			return Tensors.floats(OutputSteps.apply(form.after(), got));
		}
		catch (final IllegalArgumentException e) {
			throw e;
		}
		catch (final RuntimeException e) {
			final String reason = ScriptModule.firstLine(e);
			if (FailedAllocation.isCauseOf(e)) throw new TileMemoryException("a tile of " + Sizes.text(size) +
				" pixels does not fit into memory", e);
			throw new IllegalArgumentException("the model does not run on " + Sizes.text(shape) + " (batch, channels, pixels): " +
				reason, e);
		}
	}

	/** Copies one channel, continued beyond its end by mirroring. */
	private static void continued(final float[] from, final int start, final int[] size, final float[] into, final int at,
		final int[] whole)
	{
		final int width = whole[whole.length - 1];
		final int rows = pixels(whole) / width;
		for (int row = 0; row < rows; row++) {
			int source = 0;
			int rest = row;
			int factor = size[size.length - 1];
			for (int d = whole.length - 2; d >= 0; d--) {
				source += (int) Mirror.index(rest % whole[d], size[d]) * factor;
				factor *= size[d];
				rest /= whole[d];
			}
			for (int x = 0; x < width; x++) into[at + row * width + x] = from[start + source + (int) Mirror.index(x,
				size[size.length - 1])];
		}
	}

	/** @return (outputs, *size) of (outputs, *whole) */
	private float[] cut(final float[] from, final int start, final int[] whole, final int[] size) {
		final int pixels = pixels(size);
		final int wholePixels = pixels(whole);
		final float[] part = new float[outputs * pixels];
		final int width = size[size.length - 1];
		for (int k = 0; k < outputs; k++) {
			for (int row = 0; row < pixels / width; row++) {
				int source = 0;
				int rest = row;
				int factor = whole[whole.length - 1];
				for (int d = size.length - 2; d >= 0; d--) {
					source += rest % size[d] * factor;
					factor *= whole[d];
					rest /= size[d];
				}
				System.arraycopy(from, start + k * wholePixels + source, part, k * pixels + row * width, width);
			}
		}
		return part;
	}

	private static int pixels(final int... size) {
		return Arrays.stream(size).reduce(1, Math::multiplyExact);
	}

	@Override
	public void close() {
		module.close();
	}
}
