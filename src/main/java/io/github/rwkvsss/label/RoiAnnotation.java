package io.github.rwkvsss.label;

import java.awt.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.ObjectClasses;

/**
 * Regions that a person drew on an image, as labels to learn from. What is not drawn is not annotated, but for
 * what {@link Unlabelled} says.
 * <p>
 * A region named {@code background}, with or without a number after it, is background and lies beneath all others: a
 * box of that name around some finished objects says that between them there is nothing else. Of two other regions that
 * overlap, the later one in the list lies above. Texts and pasted images are left aside.
 * </p>
 */
public final class RoiAnnotation {

	/** Property of a region: the class of its object. */
	public static final String CLASS = "class";

	private static final String BACKGROUND_NAME = "background";
	/** Pixels that a region may cover however small the image is. */
	private static final double LARGEST = 1 << 24;
	private static final int MOST_LABELS = 1 << 24;

	private final LabelImage labels;
	private final List<String> classNames;
	/** Of object n at n - 1; empty for one of no class. */
	private final List<String> objectClasses;
	private final int inside;
	private final int outside;

	private RoiAnnotation(final Painter painter, final List<String> classNames, final List<String> objectClasses) {
		this.objectClasses = List.copyOf(objectClasses);
		labels = painter.labels;
		inside = painter.inside;
		outside = painter.outside;
		this.classNames = List.copyOf(classNames);
	}

	/** @return number of regions of which at least a pixel lies inside the image */
	public int inside() {
		return inside;
	}

	/** @return number of regions that lie outside the image, of which nothing can be learned */
	public int outside() {
		return outside;
	}

	/** @return labels of the image's extent and name; -1 where not annotated. Not a copy. */
	public LabelImage labels() {
		return labels;
	}

	/** @return name of each class that was drawn, in the order of the label values; empty for objects */
	public List<String> classNames() {
		return classNames;
	}

	/**
	 * @return of which class each object is, as its region's property {@link #CLASS} says, which outlines of a segmentation
	 *         have, else its group, else its name without trailing numbers; of no known class if none of them says it
	 */
	public ObjectClasses objectClasses() {
		final List<String> names = objectClasses.stream().filter(name -> !name.isEmpty()).distinct().sorted().toList();
		final int[] numbers = objectClasses.stream().mapToInt(name -> names.indexOf(name) + 1).toArray();
		return new ObjectClasses(labels.replaced(label -> label <= 0 ? 0 : numbers[label - 1]), names);
	}

	private static String objectClass(final Roi roi) {
		final String property = roi.getProperty(CLASS);
		if (property != null && !property.isBlank()) return property.strip();
		return roi.getGroup() > 0 ? groupName(Integer.toString(roi.getGroup())) : withoutNumber(roi);
	}

	/**
	 * Each area is an object with a number of its own in its plane.
	 *
	 * @param image on which they were drawn; only its size is looked at
	 * @param regions areas; those for background may be lines and points too
	 * @param unlabelled what the rest means
	 * @param margin width of the rim, in pixels; 0 to fit the objects
	 * @throws IllegalArgumentException in one sentence if a region does not fit, or nothing tells what is background
	 */
	public static RoiAnnotation objects(final ImagePlus image, final List<Roi> regions, final Unlabelled unlabelled,
		final int margin)
	{
		final List<Roi> drawn = drawn(regions);
		final Painter painter = new Painter(image);
		boolean background = unlabelled != Unlabelled.IGNORE;
		for (final Roi roi : drawn) {
			if (!isBackground(roi)) continue;
			painter.paint(roi, 0);
			background = true;
		}
		if (!background) throw new IllegalArgumentException("nothing tells what is background in " + image.getTitle() +
			"; draw a region named background, or let a margin around the objects be background");
		int next = 0;
		final List<String> classes = new ArrayList<>();
		for (final Roi roi : drawn) {
			if (isBackground(roi)) continue;
			if (!roi.isArea()) throw new IllegalArgumentException("region " + text(roi) +
				" is no area; outline objects with a closed shape, and keep lines for background or for classes");
			if (!painter.paint(roi, next + 1)) continue;
			classes.add(objectClass(roi));
			next++;
		}
		painter.requireInside();
		if (next == 0) throw new IllegalArgumentException("no object is outlined in " + image.getTitle() +
			"; every region is named background");
		unlabelled.fill(painter.labels, margin);
		return new RoiAnnotation(painter, List.of(), classes);
	}

	/**
	 * Each region shows pixels of a class: of its group if any region has one, else of its name without trailing numbers.
	 * Background is class 0, others follow by group or alphabet.
	 *
	 * @param image as for {@link #objects}
	 * @param regions areas, lines of their stroke's width, or points
	 * @param unlabelled what the rest means
	 * @param margin as for {@link #objects}
	 * @throws IllegalArgumentException in one sentence if a region does not fit or has no class
	 */
	public static RoiAnnotation classes(final ImagePlus image, final List<Roi> regions, final Unlabelled unlabelled,
		final int margin)
	{
		final List<Roi> drawn = drawn(regions);
		final boolean byGroup = drawn.stream().anyMatch(roi -> roi.getGroup() > 0);
		final Map<Roi, String> classOf = new LinkedHashMap<>();
		final Map<String, Integer> values = new TreeMap<>();
		for (final Roi roi : drawn) {
			if (isBackground(roi)) continue;
			classOf.put(roi, byGroup ? group(roi) : name(roi));
			values.put(classOf.get(roi), 0);
		}
		final List<String> names = new ArrayList<>();
		if (unlabelled != Unlabelled.IGNORE || classOf.size() < drawn.size()) names.add(BACKGROUND_NAME);
		for (final Map.Entry<String, Integer> entry : values.entrySet()) {
			entry.setValue(names.size());
			names.add(byGroup ? groupName(entry.getKey()) : entry.getKey());
		}
		if (names.size() < 2) throw new IllegalArgumentException("the regions show the class " + names +
			" only; draw another one, for instance background, or let the rest be background");
		final Painter painter = new Painter(image);
		for (final Roi roi : drawn) if (isBackground(roi)) painter.paint(roi, 0);
		classOf.forEach((roi, name) -> painter.paint(roi, values.get(name)));
		painter.requireInside();
		unlabelled.fill(painter.labels, margin);
		return new RoiAnnotation(painter, names, List.of());
	}

	private static List<Roi> drawn(final List<Roi> regions) {
		final List<Roi> drawn = regions.stream().filter(roi -> !(roi instanceof TextRoi || roi instanceof ImageRoi)).toList();
		if (drawn.isEmpty()) throw new IllegalArgumentException(
			"there are no regions; outline some objects and add them to the ROI Manager or the overlay");
		return drawn;
	}

	private static boolean isBackground(final Roi roi) {
		return BACKGROUND_NAME.equals(withoutNumber(roi));
	}

	private static String withoutNumber(final Roi roi) {
		return roi.getName() == null ? "" : roi.getName().strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]*[\\d\\s_.-]*$",
			"");
	}

	private static String name(final Roi roi) {
		final String name = withoutNumber(roi);
		if (name.isEmpty()) throw new IllegalArgumentException("region " + text(roi) +
			" does not say its class; rename it, for instance to cell or background, or give groups to all regions");
		return name;
	}

	/** Groups as texts that sort as the numbers do. */
	private static String group(final Roi roi) {
		if (roi.getGroup() < 1) throw new IllegalArgumentException("region " + text(roi) +
			" has no group, but others have; give it one, or name it background");
		return String.format(Locale.ROOT, "%03d", roi.getGroup());
	}

	private static String groupName(final String number) {
		final int group = Integer.parseInt(number);
		final String name = Roi.getGroupName(group);
		return name == null || name.isBlank() ? "group " + group : name;
	}

	private static String text(final Roi roi) {
		return roi.getName() == null ? "without a name at " + roi.getBounds().x + ", " + roi.getBounds().y : roi.getName();
	}

	/** Paints regions into the planes to which they belong. */
	private static final class Painter {

		private final ImagePlus image;
		private final int width;
		private final int height;
		private final LabelImage labels;
		private int inside;
		private int outside;

		Painter(final ImagePlus image) {
			this.image = image;
			width = image.getWidth();
			height = image.getHeight();
			labels = LabelImage.allocate(image.getTitle(), image.getNFrames(), image.getNSlices(), height, width);
			labels.replace(nothing -> InstanceTargets.IGNORED_LABEL);
		}

		/** @return whether any of it lies inside the image */
		boolean paint(final Roi roi, final int label) {
			if (label > MOST_LABELS) throw new IllegalArgumentException("there are more than " + MOST_LABELS + " regions");
			final java.awt.Rectangle bounds = roi.getBounds();
			// Its points are listed one by one, those outside the image too.
			if ((double) bounds.width * bounds.height > LARGEST + 16.0 * width * height) throw new IllegalArgumentException(
				"region " + text(roi) + " is " + bounds.width + " x " + bounds.height + " pixels, the image " + image.getTitle() +
					" " + width + " x " + height + "; draw it on this image");
			final int[] plane = labels.plane(planeOf(roi));
			final Roi area = roi.isLine() && roi.getStrokeWidth() > 1 ? Roi.convertLineToArea(roi) : roi;
			boolean found = false;
			for (final Point p : area.getContainedPoints()) {
				if (p.x < 0 || p.y < 0 || p.x >= width || p.y >= height) continue;
				plane[p.y * width + p.x] = label;
				found = true;
			}
			if (found) inside++;
			else outside++;
			return found;
		}

		void requireInside() {
			if (inside == 0) throw new IllegalArgumentException("all " + outside + " regions lie outside the image " + image
				.getTitle() + ", " + width + " x " + height + " pixels; were they drawn on another one?");
		}

		/** A region belongs to the slice that it states, or that the ROI Manager put into its name. */
		private int planeOf(final Roi roi) {
			if (labels.planes() == 1) return 0;
			if (roi.hasHyperStackPosition()) return checked(roi, Math.max(1, roi.getTPosition()), Math.max(1, roi
				.getZPosition()));
			final int position = roi.getPosition() > 0 ? roi.getPosition() : positionInName(roi.getName());
			if (position < 1 || position > image.getStackSize()) throw new IllegalArgumentException("region " + text(roi) +
				" belongs to no slice of the stack " + image.getTitle() +
				"; associate regions with slices in the ROI Manager (More > Options), and add it again");
			final int[] place = image.convertIndexToPosition(position);
			return checked(roi, place[2], place[1]);
		}

		private int checked(final Roi roi, final int frame, final int slice) {
			if (frame > image.getNFrames() || slice > image.getNSlices()) throw new IllegalArgumentException("region " + text(
				roi) + " belongs to slice " + slice + ", frame " + frame + ", which the image " + image.getTitle() +
				" does not have");
			return (frame - 1) * image.getNSlices() + slice - 1;
		}

		/** Of {@code 0003-0123-0456}: 3. */
		private static int positionInName(final String name) {
			return name != null && name.matches("\\d{4,}-\\d{4,}-\\d{4,}(-\\d+)?") ? Integer.parseInt(name.substring(0, name
				.indexOf('-'))) : 0;
		}
	}
}
