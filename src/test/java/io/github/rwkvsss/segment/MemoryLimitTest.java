package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import ij.ImagePlus;
import io.github.rwkvsss.AddressSpace;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tile.TileMemoryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose address space Linux limits, so that LibTorch's own allocator is refused memory. */
class MemoryLimitTest {

	@TempDir
	private Path folder;

	@BeforeEach
	void onlyLinuxHasThisLimit() {
		AddressSpace.assumeLimits();
	}

	/** Segments a drawn image twice, with the second tile under a limit. Arguments: model, edge, tile, tile, MiB more. */
	public static final class Child {

		public static void main(final String... args) throws IOException, InterruptedException {
			final int edge = Integer.parseInt(args[1]);
			try (SegmentationModel model = ModelFile.read(Path.of(args[0]))) {
				final int slices = model.dimensions() == 3 ? edge : 1;
				final ImagePlus image = DrawnImages.discs(8, edge, edge, 1, slices, 1);
				final int first = Integer.parseInt(args[2]);
				// Whatever is loaded or set up once is so now.
				if (first > 0) System.out.println("before " + labels(model, image, first));
				else labels(model, DrawnImages.discs(8, 32, 32, 1, model.dimensions() == 3 ? 32 : 1, 1), 0);
				AddressSpace.limit(Long.parseLong(args[4]));
				System.out.println("after " + labels(model, image, Integer.parseInt(args[3])));
			}
			catch (final TileMemoryException e) {
				System.out.println("refused: " + e.getMessage());
			}
			AddressSpace.leave();
		}

		private static int labels(final SegmentationModel model, final ImagePlus image, final int tile) {
			final ImagePlus labels = Segmentation.with(model).tile(tile).notices(notice -> System.out.println("notice: " +
				notice)).build().run(image, Progress.NONE, Cancellation.NEVER).image(ResultKind.LABELS).orElseThrow();
			int digest = 0;
			for (int z = 1; z <= labels.getStackSize(); z++) digest = 31 * digest + Arrays.hashCode((short[]) labels.getStack()
				.getPixels(z));
			return digest;
		}
	}

	private static List<String> child(final Path model, final int edge, final int before, final int tile, final int mebibytes)
		throws IOException, InterruptedException
	{
		final Process child = AddressSpace.process(Child.class, 400, model, edge, before, tile, mebibytes).start();
		final String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		final int code = child.waitFor();
		org.junit.jupiter.api.Assumptions.assumeFalse(code == 1 && out.contains("for the Java Runtime Environment to continue"),
			"skipped: Java itself ran out of memory before LibTorch did");
		assertEquals(0, code, out);
		return out.lines().toList();
	}

	@Test
	void goesOnWithHalfTheTileWhenTheAllocatorFails() throws IOException, InterruptedException {
		final List<String> out = child(SmallModels.semantic(folder, 2, 1), 640, 320, 640, 120);
		assertEquals(3, out.size(), out.toString());
		assertEquals("notice: Too little memory for the tiles asked for: going on with tiles of 320 x 320 pixels, 1 at once.",
			out.get(1));
		assertTrue(out.get(0).startsWith("before "), out.toString());
		assertEquals(out.get(0).replace("before", "after"), out.get(2), "tiles of 320 from the beginning");
	}

	@Test
	void saysSoWhenNotEvenTheSmallestTileFits() throws IOException, InterruptedException {
		final List<String> out = child(SmallModels.semantic(folder, 3, 1), 100, 0, 0, 24);
		assertEquals(1, out.size(), out.toString());
		assertTrue(out.get(0).matches(
			"refused: not even a tile of \\d+ x \\d+ x \\d+ pixels fits into memory; close other images and programs, or use a smaller model"),
			out.toString());
	}
}
