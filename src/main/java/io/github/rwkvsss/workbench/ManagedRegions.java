package io.github.rwkvsss.workbench;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import ij.gui.Roi;
import ij.plugin.frame.RoiManager;
import io.github.rwkvsss.correct.EditRegion;
import io.github.rwkvsss.correct.LabelChange;
import io.github.rwkvsss.correct.LabelEdits.Overlap;

/**
 * The objects as regions of ImageJ's ROI Manager. Once they were put there, each correction changes their entries, which
 * are known by their names; what is drawn, changed or deleted there is taken back on request, as one edit.
 */
final class ManagedRegions {

	/** The images whose objects were put there. */
	private final Set<ImageSession> given = new HashSet<>();

	/** Puts all objects of an image into the ROI Manager, in place of those that it has of them. */
	void give(final ImageSession session) {
		if (GraphicsEnvironment.isHeadless()) return;
		final RoiManager manager = RoiManager.getRoiManager();
		given.add(session);
		remove(manager, names(session));
		for (int plane = 0; plane < session.planes(); plane++) for (final Roi roi : new TreeMap<>(session.view().of(plane))
			.values()) manager.addRoi((Roi) roi.clone());
	}

	/** Changes the entries of objects that were corrected, if they are there. */
	void follow(final ImageSession session, final List<LabelChange> changes) {
		final RoiManager manager = RoiManager.getInstance2();
		if (manager == null || !given.contains(session)) return;
		for (final LabelChange change : changes) {
			final Map<Integer, Roi> outlines = session.view().of(change.plane());
			final Set<String> gone = new HashSet<>();
			for (final int label : change.labels()) {
				final String name = session.view().name(change.plane(), label);
				final Roi roi = outlines.get(label);
				final int index = roi == null ? -1 : indexOf(manager, name);
				if (roi == null) gone.add(name);
				else if (index < 0) manager.addRoi((Roi) roi.clone());
				else manager.setRoi((Roi) roi.clone(), index);
			}
			remove(manager, gone);
		}
	}

	private static int indexOf(final RoiManager manager, final String name) {
		final Roi[] all = manager.getRoisAsArray();
		for (int i = 0; i < all.length; i++) if (name.equals(all[i].getName())) return i;
		return -1;
	}

	private static void remove(final RoiManager manager, final Set<String> names) {
		final Roi[] all = manager.getRoisAsArray();
		// NB: not by selecting them, which would put them over the image as selections.
		for (int i = all.length - 1; i >= 0; i--) if (names.contains(all[i].getName())) manager.delete(i);
	}

	private static Set<String> names(final ImageSession session) {
		final Set<String> names = new HashSet<>();
		for (int plane = 0; plane < session.planes(); plane++) for (final int label : session.view().of(plane).keySet()) names
			.add(session.view().name(plane, label));
		return names;
	}

	/**
	 * Makes the objects those of the ROI Manager: a region by an object's name gives the object its shape, any other area is
	 * a new object of the plane to which it belongs, and objects whose regions are gone are deleted, if all were there.
	 *
	 * @return what changed
	 */
	List<LabelChange> take(final ImageSession session) {
		final RoiManager manager = RoiManager.getInstance2();
		if (manager == null || manager.getCount() == 0) throw new IllegalArgumentException(
			"the ROI Manager has no regions; outline some objects and press t, or put the objects there first");
		final Map<String, int[]> objects = new TreeMap<>();
		for (int plane = 0; plane < session.planes(); plane++) for (final int label : session.view().of(plane).keySet()) objects
			.put(session.view().name(plane, label), new int[] { plane, label });
		final List<Roi> fresh = new ArrayList<>();
		final Map<String, Roi> known = new TreeMap<>();
		for (final Roi roi : manager.getRoisAsArray()) {
			if (objects.containsKey(roi.getName())) known.put(roi.getName(), roi);
			else if (roi.isArea()) fresh.add(roi);
		}
		final List<LabelChange> changes = session.edits().together(() -> {
			if (given.contains(session)) objects.forEach((name, place) -> {
				if (!known.containsKey(name)) session.edits().delete(place[0], place[1]);
			});
			known.forEach((name, roi) -> reshape(session, objects.get(name), roi));
			for (final Roi roi : fresh) session.edits().add(planeOf(session, roi), Correcting.region(roi), Overlap.FREE);
		});
		given.add(session);
		// Regions of new objects get the names of these.
		if (!changes.isEmpty()) EventQueue.invokeLater(() -> {
			remove(manager, new HashSet<>(fresh.stream().map(Roi::getName).toList()));
			give(session);
		});
		return changes;
	}

	private static void reshape(final ImageSession session, final int[] place, final Roi roi) {
		final Roi old = session.view().of(place[0]).get(place[1]);
		if (!roi.isArea() || samePixels(old, roi)) return;
		session.edits().reshape(place[0], place[1], Correcting.region(roi));
	}

	private static boolean samePixels(final Roi one, final Roi other) {
		final Rectangle box = one.getBounds();
		if (!box.equals(other.getBounds())) return false;
		final EditRegion a = Correcting.region(one);
		final EditRegion b = Correcting.region(other);
		for (int y = box.y; y < box.y + box.height; y++) for (int x = box.x; x < box.x + box.width; x++) if (a.contains(x,
			y) != b.contains(x, y)) return false;
		return true;
	}

	private static int planeOf(final ImageSession session, final Roi roi) {
		if (session.planes() == 1) return 0;
		if (roi.hasHyperStackPosition()) return session.plane(Math.max(1, roi.getTPosition()) - 1, Math.max(1, roi
			.getZPosition()) - 1);
		final int position = roi.getPosition();
		if (position < 1 || position > session.image().getStackSize()) return session.plane();
		final int[] place = session.image().convertIndexToPosition(position);
		return session.plane(place[2] - 1, place[1] - 1);
	}
}
