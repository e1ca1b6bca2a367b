package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.label.Unlabelled;
import org.junit.jupiter.api.Test;

/** The simulated annotation of real images; the training itself takes minutes and is run by hand. */
class OutlinedCropsTest {

	@Test
	void everyNucleusIsOutlinedOnItsSlice() throws IOException {
		final Path data = Path.of("../shared/data/nuclei-fluo");
		assumeTrue(OutlinedCrops.isPossible(data), "the images are not there: " + data);
		final ImagePlus crops = OutlinedCrops.draw(data);
		assertEquals(5, crops.getStackSize());
		final List<Roi> regions = Arrays.asList(crops.getOverlay().toArray());
		final LabelImage planes = RoiAnnotation.objects(crops, regions, Unlabelled.BACKGROUND, 0).labels();
		int found = 0;
		for (int slice = 1; slice <= 5; slice++) {
			final int on = slice;
			final long drawn = regions.stream().filter(roi -> roi.getPosition() == on).count();
			assertTrue(drawn >= 5, drawn + " regions on slice " + slice);
			final int[] labels = planes.plane(slice - 1);
			assertEquals(drawn, Arrays.stream(labels).filter(label -> label > 0).distinct().count());
			// What ImageJ measures inside its regions is what was painted.
			final int area = regions.stream().filter(roi -> roi.getPosition() == on).mapToInt(roi -> roi
				.getContainedPoints().length).sum();
			assertEquals(area, Arrays.stream(labels).filter(label -> label > 0).count());
			found += drawn;
		}
		assertEquals(regions.size(), found);
	}
}
