package io.github.rwkvsss.ablation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

/**
 * Paired differences of all variants as points with bars of two standard errors, a panel per data set, a line at zero.
 * Drawn with Java2D, which needs no screen.
 */
final class ComparisonPlot {

	private static final int WIDTH = 900;
	private static final int NAMES = 230;
	private static final int ROW = 22;
	private static final int TITLE = 34;
	private static final int AXIS = 40;
	private static final int MARGIN = 30;
	private static final Color LINE = new Color(0x777777);
	private static final Color POINT = new Color(0x0072b2);

	private final Graphics2D graphics;

	private ComparisonPlot(final Graphics2D graphics) {
		this.graphics = graphics;
	}

	/** @return the plot as PNG */
	static byte[] png(final Comparison comparison) throws IOException {
		final List<Comparison.Group> groups = comparison.groups();
		final int height = Math.max(ROW, groups.stream().mapToInt(ComparisonPlot::height).sum());
		final BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
		final Graphics2D graphics = image.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		graphics.setColor(Color.WHITE);
		graphics.fillRect(0, 0, WIDTH, height);
		graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
		final ComparisonPlot plot = new ComparisonPlot(graphics);
		int top = 0;
		for (final Comparison.Group group : groups) {
			plot.draw(group, top);
			top += height(group);
		}
		graphics.dispose();
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ImageIO.write(image, "png", bytes);
		return bytes.toByteArray();
	}

	private static int height(final Comparison.Group group) {
		return TITLE + ROW * compared(group).size() + AXIS;
	}

	private static List<Comparison.Entry> compared(final Comparison.Group group) {
		return group.entries().stream().filter(entry -> entry.difference().pairs() > 0).toList();
	}

	private void draw(final Comparison.Group group, final int top) {
		final List<Comparison.Entry> entries = compared(group);
		final double reach = 1.1 * Math.max(1e-4, entries.stream().mapToDouble(ComparisonPlot::reach).max().orElse(0));
		graphics.setColor(Color.BLACK);
		graphics.drawString(group.title(), 8, top + 22);
		final int bottom = top + TITLE + ROW * entries.size();
		graphics.setColor(LINE);
		for (final double share : new double[] { -1, -0.5, 0, 0.5, 1 }) {
			final int x = x(share * reach, reach);
			graphics.setStroke(new BasicStroke(share == 0 ? 1.5f : 0.5f));
			graphics.drawLine(x, top + TITLE, x, bottom);
			final String label = String.format(Locale.ROOT, "%+.4f", share * reach);
			graphics.drawString(label, x - graphics.getFontMetrics().stringWidth(label) / 2, bottom + 18);
		}
		for (int i = 0; i < entries.size(); i++) draw(entries.get(i), top + TITLE + ROW * i + ROW / 2, reach);
	}

	private void draw(final Comparison.Entry entry, final int y, final double reach) {
		final PairedDifference difference = entry.difference();
		graphics.setColor(Color.BLACK);
		graphics.drawString(entry.variant() + " (" + difference.pairs() + ")", 16, y + 5);
		graphics.setColor(POINT);
		graphics.setStroke(new BasicStroke(2));
		final int x = x(difference.mean(), reach);
		if (!Double.isNaN(difference.standardError())) {
			final double bar = 2 * difference.standardError();
			graphics.drawLine(x(difference.mean() - bar, reach), y, x(difference.mean() + bar, reach), y);
		}
		graphics.fillOval(x - 4, y - 4, 9, 9);
	}

	/** @return how far from zero an entry is drawn */
	private static double reach(final Comparison.Entry entry) {
		final double error = entry.difference().standardError();
		return Math.abs(entry.difference().mean()) + (Double.isNaN(error) ? 0 : 2 * error);
	}

	private static int x(final double difference, final double reach) {
		final double middle = (NAMES + WIDTH - MARGIN) / 2.0;
		return (int) Math.round(middle + difference / reach * (WIDTH - MARGIN - NAMES) / 2.0);
	}
}
