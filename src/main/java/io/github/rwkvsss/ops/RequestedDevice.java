package io.github.rwkvsss.ops;

import java.util.Optional;

import io.github.rwkvsss.tensor.CudaFacts;
import io.github.rwkvsss.tensor.DeviceChoice;

/** The device that a user or a script asks for: what the machine has, and what the op library has code for. */
public final class RequestedDevice {

	private RequestedDevice() {}

	/**
	 * @param wanted auto, cpu, cuda, cuda:1 or mps
	 * @return the choice and its reason; loads LibTorch
	 * @throws IllegalArgumentException in one sentence if a device is wanted that cannot be used
	 */
	public static DeviceChoice of(final String wanted) {
		final CudaFacts cuda = CudaFacts.read();
		return DeviceChoice.of(wanted, cuda, cuda.devices() > 0 ? OpLibrary.withoutCuda() : Optional.empty());
	}
}
