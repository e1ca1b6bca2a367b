package io.github.rwkvsss.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;

import io.github.rwkvsss.network.ModuleProbe;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.Pass;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.network.Weights;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * What one forward pass of a network costs, module by module.
 *
 * @param config the network
 * @param size edge of the image in pixels
 * @param modules in the order of the pass
 * @param parameters trained values in all
 * @param seconds of the measured pass
 */
public record NetworkCost(NetworkConfig config, int size, List<Module> modules, long parameters, double seconds) {

	private static final int WARM_UP_SIZE = 64;

	/**
	 * One module's share.
	 *
	 * @param name of the module
	 * @param parameters trained values
	 * @param macs multiply-accumulate operations
	 * @param peak most bytes that the process grew to within the module, above what it held before the pass; empty where
	 *          it cannot be measured
	 */
	public record Module(String name, long parameters, long macs, OptionalLong peak) {}

	/**
	 * Builds a network and measures one pass over an image of noise. The pass is the first at this size, after one over
	 * a small image: memory that the allocator kept from an earlier pass would hide what this one needs.
	 *
	 * @param config what to build
	 * @param size edge of the image along every axis
	 */
	public static NetworkCost measure(final NetworkConfig config, final int size) {
		try (SegmentationNetwork network = SegmentationNetwork.build(config, 1)) {
			forward(network, Math.min(size, WARM_UP_SIZE), ModuleProbe.NONE);
			final Recorder recorder = new Recorder(network);
			final long start = System.nanoTime();
			forward(network, size, recorder);
			final double seconds = (System.nanoTime() - start) / 1e9;
			return new NetworkCost(config, size, List.copyOf(recorder.modules), network.weights().parameterCount(), seconds);
		}
	}

	/**
	 * @param config what to build
	 * @param extents of the image, slowest first
	 * @return multiply-accumulate operations of one forward pass, which is run once
	 */
	public static long macs(final NetworkConfig config, final int... extents) {
		final long[] macs = { 0 };
		final long[] shape = new long[extents.length + 2];
		for (int d = 0; d < extents.length; d++) shape[d + 1] = extents[d];
		shape[0] = 1;
		shape[shape.length - 1] = config.inputChannels();
		final int values = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
		try (SegmentationNetwork network = SegmentationNetwork.build(config, 1);
				TensorScope scope = new TensorScope();
				NoGradGuard guard = new NoGradGuard())
		{
			network.forward(Tensors.of(new float[values], shape), Pass.predict().with(new ModuleProbe() {

				@Override
				public void macs(final long count) {
					macs[0] += count;
				}
			}));
		}
		return macs[0];
	}

	private static void forward(final SegmentationNetwork network, final int size, final ModuleProbe probe) {
		final long[] shape = new long[network.config().dimensions() + 2];
		Arrays.fill(shape, size);
		shape[0] = 1;
		shape[shape.length - 1] = network.config().inputChannels();
		final float[] noise = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
		final SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < noise.length; i++) noise[i] = (float) random.nextDouble();
		try (TensorScope scope = new TensorScope(); NoGradGuard guard = new NoGradGuard()) {
			final var image = Tensors.of(noise, shape);
			if (probe instanceof final Recorder recorder) recorder.begin();
			network.forward(image, Pass.predict().with(probe));
		}
	}

	/** @return multiply-accumulate operations in all */
	public long macs() {
		return modules.stream().mapToLong(Module::macs).sum();
	}

	/** @return most bytes of any module; empty where it cannot be measured */
	public OptionalLong peak() {
		return modules.stream().map(Module::peak).allMatch(OptionalLong::isPresent) ? modules.stream().mapToLong(
			module -> module.peak().getAsLong()).max() : OptionalLong.empty();
	}

	/** @return the cost as a table to read, one row per module and one for all */
	public String table() {
		final StringBuilder text = new StringBuilder();
		text.append(String.format("%-12s %12s %14s %10s%n", "module", "parameters", "MACs", "peak MiB"));
		for (final Module module : modules) text.append(row(module.name(), module.parameters(), module.macs(), module.peak()));
		text.append(row("total", parameters, macs(), peak()));
		text.append(String.format(Locale.ROOT, "One forward pass over %s pixels, %d channel(s), %d classes, float32: " +
			"%.2f M parameters, %.3f GMAC, %.2f s.%n", String.join("x", Collections.nCopies(config.dimensions(), String.valueOf(
				size))), config.inputChannels(), config.classes(), parameters / 1e6, macs() / 1e9, seconds));
		text.append(peak().isPresent()
			? "Peak: growth of the process's resident memory over that before the pass, highest within each module.\n"
			: "Peak memory is not measured on this system.\n");
		return text.toString();
	}

	private static String row(final String name, final long parameters, final long macs, final OptionalLong peak) {
		return String.format(Locale.ROOT, "%-12s %,12d %,14d %10s%n", name, parameters, macs, peak.isPresent() ? String.format(
			Locale.ROOT, "%.1f", peak.getAsLong() / 0x1p20) : "-");
	}

	/** Takes notes of a pass. */
	private static final class Recorder implements ModuleProbe {

		private final Weights weights;
		private final List<Module> modules = new ArrayList<>();
		private OptionalLong before = OptionalLong.empty();
		private long macs;

		Recorder(final SegmentationNetwork network) {
			weights = network.weights();
		}

		void begin() {
			Pointer.trimMemory();
			before = ProcessMemory.resident();
		}

		@Override
		public void enter(final String module) {
			macs = 0;
			// What earlier modules freed must not count as this one's.
			Pointer.trimMemory();
			if (!ProcessMemory.resetPeak()) before = OptionalLong.empty();
		}

		@Override
		public void macs(final long count) {
			macs += count;
		}

		@Override
		public void exit(final String module) {
			final OptionalLong peak = ProcessMemory.peak();
			modules.add(new Module(module, parameters(module), macs, before.isPresent() && peak.isPresent() ? OptionalLong.of(Math
				.max(0, peak.getAsLong() - before.getAsLong())) : OptionalLong.empty()));
		}

		/** Some layers run within a module though they have names of their own. */
		private long parameters(final String module) {
			final String alias = module.startsWith("encoder.") ? module.replace("encoder", "down") : module.startsWith("decoder.")
				? module.replace("decoder", "up") : module.equals("head") ? "logits" : null;
			// Residual convolutions before an encoder stage's blocks count with it.
			final long dense = module.startsWith("encoder.") ? weights.parameterCount(module.replace("encoder", "dense") + ".")
				: 0;
			return dense + weights.parameterCount(module + ".") + (alias == null ? 0 : weights.parameterCount(alias + "."));
		}
	}
}
