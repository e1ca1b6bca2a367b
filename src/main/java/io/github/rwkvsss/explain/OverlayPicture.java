package io.github.rwkvsss.explain;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;

import ij.ImagePlus;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;

/** Panels of a plane with heat maps over it, side by side, each with its name below. */
final class OverlayPicture {

	private static final int GAP = 6;
	private static final int TITLE = 22;
	/** Small images are enlarged, so that names and selections can be seen. */
	private static final int COMFORTABLE_WIDTH = 256;
	/** The heat map covers more where it is hotter, and lets the image through where it is cold. */
	private static final double LEAST_COVER = 0.3;
	private static final double MOST_COVER = 0.78;

	private final ColorProcessor plane;
	private final Selection selection;
	private final int zoom;
	private final List<ColorProcessor> panels = new ArrayList<>();
	private final List<String> names = new ArrayList<>();

	OverlayPicture(final ImagePlus image, final Selection selection) {
		this.selection = selection;
		final int channel = Math.min(image.getChannel(), image.getNChannels());
		final ImageProcessor shown = image.getStack().getProcessor(image.getStackIndex(channel, selection.slice(), selection
			.frame())).duplicate();
		if (!(shown instanceof ColorProcessor)) shown.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
		plane = (ColorProcessor) shown.convertToRGB();
		zoom = Math.max(1, COMFORTABLE_WIDTH / Math.max(1, plane.getWidth()));
	}

	/**
	 * @param name below the panel
	 * @param heat of the plane's size; NaN where there is none
	 * @param highest drawn in the hottest colour
	 */
	void add(final String name, final FloatProcessor heat, final double highest) {
		final ColorProcessor panel = (ColorProcessor) plane.duplicate();
		final LUT colours = HeatColours.table();
		for (int i = 0; i < panel.getPixelCount(); i++) {
			final float value = heat.getf(i);
			if (Float.isNaN(value)) continue;
			final double share = Math.min(1, value / highest);
			panel.set(i, blend(panel.get(i), colours.getRGB((int) Math.round(255 * share)), LEAST_COVER + (MOST_COVER -
				LEAST_COVER) * Math.sqrt(share)));
		}
		panel.setInterpolationMethod(ImageProcessor.NONE);
		final ColorProcessor large = zoom == 1 ? panel : (ColorProcessor) panel.resize(zoom * panel.getWidth(), zoom * panel
			.getHeight());
		draw(large);
		panels.add(large);
		names.add(name);
	}

	private static int blend(final int below, final int above, final double cover) {
		int mixed = 0;
		for (int shift = 0; shift <= 16; shift += 8) {
			final double value = (1 - cover) * (below >> shift & 0xff) + cover * (above >> shift & 0xff);
			mixed |= (int) Math.round(value) << shift;
		}
		return mixed;
	}

	/** A ring around each point, the outline of an area. */
	private void draw(final ColorProcessor panel) {
		panel.setColor(Color.CYAN);
		panel.setLineWidth(2);
		if (selection.isPoint()) {
			for (final int[] pixel : selection.pixels()) new OvalRoi(zoom * (pixel[1] + 0.5) - 6, zoom * (pixel[0] + 0.5) - 6, 12,
				12).drawPixels(panel);
			return;
		}
		final Roi outline = zoom == 1 ? selection.roi() : ij.plugin.RoiScaler.scale(selection.roi(), zoom, zoom, false);
		outline.drawPixels(panel);
	}

	ImagePlus build(final String title) {
		final int width = panels.get(0).getWidth();
		final int height = panels.get(0).getHeight();
		final boolean named = panels.size() > 1;
		final ColorProcessor all = new ColorProcessor(panels.size() * (width + GAP) - GAP, height + (named ? TITLE : 0));
		all.setColor(Color.WHITE);
		all.fill();
		for (int i = 0; i < panels.size(); i++) {
			final int left = i * (width + GAP);
			all.insert(panels.get(i), left, 0);
			if (named) name(all, names.get(i), left + width / 2, height + TITLE - 3);
		}
		return new ImagePlus(title, all);
	}

	private static void name(final ColorProcessor all, final String name, final int middle, final int bottom) {
		all.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
		all.setAntialiasedText(true);
		all.setColor(Color.BLACK);
		all.drawString(name, middle - all.getStringWidth(name) / 2, bottom);
	}
}
