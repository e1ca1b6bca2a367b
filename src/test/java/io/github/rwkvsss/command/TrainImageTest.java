package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import ij.process.ImageProcessor;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an open image and its annotation to a model. */
class TrainImageTest {

	@TempDir
	private Path folder;
	private final List<String> notices = new ArrayList<>();

	/** Discs on two rows of a stack of one or more slices, in the overlay of the first. */
	private static ImagePlus image(final String... names) {
		final ImagePlus image = IJ.createImage("discs", "8-bit black", 60, 40, 1);
		final Overlay overlay = new Overlay();
		for (int i = 0; i < 6; i++) {
			final Roi disc = new OvalRoi(5 + 20 * (i % 3), 4 + 20 * (i / 3), 11, 11);
			final ImageProcessor processor = image.getProcessor();
			processor.setColor(150 + 10 * i);
			processor.fill(disc);
			if (names.length > 0) disc.setName(names[i % names.length]);
			overlay.add(disc);
		}
		image.setOverlay(overlay);
		return image;
	}

	private Optional<String> train(final ImagePlus image, final String... pairs) throws IOException {
		final CommandCall call = CommandCall.of(TrainImageCommand.class);
		call.setValue("input", image);
		call.set("output", folder.resolve("m.zip").toString());
		for (final String pair : List.of("steps=2", "batch=2", "threads=1")) call.set(pair.substring(0, pair.indexOf('=')), pair
			.substring(pair.indexOf('=') + 1));
		for (final String pair : pairs) call.set(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
		call.tell(notices::add);
		return call.run(Progress.NONE, Cancellation.NEVER);
	}

	@Test
	void outlinedObjectsMakeAModelOfObjects() throws IOException {
		assertEquals(Optional.empty(), train(image()));
		final ModelManifest model = ModelFile.readManifest(folder.resolve("m.zip"));
		assertEquals(List.of("background", "interior", "boundary"), model.classNames());
		// The longer edge is 60 pixels: two strides of 32.
		assertEquals(List.of(64, 64), model.patch());
		assertTrue(notices.contains("learning from 6 regions of the overlay, on discs"), notices.toString());
		assertTrue(notices.stream().anyMatch(line -> line.startsWith("patch 64 x 64: objects of about 11 pixels")), notices
			.toString());
		// One image: a part of it is held out.
		assertTrue(model.provenance().get("validated on").startsWith("20 % of the annotation"), model.provenance().toString());
		assertTrue(model.provenance().containsKey("validation AP@0.5"));
	}

	@Test
	void namedRegionsMakeAModelOfClasses() throws IOException {
		assertEquals(Optional.empty(), train(image("bright 1", "dark 2"), "task=semantic", "validation_share=0"));
		final ModelManifest model = ModelFile.readManifest(folder.resolve("m.zip"));
		assertEquals(List.of("bright", "dark"), model.classNames());
		assertEquals(List.of(0, 1), model.classValues());
		assertEquals("nothing", model.provenance().get("validated on"));
	}

	@Test
	void aLabelImageGoesBeforeTheOverlay() throws IOException {
		final ImagePlus image = image();
		final ImagePlus labels = IJ.createImage("labels", "8-bit black", 60, 40, 1);
		labels.getProcessor().setColor(3);
		labels.getProcessor().fill(new Roi(2, 2, 20, 20));
		final CommandCall call = CommandCall.of(TrainImageCommand.class);
		call.setValue("input", image);
		call.setValue("label_image", labels);
		call.set("output", folder.resolve("m.zip").toString());
		call.set("task", "semantic");
		call.set("steps", "1");
		call.set("threads", "1");
		call.set("validation_share", "0");
		call.tell(notices::add);
		assertEquals(Optional.empty(), call.run(Progress.NONE, Cancellation.NEVER));
		assertEquals(List.of(0, 3), ModelFile.readManifest(folder.resolve("m.zip")).classValues());
		assertTrue(notices.contains("learning from 1 label of labels, for discs"), notices.toString());
	}

	/** The grey values of an image, taken for labels, make a model of nothing. */
	@Test
	void anImageIsNotItsOwnLabelImage() throws IOException {
		final ImagePlus image = image();
		final CommandCall call = CommandCall.of(TrainImageCommand.class);
		call.setValue("input", image);
		call.setValue("label_image", image);
		call.set("output", folder.resolve("m.zip").toString());
		assertEquals(Optional.of("Label image: discs is the input itself; choose another image, or none"), call.run(
			Progress.NONE, Cancellation.NEVER));
		assertFalse(Files.exists(folder.resolve("m.zip")));
	}

	@Test
	void aLabelImageThatIsNotUsedIsNamed() throws IOException {
		final CommandCall call = CommandCall.of(TrainImageCommand.class);
		call.setValue("input", image());
		call.setValue("label_image", IJ.createImage("others", "8-bit black", 60, 40, 1));
		for (final String pair : List.of("annotation=overlay", "output=" + folder.resolve("m.zip"), "steps=1", "batch=2",
			"threads=1")) call.set(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
		call.tell(notices::add);
		assertEquals(Optional.empty(), call.run(Progress.NONE, Cancellation.NEVER));
		assertTrue(notices.contains("learning from 6 regions of the overlay, on discs; the label image others is not used"),
			notices.toString());
	}

	@Test
	void regionsThatTheManagerSavedAreRead() throws IOException {
		final ImagePlus image = image();
		final Path file = folder.resolve("RoiSet.zip");
		// As the ROI Manager saves them, which needs a screen itself.
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
			for (int i = 0; i < 6; i++) {
				zip.putNextEntry(new ZipEntry("000" + i + "-0005.roi"));
				zip.write(RoiEncoder.saveAsByteArray(image.getOverlay().get(i)));
			}
		}
		image.setOverlay(null);
		assertEquals(Optional.empty(), train(image, "roi_file=" + file, "steps=1"));
		assertTrue(notices.contains("learning from 6 regions of RoiSet.zip, on discs"), notices.toString());
		Files.write(file, new byte[0]);
		assertTrue(train(image, "roi_file=" + file).orElseThrow().contains("holds no regions"));
		assertTrue(train(image, "annotation=roi_file").orElseThrow().startsWith("there is no file"));
	}

	@Test
	void whatIsMissingIsSaidBeforeAnyWork() throws IOException {
		final ImagePlus bare = IJ.createImage("bare", "8-bit black", 32, 32, 1);
		assertEquals(Optional.of(
			"there are no regions in the ROI Manager or in the overlay of bare; outline some objects and press T to add each"),
			train(bare));
		assertTrue(train(bare, "annotation=label_image").orElseThrow().startsWith("no label image is chosen"));
		assertTrue(train(image(), "task=semantic").orElseThrow().contains("without a name"));
		assertFalse(Files.exists(folder.resolve("m.zip")));
		assertFalse(Files.exists(folder.resolve("m-training")));
	}

	@Test
	void aTimeLimitIsToldInSteps() throws IOException {
		assertEquals(Optional.empty(), train(image(), "steps=0", "minutes=0.0001", "patch=32"));
		assertTrue(notices.stream().anyMatch(line -> line.startsWith("steps 1: ")), notices.toString());
	}
}
