package io.github.rwkvsss.tensor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which device a user's wish comes to, and why.
 *
 * @param device to compute on
 * @param sentence what was chosen and why, for the user
 * @param surprising whether the user may have expected something else, or wants to know
 */
public record DeviceChoice(ComputeDevice device, String sentence, boolean surprising) {

	/** The first GPU if all is there for it, else the processor. */
	public static final String AUTO = "auto";

	private static final String MPS = "mps";

	private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

	/**
	 * @param wanted {@value #AUTO}, cpu, cuda or cuda: with a number from 0, or mps for the GPU of a Mac
	 * @param cuda what there is
	 * @param withoutOperations why the op library has no form for GPUs here; empty if it has
	 * @return what it comes to
	 * @throws IllegalArgumentException in one sentence if a GPU is wanted that is not there, or nothing that is known
	 */
	public static DeviceChoice of(final String wanted, final CudaFacts cuda, final Optional<String> withoutOperations) {
		if (wanted.equals("cpu")) return new DeviceChoice(ComputeDevice.CPU, "computing on the CPU, as asked for", false);
		if (wanted.equals(AUTO)) return automatic(cuda, withoutOperations);
		if (wanted.equals(MPS)) return ofApple(LibTorch.hasMps());
		final Matcher named = CUDA.matcher(wanted);
		if (!named.matches()) throw new IllegalArgumentException("device \"" + wanted +
			"\" is not known; write auto, cpu, cuda, cuda:1 for a second GPU, or mps for the GPU of a Mac");
		cuda.obstacle().ifPresent(obstacle -> {
			throw new IllegalArgumentException("device " + wanted + " cannot be used: " + obstacle);
		});
		final int index = named.group(1) == null ? 0 : Integer.parseInt(named.group(1));
		if (index >= cuda.devices()) throw new IllegalArgumentException("device " + wanted + " cannot be used: there " + (cuda
			.devices() == 1 ? "is one GPU, cuda:0" : "are " + cuda.devices() + " GPUs, cuda:0 to cuda:" + (cuda.devices() - 1)) +
			"; choose one of these");
		return new DeviceChoice(ComputeDevice.cuda(index), "computing on cuda:" + index + ", as asked for", false);
	}

	/** Never chosen automatically, because nobody has seen it run. */
	static DeviceChoice ofApple(final boolean isThere) {
		if (!isThere) throw new IllegalArgumentException("device " + MPS +
			" cannot be used: LibTorch finds no GPU of Apple's that it supports here; use the CPU");
		return new DeviceChoice(new ComputeDevice(MPS, 0),
			"computing on the Mac's GPU, as asked for, with LibTorch's own operations; this was never run on a Mac so far, so compare with device=cpu and report what you see",
			true);
	}

	private static DeviceChoice automatic(final CudaFacts cuda, final Optional<String> withoutOperations) {
		final Optional<CudaFacts.Obstacle> obstacle = cuda.obstacle();
		if (obstacle.isPresent()) return new DeviceChoice(ComputeDevice.CPU, "computing on the CPU: " + obstacle.get(), cuda
			.isPrepared());
		if (withoutOperations.isPresent()) return new DeviceChoice(ComputeDevice.CPU,
			"computing on the CPU, because the op library has no form for GPUs (" + withoutOperations.get() +
				"); device=cuda computes on the GPU with LibTorch's own operations", true);
		return new DeviceChoice(ComputeDevice.cuda(0), "computing on cuda:0, the first of " + cuda.devices() + (cuda
			.devices() == 1 ? " GPU" : " GPUs") + "; device=cpu keeps to the CPU", true);
	}
}
