package io.github.rwkvsss.imagej1;

import java.awt.AWTEvent;
import java.awt.AWTException;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.MenuItem;
import java.awt.Point;
import java.awt.PopupMenu;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.ActionListener;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.TextEvent;
import java.awt.event.ItemEvent;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ij.IJ;
import ij.gui.GenericDialog;
import ij.gui.MultiLineLabel;

/** The hands and eyes of a test in a running ImageJ: it finds dialogs and their fields, answers, and takes pictures. */
final class Desktop {

	private static final int SECONDS = 120;
	/** Pixels that blink where a line of text has the keyboard. */
	private static final int CARET = 40;

	private final Path pictures;
	private final Robot robot;
	private final BlockingQueue<Window> opened = new LinkedBlockingQueue<>();

	Desktop(final Path pictures) throws AWTException {
		this.pictures = pictures;
		robot = new Robot();
		Toolkit.getDefaultToolkit().addAWTEventListener(event -> {
			if (event.getID() == WindowEvent.WINDOW_OPENED) opened.add((Window) event.getSource());
		}, AWTEvent.WINDOW_EVENT_MASK);
	}

	/** Waits for the next window of a kind to open. */
	<W extends Window> W next(final Class<W> kind) throws InterruptedException {
		while (true) {
			final Window window = opened.poll(SECONDS, TimeUnit.SECONDS);
			if (window == null) throw new AssertionError("no " + kind.getSimpleName() + " opened within " + SECONDS + " s");
			if (!kind.isInstance(window)) continue;
			// What the screen still has to say, such as which window is in front, comes before what is done next.
			robot.waitForIdle();
			return kind.cast(window);
		}
	}

	/** Forgets the windows that opened so far. */
	void forgetWindows() {
		robot.waitForIdle();
		opened.clear();
	}

	/** Waits until something holds. */
	static void await(final BooleanSupplier condition, final String otherwise) throws InterruptedException {
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) throw new AssertionError(otherwise);
			Thread.sleep(10);
		}
	}

	static boolean runs(final String label) {
		return threads().stream().anyMatch(thread -> isOf(label, thread));
	}

	private static boolean isOf(final String label, final Thread thread) {
		return thread.getName().equals(label) || thread.getName().equals("Run$_" + label);
	}

	private static List<Thread> threads() {
		final Thread[] all = new Thread[Thread.activeCount() + 20];
		return Arrays.stream(all, 0, Thread.enumerate(all)).toList();
	}

	/** Answers a field as its user would: the listeners of the dialog hear of it. */
	static void answer(final GenericDialog dialog, final String key, final String text) {
		onEvents(() -> {
			final Component field = field(dialog, key);
			if (field instanceof final TextField line) {
				line.setText(text);
				dialog.textValueChanged(new TextEvent(line, TextEvent.TEXT_VALUE_CHANGED));
			}
			else if (field instanceof final Choice choice) {
				choice.select(text);
				if (!choice.getSelectedItem().equals(text)) throw new AssertionError(key + " has no choice " + text);
				dialog.itemStateChanged(new ItemEvent(choice, ItemEvent.ITEM_STATE_CHANGED, text, ItemEvent.SELECTED));
			}
			else {
				final Checkbox box = (Checkbox) field;
				box.setState(Boolean.parseBoolean(text));
				dialog.itemStateChanged(new ItemEvent(box, ItemEvent.ITEM_STATE_CHANGED, text, ItemEvent.SELECTED));
			}
		});
	}

	static Component field(final Container in, final String key) {
		return all(in).stream().filter(component -> key.equals(component.getName())).findFirst().orElseThrow(
			() -> new AssertionError("there is no field " + key));
	}

	private static List<Component> all(final Container in) {
		final List<Component> all = new ArrayList<>();
		for (final Component component : in.getComponents()) {
			all.add(component);
			if (component instanceof final Container inner) all.addAll(all(inner));
		}
		return all;
	}

	/** @return the words of a dialog that are no fields: labels, messages */
	static String words(final Container dialog) {
		return all(dialog).stream().map(Desktop::wordsOf).filter(words -> !words.isBlank()).collect(Collectors.joining(" "))
			.replaceAll("\\s+", " ");
	}

	private static String wordsOf(final Component part) {
		if (part instanceof final Label label) return label.getText();
		if (!(part instanceof MultiLineLabel)) return "";
		try {
			// NB: it shows its words but does not tell them.
			final Field lines = MultiLineLabel.class.getDeclaredField("lines");
			lines.setAccessible(true);
			return String.join(" ", (String[]) lines.get(part));
		}
		catch (final ReflectiveOperationException e) {
			throw new AssertionError(e);
		}
	}

	/** @return the menu of a button that has one; NB: the plugin's classes are not on this program's class path */
	static PopupMenu menuOf(final Component button) {
		try {
			final Method menu = button.getClass().getDeclaredMethod("menu");
			menu.setAccessible(true);
			return (PopupMenu) menu.invoke(button);
		}
		catch (final ReflectiveOperationException e) {
			throw new AssertionError(e);
		}
	}

	/** Takes a line of a menu. */
	static void choose(final PopupMenu menu, final String line) {
		onEvents(() -> {
			for (int i = 0; i < menu.getItemCount(); i++) {
				final MenuItem item = menu.getItem(i);
				if (!item.getLabel().equals(line)) continue;
				for (final ActionListener listener : item.getActionListeners()) listener.actionPerformed(new ActionEvent(item,
					ActionEvent.ACTION_PERFORMED, line));
				return;
			}
			throw new AssertionError("the menu has no line " + line);
		});
	}

	/** Clicks with the mouse, at a place in a window. */
	void clickOn(final Window window, final int x, final int y) {
		robot.waitForIdle();
		robot.mouseMove(window.getX() + x, window.getY() + y);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		robot.waitForIdle();
	}

	static boolean hasButton(final Container dialog, final String words) {
		return button(dialog, words).isPresent();
	}

	/** Presses a button of a dialog by its words. */
	static void press(final Container dialog, final String words) {
		onEvents(() -> {
			final Button button = button(dialog, words).orElseThrow(() -> new AssertionError("there is no button " + words));
			if (!button.isEnabled()) throw new AssertionError("the button " + words + " cannot be pressed");
			for (final ActionListener listener : button.getActionListeners()) listener.actionPerformed(new ActionEvent(button,
				ActionEvent.ACTION_PERFORMED, button.getLabel()));
		});
	}

	private static Optional<Button> button(final Container dialog, final String words) {
		return all(dialog).stream().filter(Button.class::isInstance).map(Button.class::cast).filter(button -> button.getLabel()
			.contains(words)).findFirst();
	}

	static boolean isOkEnabled(final GenericDialog dialog) {
		return dialog.getButtons()[0].isEnabled();
	}

	/** Presses Escape while ImageJ's own window has the keyboard. */
	static void pressEscape() {
		onEvents(() -> IJ.getInstance().keyPressed(new KeyEvent(IJ.getInstance(), KeyEvent.KEY_PRESSED, System
			.currentTimeMillis(), 0, KeyEvent.VK_ESCAPE, KeyEvent.CHAR_UNDEFINED)));
	}

	/**
	 * Until events that are there have been handled, and what they cause. NB: the robot's own waiting asks the X server for an
	 * answer that at times does not come on a machine without other work, and waits ten seconds for it.
	 */
	private static void idle() {
		for (int i = 0; i < 3; i++) {
			Toolkit.getDefaultToolkit().sync();
			onEvents(() -> {});
		}
	}

	static void onEvents(final Runnable action) {
		try {
			EventQueue.invokeAndWait(action);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new AssertionError(e);
		}
		catch (final InvocationTargetException e) {
			throw new AssertionError(e.getCause().getMessage(), e.getCause());
		}
	}

	/** Fails where a window leaves the screen, or a visible part of it has less room than it asks for. */
	void checkNothingIsCutOff(final Window window) {
		robot.waitForIdle();
		onEvents(() -> {
			final Rectangle screen = new Rectangle(Toolkit.getDefaultToolkit().getScreenSize());
			if (!screen.contains(window.getBounds())) throw new AssertionError("the window " + window.getBounds() +
				" leaves the screen " + screen);
			for (final Component part : all(window)) {
				if (!part.isShowing() || part instanceof Container) continue;
				final Dimension wanted = part.getMinimumSize();
				if (part.getWidth() < wanted.width || part.getHeight() < wanted.height) throw new AssertionError("cut off: " +
					part + ", which wants " + wanted);
				final Rectangle place = new Rectangle(part.getLocationOnScreen(), part.getSize());
				if (!window.getBounds().contains(place)) throw new AssertionError("outside of the window: " + part);
			}
		});
	}

	/** Takes a picture of windows, in few colours where the file would be large. */
	void picture(final String name, final Window... windows) {
		final BufferedImage seen = settled(windows);
		try {
			Files.createDirectories(pictures);
			Files.write(pictures.resolve(name + ".png"), Palette.png(seen, 60_000));
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
	}

	/** NB: the screen follows the program a moment later, so it is looked at until it no longer changes for a while. */
	private BufferedImage settled(final Window... windows) {
		// What the screen still has to say of earlier moves comes first.
		idle();
		onEvents(() -> Arrays.stream(windows).forEach(Desktop::putInPlace));
		BufferedImage seen = seen(windows);
		int same = 0;
		for (int look = 0; look < 40 && same < 4; look++) {
			robot.delay(50);
			final BufferedImage again = seen(windows);
			same = changed(seen, again) <= CARET ? same + 1 : 0;
			seen = again;
		}
		return seen;
	}

	/** NB: without a window manager a window is at times elsewhere than it believes, until it is moved. */
	private static void putInPlace(final Window window) {
		final Point place = window.getLocation();
		window.setLocation(place.x + 1, place.y);
		window.setLocation(place);
	}

	private BufferedImage seen(final Window... windows) {
		idle();
		Rectangle area = null;
		for (final Window window : windows) area = area == null ? window.getBounds() : area.union(window.getBounds());
		return robot.createScreenCapture(area);
	}

	/** @return how many pixels differ */
	private static int changed(final BufferedImage before, final BufferedImage after) {
		final int[] a = colors(before);
		final int[] b = colors(after);
		if (a.length != b.length) return Integer.MAX_VALUE;
		return (int) IntStream.range(0, a.length).filter(i -> a[i] != b[i]).count();
	}

	private static int[] colors(final BufferedImage picture) {
		return picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
	}
}
