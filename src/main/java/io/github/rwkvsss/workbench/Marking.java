package io.github.rwkvsss.workbench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import ij.ImagePlus;
import ij.gui.Roi;
import io.github.rwkvsss.correct.KnownRegion;
import io.github.rwkvsss.correct.Project;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.segment.ChannelChoice;

/** What its user calls done and true, and its way into the project. On the event thread but for what is written. */
final class Marking {

	/** An example to be written: copies, which nobody changes any more. */
	record Unsaved(ImageSession session, int version, String name, ImagePlus image, LabelImage labels, KnownRegion known,
		double diameter)
	{

		/** On the work's thread. */
		void write(final Project project) throws IOException {
			project.addExample(name, image, labels, known, project.manifest().diameter() == null ? 0 : diameter, ChannelChoice
				.all());
		}
	}

	private final WorkbenchState state;
	private final Consumer<String> words;

	Marking(final WorkbenchState state, final Consumer<String> words) {
		this.state = state;
		this.words = words;
	}

	/** Calls the selection of the current image done. */
	void markSelection() {
		final ImageSession session = state.current().orElse(null);
		final Roi roi = session == null ? null : session.image().getRoi();
		if (roi == null || !roi.isArea()) {
			words.accept("Draw a selection around what is done, such as a rectangle, or mark the whole slice.");
			return;
		}
		add(session, (Roi) roi.clone());
		session.image().deleteRoi();
	}

	/** Calls all of the slice that is shown done. */
	void markSlice() {
		state.current().ifPresentOrElse(session -> add(session, null), () -> words.accept("Open an image first."));
	}

	private void add(final ImageSession session, final Roi roi) {
		session.add(new DoneRegion(session.image().getT() - 1, session.image().getZ() - 1, roi));
		session.view().show();
		state.changed();
		words.accept("Marked as done: in it, every object is outlined and the rest is background.");
	}

	/** Takes a mark away again. */
	void remove(final int index) {
		state.current().ifPresent(session -> {
			session.remove(index);
			session.view().show();
			state.changed();
		});
	}

	/** @return what is done and not in the project as it is now, as copies for another thread */
	List<Unsaved> unsaved() {
		final List<Unsaved> unsaved = new ArrayList<>();
		for (final ImageSession session : state.sessions()) {
			if (!session.isUnsaved() || session.done().isEmpty()) continue;
			unsaved.add(new Unsaved(session, session.version(), ImageReader.withoutExtension(session.image().getTitle()), session
				.image(), session.copyOfLabels(), session.known(), state.diameter()));
		}
		return unsaved;
	}
}
