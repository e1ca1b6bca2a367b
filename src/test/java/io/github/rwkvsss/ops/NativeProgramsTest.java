package io.github.rwkvsss.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the programs of src/main/native/test, which compare the kernels of every instruction set of this machine, and
 * the host twins of the CUDA kernels, with the formulas. They need no LibTorch. Maven has CMake build them before the
 * tests; {@code .ci/run} builds and runs them once more with sanitizers.
 */
class NativeProgramsTest {

	private static final Path SOURCES = Path.of("src/main/native/test");
	private static final String SUFFIX = "_test.cpp";
	private static final Path BUILD = Path.of(System.getProperty("rwkvsss.native.build", "target/native"));
	/** Fewer than the programs' own choice, which is for those who change a kernel. */
	private static final String RANDOM_CASES = "100";
	private static final Pattern LAST_LINE = Pattern.compile("(\\d+) checks, (\\d+) failures\\R?\\z");

	@TestFactory
	List<DynamicTest> everyProgramComparesAndFindsNoFault() throws IOException {
		final List<String> names;
		try (Stream<Path> files = Files.list(SOURCES)) {
			names = files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(SUFFIX)).map(file -> file
				.substring(0, file.length() - ".cpp".length())).sorted().toList();
		}
		assertFalse(names.isEmpty(), "no *" + SUFFIX + " in " + SOURCES.toAbsolutePath());
		return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> run(name))).toList();
	}

	/** A compiler may do without the registers that it was told to use, and say nothing. */
	@Test
	void everyObjectHoldsTheInstructionsThatItIsNamedAfter() throws IOException, InterruptedException {
		assumeTrue(Files.exists(BUILD.resolve("CTestTestfile.cmake")), "CMake did not configure " + BUILD);
		final Process process = new ProcessBuilder("ctest", "--output-on-failure", "-R", "^instructions_").directory(BUILD
			.toFile()).redirectErrorStream(true).start();
		final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		final int status = process.waitFor();
		assumeFalse(output.contains("No tests were found"), "there is no objdump here");
		assertEquals(0, status, output);
		assertTrue(output.contains("instructions_baseline"), output);
	}

	private static void run(final String name) throws IOException, InterruptedException {
		final Process process = new ProcessBuilder(builtOrSkip(name).toString(), RANDOM_CASES).redirectErrorStream(true)
			.start();
		final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), output);
		final Matcher lastLine = LAST_LINE.matcher(output);
		assertTrue(lastLine.find(), output);
		assertTrue(Long.parseLong(lastLine.group(1)) > 0, output);
		assertEquals("0", lastLine.group(2), output);
	}

	/** @return the program; where it was not built, the test is skipped, or fails where the environment sets CI */
	private static Path builtOrSkip(final String name) {
		final Path folder = BUILD.resolve("test").toAbsolutePath();
		final Path program = Files.exists(folder.resolve(name + ".exe")) ? folder.resolve(name + ".exe") : folder.resolve(name);
		final String reason = "not built: " + program + ", which Maven makes where it finds CMake and a C++ compiler; see " +
			BUILD.resolve("tests.log");
		if (!Files.exists(program) && System.getenv("CI") != null) fail("continuous integration needs it: " + reason);
		assumeTrue(Files.exists(program), reason);
		return program;
	}
}
