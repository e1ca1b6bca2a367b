package io.github.rwkvsss.workbench;

import java.util.Collections;
import java.util.List;

import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;

/** Which parts of the image are done. */
final class MarkPanel {

	private final WorkbenchState state;
	private final DefaultListModel<String> lines = new DefaultListModel<>();
	private final JList<String> list = new JList<>(lines);
	private final JButton remove;
	private final JPanel panel;

	/** @param saving called after each mark */
	MarkPanel(final WorkbenchState state, final Marking marking, final Runnable saving) {
		this.state = state;
		list.setName("done");
		list.setVisibleRowCount(2);
		list.setToolTipText("What of this image is done: there, every object is outlined and the rest is background.");
		final JButton selection = Parts.button("mark selection", "Selection is done",
			"Says that in ImageJ's selection every object is outlined and the rest is background", () -> {
				marking.markSelection();
				saving.run();
			});
		final JButton slice = Parts.button("mark slice", "Slice is done",
			"Says that in the slice that is shown every object is outlined and the rest is background", () -> {
				marking.markSlice();
				saving.run();
			});
		remove = Parts.button("unmark", "Not done", "Takes the mark that is chosen in the list away", () -> {
			if (list.getSelectedIndex() >= 0) marking.remove(list.getSelectedIndex());
			saving.run();
		});
		panel = Parts.section("Done and true", Parts.row(selection, slice, remove), new JScrollPane(list));
		state.follow(this::follow);
		list.addListSelectionListener(event -> remove.setEnabled(list.getSelectedIndex() >= 0));
		remove.setEnabled(false);
	}

	JPanel panel() {
		return panel;
	}

	private void follow() {
		final List<String> wanted = state.current().map(session -> session.done().stream().map(region -> region.words(session
			.planes() > 1)).toList()).orElse(List.of());
		if (wanted.equals(Collections.list(lines.elements()))) return;
		lines.clear();
		wanted.forEach(lines::addElement);
	}
}
