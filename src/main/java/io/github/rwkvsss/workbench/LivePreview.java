package io.github.rwkvsss.workbench;

import java.awt.EventQueue;
import java.util.function.Consumer;

import javax.swing.Timer;

import io.github.rwkvsss.segment.SegmentPreview;
import io.github.rwkvsss.segment.SegmentationSettings;
import io.github.rwkvsss.tensor.DeviceChoice;

/** Outlines of what the window shows, as long as a switch is on. */
final class LivePreview {

	/** Milliseconds between looks at what the window shows. */
	private static final int LOOK = 250;

	private final WorkbenchState state;
	private final Work work;
	private final SegmentPreview preview;
	private final Timer looks = new Timer(LOOK, event -> look());

	/** @param words is told, on the event thread, why there are no outlines */
	LivePreview(final WorkbenchState state, final Work work, final Consumer<String> words) {
		this.state = state;
		this.work = work;
		preview = new SegmentPreview((model, device) -> Segmenting.open(model), sentence -> EventQueue.invokeLater(() -> words
			.accept(Correcting.capital(sentence))));
	}

	/** @param wanted on or off */
	void show(final boolean wanted) {
		if (wanted) {
			looks.start();
			return;
		}
		looks.stop();
		preview.end();
	}

	private void look() {
		// Both would want the machine, and the work's result is what its user waits for.
		if (work.isBusy()) preview.end();
		else state.current().ifPresent(session -> preview.show(session.image(), state.model(), DeviceChoice.AUTO,
			SegmentationSettings.DEFAULT.withDiameter(state.diameter())));
	}

	/** Ends it; its model is freed soon. */
	void close() {
		show(false);
	}
}
