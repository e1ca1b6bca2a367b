package io.github.rwkvsss.model;

import java.util.List;

import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceTargets;

/** What a model's probabilities mean, whoever made it: all that is needed to make labels, masks and tables from them. */
public interface ModelFacts {

	/** @return short name, for messages */
	String name();

	/** @return what the classes mean */
	Task task();

	/** @return one name per class */
	List<String> classNames();

	/** @return the value of each class in a label image */
	List<Integer> classValues();

	/** @return names of the classes of objects, whose probabilities follow those by which objects are found; empty if it tells none */
	default List<String> objectClasses() {
		return task() == Task.INSTANCE && classNames().size() > InstanceTargets.CLASSES ? classNames().subList(
			InstanceTargets.CLASSES, classNames().size()) : List.of();
	}

	/** @return how objects are separated; null if the model finds none */
	InstanceParameters instances();

	/** @return spatial axes that the model sees at once: 2 for planes, 3 for volumes */
	int dimensions();

	/** @return to which voxels volumes are resized, see {@link ModelManifest}; null if they are taken as they are */
	List<Double> voxelSize();

	/** @return pixels across a typical object as a 2D model is to see it; null if it takes images as they are */
	default Double diameter() {
		return null;
	}

	/** @return up to how many times larger or smaller objects may be for their image to be taken as it is; null without a diameter */
	default Double tolerance() {
		return null;
	}

	/** @return micrometres across a pixel of planes whose objects have that diameter; null if not known */
	default Double pixelSize() {
		return null;
	}

	/** @return how intensities are scaled; null if that is not one step */
	default Normalization normalization() {
		return null;
	}

	/** @return numbers of the classes of which a volume keeps the largest region alone; empty for none */
	List<Integer> singleRegions();
}
