package io.github.rwkvsss.workbench;

import java.awt.Rectangle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.Duplicator;
import io.github.rwkvsss.correct.LabelChange;
import io.github.rwkvsss.correct.LabelEdits;
import io.github.rwkvsss.correct.ObjectMark;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.ObjectDiameter;
import io.github.rwkvsss.label.ObjectOutlines;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.ops.RequestedDevice;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SegmentationResult;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.segment.View;
import io.github.rwkvsss.tensor.DeviceChoice;

/** Lets the chosen model find the objects of the current image, or of a part of it, in the background. */
final class Segmenting {

	/** How much of the image. */
	enum Part {
			IMAGE, SLICE, VISIBLE
	}

	/** What was found in a part of a plane. */
	private record Found(int plane, Rectangle box, int[] labels, Map<Integer, Roi> outlines,
		Map<Integer, ObjectMark> marks)
	{}

	/** Objects of a plane that are in the label image now. */
	private record Placed(int plane, Map<Integer, Roi> outlines, int objects) {}

	private record All(List<Placed> planes, List<LabelChange> changes, double diameter) {}

	private final WorkbenchState state;
	private final Work work;
	private final ManagedRegions regions;
	private final Consumer<String> words;

	Segmenting(final WorkbenchState state, final Work work, final ManagedRegions regions, final Consumer<String> words) {
		this.state = state;
		this.work = work;
		this.regions = regions;
		this.words = words;
	}

	/** Opens a model where "auto" says. Loads LibTorch. */
	static ImageModel open(final String model) throws IOException {
		return ChosenModel.open(model, RequestedDevice.of(DeviceChoice.AUTO).device());
	}

	/** Begins; what is found shows when it is there. What is marked as done stays as it is. */
	void start(final Part part) {
		final ImageSession session = state.current().orElse(null);
		if (session == null) {
			words.accept("Open an image first, for instance by RWKV-SSS Open Sample Image.");
			return;
		}
		final String model = state.model();
		final double diameter = state.diameter();
		final ImagePlus image = session.image();
		final View view = part == Part.VISIBLE ? View.of(image) : new View(image.getT() - 1, image.getZ() - 1, new Rectangle(
			image.getWidth(), image.getHeight()));
		if (part == Part.IMAGE) MacroCall.of("RWKV-SSS Segment...").with("input", image.getTitle()).with("model", model)
			.withNumber("diameter", diameter).record();
		work.startAlone("segmenting", (progress, cancellation) -> {
			try (ImageModel opened = open(model)) {
				final boolean sized = opened.facts().diameter() != null;
				final SegmentationSettings settings = SegmentationSettings.DEFAULT.withDiameter(sized ? diameter : 0);
				if (part == Part.VISIBLE) return placed(session, visible(session, view, settings, opened, progress, cancellation));
				final List<Found> found = part == Part.IMAGE || session.planes() == 1 ? planes(session, image, 0, settings, opened,
					progress, cancellation) : planes(session, slice(image, view), session.plane(view.frame(), view.slice()), settings,
						opened, progress, cancellation);
				return placed(session, found);
			}
		}, all -> show(session, all));
	}

	private static ImagePlus slice(final ImagePlus image, final View view) {
		image.deleteRoi();
		final ImagePlus slice = new Duplicator().run(image, 1, image.getNChannels(), view.slice() + 1, view.slice() + 1, view
			.frame() + 1, view.frame() + 1);
		slice.setTitle(image.getTitle());
		return slice;
	}

	private static List<Found> planes(final ImageSession session, final ImagePlus image, final int first,
		final SegmentationSettings settings, final ImageModel model, final Progress progress, final Cancellation cancellation)
	{
		final SegmentationResult result = settings.with(model).result(ResultKind.LABELS).build().run(image, progress,
			cancellation);
		final LabelImage labels = LabelImage.of(result.image(ResultKind.LABELS).orElseThrow());
		final List<Found> found = new ArrayList<>();
		final List<Roi> outlines = result.outlines();
		int next = 0;
		for (int p = 0; p < labels.planes(); p++) {
			final Map<Integer, Roi> of = new TreeMap<>();
			final Map<Integer, ObjectMark> marks = new HashMap<>();
			// In the order of planes and numbers, as the result gives them.
			for (final int label : numbers(labels.plane(p))) {
				final Roi roi = outlines.get(next++);
				of.put(label, roi);
				final String score = roi.getProperty(SegmentationResult.SCORE);
				final String className = roi.getProperty(RoiAnnotation.CLASS);
				if (score != null || className != null) marks.put(label, new ObjectMark(score == null ? Float.NaN : Float
					.parseFloat(score), className == null ? "" : className));
			}
			found.add(new Found(first + p, new Rectangle(image.getWidth(), image.getHeight()), labels.plane(p), of, marks));
		}
		return found;
	}

	private static List<Integer> numbers(final int... labels) {
		int most = 0;
		for (final int label : labels) most = Math.max(most, label);
		final boolean[] there = new boolean[most + 1];
		for (final int label : labels) there[label] = true;
		final List<Integer> numbers = new ArrayList<>();
		for (int label = 1; label <= most; label++) if (there[label]) numbers.add(label);
		return numbers;
	}

	private static List<Found> visible(final ImageSession session, final View view, final SegmentationSettings settings,
		final ImageModel model, final Progress progress, final Cancellation cancellation)
	{
		final double diameter = settings.diameter() != 0 ? settings.diameter() : settings.with(model).build().diameter(session
			.image(), view.frame(), view.slice(), cancellation);
		final Segmentation segmentation = settings.withDiameter(diameter).with(model).build();
		final int[] labels = segmentation.labelsInView(session.image(), view, progress, cancellation).plane(0);
		final Map<Integer, Roi> outlines = ObjectOutlines.of(labels, view.part().width);
		outlines.values().forEach(roi -> roi.setLocation(roi.getXBase() + view.part().x, roi.getYBase() + view.part().y));
		return List.of(new Found(session.plane(view.frame(), view.slice()), view.part(), labels, outlines, Map.of()));
	}

	private static double typical(final List<Found> found) {
		return found.stream().mapToDouble(each -> ObjectDiameter.typical(each.labels)).filter(d -> d > 0).average().orElse(0);
	}

	/** Puts all into the label image; on the work's thread, while corrections wait. */
	private static All placed(final ImageSession session, final List<Found> planes) {
		final List<Placed> placed = new ArrayList<>();
		final List<LabelChange> changes = session.edits().together(() -> planes.forEach(found -> placed.add(placed(session,
			found))));
		return new All(placed, changes, typical(planes));
	}

	private static Placed placed(final ImageSession session, final Found found) {
		final LabelEdits.Replacement replaced = session.edits().replace(found.plane, found.box, found.labels, found.marks,
			pixel -> session.isDone(found.plane, pixel));
		final Map<Integer, Roi> outlines = new TreeMap<>(session.view().of(found.plane));
		outlines.keySet().removeAll(replaced.change().labels());
		// Those that are as they were found have their outlines already; only those that were cut get new ones.
		final Set<Integer> anew = new TreeSet<>(replaced.change().labels());
		final Map<Integer, Integer> areas = areas(session, found);
		replaced.numbers().forEach((label, number) -> {
			final Roi roi = found.outlines.get(label);
			if (areas.getOrDefault(number, 0) != roi.getContainedPoints().length) return;
			outlines.put(number, session.view().dressed(roi, found.plane, number));
			anew.remove(number);
		});
		outlines.putAll(session.view().made(found.plane, anew));
		return new Placed(found.plane, outlines, replaced.numbers().size());
	}

	private void show(final ImageSession session, final All all) {
		all.planes.forEach(placed -> session.view().put(placed.plane, placed.outlines));
		final int objects = all.planes.stream().mapToInt(Placed::objects).sum();
		session.edited();
		session.view().compare(List.of());
		regions.follow(session, all.changes);
		state.foundDiameter(all.diameter);
		words.accept(objects == 0 ? "Found no objects; check the diameter, or choose another model." : "Found " + objects +
			(objects == 1 ? " object." : " objects."));
		IJ.showStatus("");
	}

	private static Map<Integer, Integer> areas(final ImageSession session, final Found found) {
		final int width = session.image().getWidth();
		final int[] plane = session.edits().labels().plane(found.plane);
		final Map<Integer, Integer> areas = new HashMap<>();
		for (int y = found.box.y; y < found.box.y + found.box.height; y++) for (int x = found.box.x; x < found.box.x +
			found.box.width; x++) if (plane[y * width + x] > 0) areas.merge(plane[y * width + x], 1, Integer::sum);
		return areas;
	}

	/**
	 * Finds the outlines of a plane by two models, to be compared.
	 *
	 * @return those of the old in one colour, of the new in another; called on the work's thread
	 */
	static List<Roi> compared(final ImagePlus plane, final String old, final String young, final double diameter,
		final Progress progress, final Cancellation cancellation) throws IOException
	{
		final List<Roi> both = new ArrayList<>();
		for (final String model : List.of(old, young)) {
			try (ImageModel opened = open(model)) {
				final List<Roi> found = SegmentationSettings.DEFAULT.withDiameter(opened.facts().diameter() == null ? 0 : diameter)
					.with(opened).build().run(plane, progress, cancellation).outlines();
				for (final Roi roi : found) {
					roi.setStrokeColor(model.equals(young) ? CompareColours.NEW : CompareColours.OLD);
					roi.setStrokeWidth(model.equals(young) ? 1 : 3);
					both.add(roi);
				}
			}
		}
		return both;
	}

	/** @return a copy of the plane that is shown */
	static ImagePlus shownSlice(final ImagePlus image) {
		return image.getStackSize() == image.getNChannels() ? image : slice(image, new View(image.getT() - 1, image.getZ() - 1,
			new Rectangle(1, 1)));
	}
}
