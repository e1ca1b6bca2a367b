package io.github.rwkvsss.segment;

import java.util.Locale;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/** Gives selections their names, colours and places in a stack. */
final class OutlineNames {

	private final ImagePlus image;
	private final ModelFacts facts;
	private final int digits;

	/** @param labels whose highest number says how many digits the names need to sort well */
	OutlineNames(final ImagePlus image, final ModelFacts facts, final LabelImage labels) {
		this.image = image;
		this.facts = facts;
		digits = Math.max(3, digits(labels.max()));
	}

	/**
	 * @param number of the object or class
	 * @param objectClass of the object, from 0; -1 if it has none
	 * @param frame from 0
	 * @param slice from 0
	 */
	void put(final Roi outline, final int number, final int objectClass, final int frame, final int slice) {
		final StringBuilder name = new StringBuilder();
		if (image.getNFrames() > 1) name.append('t').append(padded(frame + 1, digits(image.getNFrames()))).append('-');
		if (image.getNSlices() > 1) name.append('z').append(padded(slice + 1, digits(image.getNSlices()))).append('-');
		final String ofClass = objectClass < 0 ? null : facts.objectClasses().get(objectClass);
		if (ofClass != null) {
			name.append(ofClass).append('-');
			outline.setProperty(RoiAnnotation.CLASS, ofClass);
		}
		name.append(facts.task() == Task.INSTANCE ? padded(number, digits) : facts.classNames().get(number));
		outline.setName(name.toString());
		outline.setStrokeColor(ObjectColours.of(ofClass == null ? number : objectClass + 1));
		place(outline, frame, slice);
	}

	private void place(final Roi outline, final int frame, final int slice) {
		final boolean stack = image.getNSlices() > 1;
		final boolean movie = image.getNFrames() > 1;
		if (stack && movie || (stack || movie) && image.getNChannels() > 1) outline.setPosition(0, stack ? slice + 1 : 0, movie
			? frame + 1 : 0);
		else if (stack || movie) outline.setPosition(stack ? slice + 1 : frame + 1);
	}

	private static int digits(final int number) {
		return Integer.toString(number).length();
	}

	private static String padded(final int number, final int digits) {
		return String.format(Locale.ROOT, "%0" + digits + "d", number);
	}
}
