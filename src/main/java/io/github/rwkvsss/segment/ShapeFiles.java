package io.github.rwkvsss.segment;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/** Begins files of shapes, to which one shape after another is written. */
public final class ShapeFiles {

	private ShapeFiles() {}

	/**
	 * @param kind {@link ResultKind#GEOJSON} or {@link ResultKind#COCO}
	 * @param image its name
	 * @param size of the image: (frames, slices, height, width)
	 * @param facts of the model that found the objects
	 * @param to not closed
	 * @return a file of objects; of classes see {@link SegmentationResult}
	 */
	public static ShapeSink begin(final ResultKind kind, final String image, final long[] size, final ModelFacts facts,
		final Writer to) throws IOException
	{
		return begin(kind, image, size, facts, objectCategories(facts), to);
	}

	/** @param categories of COCO's file */
	static ShapeSink begin(final ResultKind kind, final String image, final long[] size, final ModelFacts facts,
		final List<ObjectShape.Category> categories, final Writer to) throws IOException
	{
		return switch (kind) {
			case GEOJSON -> new GeoJson(to, image, facts.task() == Task.INSTANCE, size[0] > 1 || size[1] > 1);
			case COCO -> new CocoJson(to, image, size, categories);
			default -> throw new IllegalArgumentException(kind.word() + " holds no shapes");
		};
	}

	/** @return the classes of objects, or the one of all */
	static List<ObjectShape.Category> objectCategories(final ModelFacts facts) {
		final List<ObjectShape.Category> categories = new ArrayList<>();
		for (final String name : facts.objectClasses()) categories.add(new ObjectShape.Category(categories.size() + 1, name));
		return categories.isEmpty() ? List.of(CocoJson.OBJECT) : categories;
	}
}
