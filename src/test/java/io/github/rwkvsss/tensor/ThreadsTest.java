package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {

	private final int before = Threads.count();

	@AfterEach
	void restore() {
		Threads.use(before);
	}

	@Test
	void setsBothPools() {
		for (final int count : new int[] { 1, 2, 1 }) {
			Threads.use(count);
			assertEquals(count, Threads.count());
			assertEquals(LibTorch.spinning() == null ? count : 1, Threads.matrixProductCount());
		}
	}

	@Test
	void refusesNone() {
		assertThrows(IllegalArgumentException.class, () -> Threads.use(0));
	}

	/** The setter must have reached the very library that LibTorch calls: the class path holds two copies of it. */
	@Test
	void withOneThreadNoOtherThreadMultiplies() throws IOException {
		final Path tasks = Path.of("/proc/self/task");
		assumeTrue(Files.isDirectory(tasks), "only Linux tells what each thread does");
		Threads.use(1);
		try (TensorScope scope = new TensorScope()) {
			final Tensor x = torch.rand(700, 700);
			torch.mm(x, x);
			final Map<String, Long> start = nativeTicks(tasks);
			for (int i = 0; i < 40; i++) torch.mm(x, x);
			final Map<String, Long> end = nativeTicks(tasks);
			end.replaceAll((task, ticks) -> ticks - start.getOrDefault(task, 0L));
			final long busy = end.values().stream().filter(ticks -> ticks > 2).count();
			assertTrue(busy <= 1, () -> "threads that worked, in ticks: " + end);
		}
	}

	/** Clock ticks by thread, of those that LibTorch and OpenBLAS made (they bear the name of their maker) or use. */
	private static Map<String, Long> nativeTicks(final Path tasks) throws IOException {
		final Map<String, Long> ticks = new HashMap<>();
		try (Stream<Path> all = Files.list(tasks)) {
			for (final Path task : (Iterable<Path>) all::iterator) {
				final String stat = Files.readString(task.resolve("stat"));
				final String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
				if (!name.equals(ownName())) continue;
				final String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
				ticks.put(task.getFileName().toString(), Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
			}
		}
		return ticks;
	}

	private static String ownName() throws IOException {
		return Files.readString(Path.of("/proc/thread-self/comm")).strip();
	}
}
