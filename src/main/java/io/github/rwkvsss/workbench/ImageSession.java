package io.github.rwkvsss.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import ij.ImagePlus;
import io.github.rwkvsss.correct.KnownRegion;
import io.github.rwkvsss.correct.LabelEdits;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;

/** What the workbench knows of an open image: its objects, and which parts of it are done. On the event thread. */
final class ImageSession {

	private final ImagePlus image;
	private final long[] size;
	private final List<DoneRegion> done = new ArrayList<>();
	private final LabelEdits edits;
	/** Never changed, but replaced: a segmentation may be looking at it. */
	private volatile KnownRegion known;
	private final ObjectView view;
	/** Of what is done; grows with each change of it, on the event thread only. */
	private final AtomicInteger version = new AtomicInteger();
	private volatile int saved;

	/** @param image plane, stack or hyperstack */
	ImageSession(final ImagePlus image) {
		this(image, LabelImage.allocate(image.getTitle(), PixelSource.of(image).size()));
	}

	/** @param labels of the image's size; changed by the edits */
	ImageSession(final ImagePlus image, final LabelImage labels) {
		this.image = image;
		size = labels.size();
		edits = new LabelEdits(labels);
		known = new KnownRegion(size);
		view = new ObjectView(this);
	}

	ImagePlus image() {
		return image;
	}

	LabelEdits edits() {
		return edits;
	}

	ObjectView view() {
		return view;
	}

	/** @return whether the image still has the size that its labels have */
	boolean fits() {
		return image.getWidth() == size[3] && image.getHeight() == size[2] && image.getNSlices() == size[1] && image
			.getNFrames() == size[0];
	}

	/** @return the plane that is shown, as label images count them */
	int plane() {
		return plane(image.getT() - 1, image.getZ() - 1);
	}

	/** @return a plane by frame and slice, from 0 */
	int plane(final int frame, final int slice) {
		return frame * (int) size[1] + slice;
	}

	int frameOf(final int plane) {
		return plane / (int) size[1];
	}

	int sliceOf(final int plane) {
		return plane % (int) size[1];
	}

	int planes() {
		return (int) (size[0] * size[1]);
	}

	/** @return whether a pixel of a plane, counted row by row, is done */
	boolean isDone(final int plane, final int pixel) {
		return known.contains(frameOf(plane), sliceOf(plane), pixel / (int) size[3], pixel % (int) size[3]);
	}

	List<DoneRegion> done() {
		return List.copyOf(done);
	}

	void add(final DoneRegion region) {
		// The same place twice would be two lines of the list for one thing.
		if (region.selection() == null) done.removeIf(other -> other.frame() == region.frame() && other.slice() == region
			.slice());
		done.add(region);
		changed();
	}

	void remove(final int index) {
		done.remove(index);
		changed();
	}

	private void changed() {
		final KnownRegion region = new KnownRegion(size);
		for (final DoneRegion each : done) {
			if (each.selection() == null) region.addSlice(each.frame(), each.slice());
			else region.add(each.frame(), each.slice(), each.selection());
		}
		known = region;
		version.incrementAndGet();
	}

	/** Notes that labels changed, maybe where they are done. */
	void edited() {
		if (!done.isEmpty()) version.incrementAndGet();
	}

	/** @return what is done; replaced, not changed, when more is */
	KnownRegion known() {
		return known;
	}

	/** @return whether the project does not have it as it is now */
	boolean isUnsaved() {
		return saved != version.get();
	}

	int version() {
		return version.get();
	}

	void saved(final int what) {
		saved = what;
	}

	/** @return a copy of the labels, for other threads */
	LabelImage copyOfLabels() {
		return edits.labels().replaced(label -> label);
	}
}
