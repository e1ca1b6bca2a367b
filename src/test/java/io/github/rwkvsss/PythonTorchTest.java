package io.github.rwkvsss;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whether skipped tests say why, with scripts in Python's place. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell scripts")
class PythonTorchTest {

	@TempDir
	Path folder;

	@Test
	void noPythonIsTheReason() throws InterruptedException {
		final String reason = PythonTorch.whyNot(folder.resolve("python9").toString());
		assertTrue(reason.startsWith("no Python: ") && reason.contains("python9") && reason.contains("RWKV_SSS_PYTHON"),
			reason);
	}

	@Test
	void noTorchIsTheReason() throws IOException, InterruptedException {
		final String reason = PythonTorch.whyNot(script(
			"echo 'Traceback:' >&2; echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1"));
		assertTrue(reason.contains("cannot import torch: ModuleNotFoundError: No module named 'torch'; name one"), reason);
	}

	@Test
	void torchIsWhatIsAskedFor() throws IOException, InterruptedException {
		assertNull(PythonTorch.whyNot(script("test \"$1 $2\" = '-c import torch'")));
	}

	private String script(final String line) throws IOException {
		final Path file = Files.writeString(folder.resolve("python"), "#!/bin/sh\n" + line + "\n");
		assumeTrue(file.toFile().setExecutable(true), file + " cannot be made executable");
		return file.toString();
	}
}
