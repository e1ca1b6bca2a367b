package io.github.rwkvsss.workbench;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Image;
import java.util.List;

import javax.swing.BorderFactory;
import javax.swing.DefaultListModel;
import javax.swing.ImageIcon;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;

/** The models with a picture and a sentence each; a click chooses one. */
final class ModelPanel {

	private static final int PICTURE_WIDTH = 96;
	private static final int TEXT_WIDTH = 190;

	private final WorkbenchState state;
	private final DefaultListModel<ModelShelf.Line> lines = new DefaultListModel<>();
	private final JList<ModelShelf.Line> list = new JList<>(lines);
	private final JPanel panel;
	private String listed = "";
	private boolean filling;

	ModelPanel(final WorkbenchState state) {
		this.state = state;
		list.setName("models");
		list.setToolTipText("The model that finds the objects. Hovering over a model shows what it is for.");
		list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		list.setVisibleRowCount(2);
		list.setCellRenderer(new Cell());
		list.addListSelectionListener(event -> {
			if (!filling && !event.getValueIsAdjusting() && list.getSelectedValue() != null) state.model(list.getSelectedValue()
				.choice());
		});
		final JScrollPane scroll = new JScrollPane(list);
		panel = Parts.section("Model", scroll);
		fill();
		state.follow(this::follow);
	}

	JPanel panel() {
		return panel;
	}

	private void follow() {
		if (!state.model().equals(listed)) fill();
	}

	/** Reads the models, which takes a moment, and shows them when they are there. */
	private void fill() {
		listed = state.model();
		final String wanted = listed;
		final Thread reader = new Thread(() -> {
			final List<ModelShelf.Line> read = ModelShelf.read(wanted);
			EventQueue.invokeLater(() -> show(read, wanted));
		}, "RWKV-SSS model list");
		reader.setDaemon(true);
		reader.start();
	}

	private void show(final List<ModelShelf.Line> read, final String wanted) {
		if (!wanted.equals(listed)) return;
		filling = true;
		lines.clear();
		read.forEach(lines::addElement);
		for (int i = 0; i < lines.size(); i++) if (lines.get(i).choice().equals(wanted)) list.setSelectedIndex(i);
		list.setVisibleRowCount(Math.max(1, Math.min(3, lines.size())));
		list.ensureIndexIsVisible(list.getSelectedIndex());
		filling = false;
		panel.revalidate();
	}

	/** A picture at the left, the name and a sentence beside it. */
	private static final class Cell extends JPanel implements ListCellRenderer<ModelShelf.Line> {

		private static final long serialVersionUID = 1L;

		private final JLabel picture = new JLabel();
		private final JLabel text = new JLabel();

		Cell() {
			super(new BorderLayout(6, 0));
			setBorder(BorderFactory.createEmptyBorder(3, 3, 3, 3));
			add(picture, BorderLayout.WEST);
			add(text, BorderLayout.CENTER);
		}

		@Override
		public Component getListCellRendererComponent(final JList<? extends ModelShelf.Line> of, final ModelShelf.Line line,
			final int index, final boolean selected, final boolean focused)
		{
			picture.setIcon(line.picture() == null ? null : new ImageIcon(line.picture().getScaledInstance(PICTURE_WIDTH, -1,
				Image.SCALE_FAST)));
			text.setText("<html><body width='" + TEXT_WIDTH + "'><b>" + plain(line.name()) + "</b><br>" + plain(line.sentence()));
			setBackground(selected ? of.getSelectionBackground() : of.getBackground());
			text.setForeground(selected ? of.getSelectionForeground() : of.getForeground());
			setToolTipText("<html><body width='300'>" + plain(line.sentence()));
			return this;
		}

		private static String plain(final String words) {
			return words.replace("&", "&amp;").replace("<", "&lt;");
		}
	}
}
