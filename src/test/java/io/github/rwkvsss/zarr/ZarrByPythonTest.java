package io.github.rwkvsss.zarr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

import io.github.rwkvsss.Python;

/** Python's zarr reads every form that is written here; ome-zarr-models, where it is there, finds the metadata valid. */
class ZarrByPythonTest {

	@Test
	void pythonReadsWhatIsWritten(@TempDir final Path folder) throws IOException, InterruptedException {
		final Python python = Python.named();
		final String whyNot = python.whyNot("zarr", "zarr.codecs", "numpy");
		assumeTrue(whyNot == null, whyNot);
		int count = 0;
		for (final Arguments form : OmeWriterTest.forms().toList()) {
			final Object[] parts = form.get();
			OmeWriterTest.write(folder.resolve("form-" + count++ + ".zarr"), OmeWriterTest.layout((int) parts[0],
				(Compression) parts[1], (int[]) parts[2], (DataType) parts[3]));
		}
		final Python.Run run = python.run(Map.of(), "check_zarr.py", folder);
		assertEquals(0, run.exitCode(), run.text());
		assertTrue(run.text().contains(count + " stores read"), run.text());
	}
}
