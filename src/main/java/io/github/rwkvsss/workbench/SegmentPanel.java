package io.github.rwkvsss.workbench;

import java.util.Locale;

import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;

/** The size of the objects, and the buttons that find them. */
final class SegmentPanel {

	private final WorkbenchState state;
	private final JSpinner diameter = new JSpinner(new SpinnerNumberModel(0.0, 0.0, 4096.0, 1.0));
	private final JLabel found = new JLabel(" ");
	private final JPanel panel;

	SegmentPanel(final WorkbenchState state, final Segmenting segmenting, final LivePreview preview) {
		this.state = state;
		diameter.setName("diameter");
		diameter.setToolTipText("Pixels across a typical object; 0 lets the model measure it.");
		((JSpinner.DefaultEditor) diameter.getEditor()).getTextField().setColumns(5);
		diameter.addChangeListener(event -> {
			final double pixels = ((Number) diameter.getValue()).doubleValue();
			if (pixels != state.diameter()) state.diameter(pixels);
		});
		final JButton image = Parts.button("segment image", "Image", "Finds the objects of the whole image, all slices of it.",
			() -> segmenting.start(Segmenting.Part.IMAGE));
		final JButton slice = Parts.button("segment slice", "Slice", "Finds the objects of the slice that is shown.",
			() -> segmenting.start(Segmenting.Part.SLICE));
		final JButton visible = Parts.button("segment visible", "Visible part",
			"Finds the objects of what the window shows; zoom in for speed.", () -> segmenting.start(Segmenting.Part.VISIBLE));
		final JCheckBox live = new JCheckBox("Live preview");
		Parts.named("preview", "Shows outlines of what the window shows while you scroll, zoom or change the diameter.", live,
			() -> preview.show(live.isSelected()));
		panel = Parts.section("Segment (what is done stays)", Parts.row(new JLabel("Diameter"), diameter, found), Parts.row(
			image, slice, visible), Parts.row(live));
		state.follow(this::follow);
	}

	JPanel panel() {
		return panel;
	}

	private void follow() {
		if (((Number) diameter.getValue()).doubleValue() != state.diameter()) diameter.setValue(state.diameter());
		found.setText(state.foundDiameter() > 0 ? String.format(Locale.ROOT, "found: %.0f pixels", state.foundDiameter())
			: state.diameter() == 0 ? "0 = measured" : " ");
	}
}
