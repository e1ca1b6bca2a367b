package io.github.rwkvsss.segment;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.rwkvsss.image.Slicing;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.predict.Flips;

/**
 * What users choose for a segmentation beside image and model. Immutable; equal settings of one model give equal
 * results.
 *
 * @param channels of the image
 * @param results what to give, at least one
 * @param tile edge of a tile in pixels, a multiple of the model's stride; 0 for what suits model and memory
 * @param flips which mirror images are averaged
 * @param foregroundThreshold of {@link InstanceParameters}; 0 for the model's own
 * @param prominence of {@link InstanceParameters}; 0 for the model's own
 * @param minimumSize of {@link InstanceParameters}, in pixels or voxels; 0 for the model's own
 * @param diameter pixels across a typical object of the image, for models that know the size of theirs; 0 to find it
 * @param dimObjects whether far dimmer objects are looked for, too
 * @param slicing direction of the slices that a 2D model sees of a volume
 * @param shapeFeatures whether the table has measures of the objects' shapes, too
 * @param borderObjects whether objects that touch the border are kept
 * @param level of a multiscale image, see {@link ChosenLevel}; whoever opens the image looks at it
 */
public record SegmentationSettings(ChannelChoice channels, Set<ResultKind> results, int tile, Flips flips,
	double foregroundThreshold, double prominence, int minimumSize, double diameter, DimObjects dimObjects, Slicing slicing,
	boolean shapeFeatures, boolean borderObjects, LevelChoice level)
{

	/** Labels of an image with all its channels, everything else as the model has it. */
	public static final SegmentationSettings DEFAULT = new Builder().build();

	/** @throws IllegalArgumentException if no result is asked for */
	public SegmentationSettings {
		Objects.requireNonNull(channels, "channels");
		Objects.requireNonNull(flips, "flips");
		Objects.requireNonNull(dimObjects, "dimObjects");
		Objects.requireNonNull(slicing, "slicing");
		Objects.requireNonNull(level, "level");
		if (results.isEmpty()) throw new IllegalArgumentException(
			"no result is chosen; choose one or more of labels, mask, probabilities, overlay, rois, table, geojson and coco");
		results = Set.copyOf(results);
	}

	/** @return a builder that begins with {@link #DEFAULT} */
	public static Builder builder() {
		return new Builder();
	}

	/** @return a builder that begins with these settings */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/** @return these settings with other results */
	public SegmentationSettings withResults(final Set<ResultKind> other) {
		return toBuilder().results(other).build();
	}

	/** @return these settings with another tile */
	public SegmentationSettings withTile(final int other) {
		return toBuilder().tile(other).build();
	}

	/** @return these settings with slices of another direction */
	public SegmentationSettings withSlicing(final Slicing other) {
		return toBuilder().slicing(other).build();
	}

	/** @return these settings for objects of another size */
	public SegmentationSettings withDiameter(final double pixels) {
		return toBuilder().diameter(pixels).build();
	}

	/** @return these settings with or without measures of shapes */
	public SegmentationSettings withShapeFeatures(final boolean wanted) {
		return toBuilder().shapeFeatures(wanted).build();
	}

	/** @return these settings, keeping or leaving out objects that touch the border */
	public SegmentationSettings withBorderObjects(final boolean kept) {
		return toBuilder().borderObjects(kept).build();
	}

	/** @return these settings for another level of multiscale images */
	public SegmentationSettings withLevel(final LevelChoice other) {
		return toBuilder().level(other).build();
	}

	/** @return the results, in the order of their kinds */
	public List<ResultKind> orderedResults() {
		return results.stream().sorted().toList();
	}

	/**
	 * @return one line that is the same for equal settings only: {@code key=value} pairs as users write them
	 */
	public String text() {
		return "channels=" + channels.text() + " results=" + orderedResults().stream().map(ResultKind::word).collect(Collectors
			.joining(",")) + " tile=" + tile + " flips=" + (flips != Flips.NONE) + " foreground_threshold=" +
			foregroundThreshold + " prominence=" + prominence + " minimum_size=" + minimumSize + " diameter=" + diameter +
			" dim_objects=" + (dimObjects == DimObjects.SOUGHT) + " slices=" + slicing.word() + (shapeFeatures
				? " shape_features=true" : "") + (borderObjects ? "" : " border_objects=false") + (level.equals(LevelChoice.FINEST)
					? "" : " level=" + level.text());
	}

	/**
	 * @return how the model's objects are separated under these settings; null for a model that finds none
	 * @throws IllegalArgumentException if the model finds no objects and a setting is about them, or it is out of range
	 */
	InstanceParameters instances(final ModelFacts facts) {
		final InstanceParameters ofModel = facts.instances();
		if (ofModel == null) {
			if (foregroundThreshold != 0 || prominence != 0 || minimumSize != 0) throw new IllegalArgumentException("model " +
				facts.name() + " finds no objects; leave foreground_threshold, prominence and minimum_size at 0");
			return null;
		}
		InstanceParameters wanted = ofModel;
		if (foregroundThreshold != 0) wanted = wanted.withForegroundThreshold((float) foregroundThreshold);
		if (prominence != 0) wanted = wanted.withProminence((float) prominence);
		if (minimumSize != 0) wanted = wanted.withMinimumSize(minimumSize);
		return wanted;
	}

	/**
	 * @return a segmentation by the model, of these settings
	 * @throws IllegalArgumentException in one sentence if they do not fit the model
	 */
	public SegmentationBuilder with(final ImageModel model) {
		return Segmentation.with(model).channels(channels).results(results).tile(tile).flips(flips).instances(instances(model
			.facts())).minimumSize(minimumSize).diameter(diameter).dimObjects(dimObjects).slices(slicing).shapeFeatures(
				shapeFeatures).borderObjects(borderObjects);
	}

	/** Collects settings; what is not set stays as it was. */
	public static final class Builder {

		private ChannelChoice channels = ChannelChoice.all();
		private Set<ResultKind> results = Set.of(ResultKind.LABELS);
		private int tile;
		private Flips flips = Flips.NONE;
		private double foregroundThreshold;
		private double prominence;
		private int minimumSize;
		private double diameter;
		private DimObjects dimObjects = DimObjects.LEFT;
		private Slicing slicing = Slicing.STORED;
		private boolean shapeFeatures;
		private boolean borderObjects = true;
		private LevelChoice level = LevelChoice.FINEST;

		private Builder() {}

		private Builder(final SegmentationSettings from) {
			channels = from.channels;
			results = from.results;
			tile = from.tile;
			flips = from.flips;
			foregroundThreshold = from.foregroundThreshold;
			prominence = from.prominence;
			minimumSize = from.minimumSize;
			diameter = from.diameter;
			dimObjects = from.dimObjects;
			slicing = from.slicing;
			shapeFeatures = from.shapeFeatures;
			borderObjects = from.borderObjects;
			level = from.level;
		}

		/** @param value of the image */
		public Builder channels(final ChannelChoice value) {
			channels = value;
			return this;
		}

		/** @param value what to give, at least one */
		public Builder results(final Set<ResultKind> value) {
			results = value;
			return this;
		}

		/** @param value edge of a tile in pixels; 0 for what suits model and memory */
		public Builder tile(final int value) {
			tile = value;
			return this;
		}

		/** @param value which mirror images are averaged */
		public Builder flips(final Flips value) {
			flips = value;
			return this;
		}

		/** @param value of {@link InstanceParameters}; 0 for the model's own */
		public Builder foregroundThreshold(final double value) {
			foregroundThreshold = value;
			return this;
		}

		/** @param value of {@link InstanceParameters}; 0 for the model's own */
		public Builder prominence(final double value) {
			prominence = value;
			return this;
		}

		/** @param value in pixels or voxels; 0 for the model's own */
		public Builder minimumSize(final int value) {
			minimumSize = value;
			return this;
		}

		/** @param value pixels across a typical object of the image; 0 to find it */
		public Builder diameter(final double value) {
			diameter = value;
			return this;
		}

		/** @param value whether far dimmer objects are looked for, too */
		public Builder dimObjects(final DimObjects value) {
			dimObjects = value;
			return this;
		}

		/** @param value direction of the slices that a 2D model sees of a volume */
		public Builder slicing(final Slicing value) {
			slicing = value;
			return this;
		}

		/** @param value whether the table has measures of shapes, too */
		public Builder shapeFeatures(final boolean value) {
			shapeFeatures = value;
			return this;
		}

		/** @param value whether objects that touch the border are kept */
		public Builder borderObjects(final boolean value) {
			borderObjects = value;
			return this;
		}

		/** @param value of a multiscale image */
		public Builder level(final LevelChoice value) {
			level = value;
			return this;
		}

		/**
		 * @return the settings
		 * @throws IllegalArgumentException if no result is asked for
		 */
		public SegmentationSettings build() {
			return new SegmentationSettings(channels, results, tile, flips, foregroundThreshold, prominence, minimumSize,
				diameter, dimObjects, slicing, shapeFeatures, borderObjects, level);
		}
	}
}
