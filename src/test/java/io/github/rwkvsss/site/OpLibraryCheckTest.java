package io.github.rwkvsss.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.binary.SharedLibrary;

/** Of the op libraries that this build has; {@link CheckSite} does the same for each system, with that system's LibTorch. */
class OpLibraryCheckTest {

	private static final String PLATFORM = Loader.getPlatform();

	/** An op library that is as it should be. */
	private static SharedLibrary library(final List<String> libraries, final Map<String, String> imports,
		final String version)
	{
		return new SharedLibrary("op", libraries, imports, Set.of(), new TreeSet<>(Set.of(version)));
	}

	private static SharedLibrary libTorch(final String... versions) {
		return new SharedLibrary("libtorch_cpu", List.of(), Map.of("_ZdlPv", "/usr/lib/libc++.1.dylib"), Set.of(
			"torch_parallel_for"), new TreeSet<>(Set.of(versions)));
	}

	private static final SharedLibrary LINUX = libTorch("GLIBC_2.17", "GLIBC_2.3.4");
	private static final SharedLibrary MACOS = libTorch("minos 11.0");

	private static String refusal(final SharedLibrary library, final String platform) {
		return assertThrows(IOException.class, () -> OpLibraryCheck.check("op", library, platform, platform.startsWith("macosx")
			? MACOS : LINUX)).getMessage();
	}

	@Test
	void whatASystemLacksIsNamed() throws IOException {
		final Map<String, String> function = Map.of("torch_parallel_for", "");
		OpLibraryCheck.check("op", library(List.of("libtorch_cpu.so", "libc.so.6"), function, "GLIBC_2.17"), "linux-x86_64",
			LINUX);
		assertEquals("op needs [torch_library_impl], which libtorch_cpu does not offer", refusal(library(List.of(
			"libtorch_cpu.so"), Map.of("torch_library_impl", ""), "GLIBC_2.17"), "linux-x86_64"));
		assertEquals("op needs libtorch_cpu.dll, which not every system has", refusal(library(List.of("libtorch_cpu.dll"),
			function, ""), "windows-x86_64"));
		assertEquals("op does not name LibTorch as needed", refusal(library(List.of("libc.so.6"), function, ""),
			"linux-x86_64"));
		assertEquals("op needs version 2.34 of the system, LibTorch only 2.17", refusal(library(List.of("libtorch_cpu.so"),
			function, "GLIBC_2.34"), "linux-x86_64"));
		final List<String> apple = List.of("@rpath/libtorch_cpu.dylib", "/usr/lib/libc++.1.dylib");
		OpLibraryCheck.check("op", library(apple, Map.of("_ZdlPv", "/usr/lib/libc++.1.dylib"), "minos 11.0"), "macosx-arm64",
			MACOS);
		assertTrue(refusal(library(apple, Map.of("_Znwm", "/usr/lib/libc++.1.dylib"), "minos 11.0"), "macosx-arm64").startsWith(
			"op needs [_Znwm] of the system's C++ library"));
		assertEquals("op needs version 12.0 of the system, LibTorch only 11.0", refusal(library(apple, Map.of(), "minos 12.0"),
			"macosx-arm64"));
	}

	@Test
	void theLibraryOfThisBuildFitsThisSystemsLibTorch(@TempDir final Path folder) throws IOException, URISyntaxException {
		final String ending = PLATFORM.startsWith("windows") ? "dll" : PLATFORM.startsWith("macosx") ? "dylib" : "so";
		final String name = (ending.equals("dll") ? "" : "lib") + "torch_cpu." + ending;
		final Path file = folder.resolve(name);
		try (InputStream in = OpLibraryCheckTest.class.getResourceAsStream("/org/bytedeco/pytorch/" + PLATFORM + "/" + name)) {
			assumeTrue(in != null, "no LibTorch for " + PLATFORM + " on the class path");
			Files.copy(in, file);
		}
		final SharedLibrary libTorch = SharedLibrary.read(file);
		assertTrue(libTorch.exports().containsAll(OpLibraryCheck.listed()), "libtorch-functions.txt lists what LibTorch lacks");
		for (final Path library : built().stream().filter(built -> built.getParent().endsWith(PLATFORM)).toList()) {
			if (!library.toString().contains("_cuda")) OpLibraryCheck.check(library.toString(), SharedLibrary.read(library),
				PLATFORM, libTorch);
		}
	}

	@Test
	void everyLibraryOfThisBuildNeedsOnlyWhatLibTorchOffersEverywhere() throws IOException, URISyntaxException {
		for (final Path library : built()) {
			if (library.toString().contains("_cuda")) continue;
			final SortedSet<String> needs = new TreeSet<>(SharedLibrary.read(library).imports().keySet());
			needs.removeIf(symbol -> !OpLibraryCheck.OF_LIBTORCH.matcher(symbol).matches());
			assertEquals(library.toString().contains("_start"), needs.isEmpty(), library.toString());
			needs.removeAll(OpLibraryCheck.listed());
			assertEquals(Set.of(), needs, library.toString());
		}
	}

	/** The stub stands for LibTorch while linking; a function that it has and the header has not would go unnoticed. */
	@Test
	void theHeaderDeclaresWhatIsListed() throws IOException {
		final Matcher declared = Pattern.compile("RWKV_SSS_IMPORT [\\w:]+ (\\w+)\\(").matcher(Files.readString(Path.of(
			"src/main/native/include/rwkv_sss/libtorch_abi.h")));
		assertEquals(OpLibraryCheck.listed(), declared.results().map(found -> found.group(1)).filter(name -> !name.contains(
			"cuda_stream")).collect(Collectors.toCollection(TreeSet::new)));
	}

	/** Against what the system's own tools read. */
	@Test
	void symbolsOfALibraryAreThoseThatNmFinds() throws IOException, URISyntaxException, InterruptedException {
		assumeTrue(PLATFORM.startsWith("linux"), "nm of binutils reads Linux's libraries");
		final Path library = built().stream().filter(file -> file.endsWith(PLATFORM + "/librwkv_sss.so")).findFirst().orElse(
			null);
		assumeTrue(library != null, "no op library was built");
		final SharedLibrary read = SharedLibrary.read(library);
		assertEquals(nm(library, "--defined-only"), new TreeSet<>(read.exports()));
		assertTrue(nm(library, "--undefined-only").containsAll(read.imports().keySet()));
		assertTrue(read.exports().contains("rwkv_sss_cpu_capability"));
		assertEquals("librwkv_sss.so", read.name());
	}

	private static SortedSet<String> nm(final Path library, final String which) throws IOException, InterruptedException {
		final Process process;
		try {
			process = new ProcessBuilder("nm", "-D", which, library.toString()).start();
		}
		catch (final IOException e) {
			assumeTrue(false, "there is no nm here");
			throw e;
		}
		final String said = new String(process.getInputStream().readAllBytes());
		assertEquals(0, process.waitFor(), said);
		return said.lines().map(line -> line.replaceFirst(".* ", "").replaceFirst("@.*", "")).collect(Collectors.toCollection(
			TreeSet::new));
	}

	/** @return the op libraries in the build's folder of classes; the test is skipped where there is none */
	private static List<Path> built() throws IOException, URISyntaxException {
		final URL natives = OpLibraryCheckTest.class.getResource("/native");
		assumeTrue(natives != null && natives.getProtocol().equals("file"), "no op library was built");
		try (Stream<Path> files = Files.walk(Path.of(natives.toURI()))) {
			final List<Path> found = files.filter(file -> file.getFileName().toString().matches(
				"(lib)?rwkv_sss\\w*\\.(so|dll|dylib)")).sorted().toList();
			assertFalse(found.isEmpty());
			return found;
		}
	}
}
