package io.github.rwkvsss.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.bench.BiWkvInputs.Shape;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.Threads;

class BiWkvBenchTest {

	private static List<String[]> rows(final String table) {
		return table.lines().filter(line -> !line.startsWith("#")).skip(1).map(line -> line.split(",", -1)).toList();
	}

	@Test
	void eachFormHasARowPerNumberOfThreads() {
		final int before = Threads.count();
		final String table = new BiWkvBench(List.of(1, 2), List.of(new Shape(1, 21, 3)), ComputeDevice.CPU, 0.2).run(
			Progress.NONE, Cancellation.NEVER);
		assertEquals(before, Threads.count());
		final List<String> forms = Stream.of("copy", "native", "recorded", "cumulative", "dense").filter(form -> OpLibrary
			.isLoaded() || !List.of("native", "recorded").contains(form)).toList();
		final List<String[]> rows = rows(table);
		assertEquals(forms.stream().flatMap(form -> Stream.of(form + " 1", form + " 2")).toList(), rows.stream().map(
			row -> row[0] + " " + row[4]).toList(), table);
		final int columns = table.lines().filter(line -> line.startsWith("form,")).findFirst().orElseThrow().split(",").length;
		for (final String[] row : rows) {
			assertEquals(columns, row.length, table);
			assertEquals(List.of("1", "21", "3"), List.of(row[1], row[2], row[3]));
			assertTrue(Double.parseDouble(row[5]) > 0, table);
			// The first number of threads is its own measure.
			if (row[4].equals("1")) assertEquals("1.000", row[10], table);
			assertTrue(Double.parseDouble(row[columns - 1]) < 1e-5, table);
		}
	}

	@Test
	void whatIsSkippedHasItsReason() {
		// So many that no machine has them.
		final String table = new BiWkvBench(List.of(1), List.of(new Shape(1 << 20, 1 << 20, 8)), ComputeDevice.CPU, 0.2).run(
			Progress.NONE, Cancellation.NEVER);
		assertEquals(List.of(), rows(table));
		assertTrue(table.contains("# B=1048576 T=1048576 C=8: skipped, because it takes "), table);
	}

	@Test
	void theListIsThatOfTheNetworkAndFromShortToLong() {
		final List<Shape> shapes = BiWkvBench.shapes();
		for (final Shape shape : List.of(new Shape(4, 1024, 128), new Shape(1, 256, 64), new Shape(1, 16, 512), new Shape(8, 64,
			64), new Shape(8, 64, 512), new Shape(8, 65536, 64), new Shape(8, 65536, 512))) assertTrue(shapes.contains(shape),
				shape.toString());
	}

	@Test
	void cancelingEndsIt() {
		assertThrows(CanceledException.class, () -> new BiWkvBench(List.of(1), List.of(new Shape(1, 8, 2)), ComputeDevice.CPU,
			0.2).run(Progress.NONE, () -> true));
	}
}
