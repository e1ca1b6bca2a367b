package io.github.rwkvsss.imagej1;

import java.awt.Rectangle;
import java.awt.Window;
import java.util.ArrayList;
import java.util.List;

import javax.swing.Timer;

import ij.gui.GUI;

/** Puts windows of one result next to each other, so that none covers another, where the screen has room for them. */
final class SideBySide {

	private static final int LOOK = 200;
	private static final int LOOKS = 20;

	private SideBySide() {}

	/**
	 * On any thread. What a window that opens hears of the screen about its first place may come after this one, and would
	 * win: so they are looked after for some seconds.
	 *
	 * @param windows the first one stays where it is as long as the others fit
	 */
	static void place(final List<? extends Window> windows) {
		if (windows.size() < 2) return;
		final List<Rectangle> places = places(bounds(windows), GUI.getMaxWindowBounds(windows.get(0)));
		put(windows, places);
		if (coverEachOther(places)) return;
		final int[] looks = { 0 };
		new Timer(LOOK, event -> {
			if (coverEachOther(bounds(windows))) put(windows, places);
			if (++looks[0] == LOOKS) ((Timer) event.getSource()).stop();
		}).start();
	}

	private static void put(final List<? extends Window> windows, final List<Rectangle> places) {
		for (int i = 0; i < places.size(); i++) windows.get(i).setLocation(places.get(i).getLocation());
	}

	private static List<Rectangle> bounds(final List<? extends Window> windows) {
		return windows.stream().map(Window::getBounds).toList();
	}

	/** @return whether any two share a pixel */
	static boolean coverEachOther(final List<Rectangle> bounds) {
		for (int i = 0; i < bounds.size(); i++) for (int j = 0; j < i; j++) if (bounds.get(i).intersects(bounds.get(j)))
			return true;
		return false;
	}

	/**
	 * In rows from left to right, from the first one's place, or from the screen's corner.
	 *
	 * @param screen where they are to lie
	 * @return as many places of the same sizes; those given if there is no room
	 */
	static List<Rectangle> places(final List<Rectangle> windows, final Rectangle screen) {
		final List<Rectangle> here = rows(windows, windows.get(0).x, windows.get(0).y, screen);
		if (here != null) return here;
		final List<Rectangle> corner = rows(windows, screen.x, screen.y, screen);
		return corner == null ? windows : corner;
	}

	/** @return null if there is no room */
	private static List<Rectangle> rows(final List<Rectangle> windows, final int left, final int top,
		final Rectangle screen)
	{
		final List<Rectangle> places = new ArrayList<>();
		int x = left;
		int y = top;
		int below = top;
		for (final Rectangle window : windows) {
			if (x > left && x + window.width > screen.x + screen.width) {
				x = left;
				y = below;
			}
			final Rectangle place = new Rectangle(x, y, window.width, window.height);
			if (!screen.contains(place)) return null;
			places.add(place);
			x += window.width;
			below = Math.max(below, y + window.height);
		}
		return places;
	}
}
