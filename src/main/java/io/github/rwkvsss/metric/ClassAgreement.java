package io.github.rwkvsss.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Objects of several classes at an IoU of 0.5: of each class those that were found as such, invented and missed, and how
 * many of the objects that were found at all have their own class.
 *
 * @param classes matches of each class, in which an object matches one of the same class alone
 * @param matched how many true objects of a known class were found, whatever class they were given
 */
public record ClassAgreement(List<Matches> classes, long matched) {

	private static final double THRESHOLD = 0.5;

	/** Copies the list. */
	public ClassAgreement {
		classes = List.copyOf(classes);
	}

	/** @return of no image yet, for so many classes */
	public static ClassAgreement none(final int classes) {
		return new ClassAgreement(Collections.nCopies(classes, Matches.NONE), 0);
	}

	/**
	 * Objects whose true class is not known count nowhere, and what is found where they lie neither.
	 *
	 * @param truth true label image, row-major: 0 background, positive objects, negative not annotated
	 * @param trueClasses of each pixel of an object its class, counted from 1; 0 where it is not known
	 * @param predicted label image of the same length
	 * @param predictedClasses likewise
	 * @param count number of classes
	 */
	public static ClassAgreement of(final int[] truth, final int[] trueClasses, final int[] predicted,
		final int[] predictedClasses, final int count)
	{
		final List<Matches> classes = new ArrayList<>();
		for (int k = 1; k <= count; k++) classes.add(InstanceMatching.of(known(truth, trueClasses, k), only(predicted,
			predictedClasses, k)).at(THRESHOLD));
		return new ClassAgreement(classes, InstanceMatching.of(known(truth, trueClasses, 0), predicted).at(THRESHOLD)
			.truePositives());
	}

	/** @param k class to keep, others become background; 0 to keep all that are known */
	private static int[] known(final int[] truth, final int[] classes, final int k) {
		final int[] known = truth.clone();
		for (int i = 0; i < known.length; i++) {
			if (truth[i] <= 0) continue;
			if (classes[i] == 0) known[i] = -1;
			else if (k != 0 && classes[i] != k) known[i] = 0;
		}
		return known;
	}

	private static int[] only(final int[] labels, final int[] classes, final int k) {
		final int[] only = labels.clone();
		for (int i = 0; i < only.length; i++) if (classes[i] != k) only[i] = 0;
		return only;
	}

	/** @return both counted together, as if the images were one */
	public ClassAgreement plus(final ClassAgreement other) {
		final Matches[] sums = new Matches[classes.size()];
		Arrays.setAll(sums, k -> classes.get(k).plus(other.classes.get(k)));
		return new ClassAgreement(Arrays.asList(sums), matched + other.matched);
	}

	/** @return share of the objects found, of a known class, that were given it, 0 to 1; NaN if none was found */
	public double accuracy() {
		return matched == 0 ? Double.NaN : (double) classes.stream().mapToLong(Matches::truePositives).sum() / matched;
	}
}
