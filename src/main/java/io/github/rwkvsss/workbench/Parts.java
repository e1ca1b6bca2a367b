package io.github.rwkvsss.workbench;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Insets;
import java.awt.Rectangle;

import javax.swing.AbstractButton;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.Scrollable;

/** What the panels are built of, so that they look alike. */
final class Parts {

	private static final int GAP = 4;
	private static final int UNIT = 16;

	private Parts() {}

	/** @return an empty panel whose parts stand below each other, as wide as what it is scrolled in */
	static JPanel column() {
		final JPanel column = new Column();
		column.setLayout(new BoxLayout(column, BoxLayout.Y_AXIS));
		return column;
	}

	private static final class Column extends JPanel implements Scrollable {

		private static final long serialVersionUID = 1L;

		@Override
		public Dimension getPreferredScrollableViewportSize() {
			return getPreferredSize();
		}

		@Override
		public int getScrollableUnitIncrement(final Rectangle visible, final int orientation, final int direction) {
			return UNIT;
		}

		@Override
		public int getScrollableBlockIncrement(final Rectangle visible, final int orientation, final int direction) {
			return visible.height / 2;
		}

		@Override
		public boolean getScrollableTracksViewportWidth() {
			return true;
		}

		@Override
		public boolean getScrollableTracksViewportHeight() {
			return false;
		}
	}

	/** @return a panel under a heading whose parts stand below each other */
	static JPanel section(final String heading, final JComponent... parts) {
		final JPanel panel = new JPanel() {

			private static final long serialVersionUID = 1L;

			/** As wide as there is room, but no higher than its parts. */
			@Override
			public Dimension getMaximumSize() {
				return new Dimension(Integer.MAX_VALUE, getPreferredSize().height);
			}
		};
		panel.setLayout(new BoxLayout(panel, BoxLayout.Y_AXIS));
		panel.setBorder(BorderFactory.createTitledBorder(heading));
		for (final JComponent part : parts) {
			part.setAlignmentX(Component.LEFT_ALIGNMENT);
			panel.add(part);
		}
		panel.setAlignmentX(Component.LEFT_ALIGNMENT);
		return panel;
	}

	/** @return parts beside each other */
	static JPanel row(final JComponent... parts) {
		final JPanel row = new JPanel(new FlowLayout(FlowLayout.LEFT, GAP, GAP / 2)) {

			private static final long serialVersionUID = 1L;

			@Override
			public Dimension getMaximumSize() {
				return new Dimension(Integer.MAX_VALUE, getPreferredSize().height);
			}
		};
		for (final JComponent part : parts) row.add(part);
		return row;
	}

	/**
	 * @param name for programs that find their way in windows by name
	 * @param help of its tooltip
	 */
	static JButton button(final String name, final String label, final String help, final Runnable action) {
		return named(name, help, new JButton(label), action);
	}

	/** Gives a button its name, its tooltip and what it does. */
	static <B extends AbstractButton> B named(final String name, final String help, final B button, final Runnable action) {
		button.setName(name);
		button.setToolTipText(help);
		button.setMargin(new Insets(2, 6, 2, 6));
		button.addActionListener(event -> action.run());
		// Else the space bar, with which ImageJ scrolls, presses it.
		button.setFocusable(false);
		return button;
	}
}
