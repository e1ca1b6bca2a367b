package io.github.rwkvsss.script;

import java.util.Optional;

import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.CudaFacts;
import io.github.rwkvsss.tensor.DeviceChoice;

/** The device that a script asks for. */
final class ChosenDevice {

	private ChosenDevice() {}

	/**
	 * @param wanted auto, cpu, cuda or cuda:1
	 * @return the device; loads LibTorch
	 * @throws IllegalArgumentException in one sentence if it is not there
	 */
	static ComputeDevice of(final String wanted) {
		final CudaFacts cuda = CudaFacts.read();
		return DeviceChoice.of(wanted, cuda, cuda.devices() > 0 ? OpLibrary.withoutCuda() : Optional.empty()).device();
	}
}
