package io.github.rwkvsss.workbench;

import java.awt.BorderLayout;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextArea;

/** What was done last, and how far the work is. */
final class StatusBar implements Work.Listener {

	private static final int PARTS = 1000;

	private final JTextArea words = new JTextArea(2, 20);
	private final JProgressBar bar = new JProgressBar(0, PARTS);
	private final JButton cancel;
	private final JPanel panel = new JPanel(new BorderLayout(4, 2));
	private final Runnable whenChanged;

	/**
	 * @param canceling of the work that runs
	 * @param whenChanged called when work begins or ends
	 */
	StatusBar(final Runnable canceling, final Runnable whenChanged) {
		this.whenChanged = whenChanged;
		words.setName("status");
		words.setEditable(false);
		words.setFocusable(false);
		words.setLineWrap(true);
		words.setWrapStyleWord(true);
		words.setOpaque(false);
		words.setText("Open an image, choose a model, and press one of the buttons of Segment.");
		bar.setName("progress");
		bar.setStringPainted(true);
		bar.setString("");
		cancel = Parts.button("cancel", "Cancel", "Ends the work that runs; nothing is changed by it", canceling);
		cancel.setEnabled(false);
		panel.setBorder(BorderFactory.createEmptyBorder(4, 6, 4, 6));
		panel.add(words, BorderLayout.NORTH);
		panel.add(bar, BorderLayout.CENTER);
		panel.add(cancel, BorderLayout.EAST);
	}

	JPanel panel() {
		return panel;
	}

	@Override
	public void running(final String what) {
		cancel.setEnabled(what != null);
		bar.setValue(0);
		bar.setString(what == null ? "" : what);
		whenChanged.run();
	}

	@Override
	public void progress(final long done, final long total, final String message) {
		bar.setValue((int) (PARTS * done / Math.max(1, total)));
		bar.setString(message);
	}

	@Override
	public void say(final String sentence) {
		words.setText(sentence);
	}
}
