package io.github.rwkvsss.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.CudaFacts;
import io.github.rwkvsss.tensor.TensorScope;

/** What the op library does about devices. LibTorch's "meta" one, of shapes without numbers, stands for a GPU. */
class OpDevicesTest {

	private static final ComputeDevice META = new ComputeDevice("meta", 0);
	private static final CudaFacts GPU = new CudaFacts("Linux", true, "", true, 1);

	private TensorScope scope;

	@BeforeEach
	void open() {
		scope = new TensorScope();
	}

	@AfterEach
	void close() {
		scope.close();
	}

	private static Tensor here(final long... shape) {
		return torch.ones(shape);
	}

	private static Tensor there(final long... shape) {
		return META.take(here(shape));
	}

	private static Tensor table(final long... shape) {
		return here(shape).to(ScalarType.Int);
	}

	private static void assertDoesNotFit(final Executable call) {
		final String message = assertThrows(RuntimeException.class, call).getMessage();
		assertTrue(message.contains("is on cpu but") && message.contains("move both to one device"), message.lines().findFirst()
			.orElse(""));
	}

	/** One tensor of the processor among those of another device, each in turn. */
	@Test
	void tensorsOfTwoDevicesAreRefused() {
		final BlockOps ops = NativeForm.orSkip();
		final Tensor tokens = there(1, 6, 8);
		final Tensor channels = there(8);
		final Tensor map = there(1, 4, 4, 8);
		final Tensor neighbours = META.take(table(2, 6));
		final Tensor ends = META.take(table(2));
		final int[] window = { 2, 2 };
		assertTrue(ops.biWkv(tokens, tokens, channels, channels, META.take(table(6))).is_meta());
		assertTrue(ops.shiftLerp(tokens, channels, channels, neighbours, ends)[1].is_meta());
		assertDoesNotFit(() -> ops.biWkv(tokens, here(1, 6, 8), channels, channels, null));
		assertDoesNotFit(() -> ops.biWkv(tokens, tokens, here(8), channels, null));
		assertDoesNotFit(() -> ops.biWkv(tokens, tokens, channels, here(8), null));
		assertDoesNotFit(() -> ops.biWkv(tokens, tokens, channels, channels, table(6)));
		assertDoesNotFit(() -> ops.shiftLerp(tokens, here(8), channels, neighbours, ends));
		assertDoesNotFit(() -> ops.shiftLerp(tokens, channels, here(8), neighbours, ends));
		assertDoesNotFit(() -> ops.shiftLerp(tokens, channels, channels, table(2, 6), ends));
		assertDoesNotFit(() -> ops.shiftLerp(tokens, channels, channels, neighbours, table(2)));
		assertDoesNotFit(() -> ops.gatedUpsample(map, here(1, 2, 2, 8), window));
		assertDoesNotFit(() -> ops.normPool(map, here(8), channels, 1e-5, window));
		assertDoesNotFit(() -> ops.normPool(map, channels, here(8), 1e-5, window));
		assertDoesNotFit(() -> ops.dySample(map, here(1, 4, 4, 16), 2));
		assertDoesNotFit(() -> ops.gateAdd(map, here(1, 4, 4, 8), map));
		assertDoesNotFit(() -> ops.gateAdd(map, map, here(1, 4, 4, 8)));
		assertDoesNotFit(() -> ops.depthwise(map, here(3, 3, 8), channels));
		assertDoesNotFit(() -> ops.depthwise(map, there(3, 3, 8), here(8)));
	}

	/** A device for which no library has a kernel, as a GPU without ours: an error with its name, never a wrong number. */
	@Test
	void withoutAKernelLibTorchSaysSo() {
		final BlockOps ops = NativeForm.orSkip();
		final String message = assertThrows(RuntimeException.class, () -> ops.squareRelu(here(2, 2).to_sparse())).getMessage();
		assertTrue(message.startsWith("Could not run 'rwkv_sss::square_relu' with arguments from the 'SparseCPU' backend"),
			message.lines().findFirst().orElse(""));
	}

	@Test
	void theLibraryForCardsIsTriedWhereThereIsOne() {
		assertEquals(Optional.empty(), OpLibrary.hindrance("native: /tmp/librwkv_sss.so", GPU));
		assertEquals(Optional.of("portable: asked for by rwkvsss.portable"), OpLibrary.hindrance(
			"portable: asked for by rwkvsss.portable", GPU));
		assertEquals(Optional.of("no NVIDIA driver is installed; install it, or use the CPU"), OpLibrary.hindrance(
			"native: /tmp/librwkv_sss.so", new CudaFacts("Linux", true, "", false, 0)));
	}

	@Test
	void joinedStepsAreTheProcessorsAlone() {
		NativeForm.orSkip();
		assertTrue(JoinedSteps.serve(here(1, 2, 2, 8)));
		assertFalse(JoinedSteps.serve(there(1, 2, 2, 8)));
	}

	@Test
	void withoutACardThereIsNothingForIt() {
		final CudaFacts cuda = CudaFacts.read();
		assumeTrue(cuda.devices() == 0, "there is a GPU here");
		assertTrue(OpLibrary.cudaStatus().startsWith("none: "), OpLibrary.cudaStatus());
		assertEquals(OpLibrary.cudaStatus(), "none: " + OpLibrary.withoutCuda().orElseThrow());
		assertEquals("portable", BlockOps.best(ComputeDevice.cuda(0)).form());
	}
}
