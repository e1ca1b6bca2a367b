package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.Vector;
import java.util.stream.Collectors;

import ij.ImagePlus;
import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.Sweep;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After many runs, previews among them, no thread, native memory or listener remains. */
class SegmentLeavesNothingTest {

	private static final Path STATUS = Path.of("/proc/self/statm");
	private static final int RUNS = Sweep.State.count(10, 20);

	@TempDir
	private Path folder;

	/** Of a heap that does not grow, so that what grows is native; on one thread, so that no pool's share of it varies. */
	@Test
	void manyRuns() throws IOException, InterruptedException {
		assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS + ", which this system does not have");
		final Process child = ChildJava.running(Child.class, List.of("-Xms300m", "-Xmx300m", "-XX:+AlwaysPreTouch"), SmallModels
			.instance(folder), RUNS).start();
		final String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, child.waitFor(), out);
		final String[] words = out.strip().split(" ");
		assertEquals("threads-and-listeners-remain", words[0], out);
		// The model alone takes 9 MB; one left behind by each of ten runs would be 90.
		assertTrue(Long.parseLong(words[1]) < 40, "resident memory grew by " + words[1] + " MiB");
	}

	/** The process. */
	static final class Child {

		private Child() {}

		public static void main(final String... arguments) throws IOException, ReflectiveOperationException {
			final Path model = Path.of(arguments[0]);
			final int runs = Integer.parseInt(arguments[1]);
			for (int i = 0; i < 5; i++) run(model);
			System.gc();
			final Set<String> threads = threads();
			final int listeners = listeners();
			final long before = resident();
			for (int i = 0; i < runs; i++) run(model);
			System.gc();
			final boolean same = threads.equals(threads()) && listeners == listeners();
			System.out.println((same ? "threads-and-listeners-remain " : "threads " + threads + threads() + " listeners " +
				listeners + " " + listeners() + " ") + ((resident() - before) >> 20));
			System.exit(0);
		}
	}

	private static void run(final Path model) throws IOException {
		final ImagePlus image = DrawnImages.discs(8, 64, 64, 1, 1, 1);
		final CommandCall call = CommandCall.of(SegmentCommand.class);
		call.setValue("input", image);
		call.set("model", model.toString());
		call.set("overlay", "true");
		call.set("preview", "true");
		call.preview();
		assertEquals(List.of(), call.run(Progress.NONE, Cancellation.NEVER).stream().toList());
		final CommandCall canceled = CommandCall.of(SegmentCommand.class);
		canceled.setValue("input", image);
		canceled.set("model", model.toString());
		assertEquals(CommandCall.CANCELED, canceled.run(Progress.NONE, () -> true).orElseThrow());
	}

	private static Set<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
	}

	private static int listeners() throws ReflectiveOperationException {
		final var listeners = ImagePlus.class.getDeclaredField("listeners");
		listeners.setAccessible(true);
		return ((Vector<?>) listeners.get(null)).size();
	}

	private static long resident() throws IOException {
		return 4096 * Long.parseLong(Files.readString(STATUS).split(" ")[1]);
	}
}
