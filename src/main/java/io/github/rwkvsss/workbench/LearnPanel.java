package io.github.rwkvsss.workbench;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSpinner;
import javax.swing.JTable;
import javax.swing.SpinnerNumberModel;

import io.github.rwkvsss.correct.Round;
import io.github.rwkvsss.live.TrainingCurves;
import io.github.rwkvsss.train.TrainingListener;
import io.github.rwkvsss.train.TrainingLog;

/** Learning from what is done: its curve, the scores before and after, and which of the two models to go on with. */
final class LearnPanel implements TrainingListener {

	private static final int WIDTH = 320;
	private static final int HEIGHT = 130;

	private final WorkbenchState state;
	private final Learning learning;
	private final JLabel curve = new JLabel();
	private final JLabel outcome = new JLabel(" ");
	private final ScoreTable scores = new ScoreTable();
	private final JScrollPane table;
	private final JButton keep;
	private final JButton discard;
	private final JCheckBox compare = new JCheckBox("Compare");
	private final JPanel legend;
	private final JPanel panel;
	/** Of the training's thread. */
	private final List<TrainingLog.Row> rows = new ArrayList<>();
	private volatile int steps = 1;

	LearnPanel(final WorkbenchState state, final Learning learning) {
		this.state = state;
		this.learning = learning;
		final JSpinner number = new JSpinner(new SpinnerNumberModel(learning.steps(), 1, 10_000, 10));
		number.setName("steps");
		number.setToolTipText("Steps of the training: more take longer and learn more");
		number.addChangeListener(event -> learning.steps(((Number) number.getValue()).intValue()));
		final JButton start = Parts.button("learn", "Learn from corrections",
			"Lets the model learn from what is done, in the background; the model before stays in the project", this::start);
		keep = Parts.button("keep", "Use the new model", "Segments with the new model from now on", () -> learning.keep(true));
		discard = Parts.button("discard", "Use the model before", "Goes back to the model before this round", () -> learning
			.keep(false));
		Parts.named("compare", "Shows the outlines of the model before and of the new one over the image", compare,
			() -> compare(compare.isSelected()));
		legend = Parts.row(coloured("before", CompareColours.OLD), coloured("new", CompareColours.NEW));
		curve.setName("curve");
		outcome.setName("outcome");
		final JTable shown = new JTable(scores);
		shown.setName("scores");
		shown.setFillsViewportHeight(true);
		shown.setToolTipText(
			"AP at IoU 0.5 on what is marked as done, before and after this round; sample: images that the start model learned from");
		shown.getColumnModel().getColumn(0).setPreferredWidth(140);
		table = new JScrollPane(shown);
		table.setPreferredSize(new Dimension(WIDTH, 5 * shown.getRowHeight() + 6));
		panel = Parts.section("Learn", Parts.row(start, new JLabel("Steps"), number), curve, outcome, table, Parts.row(keep,
			discard), Parts.row(compare, legend));
		learning.follow(this, this::show);
		state.follow(this::follow);
		follow();
	}

	private static JLabel coloured(final String words, final Color colour) {
		final JLabel label = new JLabel(" " + words + " ");
		label.setOpaque(true);
		label.setBackground(colour);
		label.setForeground(Color.BLACK);
		return label;
	}

	JPanel panel() {
		return panel;
	}

	private void start() {
		compare(false);
		learning.start();
	}

	private void compare(final boolean wanted) {
		compare.setSelected(wanted);
		learning.compare(wanted);
	}

	private void follow() {
		final boolean there = learning.last().isPresent();
		table.setVisible(there);
		outcome.setVisible(there);
		keep.getParent().setVisible(there);
		compare.getParent().setVisible(there);
		legend.setVisible(there && compare.isSelected());
		learning.last().ifPresent(round -> {
			final boolean young = state.model().equals(round.model().toString());
			keep.setEnabled(!young);
			discard.setEnabled(young);
		});
		panel.revalidate();
	}

	private void show(final Round round) {
		scores.show(round.scores());
		outcome.setText("<html><body width='" + (WIDTH - 30) + "'>Round " + round.number() + ", " + Math.round(round
			.seconds()) + " s: " + (round.kept() ? "the new model is used. " : "<b>the model before is used.</b> ") + Correcting
				.capital(round.reason()) + ".");
		follow();
		compare(true);
		// When all has its place.
		EventQueue.invokeLater(() -> panel.scrollRectToVisible(new Rectangle(panel.getSize())));
	}

	@Override
	public void step(final int done, final int all, final double loss) {
		if (done <= 1) rows.clear();
		steps = all;
	}

	@Override
	public void epoch(final TrainingLog.Row row) {
		rows.add(row);
		final BufferedImage picture = TrainingCurves.loss(rows, steps, WIDTH, HEIGHT);
		EventQueue.invokeLater(() -> {
			curve.setIcon(new ImageIcon(picture));
			panel.revalidate();
		});
	}
}
