package io.github.rwkvsss.workbench;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.JToggleButton;
import javax.swing.SpinnerNumberModel;

/** The tools that correct what was found. */
final class CorrectPanel {

	private final WorkbenchState state;
	private final Map<CorrectionTool, JToggleButton> tools = new EnumMap<>(CorrectionTool.class);
	private final JToggleButton none;
	private final JSpinner brush = new JSpinner(new SpinnerNumberModel(5, 1, 200, 1));
	private final JButton undo;
	private final JButton redo;
	private final JLabel hint = new JLabel(" ");
	private final JPanel panel;

	CorrectPanel(final WorkbenchState state, final Correcting correcting) {
		this.state = state;
		final ButtonGroup group = new ButtonGroup();
		none = Parts.named("tool none", "The mouse does what ImageJ's own tools do (Escape)", new JToggleButton("ImageJ", true),
			() -> state.tool(null));
		group.add(none);
		final JPanel row = Parts.row(none);
		for (final CorrectionTool tool : CorrectionTool.values()) {
			final JToggleButton button = Parts.named("tool " + tool.label().toLowerCase(Locale.ROOT), tool.help() + " (" + tool
				.key() + ")", new JToggleButton(tool.label()), () -> state.tool(tool));
			group.add(button);
			tools.put(tool, button);
			row.add(button);
		}
		brush.setName("brush radius");
		brush.setToolTipText("Radius of the brush in pixels");
		brush.addChangeListener(event -> state.brush(((Number) brush.getValue()).intValue()));
		final JButton add = Parts.button("add", "Add selection",
			"Makes ImageJ's selection an object; it takes free pixels only (Q)", correcting::addSelection);
		undo = Parts.button("undo", "Undo", "Takes the last correction back (Z)", correcting::undo);
		redo = Parts.button("redo", "Redo", "Does it again (Y)", correcting::redo);
		final JButton give = Parts.button("to manager", "To ROI Manager",
			"Puts the objects into the ROI Manager, where each correction changes them, too", correcting::giveRegions);
		final JButton take = Parts.button("take regions", "Take regions",
			"Takes what was added (t), updated or deleted in the ROI Manager as a correction", correcting::takeRegions);
		final JCheckBox outlines = new JCheckBox("Outlines", true);
		Parts.named("outlines", "Shows or hides the outlines", outlines, () -> state.current().ifPresent(session -> session
			.view().show(outlines.isSelected())));
		panel = Parts.section("Correct", row, hint, Parts.row(add, undo, redo, new JLabel("Brush"), brush), Parts.row(give,
			take, outlines));
		state.follow(this::follow);
		follow();
	}

	JPanel panel() {
		return panel;
	}

	private void follow() {
		state.tool().map(tools::get).orElse(none).setSelected(true);
		hint.setText(" " + state.tool().map(CorrectionTool::help).orElse("Outline with ImageJ's tools, then Add selection"));
		undo.setEnabled(state.current().filter(session -> session.edits().canUndo()).isPresent());
		redo.setEnabled(state.current().filter(session -> session.edits().canRedo()).isPresent());
		if (((Number) brush.getValue()).intValue() != state.brush()) brush.setValue(state.brush());
	}
}
