package io.github.rwkvsss.model;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.network.Pass;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.tensor.FailedAllocation;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import io.github.rwkvsss.tile.FreeMemory;
import io.github.rwkvsss.tile.TileFit;
import io.github.rwkvsss.tile.TileMemoryException;

/** A network with its manifest, as a predictor of tiles. Owns the network. Predicts on one thread at a time. */
public final class SegmentationModel implements ImageModel {

	private final ModelManifest manifest;
	private final SegmentationNetwork network;
	private Pass pass;
	private long freeOnCard;

	/**
	 * @param manifest describes the network
	 * @param network taken over
	 */
	public SegmentationModel(final ModelManifest manifest, final SegmentationNetwork network) {
		this.manifest = manifest;
		this.network = network;
		pass = preset();
	}

	/** @return what the model is */
	public ModelManifest manifest() {
		return manifest;
	}

	@Override
	public ModelFacts facts() {
		return manifest;
	}

	/** @return the network, not the caller's to close */
	public SegmentationNetwork network() {
		return network;
	}

	/** @return how it runs unless told otherwise: predicting, with the best implementation of the operations on its device */
	public Pass preset() {
		return Pass.predict(network.device());
	}

	/** @param other how to run from now on, for comparisons; unset, {@link #preset} */
	public synchronized void use(final Pass other) {
		pass = other;
	}

	@Override
	public int dimensions() {
		return manifest.network().dimensions();
	}

	@Override
	public int inputChannels() {
		return manifest.network().inputChannels();
	}

	@Override
	public int classes() {
		return manifest.network().classes();
	}

	@Override
	public int[] stride() {
		return manifest.network().stride();
	}

	/**
	 * Tiles as large as the training's patches show the network what it has learned: Bi-WKV divides its decay by the
	 * number of a tile's tokens, so that other tiles are another matter to it.
	 *
	 * @return pixels per axis, slowest first, on the stride and no smaller than a tile with a core. A new array.
	 */
	@Override
	public int[] preferredTile() {
		final int[] stride = stride();
		final int[] tile = new TileFit(stride, halo()).smallest();
		for (int d = 0; d < tile.length; d++) tile[d] = Math.max(tile[d], (manifest.patch().get(d) + stride[d] - 1) /
			stride[d] * stride[d]);
		return tile;
	}

	@Override
	public PixelSource scaled(final PixelSource image) {
		return image.normalized(manifest.normalization(), dimensions() == 3 ? Normalization.Scope.VOLUME
			: Normalization.Scope.PLANE);
	}

	@Override
	public double bytesPerPixel() {
		return MemoryNeed.bytesPerPixel(manifest.network());
	}

	/** Of a GPU what was free when it was asked first: afterwards most of what is taken there is what the model took. */
	@Override
	public synchronized long freeBytes() {
		if (!network.device().isCuda()) return FreeMemory.available();
		if (freeOnCard == 0) freeOnCard = network.device().freeBytes();
		return freeOnCard;
	}

	/** A softmax over what tells objects, and one over their classes. */
	private Tensor probabilities(final Tensor logits) {
		final int last = (int) logits.dim() - 1;
		final int classes = manifest.objectClasses().size();
		if (classes == 0) return torch.softmax(logits, last);
		return torch.cat(new TensorVector(torch.softmax(logits.narrow(last, 0, InstanceTargets.CLASSES), last), torch.softmax(
			logits.narrow(last, InstanceTargets.CLASSES, classes), last)), last);
	}

	/** @return (K, *S) what the network says of a tile, before it is made into probabilities */
	synchronized float[] logits(final float[] tile, final int... size) {
		return run(new float[][] { tile }, tensor -> tensor, size)[0];
	}

	@Override
	public synchronized float[][] predict(final float[][] tiles, final int... size) {
		return run(tiles, this::probabilities, size);
	}

	private float[][] run(final float[][] tiles, final UnaryOperator<Tensor> ending, final int... size) {
		final int pixels = Arrays.stream(size).reduce(1, Math::multiplyExact);
		final int channels = inputChannels();
		final float[] joined = new float[Math.multiplyExact(tiles.length, channels * pixels)];
		for (int b = 0; b < tiles.length; b++) {
			if (tiles[b].length != channels * pixels) throw new IllegalArgumentException("a tile of " + Arrays.toString(size) +
				" pixels and " + channels + " channels has " + channels * pixels + " values, but " + tiles[b].length +
				" were given");
			System.arraycopy(tiles[b], 0, joined, b * channels * pixels, channels * pixels);
		}
		final float[] flat;
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			final long[] planar = new long[size.length + 2];
			planar[0] = tiles.length;
			planar[1] = channels;
			for (int d = 0; d < size.length; d++) planar[d + 2] = size[d];
			final long[] toLast = IntStream.range(0, planar.length).mapToLong(d -> d == 0 ? 0 : d == planar.length - 1 ? 1 : d +
				1).toArray();
			final long[] toFirst = IntStream.range(0, planar.length).mapToLong(d -> d == 0 ? 0 : d == 1 ? planar.length - 1 : d -
				1).toArray();
			final Tensor image = network.device().take(Tensors.of(joined, planar)).permute(toLast).contiguous();
			final Tensor logits = network.forward(image, pass);
			flat = Tensors.floats(ending.apply(logits).permute(toFirst));
		}
		catch (final RuntimeException e) {
			if (FailedAllocation.isCauseOf(e)) throw new TileMemoryException("a tile of " + Arrays.toString(size) +
				" pixels does not fit into memory" + (network.device().isCuda() ? " of " + network.device() : ""), e);
			throw e;
		}
		final int values = classes() * pixels;
		final float[][] results = new float[tiles.length][];
		for (int b = 0; b < tiles.length; b++) results[b] = Arrays.copyOfRange(flat, b * values, (b + 1) * values);
		return results;
	}

	@Override
	public void close() {
		network.close();
	}
}
