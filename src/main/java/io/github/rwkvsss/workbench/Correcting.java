package io.github.rwkvsss.workbench;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import ij.gui.Roi;
import ij.process.ImageProcessor;
import io.github.rwkvsss.correct.EditRegion;
import io.github.rwkvsss.correct.LabelChange;
import io.github.rwkvsss.correct.LabelEdits.Overlap;

/** Corrections of the current image by places in it, shown as they are done. On the event thread. */
final class Correcting {

	/** Steps on a line across an object, in pixels. */
	private static final double STEP = 0.5;

	private final WorkbenchState state;
	private final Consumer<String> words;
	private final ManagedRegions regions;
	private final BooleanSupplier isLocked;

	/**
	 * @param isLocked whether something else is changing the objects
	 * @param words is told what was done, or why not
	 */
	Correcting(final WorkbenchState state, final ManagedRegions regions, final BooleanSupplier isLocked,
		final Consumer<String> words)
	{
		this.isLocked = isLocked;
		this.state = state;
		this.regions = regions;
		this.words = words;
	}

	void delete(final double x, final double y) {
		edit(session -> List.of(session.edits().delete(session.plane(), at(session, x, y))), "Deleted object ");
	}

	void merge(final double x, final double y, final double toX, final double toY) {
		edit(session -> List.of(session.edits().merge(session.plane(), at(session, x, y), at(session, toX, toY))),
			"Merged objects ");
	}

	/** Divides the object of which the line crosses most. */
	void split(final double x, final double y, final double toX, final double toY) {
		edit(session -> List.of(session.edits().split(session.plane(), mostCrossed(session, x, y, toX, toY), new int[] {
			(int) Math.floor(x), (int) Math.floor(toX) }, new int[] { (int) Math.floor(y), (int) Math.floor(toY) })),
			"Divided object ");
	}

	/** Adds an object, or lets the one grow in which the stroke begins. */
	void brush(final double[] x, final double[] y) {
		final EditRegion stroke = EditRegion.stroke(x, y, state.brush());
		edit(session -> {
			final int label = at(session, x[0], y[0]);
			return List.of(label == 0 ? session.edits().add(session.plane(), stroke, Overlap.FREE) : session.edits().grow(session
				.plane(), label, stroke, Overlap.FREE));
		}, "Painted object ");
	}

	/** Makes ImageJ's selection an object. */
	void addSelection() {
		edit(session -> {
			final Roi roi = session.image().getRoi();
			if (roi == null || !roi.isArea()) throw new IllegalArgumentException(
				"there is no outline to add; draw one with ImageJ's polygon, freehand or oval tool");
			final LabelChange change = session.edits().add(session.plane(), region(roi), Overlap.FREE);
			session.image().deleteRoi();
			return List.of(change);
		}, "Added object ");
	}

	/** Takes from the ROI Manager what was drawn, changed or deleted there. */
	void takeRegions() {
		edit(regions::take, "Took objects ");
	}

	/** Puts the objects into the ROI Manager. */
	void giveRegions() {
		state.current().ifPresent(regions::give);
	}

	void undo() {
		edit(session -> session.edits().undo(), "Undone: ");
	}

	void redo() {
		edit(session -> session.edits().redo(), "Done again: ");
	}

	private void edit(final Function<ImageSession, List<LabelChange>> action, final String what) {
		final ImageSession session = state.current().orElse(null);
		if (session == null) {
			words.accept("Open an image first.");
			return;
		}
		if (isLocked.getAsBoolean()) {
			words.accept("Wait until the segmentation has ended, or cancel it.");
			return;
		}
		try {
			final List<LabelChange> changes = action.apply(session);
			if (changes.isEmpty()) {
				words.accept("There is nothing to do.");
				return;
			}
			show(session, changes);
			words.accept(what + said(changes, what));
		}
		catch (final IllegalArgumentException e) {
			words.accept(capital(e.getMessage()) + ".");
		}
	}

	/** Shows what changed: over the image, and in the ROI Manager if the objects are there. */
	void show(final ImageSession session, final List<LabelChange> changes) {
		session.edited();
		session.view().update(changes);
		regions.follow(session, changes);
		state.changed();
	}

	private static String said(final List<LabelChange> changes, final String what) {
		final List<String> numbers = new ArrayList<>();
		for (final LabelChange change : changes) for (final int label : change.labels()) numbers.add(String.valueOf(label));
		final String listed = numbers.size() > 6 ? numbers.size() + " objects" : String.join(", ", numbers);
		return (what.endsWith(": ") ? changes.get(0).what() + " " : "") + listed + ".";
	}

	static String capital(final String sentence) {
		return sentence == null || sentence.isEmpty() ? "" : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
	}

	private static int at(final ImageSession session, final double x, final double y) {
		return session.edits().at(session.plane(), (int) Math.floor(x), (int) Math.floor(y));
	}

	private static int mostCrossed(final ImageSession session, final double x, final double y, final double toX,
		final double toY)
	{
		final Map<Integer, Integer> crossed = new TreeMap<>();
		final int steps = (int) Math.ceil(Math.hypot(toX - x, toY - y) / STEP) + 1;
		for (int s = 0; s <= steps; s++) {
			final int label = at(session, x + (toX - x) * s / steps, y + (toY - y) * s / steps);
			if (label > 0) crossed.merge(label, 1, Integer::sum);
		}
		return crossed.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow(() -> new IllegalArgumentException(
			"the line crosses no object; draw it across one")).getKey();
	}

	/** @return the pixels of an area selection */
	static EditRegion region(final Roi roi) {
		final Rectangle box = roi.getBounds();
		final ImageProcessor mask = roi.getMask();
		final boolean[] inside = new boolean[box.width * box.height];
		for (int i = 0; i < inside.length; i++) inside[i] = mask == null || mask.get(i) != 0;
		return EditRegion.mask(box, inside);
	}
}
