package io.github.rwkvsss.workbench;

import java.awt.Color;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.rwkvsss.correct.LabelChange;
import io.github.rwkvsss.label.ObjectOutlines;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.segment.ObjectColours;
import io.github.rwkvsss.segment.OutlineNames;
import io.github.rwkvsss.segment.OutlineOverlay;

/** The objects of an image as outlines over it: kept by plane and number, made anew where pixels changed. */
final class ObjectView {

	/** Where a region is done. */
	static final Color DONE = new Color(0x00B050);

	private final ImageSession session;
	private final Map<Integer, Map<Integer, Roi>> outlines = new TreeMap<>();
	private final List<Roi> comparison = new ArrayList<>();
	private boolean shown = true;

	ObjectView(final ImageSession session) {
		this.session = session;
	}

	/** Outlines of a plane by their numbers. A copy. */
	Map<Integer, Roi> of(final int plane) {
		return Map.copyOf(outlines.getOrDefault(plane, Map.of()));
	}

	/** Takes outlines that {@link #made} or {@link #dressed}, in place of all that the plane has. */
	void put(final int plane, final Map<Integer, Roi> made) {
		outlines.put(plane, new TreeMap<>(made));
	}

	/** Makes the outlines of objects that changed. */
	void update(final Collection<LabelChange> changes) {
		final Map<Integer, Set<Integer>> touched = new TreeMap<>();
		for (final LabelChange change : changes) touched.computeIfAbsent(change.plane(), k -> new TreeSet<>()).addAll(change
			.labels());
		touched.forEach(this::update);
		show();
	}

	/** @param labels of the plane whose outlines are no longer true */
	void update(final int plane, final Set<Integer> labels) {
		final Map<Integer, Roi> of = outlines.computeIfAbsent(plane, k -> new TreeMap<>());
		labels.forEach(of::remove);
		of.putAll(made(plane, labels));
	}

	/** @return new outlines of those of the objects that there are; on any thread while nobody corrects */
	Map<Integer, Roi> made(final int plane, final Set<Integer> labels) {
		final Map<Integer, Roi> of = new TreeMap<>();
		final Rectangle box = box(plane, labels);
		if (box == null) return of;
		final int width = (int) session.edits().labels().size()[3];
		final int[] all = session.edits().labels().plane(plane);
		final int[] part = new int[box.width * box.height];
		int last = -1;
		boolean wanted = false;
		for (int i = 0; i < part.length; i++) {
			final int label = all[(box.y + i / box.width) * width + box.x + i % box.width];
			if (label != last) wanted = labels.contains(last = label);
			part[i] = wanted ? label : 0;
		}
		ObjectOutlines.of(part, box.width).forEach((label, roi) -> {
			roi.setLocation(roi.getXBase() + box.x, roi.getYBase() + box.y);
			of.put(label, dressed(roi, plane, label));
		});
		return of;
	}

	private Rectangle box(final int plane, final Set<Integer> labels) {
		final int width = (int) session.edits().labels().size()[3];
		final int[] all = session.edits().labels().plane(plane);
		Rectangle box = null;
		for (int from = 0; from < all.length;) {
			final int end = (from / width + 1) * width;
			int to = from + 1;
			while (to < end && all[to] == all[from]) to++;
			if (all[from] > 0 && labels.contains(all[from])) {
				final Rectangle run = new Rectangle(from % width, from / width, to - from, 1);
				box = box == null ? run : box.union(run);
			}
			from = to;
		}
		return box;
	}

	/** Gives an outline its name, colour and place. */
	Roi dressed(final Roi roi, final int plane, final int label) {
		roi.setName(name(plane, label));
		roi.setStrokeColor(ObjectColours.of(label));
		final String className = session.edits().mark(plane, label).className();
		// As outlines of a segmentation have it, so that what is drawn from them later knows it, too.
		if (!className.isEmpty()) roi.setProperty(RoiAnnotation.CLASS, className);
		place(roi, plane);
		return roi;
	}

	/** @return what the object's region is called, as the segmenting command calls one of no class */
	String name(final int plane, final int label) {
		return OutlineNames.name(session.image(), session.frameOf(plane), session.sliceOf(plane), label);
	}

	/** Lets a region show on its plane only. */
	void place(final Roi roi, final int plane) {
		OutlineNames.place(roi, session.image(), session.frameOf(plane), session.sliceOf(plane));
	}

	/** Shows two models' outlines in place of the objects; an empty list ends it. */
	void compare(final List<Roi> both) {
		comparison.clear();
		comparison.addAll(both);
		show();
	}

	boolean isComparing() {
		return !comparison.isEmpty();
	}

	/** @param wanted false hides the outlines */
	void show(final boolean wanted) {
		shown = wanted;
		show();
	}

	/** Puts all into the image's overlay; what others drew there stays. */
	void show() {
		final List<Roi> all = new ArrayList<>();
		if (shown && comparison.isEmpty()) outlines.values().forEach(of -> all.addAll(of.values()));
		if (shown) all.addAll(comparison);
		for (final DoneRegion region : session.done()) all.add(frame(region));
		OutlineOverlay.put(all, session.image());
	}

	private Roi frame(final DoneRegion region) {
		final ImagePlus image = session.image();
		final Roi roi = region.selection() == null ? new Roi(0, 0, image.getWidth(), image.getHeight()) : (Roi) region
			.selection().clone();
		roi.setStrokeColor(DONE);
		roi.setStrokeWidth(2);
		roi.setName("done");
		place(roi, session.plane(region.frame(), region.slice()));
		return roi;
	}

	/** Draws what a tool is doing, until it is called again; null takes it away. */
	void sketch(final Roi roi) {
		final ImagePlus image = session.image();
		final Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
		for (int i = overlay.size() - 1; i >= 0; i--) if ("sketch".equals(overlay.get(i).getName())) overlay.remove(i);
		if (roi != null) {
			roi.setName("sketch");
			OutlineOverlay.mark(roi);
			overlay.add(roi);
		}
		image.setOverlay(overlay.size() == 0 ? null : overlay);
	}

	/** Takes all away. */
	void clear() {
		OutlineOverlay.remove(session.image());
	}
}
