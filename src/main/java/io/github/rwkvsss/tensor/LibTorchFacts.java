package io.github.rwkvsss.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

/**
 * What LibTorch says of itself.
 *
 * @param version of LibTorch and of its Java binding
 * @param cpuCapability vector instructions that it uses, such as AVX2
 * @param cudaInBuild whether it was built for CUDA
 * @param cudaDevices CUDA devices that it can use
 * @param bindingLimit resident bytes of the process above which JavaCPP refuses to allocate; 0 for no limit
 */
public record LibTorchFacts(String version, String cpuCapability, boolean cudaInBuild, int cudaDevices,
	long bindingLimit)
{

	/**
	 * @return the facts; the first call loads LibTorch
	 * @throws LinkageError if it cannot be loaded
	 */
	public static LibTorchFacts read() {
		try (TensorScope scope = new TensorScope()) {
			final String capability = torch.get_cpu_capability().getString();
			final boolean cuda = torch.hasCUDA();
			return new LibTorchFacts(Threads.libTorchVersion(), capability, cuda, cuda ? torch.cuda_device_count() : 0, Pointer
				.maxPhysicalBytes());
		}
	}
}
