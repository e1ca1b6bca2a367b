package io.github.rwkvsss.workbench;

import java.awt.Rectangle;
import java.util.List;

import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;

/** What to outline next. */
final class RankPanel {

	private final DefaultListModel<String> lines = new DefaultListModel<>();
	private final JList<String> list = new JList<>(lines);
	private final JPanel panel;
	private List<Ranking.Place> places = List.of();

	RankPanel(final Ranking ranking) {
		list.setName("places");
		list.setVisibleRowCount(3);
		list.setToolTipText("Places of the open images, those where the model is least sure first; a click leads there.");
		final JButton find = Parts.button("rank", "Next to outline",
			"Ranks slices or places of the open images by how unsure the model is of them", () -> ranking.start(this::show));
		list.addListSelectionListener(event -> {
			if (!event.getValueIsAdjusting() && list.getSelectedIndex() >= 0) ranking.goTo(places.get(list.getSelectedIndex()));
		});
		panel = Parts.section("Next", Parts.row(find), new JScrollPane(list));
	}

	JPanel panel() {
		return panel;
	}

	private void show(final List<Ranking.Place> found) {
		places = found;
		lines.clear();
		found.forEach(place -> lines.addElement(place.words()));
		if (!found.isEmpty()) list.setSelectedIndex(0);
		panel.scrollRectToVisible(new Rectangle(panel.getSize()));
	}
}
