package io.github.rwkvsss.segment;

import java.util.Locale;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.model.ModelFacts;
import io.github.rwkvsss.model.Task;

/** Gives selections their names, colours and places in a stack. */
public final class OutlineNames {

	/** Digits of an object's number, so that names of most images are alike. */
	private static final int LEAST_DIGITS = 3;

	private final ImagePlus image;
	private final ModelFacts facts;
	private final int digits;

	/** @param labels whose highest number says how many digits the names need to sort well */
	OutlineNames(final ImagePlus image, final ModelFacts facts, final LabelImage labels) {
		this.image = image;
		this.facts = facts;
		digits = Math.max(LEAST_DIGITS, digits(labels.max()));
	}

	/**
	 * @param number of the object or class
	 * @param objectClass of the object, from 0; -1 if it has none
	 * @param frame from 0
	 * @param slice from 0
	 */
	void put(final Roi outline, final int number, final int objectClass, final int frame, final int slice) {
		final StringBuilder name = new StringBuilder(ofPlane(image, frame, slice));
		final String ofClass = objectClass < 0 ? null : facts.objectClasses().get(objectClass);
		if (ofClass != null) {
			name.append(ofClass).append('-');
			outline.setProperty(RoiAnnotation.CLASS, ofClass);
		}
		name.append(facts.task() == Task.INSTANCE ? padded(number, digits) : facts.classNames().get(number));
		outline.setName(name.toString());
		outline.setStrokeColor(ObjectColours.of(ofClass == null ? number : objectClass + 1));
		place(outline, image, frame, slice);
	}

	/**
	 * @param frame from 0
	 * @param slice from 0
	 * @param number of an object without a class
	 * @return its name, where nothing says how many digits the highest number has
	 */
	public static String name(final ImagePlus image, final int frame, final int slice, final int number) {
		return ofPlane(image, frame, slice) + padded(number, LEAST_DIGITS);
	}

	private static String ofPlane(final ImagePlus image, final int frame, final int slice) {
		final StringBuilder name = new StringBuilder();
		if (image.getNFrames() > 1) name.append('t').append(padded(frame + 1, digits(image.getNFrames()))).append('-');
		if (image.getNSlices() > 1) name.append('z').append(padded(slice + 1, digits(image.getNSlices()))).append('-');
		return name.toString();
	}

	/**
	 * Lets a selection show on its plane only.
	 *
	 * @param frame from 0
	 * @param slice from 0
	 */
	public static void place(final Roi outline, final ImagePlus image, final int frame, final int slice) {
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
