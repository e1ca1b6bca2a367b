package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Path;
import java.util.Optional;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** What a wish for a device comes to, with facts of machines that are not at hand. */
class DeviceChoiceTest {

	private static final CudaFacts PLAIN = new CudaFacts("Linux", false, "", false, 0);
	private static final CudaFacts DRIVER_ONLY = new CudaFacts("Windows 11", false, "", true, 0);
	private static final CudaFacts MAC = new CudaFacts("Mac OS X", false, "", false, 0);
	private static final CudaFacts NO_CUBLAS = new CudaFacts("Linux", true,
		"libcublas.so.13: cannot open shared object file: No such file or directory", true, 0);
	private static final CudaFacts NO_DRIVER = new CudaFacts("Linux", true, "", false, 0);
	private static final CudaFacts OLD_CARD = new CudaFacts("Linux", true, "", true, 0);
	private static final CudaFacts TWO_CARDS = new CudaFacts("Linux", true, "", true, 2);

	private static DeviceChoice choose(final String wanted, final CudaFacts cuda) {
		return DeviceChoice.of(wanted, cuda, Optional.empty());
	}

	private static String refused(final String wanted, final CudaFacts cuda) {
		return assertThrows(IllegalArgumentException.class, () -> choose(wanted, cuda)).getMessage();
	}

	@Test
	void autoTakesTheFirstCardAndSaysSo() {
		final DeviceChoice choice = choose("auto", TWO_CARDS);
		assertEquals(ComputeDevice.cuda(0), choice.device());
		assertEquals("computing on cuda:0, the first of 2 GPUs; device=cpu keeps to the CPU", choice.sentence());
		assertTrue(choice.surprising());
	}

	@Test
	void autoKeepsToTheProcessorForAReason() {
		assertEquals(
			"computing on the CPU: this is LibTorch's build for processors only; install its build for CUDA, see docs/performance.md, or use the CPU",
			choose("auto", PLAIN).sentence());
		assertFalse(choose("auto", PLAIN).surprising(), "nobody without a GPU expects one to be used");
		assertFalse(choose("auto", MAC).surprising());
		for (final CudaFacts facts : new CudaFacts[] { DRIVER_ONLY, NO_CUBLAS, NO_DRIVER, OLD_CARD }) {
			assertEquals(ComputeDevice.CPU, choose("auto", facts).device());
			assertTrue(choose("auto", facts).surprising(), facts.toString());
		}
		final DeviceChoice slow = DeviceChoice.of("auto", TWO_CARDS, Optional.of("this build has no library rwkv_sss_cuda"));
		assertEquals(ComputeDevice.CPU, slow.device());
		assertTrue(slow.sentence().contains("this build has no library rwkv_sss_cuda") && slow.sentence().contains(
			"device=cuda"), slow.sentence());
	}

	@Test
	void takesWhatIsAskedFor() {
		assertEquals(ComputeDevice.CPU, choose("cpu", TWO_CARDS).device());
		assertEquals(ComputeDevice.cuda(0), choose("cuda", TWO_CARDS).device());
		assertEquals(ComputeDevice.cuda(0), choose("cuda:0", TWO_CARDS).device());
		assertEquals(ComputeDevice.cuda(1), choose("cuda:1", TWO_CARDS).device());
		// With LibTorch's own operations, if need be.
		assertEquals(ComputeDevice.cuda(1), DeviceChoice.of("cuda:1", TWO_CARDS, Optional.of("none")).device());
	}

	@Test
	void theGpuOfAMacIsTakenOnlyWhereItIsAskedForAndThere() {
		final DeviceChoice choice = DeviceChoice.ofApple(true);
		assertEquals(new ComputeDevice("mps", 0), choice.device());
		assertEquals("mps:0", choice.device().toString());
		assertTrue(choice.surprising() && choice.sentence().contains("never run on a Mac"), choice.sentence());
		final String refusal = "device mps cannot be used: LibTorch finds no GPU of Apple's that it supports here; use the CPU";
		assertEquals(refusal, assertThrows(IllegalArgumentException.class, () -> DeviceChoice.ofApple(false)).getMessage());
		assumeFalse(System.getProperty("os.name").startsWith("Mac"), "a Mac may have one");
		assertEquals(refusal, refused("mps", MAC));
	}

	@Test
	void refusesACardThatIsNotThereInOneSentence() {
		assertEquals(
			"device cuda cannot be used: this is LibTorch's build for processors only; install its build for CUDA, see docs/performance.md, or use the CPU",
			refused("cuda", PLAIN));
		assertEquals(
			"device cuda:1 cannot be used: an NVIDIA driver is there, but this is LibTorch's build for processors only; install its build for CUDA, see docs/performance.md, or use the CPU",
			refused("cuda:1", DRIVER_ONLY));
		assertEquals("device cuda cannot be used: CUDA does not exist for macOS; use the CPU", refused("cuda", MAC));
		assertEquals(
			"device cuda cannot be used: the CUDA part of LibTorch did not load (libcublas.so.13: cannot open shared object file: No such file or directory); install NVIDIA's libraries of CUDA 13 with cuDNN 9 and NCCL, see docs/performance.md, or use the CPU",
			refused("cuda", NO_CUBLAS));
		assertEquals("device cuda cannot be used: no NVIDIA driver is installed; install it, or use the CPU", refused("cuda",
			NO_DRIVER));
		assertEquals(
			"device cuda cannot be used: LibTorch finds no NVIDIA GPU that it supports; update the NVIDIA driver, the GPU must be of compute capability 7.5 or later; or use the CPU",
			refused("cuda", OLD_CARD));
		assertEquals("device cuda:2 cannot be used: there are 2 GPUs, cuda:0 to cuda:1; choose one of these", refused("cuda:2",
			TWO_CARDS));
		assertEquals("device cuda:1 cannot be used: there is one GPU, cuda:0; choose one of these", refused("cuda:1",
			new CudaFacts("Linux", true, "", true, 1)));
		for (final String wanted : new String[] { "gpu", "cuda:", "cuda:-1", "CUDA", "" }) assertEquals("device \"" + wanted +
			"\" is not known; write auto, cpu, cuda, cuda:1 for a second GPU, or mps for the GPU of a Mac", refused(wanted,
				TWO_CARDS));
	}

	@Test
	void theSystemsReasonIsToldWithoutItsPath() {
		final Path part = Path.of("/cache/libtorch_cuda.so");
		assertEquals("libcudnn.so.9: cannot open shared object file", CudaFacts.reason(part +
			": libcudnn.so.9: cannot open shared object file", part));
		assertEquals("Can't find dependent libraries", CudaFacts.reason(part + ": Can't find dependent libraries", part));
		assertEquals("something else", CudaFacts.reason("something else", part));
	}

	@Test
	void numbersStayFloat32OnCards() {
		LibTorch.load();
		assertFalse(torch.globalContext().allowTF32CuDNN());
		assertFalse(torch.globalContext().allowTF32CuBLAS());
	}

	@Test
	void factsOfThisMachineFitTogether() {
		final CudaFacts here = CudaFacts.read();
		assertEquals(here.devices() > 0, here.obstacle().isEmpty());
		assertTrue(here.inBuild() || here.devices() == 0);
		assertEquals(0, ComputeDevice.CPU.freeBytes());
	}
}
