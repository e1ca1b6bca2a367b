package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.openblas.global.openblas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.ChildJava;

/** What OpenBLAS and libgomp, asked themselves, say of how their threads wait. Each in a process of its own. */
class LibTorchTest {

	@BeforeEach
	void onLinux() {
		assumeTrue("linux-x86_64".equals(Loader.getPlatform()), "only Linux on x86_64 has libgomp and OpenBLAS here");
	}

	@Test
	void threadsSleep() throws IOException, InterruptedException {
		assumeTrue(NativeLibrary.class.getResource("/native/linux-x86_64/librwkv_sss_start.so") != null,
			"this build has no native libraries");
		final List<String> said = child("first", Map.of());
		assertLine(said, "spinning: null");
		assertLine(said, "OpenBLAS waits 2^4 cycles");
		assertLine(said, "OpenBLAS threads " + Math.min(2, Threads.processors()));
		assertLine(said, "GOMP_SPINCOUNT = '3000'");
		assertLine(said, "left in the environment: 0");
		assertLine(said, "JavaCPP's limit: 0");
	}

	@Test
	void whatTheUserSetStays() throws IOException, InterruptedException {
		final List<String> said = child("first", Map.of("OPENBLAS_THREAD_TIMEOUT", "20", "OMP_WAIT_POLICY", "passive",
			"OPENBLAS_NUM_THREADS", "1"), "-D" + LibTorch.MEMORY_LIMIT + "=987654321");
		assertLine(said, "OpenBLAS waits 2^20 cycles");
		assertLine(said, "OpenBLAS threads 1");
		assertLine(said, "GOMP_SPINCOUNT = '0'");
		assertLine(said, "left in the environment: 1");
		assertLine(said, "JavaCPP's limit: 987654321");
	}

	@Test
	void loadedByAnotherBeforeItKeepsOneThread() throws IOException, InterruptedException {
		final List<String> said = child("second", Map.of());
		assertLine(said, "spinning: another plugin has loaded OpenBLAS before");
		assertLine(said, "OpenBLAS threads 1");
	}

	private static void assertLine(final List<String> said, final String words) {
		assertTrue(said.stream().anyMatch(line -> line.contains(words)), () -> "no line with " + words + " in " + said);
	}

	private static List<String> child(final String order, final Map<String, String> settings, final String... options)
		throws IOException, InterruptedException
	{
		final ProcessBuilder process = ChildJava.running(Child.class, List.of(options), order).redirectErrorStream(true);
		final Map<String, String> environment = process.environment();
		for (final String name : List.of("OPENBLAS_NUM_THREADS", "OPENBLAS_THREAD_TIMEOUT", "OMP_WAIT_POLICY",
			"GOMP_SPINCOUNT")) environment.remove(name);
		environment.put("OMP_NUM_THREADS", "2");
		environment.put("OMP_DISPLAY_ENV", "verbose");
		environment.putAll(settings);
		final Process child = process.start();
		final String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, child.waitFor(), said);
		return said.lines().toList();
	}

	/** The process. */
	static final class Child {

		private Child() {}

		/** @param arguments "second" if another plugin is to load OpenBLAS first */
		public static void main(final String[] arguments) {
			if (arguments[0].equals("second")) Loader.load(openblas.class);
			System.out.println("spinning: " + LibTorch.spinning());
			System.out.println("OpenBLAS waits 2^" + Threads.tell("openblas_thread_timeout") + " cycles");
			System.out.println("OpenBLAS threads " + Threads.matrixProductCount());
			System.out.println("JavaCPP's limit: " + Pointer.maxPhysicalBytes());
			System.out.println("left in the environment: " + inEnvironment("OPENBLAS_THREAD_TIMEOUT="));
		}

		private static int inEnvironment(final String beginning) {
			final Pointer environ = Loader.addressof("environ");
			assertNotNull(environ);
			final PointerPointer<BytePointer> variables = new PointerPointer<>(new PointerPointer<>(environ).get());
			int found = 0;
			for (int i = 0; variables.get(i) != null; i++) {
				if (variables.get(BytePointer.class, i).getString().startsWith(beginning)) found++;
			}
			return found;
		}
	}
}
