package io.github.rwkvsss.live;

import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.image.BufferedImage;

/** Shows the latest picture as large as fits. For the event thread only. */
final class Picture extends Component {

	private static final long serialVersionUID = 1L;

	private final Dimension preferred;
	private transient BufferedImage image;

	Picture(final int width, final int height) {
		preferred = new Dimension(width, height);
		setBackground(Color.WHITE);
	}

	void show(final BufferedImage other) {
		image = other;
		repaint();
	}

	@Override
	public Dimension getPreferredSize() {
		return preferred;
	}

	@Override
	public void paint(final Graphics graphics) {
		if (image == null) return;
		final double scale = Math.min(getWidth() / (double) image.getWidth(), getHeight() / (double) image.getHeight());
		final int width = (int) Math.max(1, scale * image.getWidth());
		final int height = (int) Math.max(1, scale * image.getHeight());
		graphics.drawImage(image, (getWidth() - width) / 2, (getHeight() - height) / 2, width, height, null);
	}
}
