package io.github.rwkvsss.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.rwkvsss.Python;
import io.github.rwkvsss.PythonTorch;

/** The op library under a stock PyTorch: the unit tests of src/test/python, where a Python has it. */
class PythonOpsTest {

	private static final Pattern RAN = Pattern.compile("Ran (\\d+) tests?");
	private static final Pattern SKIPPED = Pattern.compile("skipped=(\\d+)");

	@ParameterizedTest
	@ValueSource(strings = { "test_ops", "test_fused_ops" })
	void pythonFindsNoFault(final String module) throws IOException, InterruptedException {
		final Python.Run run = PythonTorch.orSkip().run("-m", "unittest", "-v", module);
		assertEquals(0, run.exitCode(), run.text());
		final int ran = number(RAN, run.text());
		assertTrue(ran > 0, run.text());
		// An older PyTorch: each test tells its reason, and none of them has run.
		assumeTrue(number(SKIPPED, run.text()) < ran, run.text());
	}

	private static int number(final Pattern pattern, final String text) {
		final Matcher matcher = pattern.matcher(text);
		return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
	}
}
