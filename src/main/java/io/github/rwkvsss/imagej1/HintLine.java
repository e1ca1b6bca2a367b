package io.github.rwkvsss.imagej1;

import java.awt.Canvas;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;

import ij.util.Java2;

/** Four lines of a dialog whose words change while their place stays. */
final class HintLine extends Canvas {

	private static final long serialVersionUID = 1L;
	private static final int LINES = 4;
	private static final int CHARACTERS = 44;

	private transient String text = "";

	/** @param words what does not fit is left out */
	void show(final String words, final Color color) {
		text = words.strip();
		setForeground(color);
		repaint();
	}

	/** @return what is said now */
	String words() {
		return text;
	}

	@Override
	public Dimension getPreferredSize() {
		final FontMetrics metrics = getFontMetrics(getFont());
		return new Dimension(CHARACTERS * metrics.charWidth('m'), LINES * metrics.getHeight() + 4);
	}

	@Override
	public Dimension getMinimumSize() {
		return getPreferredSize();
	}

	@Override
	public void paint(final Graphics g) {
		Java2.setAntialiasedText(g, true);
		final FontMetrics metrics = ((Graphics2D) g).getFontMetrics(getFont());
		g.setFont(getFont());
		int y = metrics.getAscent() + 2;
		for (final String line : lines(text, metrics, getWidth())) {
			g.drawString(line, 0, y);
			y += metrics.getHeight();
		}
	}

	/** @return what is shown of a text, broken where it would be wider */
	static List<String> shown(final String text, final FontMetrics metrics) {
		return lines(text, metrics, CHARACTERS * metrics.charWidth('m'));
	}

	private static List<String> lines(final String text, final FontMetrics metrics, final int width) {
		final List<String> lines = new ArrayList<>();
		StringBuilder line = new StringBuilder();
		for (final String word : text.split("\\s+")) {
			if (line.length() > 0 && metrics.stringWidth(line + " " + word) > width) {
				lines.add(line.toString());
				line = new StringBuilder();
			}
			line.append(line.length() == 0 ? "" : " ").append(word);
		}
		lines.add(line.toString());
		return lines.subList(0, Math.min(LINES, lines.size()));
	}
}
