package io.github.rwkvsss.correct;

import java.awt.Rectangle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

import io.github.rwkvsss.image.LabelImage;

/**
 * Corrections of a label image, plane by plane, each of which can be undone. An object keeps its number as long as
 * pixels of it are left; new ones get numbers above all that the image has. What is known of an object beside its pixels
 * stays with it; a score is lost when its object changes, since it was given to other pixels.
 * <p>
 * An edit keeps the box of pixels that it changed, before and after. Not for several threads at once.
 * </p>
 */
public final class LabelEdits {

	/** What an outline does where there are objects already. */
	public enum Overlap {
			/** Takes free pixels only: drawn objects never damage others. */
			FREE,
			/** Takes all pixels; objects below lose them. */
			OVERWRITE
	}

	private record Place(int plane, int label) {}

	/** Pixels of a box before and after. */
	private record Patch(LabelChange change, int[] before, int[] after) {}

	/** What is undone at once. A mark of null is none. */
	private record Step(List<Patch> patches, Map<Place, ObjectMark> before, Map<Place, ObjectMark> after, int highestBefore,
		int highestAfter)
	{}

	private final LabelImage labels;
	private final int width;
	private final int height;
	private final Map<Place, ObjectMark> marks = new HashMap<>();
	private final Deque<Step> done = new ArrayDeque<>();
	private final Deque<Step> undone = new ArrayDeque<>();
	private int highest;
	/** While several edits are to be one. */
	private Step open;

	/** @param labels changed in place; 0 or less where there is no object */
	public LabelEdits(final LabelImage labels) {
		this.labels = labels;
		height = Math.toIntExact(labels.size()[2]);
		width = Math.toIntExact(labels.size()[3]);
		highest = labels.max();
	}

	/** @return the label image as it is now. Not a copy. */
	public LabelImage labels() {
		return labels;
	}

	/** @return number of the object at a pixel; 0 if there is none, or the pixel lies outside */
	public int at(final int plane, final int x, final int y) {
		return x < 0 || y < 0 || x >= width || y >= height ? 0 : Math.max(0, labels.plane(plane)[y * width + x]);
	}

	/** @return numbers of the objects of a plane. A new set. */
	public SortedSet<Integer> labelsOf(final int plane) {
		final SortedSet<Integer> found = new TreeSet<>();
		int last = 0;
		for (final int label : labels.plane(plane)) if (label > 0 && label != last) found.add(last = label);
		return found;
	}

	/** @return what is known of an object */
	public ObjectMark mark(final int plane, final int label) {
		return marks.getOrDefault(new Place(plane, label), ObjectMark.NONE);
	}

	/** Says what is known of an object; not an edit, so nothing to undo. */
	public void mark(final int plane, final int label, final ObjectMark mark) {
		marks.put(new Place(plane, label), mark);
	}

	/**
	 * Takes an object away.
	 *
	 * @throws IllegalArgumentException in one sentence if there is none of that number
	 */
	public LabelChange delete(final int plane, final int label) {
		final Rectangle box = box(plane, label);
		final int[] after = cut(plane, box);
		for (int i = 0; i < after.length; i++) if (after[i] == label) after[i] = 0;
		return apply("delete", plane, box, after);
	}

	/**
	 * Makes two objects one. If they do not touch, it has two pieces.
	 *
	 * @param kept its number, name and class stay
	 * @param other its pixels become those of the first
	 * @throws IllegalArgumentException in one sentence if there are no two objects of these numbers
	 */
	public LabelChange merge(final int plane, final int kept, final int other) {
		if (kept == other) throw new IllegalArgumentException("object " + kept +
			" cannot be merged with itself; drag from one object to another");
		final Rectangle whole = box(plane, kept).union(box(plane, other));
		final int[] after = cut(plane, whole);
		for (int i = 0; i < after.length; i++) if (after[i] == other) after[i] = kept;
		return apply("merge", plane, whole, after);
	}

	/**
	 * Divides an object along a line. Its largest part keeps the number, the others get new ones and its class. Pixels under
	 * the line go to the nearest part, and so do parts of less than four pixels.
	 *
	 * @param x of the line's corners, in pixels
	 * @param y as many
	 * @throws IllegalArgumentException in one sentence if the line does not divide it
	 */
	public LabelChange split(final int plane, final int label, final int[] x, final int[] y) {
		final Rectangle box = box(plane, label);
		final int[] after = cut(plane, box);
		final boolean[] object = new boolean[after.length];
		for (int i = 0; i < after.length; i++) object[i] = after[i] == label;
		final ObjectParts parts = ObjectParts.of(object, ObjectParts.line(x, y, box), box.width);
		if (parts.count() < 2) throw new IllegalArgumentException("the line does not divide object " + label +
			"; draw it across the object, from outside to outside");
		final int first = highest;
		for (int i = 0; i < after.length; i++) if (parts.at(i) > 1) after[i] = first + parts.at(i) - 1;
		final LabelChange change = apply("split", plane, box, after);
		final String className = mark(plane, label).className();
		if (!className.isEmpty()) for (int part = 2; part <= parts.count(); part++) setMark(plane, first + part - 1,
			new ObjectMark(Float.NaN, className));
		return change;
	}

	/**
	 * Adds an object.
	 *
	 * @param region its pixels, as far as they lie inside the plane
	 * @throws IllegalArgumentException in one sentence if no pixel is left for it
	 */
	public LabelChange add(final int plane, final EditRegion region, final Overlap overlap) {
		return paint("add", plane, highest + 1, region, overlap);
	}

	/**
	 * Lets an object take further pixels.
	 *
	 * @throws IllegalArgumentException in one sentence if there is no object of that number, or nothing to take
	 */
	public LabelChange grow(final int plane, final int label, final EditRegion region, final Overlap overlap) {
		box(plane, label);
		return paint("grow", plane, label, region, overlap);
	}

	private LabelChange paint(final String what, final int plane, final int label, final EditRegion region,
		final Overlap overlap)
	{
		final Rectangle box = inside(region.box());
		final int[] after = cut(plane, box);
		boolean any = false;
		for (int i = 0; i < after.length; i++) {
			if (!region.contains(box.x + i % box.width, box.y + i / box.width) || after[i] == label) continue;
			if (after[i] > 0 && overlap == Overlap.FREE) continue;
			after[i] = label;
			any = true;
		}
		if (!any) throw new IllegalArgumentException(box.isEmpty() ? "the region lies outside the image; draw it inside"
			: "there is no free pixel in the region; draw it where no object is, or delete the object first");
		return apply(what, plane, box, after);
	}

	/**
	 * Gives an object another shape: of the region it takes the free pixels and its own, outside of it loses all.
	 *
	 * @throws IllegalArgumentException in one sentence if there is no object of that number, or nothing would be left of it
	 */
	public LabelChange reshape(final int plane, final int label, final EditRegion region) {
		final Rectangle wanted = inside(region.box());
		final Rectangle old = box(plane, label);
		final Rectangle box = wanted.isEmpty() ? old : old.union(wanted);
		final int[] after = cut(plane, box);
		boolean any = false;
		for (int i = 0; i < after.length; i++) {
			if (after[i] > 0 && after[i] != label) continue;
			final boolean in = region.contains(box.x + i % box.width, box.y + i / box.width);
			if (in) after[i] = label;
			else if (after[i] == label) after[i] = 0;
			any |= in;
		}
		if (!any) throw new IllegalArgumentException("nothing would be left of object " + label +
			"; draw the region where it is free, or delete the object");
		return apply("reshape", plane, box, after);
	}

	/**
	 * What {@link #replace} did.
	 *
	 * @param change of the label image
	 * @param numbers that the found objects have now, by those that they had; without those that were left out
	 */
	public record Replacement(LabelChange change, Map<Integer, Integer> numbers) {}

	/**
	 * Puts what a model found in place of what a part of a plane shows. Objects that reach out of the part, or into what is
	 * true, stay whole; a found object takes the pixels that are free, and is left out if they are less than half of it.
	 *
	 * @param box part of the plane
	 * @param found row-major labels of the box, 0 for background; new numbers are given to them, by rising label
	 * @param known what is known of them, by these labels
	 * @param isTrue whether a pixel of the plane, counted row by row, is done and to stay as it is
	 */
	public Replacement replace(final int plane, final Rectangle box, final int[] found, final Map<Integer, ObjectMark> known,
		final IntPredicate isTrue)
	{
		if (!new Rectangle(width, height).contains(box) || found.length != box.width * box.height)
			throw new IllegalArgumentException("labels of " + found.length + " pixels do not fill " + box.width + " x " +
				box.height + " pixels at " + box.x + ", " + box.y);
		final int[] after = cut(plane, box);
		final boolean[] fixed = fixed(plane, box, isTrue);
		final int[] all = new int[highest(found) + 1];
		final int[] free = new int[all.length];
		for (int i = 0; i < found.length; i++) {
			if (found[i] <= 0) continue;
			all[found[i]]++;
			if (!fixed[i]) free[found[i]]++;
		}
		int next = isEmptyBeside(plane, box, fixed) ? highestElsewhere(plane) : highest;
		final Map<Integer, Integer> numbers = new TreeMap<>();
		final int[] numberOf = new int[all.length];
		for (int label = 1; label < all.length; label++) {
			if (all[label] == 0 || 2 * free[label] < all[label]) continue;
			numbers.put(label, numberOf[label] = ++next);
		}
		for (int i = 0; i < after.length; i++) if (!fixed[i]) after[i] = found[i] > 0 ? numberOf[found[i]] : 0;
		final Set<Integer> fresh = new HashSet<>(numbers.values());
		final LabelChange change = apply("segment", plane, box, after);
		for (final int label : change.labels()) if (fresh.contains(label)) setMark(plane, label, null);
		numbers.forEach((label, number) -> {
			if (known.containsKey(label)) setMark(plane, number, known.get(label));
		});
		return new Replacement(change, numbers);
	}

	/** @return which pixels of a box keep their labels: those that are true, and all of objects that reach there or out of it */
	private boolean[] fixed(final int plane, final Rectangle box, final IntPredicate isTrue) {
		final int[] all = labels.plane(plane);
		final boolean[] stays = new boolean[highest + 1];
		// NB: plain loops without divisions, for this is done while its user waits.
		for (int y = 0, i = 0; y < height; y++) {
			final boolean row = y >= box.y && y < box.y + box.height;
			for (int x = 0; x < width; x++, i++) {
				if (all[i] <= 0 || stays[all[i]]) continue;
				stays[all[i]] = !row || x < box.x || x >= box.x + box.width || isTrue.test(i);
			}
		}
		final boolean[] fixed = new boolean[box.width * box.height];
		for (int y = 0, i = 0; y < box.height; y++) for (int x = 0; x < box.width; x++, i++) {
			final int at = (box.y + y) * width + box.x + x;
			fixed[i] = all[at] > 0 && stays[all[at]] || isTrue.test(at);
		}
		return fixed;
	}

	/** @return whether nothing stays of the plane, so that numbers can begin anew */
	private boolean isEmptyBeside(final int plane, final Rectangle box, final boolean[] fixed) {
		if (box.width != width || box.height != height) return false;
		final int[] all = labels.plane(plane);
		for (int i = 0; i < all.length; i++) if (fixed[i] && all[i] > 0) return false;
		return true;
	}

	private int highestElsewhere(final int plane) {
		int most = 0;
		for (int p = 0; p < labels.planes(); p++) if (p != plane) most = Math.max(most, highest(labels.plane(p)));
		return most;
	}

	private static int highest(final int[] labels) {
		int most = 0;
		for (final int label : labels) most = Math.max(most, label);
		return most;
	}

	/**
	 * Makes several edits one, for undoing.
	 *
	 * @param edits that call methods of this; if they throw, what they did is undone
	 * @return what they changed, in order
	 */
	public List<LabelChange> together(final Runnable edits) {
		if (open != null) throw new IllegalStateException("edits are being put together already");
		open = newStep();
		final Step all = open;
		boolean good = false;
		try {
			edits.run();
			good = true;
		}
		finally {
			open = null;
			if (!good) revert(all);
		}
		if (!all.patches.isEmpty()) push(all);
		return all.patches.stream().map(Patch::change).toList();
	}

	/** @return whether there is something to undo */
	public boolean canUndo() {
		return !done.isEmpty();
	}

	/** @return whether there is something to do again */
	public boolean canRedo() {
		return !undone.isEmpty();
	}

	/** @return what changed, latest first; empty if there is nothing to undo */
	public List<LabelChange> undo() {
		if (done.isEmpty()) return List.of();
		final Step step = done.pop();
		undone.push(step);
		return revert(step);
	}

	/** @return what changed; empty if there is nothing to do again */
	public List<LabelChange> redo() {
		if (undone.isEmpty()) return List.of();
		final Step step = undone.pop();
		done.push(step);
		for (final Patch patch : step.patches) paste(patch.change, patch.after);
		step.after.forEach(this::putMark);
		highest = step.highestAfter;
		return step.patches.stream().map(Patch::change).toList();
	}

	private List<LabelChange> revert(final Step step) {
		final List<LabelChange> changes = new ArrayList<>();
		for (int i = step.patches.size() - 1; i >= 0; i--) {
			paste(step.patches.get(i).change, step.patches.get(i).before);
			changes.add(step.patches.get(i).change);
		}
		step.before.forEach(this::putMark);
		highest = step.highestBefore;
		return changes;
	}

	private void putMark(final Place place, final ObjectMark mark) {
		if (mark == null) marks.remove(place);
		else marks.put(place, mark);
	}

	private Step newStep() {
		return new Step(new ArrayList<>(), new HashMap<>(), new HashMap<>(), highest, highest);
	}

	private LabelChange apply(final String what, final int plane, final Rectangle box, final int[] after) {
		final int[] before = cut(plane, box);
		final SortedSet<Integer> touched = new TreeSet<>();
		int last = 0;
		int lastAfter = 0;
		for (int i = 0; i < before.length; i++) {
			// Neighbours mostly are of one object, and a look-up for each would take long.
			if (before[i] == after[i] || before[i] == last && after[i] == lastAfter) continue;
			last = before[i];
			lastAfter = after[i];
			if (last > 0) touched.add(last);
			if (lastAfter > 0) touched.add(lastAfter);
		}
		final LabelChange change = new LabelChange(what, plane, box, touched);
		paste(change, after);
		final boolean single = open == null;
		if (single) open = newStep();
		open.patches.add(new Patch(change, before, after));
		for (final int label : touched) {
			highest = Math.max(highest, label);
			final ObjectMark mark = marks.get(new Place(plane, label));
			if (mark != null) setMark(plane, label, mark.byHand());
		}
		final Step step = open;
		if (single) {
			open = null;
			push(step);
		}
		return change;
	}

	private void push(final Step step) {
		done.push(new Step(step.patches, step.before, step.after, step.highestBefore, highest));
		undone.clear();
	}

	private void setMark(final int plane, final int label, final ObjectMark mark) {
		final Place place = new Place(plane, label);
		final Step step = open == null ? done.peek() : open;
		if (!step.before.containsKey(place)) step.before.put(place, marks.get(place));
		step.after.put(place, mark);
		putMark(place, mark);
	}

	private int[] cut(final int plane, final Rectangle box) {
		final int[] all = labels.plane(plane);
		final int[] part = new int[Math.max(0, box.width) * Math.max(0, box.height)];
		for (int y = 0; y < box.height; y++) System.arraycopy(all, (box.y + y) * width + box.x, part, y * box.width, box.width);
		return part;
	}

	private void paste(final LabelChange change, final int[] part) {
		final int[] all = labels.plane(change.plane());
		final Rectangle box = change.box();
		for (int y = 0; y < box.height; y++) System.arraycopy(part, y * box.width, all, (box.y + y) * width + box.x, box.width);
	}

	private Rectangle inside(final Rectangle box) {
		final Rectangle part = box.intersection(new Rectangle(width, height));
		return part.isEmpty() ? new Rectangle() : part;
	}

	private Rectangle box(final int plane, final int label) {
		final int[] all = labels.plane(plane);
		int left = width;
		int right = -1;
		int top = height;
		int bottom = -1;
		for (int i = 0; i < all.length; i++) {
			if (all[i] != label) continue;
			left = Math.min(left, i % width);
			right = Math.max(right, i % width);
			top = Math.min(top, i / width);
			bottom = i / width;
		}
		if (label <= 0 || right < 0) throw new IllegalArgumentException(label <= 0 ? "there is no object there; choose one"
			: "there is no object " + label + "; it may have been deleted or merged");
		return new Rectangle(left, top, right - left + 1, bottom - top + 1);
	}
}
