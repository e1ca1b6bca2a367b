package io.github.rwkvsss.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.tensor.TensorScope;

/** Large results of the op library ask Linux for large pages: with small ones their first writing takes longest. */
class LargeOutputTest {

	private static final Path MAPPINGS = Path.of("/proc/self/smaps");

	@Test
	void asksForLargePages() throws IOException {
		assumeTrue(Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage")), "this system has no large pages to ask for");
		final BlockOps ops = NativeForm.orSkip();
		try (TensorScope scope = new TensorScope()) {
			final Tensor x = torch.ones(4 << 20, 3);
			assertTrue(asksForLargePages(ops.squareRelu(x)));
		}
	}

	/** @return whether the memory in the middle of a tensor is marked so */
	private static boolean asksForLargePages(final Tensor tensor) throws IOException {
		final long middle = tensor.data_ptr().address() + tensor.numel() * tensor.element_size() / 2;
		final List<String> lines = Files.readAllLines(MAPPINGS);
		boolean here = false;
		for (final String line : lines) {
			if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
				final String[] range = line.substring(0, line.indexOf(' ')).split("-");
				here = Long.parseUnsignedLong(range[0], 16) <= middle && middle < Long.parseUnsignedLong(range[1], 16);
			}
			else if (here && line.startsWith("VmFlags:")) return List.of(line.split(" +")).contains("hg");
		}
		return false;
	}
}
