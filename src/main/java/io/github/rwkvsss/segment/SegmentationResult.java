package io.github.rwkvsss.segment;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import ij.ImagePlus;
import ij.gui.Roi;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.image.Geometry;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.ObjectOutlines;
import io.github.rwkvsss.label.ObjectPolygons;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.predict.ProbabilityImage;

/**
 * What a segmentation found, in the forms that were asked for. Every image has the input's axes, calibration and slice
 * labels, none is shown. Forms are made when asked for; those of the input's pixels from the input as it is then.
 */
public final class SegmentationResult {

	/** Property of an outline: the object's score, 0 to 1. */
	public static final String SCORE = "score";

	/** Property of an outline: how sure the model is of the object's class, 0 to 1; the class is {@link RoiAnnotation#CLASS}. */
	public static final String CLASS_SCORE = "class_score";

	private final ImagePlus input;
	private final MeasuredChannels measured;
	private final ModelFacts facts;
	private final Set<ResultKind> kinds;
	private final Geometry geometry;
	private final FoundPlanes found;
	private final LabelImage labels;
	private final List<ProbabilityImage> parts;
	private final boolean shapeFeatures;

	/**
	 * @param labels objects numbered from 1, or classes from 0, of the image's extent
	 * @param found what else was found of them
	 * @param parts probabilities of each plane or, of a 3D model, of each frame; empty if not asked for
	 * @param shapeFeatures whether the table has them
	 */
	SegmentationResult(final ImagePlus input, final MeasuredChannels measured, final ModelFacts facts,
		final Set<ResultKind> kinds, final LabelImage labels, final FoundPlanes found, final List<ProbabilityImage> parts,
		final boolean shapeFeatures)
	{
		this.input = input;
		this.measured = measured;
		this.facts = facts;
		this.kinds = kinds;
		this.found = found;
		this.labels = labels;
		this.parts = parts;
		this.shapeFeatures = shapeFeatures;
		geometry = Geometry.of(input);
	}

	/** @return what was asked for */
	public Set<ResultKind> kinds() {
		return kinds;
	}

	/** @return the image that was segmented */
	public ImagePlus input() {
		return input;
	}

	/** @return number of objects over all planes or volumes; empty for a semantic model */
	public OptionalLong objects() {
		if (facts.task() == Task.SEMANTIC) return OptionalLong.empty();
		long objects = 0;
		final int slices = volumes() ? (int) geometry.size()[1] : 1;
		for (int from = 0; from < labels.planes(); from += slices) {
			int highest = 0;
			for (int p = from; p < from + slices; p++) for (final int label : labels.plane(p)) highest = Math.max(highest, label);
			objects += highest;
		}
		return OptionalLong.of(objects);
	}

	/**
	 * @return what is to be told of how objects were found, a sentence each: the size that was measured automatically, and what
	 *         was left out as debris
	 */
	public List<String> remarks() {
		return found.remarks(input.getTitle());
	}

	/**
	 * @param kind one of the images
	 * @return a new image, titled as the input with the kind's word; empty if that kind was not asked for
	 */
	public Optional<ImagePlus> image(final ResultKind kind) {
		if (!kinds.contains(kind)) return Optional.empty();
		final String title = ImageReader.withoutExtension(input.getTitle()) + "-" + kind.word();
		return Optional.of(switch (kind) {
			case LABELS -> labels(title);
			case MASK -> geometry.mask(title, labels);
			case PROBABILITIES -> geometry.probabilities(title, facts.classNames(), this::probabilities);
			case OVERLAY -> {
				final ImagePlus copy = input.duplicate();
				copy.setTitle(title);
				OutlineOverlay.put(outlines(), copy);
				yield copy;
			}
			case ROIS, TABLE, GEOJSON, COCO -> throw new IllegalArgumentException(kind.word() + " is no image");
		});
	}

	private ImagePlus labels(final String title) {
		final ImagePlus image = geometry.labels(title, ClassValues.of(facts).of(labels));
		if (facts.task() == Task.INSTANCE) ObjectColours.show(image, image.getDisplayRangeMax());
		return image;
	}

	private float[] probabilities(final int k, final int frame, final int slice) {
		if (volumes()) return parts.get(frame).plane(k, slice);
		return parts.get(frame * (int) geometry.size()[1] + slice).plane(k);
	}

	/**
	 * @return a new selection per object and plane, or per class but the first, at its place in the stack, named by
	 *         frame, slice, class and number where there are such, and coloured as in the label image, or by class
	 */
	public List<Roi> outlines() {
		final List<Roi> outlines = new ArrayList<>();
		final OutlineNames names = new OutlineNames(input, facts, labels);
		final int slices = (int) geometry.size()[1];
		for (int i = 0; i < labels.planes(); i++) {
			for (final Map.Entry<Integer, Roi> outline : ObjectOutlines.of(labels.plane(i), input.getWidth()).entrySet()) {
				final int part = volumes() ? i / slices : i;
				names.put(outline.getValue(), outline.getKey(), found.objectClass(part, outline.getKey()), i / slices, i % slices);
				final float score = found.score(part, outline.getKey());
				final float classScore = found.classScore(part, outline.getKey());
				if (!Float.isNaN(classScore)) outline.getValue().setProperty(CLASS_SCORE, String.format(Locale.ROOT, "%.3f",
					classScore));
				if (!Float.isNaN(score)) outline.getValue().setProperty(SCORE, String.format(Locale.ROOT, "%.3f", score));
				outlines.add(outline.getValue());
			}
		}
		return outlines;
	}

	/** @return size, intensity and place, if asked for shape, of each object, or of each class but the first */
	public ObjectTable table() {
		return ObjectTable.measure(ImageReader.withoutExtension(input.getTitle()), labels, found, measured, geometry, facts,
			shapeFeatures);
	}

	/** @return the same objects or class regions as {@link #outlines}, as polygons, with what {@link #table} says of them */
	public List<ObjectShape> shapes() {
		final List<ObjectShape> shapes = new ArrayList<>();
		final Map<ObjectTable.Key, Map<String, Double>> measured = table().numbers();
		final int slices = (int) geometry.size()[1];
		for (int i = 0; i < labels.planes(); i++) {
			final int frame = i / slices;
			final int slice = i % slices;
			ObjectPolygons.of(labels.plane(i), input.getWidth()).forEach((number, polygons) -> {
				final String name = facts.task() == Task.INSTANCE ? Integer.toString(number) : facts.classNames().get(number);
				final int part = volumes() ? frame : frame * slices + slice;
				shapes.add(new ObjectShape(frame, slice, number, name, found.score(part, number), category(part, number), polygons,
					measured.get(new ObjectTable.Key(frame, volumes() ? 0 : slice, name))));
			});
		}
		return shapes;
	}

	private ObjectShape.Category category(final int part, final int number) {
		if (facts.task() == Task.SEMANTIC) return new ObjectShape.Category(number, facts.classNames().get(number));
		final int k = found.objectClass(part, number);
		return k < 0 ? null : new ObjectShape.Category(k + 1, facts.objectClasses().get(k));
	}

	/** Writes {@link #shapes} as GeoJSON or COCO's JSON. */
	void writeShapes(final ResultKind kind, final Writer to) throws IOException {
		final List<ObjectShape> shapes = shapes();
		final List<ObjectShape.Category> categories = isOfObjects() ? ShapeFiles.objectCategories(facts) : shapes.stream().map(
			ObjectShape::category).distinct().sorted(Comparator.comparingInt(ObjectShape.Category::number)).toList();
		final ShapeSink sink = ShapeFiles.begin(kind, input.getTitle(), geometry.size(), facts, categories, to);
		for (final ObjectShape shape : shapes) sink.add(shape);
		sink.finish();
	}

	/** @return whether objects were found; else classes */
	public boolean isOfObjects() {
		return facts.task() == Task.INSTANCE;
	}

	private boolean volumes() {
		return facts.dimensions() == 3;
	}
}
