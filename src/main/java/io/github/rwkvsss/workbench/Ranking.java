package io.github.rwkvsss.workbench;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import io.github.rwkvsss.correct.RankedView;
import io.github.rwkvsss.correct.UncertaintyRanking;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.ops.RequestedDevice;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.tensor.DeviceChoice;

/** Finds the places of the open images where the model is least sure, and leads there. */
final class Ranking {

	private static final int MOST = 50;
	/** Edge of a place in an image of one plane, in pixels; stacks are ranked by slices. */
	private static final int EDGE = 256;

	/** A place, and the image that it is in. */
	record Place(ImageSession session, RankedView view) {

		/** @return a line for a list */
		String words() {
			return view.name() + (session.planes() > 1 ? ", slice " + view.slice() + (view.frame() > 1 ? ", frame " + view.frame()
				: "") : " at " + view.x() + ", " + view.y()) + String.format(Locale.ROOT, " (%.2f)", view.score());
		}
	}

	private final WorkbenchState state;
	private final Work work;
	private final Consumer<String> words;

	Ranking(final WorkbenchState state, final Work work, final Consumer<String> words) {
		this.state = state;
		this.work = work;
		this.words = words;
	}

	/** @param reader given the places, the least sure first; what is done is left out */
	void start(final Consumer<List<Place>> reader) {
		final String model = state.model();
		final double diameter = state.diameter();
		final List<ImageSession> sessions = state.sessions();
		if (sessions.isEmpty()) {
			words.accept("Open an image first.");
			return;
		}
		for (final ImageSession session : sessions) MacroCall.of("RWKV-SSS Rank Uncertain").with("input", session.image()
			.getTitle()).with("model", model).withNumber("diameter", diameter).withNumber("region", edge(session)).record();
		work.start("ranking", (progress, cancellation) -> {
			try (SegmentationModel opened = ModelLibrary.open(model, RequestedDevice.of(DeviceChoice.AUTO).device())) {
				final List<Place> all = new ArrayList<>();
				for (final ImageSession session : sessions) all.addAll(places(session, opened, diameter, progress, cancellation));
				all.sort(Comparator.comparingDouble((Place place) -> place.view().score()).reversed());
				return all;
			}
		}, places -> {
			final List<Place> open = places.stream().filter(place -> !isDone(place)).limit(MOST).toList();
			words.accept(open.isEmpty() ? "All places are done." : "Most uncertain first; a click leads there.");
			reader.accept(open);
		});
	}

	private static List<Place> places(final ImageSession session, final SegmentationModel model, final double diameter,
		final Progress progress, final Cancellation cancellation)
	{
		final ImagePlus image = session.image();
		final int edge = edge(session);
		return new UncertaintyRanking(model, ChannelChoice.all(), model.facts().diameter() == null ? 0 : diameter, 0, edge)
			.rank(image, progress, cancellation).stream().map(view -> new Place(session, view)).toList();
	}

	private static int edge(final ImageSession session) {
		return session.planes() > 1 ? 0 : Math.min(EDGE, Math.max(session.image().getWidth(), session.image().getHeight()) / 2);
	}

	private static boolean isDone(final Place place) {
		final RankedView view = place.view();
		final int plane = place.session().plane(view.frame() - 1, view.slice() - 1);
		return place.session().isDone(plane, (view.y() + view.height() / 2) * place.session().image().getWidth() + view.x() +
			view.width() / 2);
	}

	/** Shows a place in its image's window. */
	void goTo(final Place place) {
		final ImagePlus image = place.session().image();
		if (image.getWindow() == null) return;
		final RankedView view = place.view();
		image.setPosition(image.getC(), view.slice(), view.frame());
		image.getWindow().toFront();
		state.lookAt(image);
		if (place.session().planes() > 1) return;
		final Rectangle box = new Rectangle(view.x(), view.y(), view.width(), view.height());
		image.setRoi(box);
		final ImageCanvas canvas = image.getCanvas();
		if (canvas.getSrcRect().contains(box)) return;
		final Rectangle shown = canvas.getSrcRect();
		canvas.setSourceRect(new Rectangle(Math.max(0, Math.min(image.getWidth() - shown.width, box.x + box.width / 2 -
			shown.width / 2)), Math.max(0, Math.min(image.getHeight() - shown.height, box.y + box.height / 2 - shown.height / 2)),
			shown.width, shown.height));
		image.draw();
	}
}
