package io.github.rwkvsss.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.rwkvsss.correct.ObjectMark;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.RoiAnnotation;

/** Corrections by places in an image, without a screen: labels, outlines and words after each. */
class CorrectingTest {

	private final List<String> words = new ArrayList<>();
	private boolean isLocked;
	private final WorkbenchState state = new WorkbenchState();
	private final Correcting correcting = new Correcting(state, new ManagedRegions(), () -> isLocked, words::add);
	private ImagePlus image;
	private ImageSession session;

	/** Three slices of 9 x 4 pixels; the second one has objects 1 and 2, and a selection of its user in the overlay. */
	@BeforeEach
	void open() {
		image = IJ.createImage("stack", "8-bit", 9, 4, 3);
		final LabelImage labels = LabelImage.allocate("stack", 1, 3, 4, 9);
		for (int i = 0; i < 36; i++) labels.plane(1)[i] = i % 9 < 4 ? 1 : i % 9 > 5 ? 2 : 0;
		session = new ImageSession(image, labels);
		session.view().put(1, session.view().made(1, session.edits().labelsOf(1)));
		final Roi own = new Roi(1, 1, 2, 2);
		own.setName("mine");
		image.setOverlay(new Overlay(own));
		state.put(session);
		session.view().show();
		image.setSlice(2);
	}

	private List<String> shown() {
		return Arrays.stream(image.getOverlay().toArray()).map(Roi::getName).toList();
	}

	@Test
	void outlinesLieOnTheirSliceAndCarryTheirNames() {
		assertEquals(List.of("mine", "z2-001", "z2-002"), shown());
		assertEquals(2, image.getOverlay().get(1).getPosition());
		assertEquals(new Rectangle(6, 0, 3, 4), image.getOverlay().get(2).getBounds());
	}

	@Test
	void aClickDeletesWhatIsThere() {
		correcting.delete(1.9, 3.2);
		assertEquals(List.of("mine", "z2-002"), shown());
		assertEquals("Deleted object 1.", words.get(0));
		correcting.delete(1.9, 3.2);
		assertEquals("There is no object there; choose one.", words.get(1));
		correcting.undo();
		assertEquals("Undone: delete 1.", words.get(2));
		assertEquals(List.of("mine", "z2-001", "z2-002"), shown());
		image.setSlice(1);
		correcting.delete(1, 1);
		assertEquals("There is no object there; choose one.", words.get(3));
	}

	@Test
	void nobodyCorrectsWhileASegmentationPutsItsObjectsThere() {
		isLocked = true;
		correcting.delete(1, 1);
		assertEquals("Wait until the segmentation has ended, or cancel it.", words.get(0));
		assertEquals(List.of("mine", "z2-001", "z2-002"), shown());
	}

	@Test
	void aDragMergesAndALineDivides() {
		correcting.merge(7, 1, 0, 0);
		assertEquals(List.of("mine", "z2-002"), shown());
		correcting.undo();
		correcting.split(2.5, -3, 2.5, 9);
		assertEquals(List.of("mine", "z2-001", "z2-002", "z2-003"), shown());
		correcting.split(4.5, 0, 4.5, 3);
		assertEquals("The line crosses no object; draw it across one.", words.get(words.size() - 1));
	}

	@Test
	void partsOfAnObjectKeepItsClass() {
		session.edits().mark(1, 1, new ObjectMark(0.9f, "cell"));
		correcting.split(2.5, -3, 2.5, 9);
		assertEquals(List.of("cell", "cell"), Arrays.stream(image.getOverlay().toArray()).filter(roi -> roi.getProperty(
			RoiAnnotation.CLASS) != null).map(roi -> roi.getProperty(RoiAnnotation.CLASS)).toList());
	}

	@Test
	void aStrokeAddsAnObjectOrLetsOneGrow() {
		state.brush(1);
		correcting.brush(new double[] { 4.5 }, new double[] { 1.5 });
		assertEquals(3, session.edits().at(1, 4, 1));
		correcting.undo();
		correcting.brush(new double[] { 3.5, 4.5 }, new double[] { 1.5, 1.5 });
		assertEquals(1, session.edits().at(1, 4, 1));
	}

	@Test
	void imageJsSelectionBecomesAnObject() {
		correcting.addSelection();
		assertTrue(words.get(0).startsWith("There is no outline to add"), words.get(0));
		image.setRoi(new Roi(3, 0, 3, 2));
		correcting.addSelection();
		assertEquals("Added object 3.", words.get(1));
		assertEquals(1, session.edits().at(1, 3, 0));
		assertEquals(3, session.edits().at(1, 5, 1));
		assertNull(image.getRoi());
	}

	@Test
	void whatIsDoneIsCountedAndListed() {
		final Marking marking = new Marking(state, words::add);
		marking.markSelection();
		assertTrue(words.get(0).startsWith("Draw a selection"), words.get(0));
		assertTrue(marking.unsaved().isEmpty());
		image.setRoi(new Roi(2, 1, 3, 2));
		marking.markSelection();
		image.setSlice(3);
		marking.markSlice();
		marking.markSlice();
		assertEquals(List.of("slice 2: 3 x 2 pixels at 2, 1", "slice 3: all of it"), session.done().stream().map(done -> done
			.words(true)).toList());
		assertEquals(6 + 36, session.known().pixels());
		assertTrue(session.isDone(1, 9 + 2));
		assertFalse(session.isDone(1, 0));
		assertEquals(1, marking.unsaved().size());
		assertEquals("stack", marking.unsaved().get(0).name());
		session.saved(session.version());
		assertTrue(marking.unsaved().isEmpty());
		image.setSlice(2);
		correcting.delete(1, 1);
		assertEquals(1, marking.unsaved().size(), "a correction after the marking is lost");
		marking.remove(0);
		assertEquals(36, session.known().pixels());
	}

	@Test
	void twoModelsOutlinesStandInPlaceOfTheObjects() {
		final Roi other = new Roi(0, 0, 5, 2);
		other.setName("other");
		session.view().compare(List.of(other));
		assertEquals(List.of("mine", "other"), shown());
		session.view().compare(List.of());
		assertEquals(List.of("mine", "z2-001", "z2-002"), shown());
		session.view().clear();
		assertEquals(List.of("mine"), shown());
	}

	@Test
	void anImageThatChangedItsSizeBeginsAnew() {
		assertEquals(session, state.lookAt(image));
		image.setStack(IJ.createImage("other", "8-bit", 5, 5, 1).getStack());
		assertTrue(state.lookAt(image) != session);
		state.forget(image);
		assertTrue(state.current().isEmpty());
		assertEquals(new TreeMap<>(), new TreeMap<>(session.view().of(0)));
	}
}
