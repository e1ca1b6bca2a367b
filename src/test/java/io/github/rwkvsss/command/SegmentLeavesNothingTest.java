package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.Vector;
import java.util.stream.Collectors;

import ij.ImagePlus;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After twenty runs, previews among them, no thread, native memory or listener remains. */
class SegmentLeavesNothingTest {

	private static final Path STATUS = Path.of("/proc/self/statm");

	@TempDir
	private Path folder;

	@Test
	void twentyRuns() throws IOException, ReflectiveOperationException {
		assumeTrue(Files.exists(STATUS), "resident memory is read from " + STATUS + ", which this system does not have");
		final Path model = SmallModels.instance(folder);
		for (int i = 0; i < 5; i++) run(model);
		System.gc();
		final Set<String> threads = threads();
		final int listeners = listeners();
		final long before = resident();
		for (int i = 0; i < 20; i++) run(model);
		System.gc();
		assertEquals(threads, threads());
		assertEquals(listeners, listeners());
		final long grown = resident() - before;
		// The model alone takes 9 MB; one left behind by each run would be 180.
		assertTrue(grown < 60L << 20, "resident memory grew by " + (grown >> 20) + " MiB");
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
