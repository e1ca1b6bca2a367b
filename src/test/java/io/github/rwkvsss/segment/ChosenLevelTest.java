package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import ij.ImagePlus;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;

class ChosenLevelTest {

	/** What has one level is taken as it is, and nothing is told. Levels of an OME-Zarr: OmeZarrCommandsTest. */
	@Test
	void anImageOfOneLevelStays(@TempDir final Path folder) throws IOException {
		final ImagePlus image = DrawnImages.discs(8, 50, 40, 1, 1, 1);
		try (SegmentationModel model = ModelFile.read(SmallModels.instance(folder))) {
			final ChosenLevel<ImagePlus> chosen = ChosenLevel.of(image, model.facts(), SegmentationSettings.DEFAULT);
			assertSame(image, chosen.image());
			assertSame(SegmentationSettings.DEFAULT, chosen.settings());
			assertEquals("", chosen.notice());
		}
	}
}
