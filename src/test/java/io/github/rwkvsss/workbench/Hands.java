package io.github.rwkvsss.workbench;

import java.awt.AWTEvent;
import java.awt.AWTException;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import javax.swing.JComponent;
import javax.swing.SwingUtilities;

import ij.ImagePlus;
import ij.gui.ImageCanvas;
import io.github.rwkvsss.imagej1.Palette;

/** Mouse, keyboard and eyes of a test: real events, at places that are looked up on the screen. */
final class Hands {

	private static final int SECONDS = 120;

	private final Robot robot;
	private final Path pictures;
	/** How many events of each kind came; of the event thread. */
	private final int[] heard = new int[1000];
	/** What the mouse was over last; of the event thread. */
	private Component under;

	/** @param pictures folder for what is seen */
	Hands(final Path pictures) throws AWTException {
		this.pictures = pictures;
		robot = new Robot();
		Toolkit.getDefaultToolkit().addAWTEventListener(event -> {
			heard[event.getID() % heard.length]++;
			if (event instanceof final MouseEvent mouse) under = mouse.getComponent();
		}, AWTEvent.MOUSE_EVENT_MASK | AWTEvent.MOUSE_MOTION_EVENT_MASK | AWTEvent.KEY_EVENT_MASK);
	}

	/** Clicks on a part of the workbench, which is scrolled to where it can be seen. */
	void click(final String name) throws InterruptedException {
		final Component part = find(name);
		check(onEvents(part::isEnabled), name + " cannot be pressed");
		onEvents(() -> {
			if (part instanceof final JComponent component) component.scrollRectToVisible(new Rectangle(component.getSize()));
			return null;
		});
		idle();
		for (int i = 0; i < 100; i++) {
			final Point corner = onEvents(part::getLocationOnScreen);
			final Point place = new Point(corner.x + Math.min(part.getWidth() / 2, 30), corner.y + Math.min(part.getHeight() / 2,
				10));
			robot.mouseMove(place.x - 1, place.y);
			idle();
			robot.mouseMove(place.x, place.y);
			idle();
			// The screen's word on where a window is may come later than the window.
			if (onEvents(() -> under != null && SwingUtilities.isDescendingFrom(under, part))) {
				click(place.x, place.y);
				return;
			}
			Thread.sleep(50);
		}
		throw new AssertionError(name + " is not where the screen shows it");
	}

	/** Clicks on a pixel of an image. */
	void click(final ImagePlus image, final int x, final int y) throws InterruptedException {
		final Point place = onScreen(image, x, y);
		click(place.x, place.y);
	}

	private void click(final int x, final int y) throws InterruptedException {
		robot.mouseMove(x, y);
		idle();
		hear(MouseEvent.MOUSE_PRESSED, () -> robot.mousePress(InputEvent.BUTTON1_DOWN_MASK));
		hear(MouseEvent.MOUSE_RELEASED, () -> robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK));
	}

	/** Waits until the event that an action sends through the screen has come back and was handled. */
	private void hear(final int kind, final Runnable action) throws InterruptedException {
		final int before = onEvents(() -> heard[kind % heard.length]);
		action.run();
		await(() -> heard[kind % heard.length] > before, "no event " + kind + " came");
	}

	/**
	 * Moves over an image with the button down.
	 *
	 * @param way x and y of pixels in turn
	 */
	void drag(final ImagePlus image, final Runnable beforeRelease, final int... way) throws InterruptedException {
		final Point first = onScreen(image, way[0], way[1]);
		robot.mouseMove(first.x, first.y);
		idle();
		final Point second = onScreen(image, way[2], way[3]);
		// At once, for ImageJ takes a button that is held without moving for the wish for a menu.
		hear(MouseEvent.MOUSE_DRAGGED, () -> {
			robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
			robot.mouseMove((first.x + second.x) / 2, (first.y + second.y) / 2);
			robot.mouseMove(second.x, second.y);
		});
		for (int i = 4; i < way.length; i += 2) {
			final Point next = onScreen(image, way[i], way[i + 1]);
			hear(MouseEvent.MOUSE_DRAGGED, () -> robot.mouseMove(next.x, next.y));
		}
		beforeRelease.run();
		hear(MouseEvent.MOUSE_RELEASED, () -> robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK));
	}

	/** Presses a key and lets it go. */
	void key(final int code) throws InterruptedException {
		hear(KeyEvent.KEY_PRESSED, () -> robot.keyPress(code));
		hear(KeyEvent.KEY_RELEASED, () -> robot.keyRelease(code));
	}

	private static Point onScreen(final ImagePlus image, final int x, final int y) {
		return onEvents(() -> {
			final ImageCanvas canvas = image.getCanvas();
			final Point corner = canvas.getLocationOnScreen();
			return new Point(corner.x + (int) canvas.screenXD(x + 0.5), corner.y + (int) canvas.screenYD(y + 0.5));
		});
	}

	/** Takes a picture of the screen; the mouse stays where it is. */
	void picture(final String name) throws IOException {
		idle();
		robot.delay(300);
		idle();
		final BufferedImage seen = robot.createScreenCapture(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
		Files.createDirectories(pictures);
		Files.write(pictures.resolve(name + ".png"), Palette.png(seen, 60_000));
	}

	/** @return a part of the workbench by its name */
	static Component find(final String name) {
		return onEvents(() -> {
			for (final Frame frame : Frame.getFrames()) {
				if (!"workbench".equals(frame.getName()) || !frame.isDisplayable()) continue;
				final Component found = find(frame, name);
				if (found != null) return found;
			}
			throw new AssertionError("the workbench has no " + name);
		});
	}

	private static Component find(final Container in, final String name) {
		for (final Component part : in.getComponents()) {
			if (name.equals(part.getName())) return part;
			if (part instanceof final Container inner && find(inner, name) != null) return find(inner, name);
		}
		return null;
	}

	/** Until what was done has been handled, and what it caused. */
	static void idle() {
		for (int i = 0; i < 4; i++) {
			Toolkit.getDefaultToolkit().sync();
			onEvents(() -> null);
		}
	}

	static void await(final BooleanSupplier condition, final String otherwise) throws InterruptedException {
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
		while (!onEvents(condition::getAsBoolean)) {
			if (System.nanoTime() > end) throw new AssertionError(otherwise);
			Thread.sleep(10);
		}
		idle();
	}

	static <T> T onEvents(final Callable<T> action) {
		final AtomicReference<T> result = new AtomicReference<>();
		final Runnable call = () -> {
			try {
				result.set(action.call());
			}
			catch (final RuntimeException e) {
				throw e;
			}
			catch (final Exception e) {
				throw new IllegalStateException(e);
			}
		};
		try {
			if (EventQueue.isDispatchThread()) call.run();
			else EventQueue.invokeAndWait(call);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new AssertionError(e);
		}
		catch (final InvocationTargetException e) {
			throw new AssertionError(e.getCause().getMessage(), e.getCause());
		}
		return result.get();
	}

	static void check(final boolean good, final String otherwise) {
		if (!good) throw new AssertionError(otherwise);
	}
}
