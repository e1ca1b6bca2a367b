package io.github.rwkvsss.tensor;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.SizeTPair;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where tensors lie and are computed with. {@link DeviceChoice} makes one of what a user wants.
 *
 * @param type as LibTorch calls it: cpu, cuda, mps, or another that it has
 * @param index among those of its type, from 0
 */
public record ComputeDevice(String type, int index) {

	/** The processor, and the machine's memory. */
	public static final ComputeDevice CPU = new ComputeDevice("cpu", 0);

	private static final String CUDA = "cuda";

	/** @return the NVIDIA GPU of that number, from 0, which need not be there */
	public static ComputeDevice cuda(final int index) {
		return new ComputeDevice(CUDA, index);
	}

	/** @return whether it is the processor */
	public boolean isCpu() {
		return type.equals(CPU.type);
	}

	/** @return whether it is an NVIDIA GPU */
	public boolean isCuda() {
		return type.equals(CUDA);
	}

	/**
	 * @param tensor on any device
	 * @return the same there, in the caller's scope; the very tensor if it lies there already
	 */
	public Tensor take(final Tensor tensor) {
		return isCpu() && tensor.is_cpu() ? tensor : tensor.to(new Device(toString()), tensor.scalar_type());
	}

	/** Waits until the device has done all that it was told; a GPU computes while the program goes on. */
	public void synchronize() {
		if (isCuda()) torch.cuda_synchronize(index);
		else if (type.equals("mps")) torch.getMPSHooks().deviceSynchronize();
	}

	/**
	 * NB: gives back first what LibTorch keeps for later tensors, which is free to it and taken to the driver. That takes
	 * milliseconds, so ask seldom.
	 *
	 * @return bytes of its own memory that are free; 0 if it is no GPU
	 */
	public long freeBytes() {
		if (!isCuda()) return 0;
		torch.emptyCache();
		try (TensorScope scope = new TensorScope()) {
			final SizeTPair freeAndTotal = torch.getMemoryInfo((byte) index);
			return freeAndTotal.first();
		}
	}

	/** @return as users write it: cpu, cuda:0 */
	@Override
	public String toString() {
		return isCpu() ? type : type + ":" + index;
	}
}
