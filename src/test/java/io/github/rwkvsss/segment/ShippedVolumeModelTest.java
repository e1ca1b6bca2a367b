package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.metric.Overlap;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** The model that ships for volumes, on the phantom, which is drawn after the MRI that the model learned from. */
class ShippedVolumeModelTest {

	private static final Path PHANTOM = Path.of("sample-data", "phantom");

	@Test
	void findsBothPartsOfTheDrawnHippocampus() throws IOException {
		final LabelImage truth = LabelReader.read(PHANTOM.resolve("labels").resolve("phantom.nii.gz"));
		final PixelSource image = PixelSource.of(ImageReader.read(PHANTOM.resolve("images").resolve("phantom.nii.gz")));
		final int[] expected = truth.volume(0);
		final int[] found = new int[expected.length];
		try (SegmentationModel model = ModelLibrary.open("hippocampus-3d")) {
			assertEquals(List.of("background", "anterior", "posterior"), model.manifest().classNames());
			assertEquals(List.of(1.0, 1.0, 1.0), model.manifest().voxelSize());
			final LabelImage labels = Segmentation.with(model).build().labels(image, Progress.NONE, Cancellation.NEVER);
			System.arraycopy(labels.volume(0), 0, found, 0, found.length);
		}
		final double anterior = Overlap.ofClass(expected, found, 1).dice();
		final double posterior = Overlap.ofClass(expected, found, 2).dice();
		assertTrue(anterior > 0.55 && posterior > 0.75, () -> "Dice " + anterior + " and " + posterior);
	}

	/** The tolerance that docs/volumes.md states: between several tiles and one that holds the volume. */
	@Test
	void tilesOfAnotherSizeGiveNearlyTheSame() throws IOException {
		final PixelSource image = PixelSource.of(ImageReader.read(PHANTOM.resolve("images").resolve("phantom.nii.gz")));
		try (SegmentationModel model = ModelLibrary.open("hippocampus-3d")) {
			final int[] several = labels(model, image, 48);
			final int[] one = labels(model, image, 64);
			for (int k = 1; k <= 2; k++) {
				final double agreement = Overlap.ofClass(several, one, k).dice();
				assertTrue(agreement >= 0.8, "class " + k + ": Dice " + agreement + " between tiles of 48 and 64");
			}
		}
	}

	private static int[] labels(final SegmentationModel model, final PixelSource image, final int tile) {
		return Segmentation.with(model).tile(tile).build().labels(image, Progress.NONE, Cancellation.NEVER).volume(0);
	}

	@Test
	void isSmallEnoughToShip() throws IOException {
		assertTrue(Files.size(Path.of("sample-data", "models", "hippocampus-3d.zip")) <= 8 << 20);
	}
}
