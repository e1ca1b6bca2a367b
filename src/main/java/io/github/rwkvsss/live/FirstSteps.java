package io.github.rwkvsss.live;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JEditorPane;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.WindowConstants;

import io.github.rwkvsss.file.UserSettings;

/** A page that says what to do first, in a window that blocks nothing. */
public final class FirstSteps {

	/** Title of the window. */
	public static final String TITLE = "RWKV-SSS First Steps";

	private static final String KEY = "first_steps";
	private static final String SHOWN = "shown";
	private static final String PAGE = "first-steps.html";
	private static final Dimension SIZE = new Dimension(560, 400);

	private static JFrame open;

	private FirstSteps() {}

	/** @return the page as HTML */
	static String page() throws IOException {
		try (InputStream in = FirstSteps.class.getResourceAsStream(PAGE)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/** @return the page as plain text */
	public static String text() throws IOException {
		return page().replaceAll("\\s+", " ").replaceAll("<li>", "- ").replaceAll("</(h2|p|li)>|<br>", "\n").replaceAll(
			"<[^>]*>", "").replace("&gt;", ">").replace("&nbsp;", " ").replaceAll("(?m)^ +| +$", "").replaceAll(" +", " ")
			.strip();
	}

	/**
	 * Notes in the user's settings that the page is about to be shown.
	 *
	 * @return whether this is the first time; also false where it cannot be noted, or it would come again and again
	 */
	public static boolean isFirst() {
		try {
			if (UserSettings.value(KEY).isPresent()) return false;
			UserSettings.settle(KEY, SHOWN);
			return true;
		}
		catch (final IOException e) {
			return false;
		}
	}

	/**
	 * Opens the window, or brings it to the front; returns at once.
	 *
	 * @return whether there is a screen
	 */
	public static boolean show() throws IOException {
		if (GraphicsEnvironment.isHeadless()) return false;
		final String page = page();
		EventQueue.invokeLater(() -> window(page).setVisible(true));
		return true;
	}

	private static JFrame window(final String page) {
		if (open != null && open.isDisplayable()) {
			open.toFront();
			return open;
		}
		open = new JFrame(TITLE);
		open.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
		final JEditorPane text = new JEditorPane("text/html", page);
		text.setEditable(false);
		text.setCaretPosition(0);
		text.setBorder(BorderFactory.createEmptyBorder(4, 12, 4, 12));
		final JPanel foot = new JPanel();
		final JButton close = new JButton("Close");
		final JFrame frame = open;
		close.addActionListener(event -> frame.dispose());
		foot.add(close);
		final JScrollPane scroll = new JScrollPane(text);
		scroll.setPreferredSize(SIZE);
		open.add(scroll);
		open.add(foot, BorderLayout.SOUTH);
		open.getRootPane().setDefaultButton(close);
		// NB: what its user works with keeps the keyboard.
		open.setAutoRequestFocus(false);
		open.pack();
		open.setLocationRelativeTo(null);
		return open;
	}
}
