package io.github.rwkvsss.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.check.Finding.Level;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.tensor.CudaFacts;
import io.github.rwkvsss.tensor.LazyDevice;
import io.github.rwkvsss.tensor.LibTorchFacts;
import io.github.rwkvsss.tensor.Threads;

/** Every finding with facts made up for it, then the installation that runs this test. */
class InstallationTest {

	private static final long GIB = 1L << 30;

	@TempDir
	private Path folder;

	@BeforeAll
	static void oneThread() {
		Threads.use(1);
	}

	@Test
	void javaMustBeRecent() {
		assertEquals(Level.FINE, Installation.java(17, "17.0.2", "amd64").level());
		assertEquals(Level.BROKEN, Installation.java(8, "1.8.0_172", "amd64").level());
	}

	@Test
	void memoryIsWhatJavaLeaves() {
		final List<Finding> plenty = new MemoryCheck(16 * GIB, 9 * GIB, 8 * GIB, 0).findings();
		assertEquals(List.of(Finding.fine("memory",
			"16.0 GiB, 9.0 GiB unused now; Java may take 8.0 GiB, which leaves 8.0 GiB for LibTorch")), plenty);
		final List<Finding> little = new MemoryCheck(4 * GIB, GIB, 7 * GIB / 2, GIB).findings();
		assertEquals(List.of(Level.NOTE, Level.NOTE), little.stream().map(Finding::level).toList());
		assertTrue(little.get(0).fact().endsWith("leaves 0.5 GiB for LibTorch"), little.get(0).fact());
		assertTrue(little.get(1).advice().contains("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0"), little.get(1).advice());
		assertEquals(Level.FINE, new MemoryCheck(0, 0, GIB, 0).findings().get(0).level());
	}

	@Test
	void folderMustBeWritable() throws IOException {
		final Path cache = folder.resolve("new/cache");
		final Finding fine = CacheCheck.of("cache", cache, "an option");
		assertTrue(fine.level() != Level.BROKEN && fine.fact().startsWith(cache + " can be written"), fine.toString());
		assertEquals(0, Files.list(cache).count());
		// A file where the folder should be: nothing can be written there, whoever asks.
		final Path blocked = Files.writeString(folder.resolve("file"), "").resolve("cache");
		final Finding broken = CacheCheck.of("cache", blocked, "an option");
		assertEquals(Level.BROKEN, broken.level());
		assertEquals("Give yourself the right to write there, or choose another folder with an option.", broken.advice());
	}

	private static List<Finding> devices(final boolean cudaInBuild, final int devices, final String system,
		final boolean driver, final String... flags)
	{
		return new DeviceCheck(new LibTorchFacts("2", "AVX2", new CudaFacts(system, cudaInBuild, "", driver, devices), 0), Set
			.of(flags)).findings();
	}

	@Test
	void saysWhyThereIsNoGpu() {
		assertEquals("2 CUDA devices", devices(true, 2, "Linux", true).get(1).fact());
		assertEquals("none: CUDA does not exist for macOS", devices(false, 0, "Mac OS X", false).get(1).fact());
		final Finding unused = devices(false, 0, "Windows 11", true).get(1);
		assertEquals(Level.NOTE, unused.level());
		assertTrue(unused.advice().startsWith("Install its build for CUDA"), unused.advice());
		assertEquals(Level.FINE, devices(false, 0, "Linux", false).get(1).level());
		assertTrue(devices(true, 0, "Linux", true).get(1).advice().startsWith("Update the NVIDIA driver"));
		assertTrue(devices(true, 0, "Linux", false).get(1).advice().startsWith("Install it, or use the CPU"));
	}

	@Test
	void namesTheProcessorsFeatures() throws IOException {
		assertEquals("AVX-512 (avx512f, avx512dq, avx512bw, avx512vl); LibTorch uses AVX2", devices(false, 0, "Linux", false,
			"avx512f", "avx512dq", "avx512bw", "avx512vl", "avx2", "fma").get(0).fact());
		assertEquals("AVX2 (avx2, fma); LibTorch uses AVX2", devices(false, 0, "Linux", false, "avx512f", "avx2", "fma").get(0)
			.fact());
		assertEquals(Level.NOTE, devices(false, 0, "Linux", false, "sse2", "avx2").get(0).level());
		assertEquals(Level.FINE, devices(false, 0, "Mac OS X", false).get(0).level());
		final Path description = Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nflags\t\t: fpu sse2  avx2\n\n");
		assertEquals(Set.of("fpu", "sse2", "avx2"), DeviceCheck.flags(description));
		assertEquals(Set.of(), DeviceCheck.flags(folder.resolve("none")));
	}

	@Test
	void saysWhenMatrixProductsGetOneThread() {
		assertEquals(Level.FINE, Installation.libTorch("2.10.0", 4, 8, null).level());
		assertEquals("2.10.0, 4 of 8 threads", Installation.libTorch("2.10.0", 4, 8, null).fact());
		assertEquals(Level.FINE, Installation.libTorch("2.10.0", 1, 8, "loaded before").level());
		final Finding one = Installation.libTorch("2.10.0", 4, 8, "loaded before");
		assertEquals(Level.NOTE, one.level());
		assertEquals("2.10.0, 4 of 8 threads, one for matrix products: loaded before", one.fact());
		assertTrue(one.advice().contains("OPENBLAS_THREAD_TIMEOUT=4"), one.advice());
	}

	@Test
	void saysWhichFormOfTheOperationsRuns() {
		assertEquals(Level.FINE, OperationCheck.of("native: /tmp/librwkv_sss.so").level());
		assertEquals(Level.FINE, OperationCheck.of("portable: asked for by rwkvsss.portable").level());
		assertTrue(OperationCheck.of("portable: no op library for windows-arm64 in this build").advice().startsWith(
			"Use a build"));
		assertTrue(OperationCheck.of("portable: the op library did not load (libstdc++.so.6: version not found)").advice()
			.startsWith("Install the plugin anew"));
	}

	@Test
	void damagedModelsAreNamed() throws IOException {
		final Path damaged = Files.writeString(folder.resolve("own.zip"), "PK");
		final List<Finding> found = ModelCheck.of(List.of("nuclei-2d", damaged.toString()));
		assertEquals(List.of(Level.FINE, Level.BROKEN), found.stream().map(Finding::level).toList());
		assertTrue(found.get(0).fact().startsWith("nuclei-2d can be read"), found.get(0).fact());
		assertEquals("model " + damaged, found.get(1).subject());
		assertEquals(Level.BROKEN, ModelCheck.of(List.of()).get(0).level());
	}

	/** A form of the operations that is wrong in one of them. */
	private static BlockOps withoutDepthwise() {
		return (BlockOps) Proxy.newProxyInstance(BlockOps.class.getClassLoader(), new Class<?>[] { BlockOps.class }, (proxy,
			method, arguments) -> {
			if (method.getName().equals("depthwise")) return ((Tensor) arguments[0]).clone();
			if (method.getName().equals("form")) return "wrong";
			try {
				return method.invoke(BlockOps.portable(), arguments);
			}
			catch (final InvocationTargetException e) {
				throw e.getCause();
			}
		});
	}

	@Test
	void selfTestSeesAWrongForm() throws IOException {
		try (SegmentationModel model = ModelLibrary.open("nuclei-2d")) {
			final Finding wrong = SelfTest.compare(model, BlockOps.portable(), withoutDepthwise());
			assertEquals(Level.BROKEN, wrong.level(), wrong.fact());
		}
		assertEquals(0.25f, SelfTest.difference(new float[] { 1, 0.5f }, new float[] { 1, 0.25f }));
		assertEquals(Float.POSITIVE_INFINITY, SelfTest.difference(new float[] { Float.NaN }, new float[] { 1 }));
	}

	/** As of a GPU, with a device that stands for it. */
	@Test
	void selfTestComparesDevices() throws IOException {
		try (SegmentationModel model = ModelLibrary.open("nuclei-2d");
				SegmentationModel there = ModelLibrary.open("nuclei-2d", LazyDevice.get()))
		{
			final Finding same = SelfTest.compare(model, there);
			assertEquals(Level.FINE, same.level(), same.fact());
			assertTrue(same.fact().contains("cpu and lazy:0: probabilities differ by"), same.fact());
		}
		assertEquals(Level.FINE, OperationCheck.ofCards("native: /tmp/librwkv_sss_cuda.so").level());
		assertEquals(Level.NOTE, OperationCheck.ofCards("none: this build has no library").level());
	}

	@Test
	void whatFailsIsAFinding() {
		final Installation installation = Installation.ofJars(List.of());
		installation.attempt("LibTorch", () -> {
			throw new ExceptionInInitializerError(new UnsatisfiedLinkError("no jnitorch"));
		});
		assertEquals(1, installation.broken());
		assertEquals("Broken: LibTorch; see the advice beside each.", installation.summary());
		assertTrue(installation.text().contains("BROKEN  LibTorch         failed: UnsatisfiedLinkError: no jnitorch"),
			installation.text());
	}

	@Test
	void thisInstallationWorks() {
		final Installation installation = Installation.tryOut("1.54p", InstalledJars.here());
		assertEquals(0, installation.broken(), installation.text());
		final List<String> subjects = installation.findings().stream().map(Finding::subject).toList();
		for (final String subject : List.of("Java", "jars", "native libraries", "LibTorch", "CPU", "GPU", "operations",
			"memory", "models", "self-test")) assertTrue(subjects.contains(subject), subjects.toString());
		assertTrue(installation.text().endsWith("Nothing is broken." + System.lineSeparator()));
		assertFalse(installation.findings().stream().filter(f -> f.level() == Level.NOTE).anyMatch(f -> f.advice().isEmpty()));
	}
}
