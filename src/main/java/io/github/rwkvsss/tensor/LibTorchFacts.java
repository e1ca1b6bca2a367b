package io.github.rwkvsss.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

/**
 * What LibTorch says of itself.
 *
 * @param version of LibTorch and of its Java binding
 * @param cpuCapability vector instructions that it uses, such as AVX2
 * @param cuda whether it can use NVIDIA GPUs
 * @param bindingLimit resident bytes of the process above which JavaCPP refuses to allocate; 0 for no limit
 */
public record LibTorchFacts(String version, String cpuCapability, CudaFacts cuda, long bindingLimit) {

	/**
	 * @return the facts; the first call loads LibTorch
	 * @throws LinkageError if it cannot be loaded
	 */
	public static LibTorchFacts read() {
		try (TensorScope scope = new TensorScope()) {
			final String capability = torch.get_cpu_capability().getString();
			return new LibTorchFacts(Threads.libTorchVersion(), capability, CudaFacts.read(), Pointer.maxPhysicalBytes());
		}
	}
}
