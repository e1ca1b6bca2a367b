package io.github.rwkvsss.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;

import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.Pass;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.GradientTape;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;
import io.github.rwkvsss.tensor.Threads;

/**
 * A whole network in the fused implementation (the op library) and the op-by-op implementation (LibTorch's own operations), in one run:
 * seconds, peak memory, and how far outputs and gradients differ. A training step is a forward pass, the sum of the
 * logits times fixed noise, and the backward pass; the optimiser is left out.
 */
public final class NetworkBench {

	private static final String FUSED = "native";
	private static final String OP_BY_OP = "portable";

	private final SegmentationNetwork network;
	private final float[] noise;
	private final long[] shape;
	private final Map<String, BlockOps> forms = new LinkedHashMap<>();

	private NetworkBench(final SegmentationNetwork network, final int size) {
		this.network = network;
		if (OpLibrary.serves(network.device())) forms.put(FUSED, BlockOps.fused());
		forms.put(OP_BY_OP, BlockOps.portable());
		shape = new long[network.config().dimensions() + 2];
		Arrays.fill(shape, size);
		shape[0] = 1;
		shape[shape.length - 1] = network.config().inputChannels();
		noise = noise(Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact)));
	}

	private static float[] noise(final int count) {
		final float[] values = new float[count];
		final SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < count; i++) values[i] = (float) random.nextDouble();
		return values;
	}

	/**
	 * @param config network to build
	 * @param size edge of the image along every axis, in pixels
	 * @param threads of LibTorch and of its matrix products, while this runs
	 * @param device where the network computes
	 * @return the table
	 */
	public static String run(final NetworkConfig config, final int size, final int threads, final ComputeDevice device) {
		final int before = Threads.count();
		Threads.use(threads);
		try (SegmentationNetwork network = SegmentationNetwork.build(config, 1, device)) {
			return new NetworkBench(network, size).table(size, threads);
		}
		finally {
			Threads.use(before);
		}
	}

	private String table(final int size, final int threads) {
		final Map<String, Runnable> predictions = new LinkedHashMap<>();
		final Map<String, Runnable> steps = new LinkedHashMap<>();
		forms.forEach((name, ops) -> {
			predictions.put(name, () -> predict(ops));
			steps.put(name, () -> step(ops, false));
			steps.put(name + " recompute", () -> step(ops, true));
		});
		final List<float[]> outputs = new ArrayList<>();
		for (final BlockOps ops : forms.values()) try (TensorScope scope = new TensorScope()) {
			outputs.add(Tensors.floats(predict(ops)));
		}
		final Map<String, Double> peaks = new LinkedHashMap<>();
		predictions.forEach((name, task) -> peaks.put(name, peak(task)));
		steps.forEach((name, task) -> peaks.put("train " + name, peak(task)));
		final Stopwatch predicting = new Stopwatch(network.device());
		predictions.forEach(predicting::add);
		predicting.run(15, 3, 40);
		final Stopwatch training = new Stopwatch(network.device());
		steps.forEach(training::add);
		training.run(25, 2, 15);

		final StringBuilder text = new StringBuilder();
		text.append("# operations: ").append(OpLibrary.status()).append('\n');
		if (network.device().isCuda()) text.append("# device: ").append(network.device()).append(", operations there: ").append(
			OpLibrary.cudaStatus()).append("; peaks of its memory are not measured\n");
		text.append("form,size,threads,forward_seconds,forward_peak_mib,step_seconds,step_peak_mib,recompute_step_seconds," +
			"recompute_step_peak_mib\n");
		for (final String name : forms.keySet()) {
			text.append(String.format(Locale.ROOT, "%s,%d,%d,%.4f,%s,%.4f,%s,%.4f,%s%n", name, size, threads, predicting.median(
				name), mib(peaks.get(name)), training.median(name), mib(peaks.get("train " + name)), training.median(name +
					" recompute"), mib(peaks.get("train " + name + " recompute"))));
		}
		if (forms.size() < 2) return text.append("# no comparison: the op library is not loaded\n").toString();
		final List<Map<String, float[]>> gradients = new ArrayList<>();
		for (final BlockOps ops : forms.values()) gradients.add(gradients(ops));
		final Map<String, float[]> fused = gradients.get(0);
		final Map<String, float[]> opByOp = gradients.get(1);
		double worst = 0;
		String worstName = "";
		double largest = 0;
		double apart = 0;
		for (final Map.Entry<String, float[]> op : opByOp.entrySet()) {
			final double difference = difference(fused.get(op.getKey()), op.getValue());
			if (difference > worst) worstName = op.getKey();
			worst = Math.max(worst, difference);
			apart = Math.max(apart, difference * largest(op.getValue()));
			largest = Math.max(largest, largest(op.getValue()));
		}
		text.append(String.format(Locale.ROOT, "# portable by native: %.2f forward, %.2f step, %.2f step recomputing%n",
			predicting.ratio(OP_BY_OP, FUSED), training.ratio(OP_BY_OP, FUSED), training.ratio(OP_BY_OP + " recompute", FUSED +
				" recompute")));
		text.append(String.format(Locale.ROOT,
			"# largest difference: %.2g of the largest logit; gradients %.2g of the largest " +
				"of all weights; %.2g of a weight's own largest at worst, %s, whose largest is %.2g of that of all%n", difference(
					outputs.get(0), outputs.get(1)), apart / largest, worst, worstName, largest(opByOp.get(worstName)) / largest));
		text.append("# peaks: growth of the process's resident memory, in one pass or step\n");
		return text.toString();
	}

	private Tensor image() {
		return network.device().take(Tensors.of(noise, shape));
	}

	private Tensor predict(final BlockOps ops) {
		try (NoGradGuard guard = new NoGradGuard()) {
			return network.forward(image(), Pass.predict().with(ops));
		}
	}

	private void step(final BlockOps ops, final boolean recompute) {
		try (TensorScope scope = new TensorScope(); GradientTape tape = GradientTape.open()) {
			final Pass pass = Pass.train().with(ops);
			final Tensor logits = network.forward(image(), recompute ? pass.recomputing() : pass);
			final long[] extents = Tensors.shape(logits);
			final Tensor weights = network.device().take(Tensors.of(noise(Math.toIntExact(logits.numel())), extents));
			logits.backward(weights, new BoolOptional(), false, new TensorArrayRefOptional());
		}
		for (final String name : network.weights().parameters()) network.weights().get(name).mutable_grad().reset();
	}

	private Map<String, float[]> gradients(final BlockOps ops) {
		final Map<String, float[]> gradients = new LinkedHashMap<>();
		try (TensorScope scope = new TensorScope(); GradientTape tape = GradientTape.open()) {
			final Tensor logits = network.forward(image(), Pass.train().with(ops));
			final Tensor weights = network.device().take(Tensors.of(noise(Math.toIntExact(logits.numel())), Tensors.shape(
				logits)));
			logits.backward(weights, new BoolOptional(), false, new TensorArrayRefOptional());
			for (final String name : network.weights().parameters()) {
				final Tensor gradient = network.weights().get(name).mutable_grad();
				if (gradient.defined()) gradients.put(name, Tensors.floats(gradient));
				gradient.reset();
			}
		}
		return gradients;
	}

	/** MiB that a task grew by; not a number where it cannot be measured. */
	private double peak(final Runnable task) {
		Pointer.trimMemory();
		final OptionalLong before = ProcessMemory.resident();
		final boolean measured = network.device().isCpu() && ProcessMemory.resetPeak();
		try (TensorScope scope = new TensorScope()) {
			task.run();
		}
		final OptionalLong after = ProcessMemory.peak();
		return measured && before.isPresent() && after.isPresent() ? (after.getAsLong() - before.getAsLong()) / 0x1p20
			: Double.NaN;
	}

	private static String mib(final double peak) {
		return Double.isNaN(peak) ? "" : String.format(Locale.ROOT, "%.0f", peak);
	}

	private static double difference(final float[] first, final float[] second) {
		double worst = 0;
		for (int i = 0; i < first.length; i++) worst = Math.max(worst, Math.abs((double) first[i] - second[i]));
		final double largest = largest(second);
		return largest == 0 ? worst : worst / largest;
	}

	private static double largest(final float[] values) {
		double largest = 0;
		for (final float value : values) largest = Math.max(largest, Math.abs(value));
		return largest;
	}
}
