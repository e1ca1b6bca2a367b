package io.github.rwkvsss.workbench;

import java.awt.Cursor;
import java.awt.event.KeyEvent;
import java.awt.event.KeyListener;
import java.awt.event.MouseEvent;
import java.awt.event.MouseListener;
import java.awt.event.MouseMotionListener;
import java.util.function.Predicate;

import ij.IJ;
import ij.gui.ImageCanvas;

/**
 * Stands between the mouse and an image's canvas: what belongs to a correction tool goes there, everything else to
 * ImageJ. Wheel, space bar, right button and the tools of the toolbar work as ever; keys are ImageJ's unless taken.
 */
final class CanvasHook implements MouseListener, MouseMotionListener, KeyListener {

	private final ImageCanvas canvas;
	private final ImageSession session;
	private final WorkbenchState state;
	private final Correcting correcting;
	private final Predicate<KeyEvent> keys;
	private final MouseListener[] mouse;
	private final MouseMotionListener[] motion;
	private final KeyListener[] keyboard;
	private CorrectionTool.Drag drag;

	private CanvasHook(final ImageCanvas canvas, final ImageSession session, final WorkbenchState state,
		final Correcting correcting, final Predicate<KeyEvent> keys)
	{
		this.canvas = canvas;
		this.session = session;
		this.state = state;
		this.correcting = correcting;
		this.keys = keys;
		mouse = canvas.getMouseListeners();
		motion = canvas.getMouseMotionListeners();
		keyboard = canvas.getKeyListeners();
	}

	/**
	 * @param keys takes a key that was pressed in the image, or leaves it to ImageJ
	 * @return the hook, in its place
	 */
	static CanvasHook in(final ImageCanvas canvas, final ImageSession session, final WorkbenchState state,
		final Correcting correcting, final Predicate<KeyEvent> keys)
	{
		final CanvasHook hook = new CanvasHook(canvas, session, state, correcting, keys);
		for (final MouseListener listener : hook.mouse) canvas.removeMouseListener(listener);
		for (final MouseMotionListener listener : hook.motion) canvas.removeMouseMotionListener(listener);
		for (final KeyListener listener : hook.keyboard) canvas.removeKeyListener(listener);
		canvas.addMouseListener(hook);
		canvas.addMouseMotionListener(hook);
		canvas.addKeyListener(hook);
		return hook;
	}

	/** @return whether it is that canvas and that image */
	boolean isIn(final ImageCanvas other, final ImageSession of) {
		return canvas == other && session == of;
	}

	/** Gives the canvas back. */
	void remove() {
		canvas.removeMouseListener(this);
		canvas.removeMouseMotionListener(this);
		canvas.removeKeyListener(this);
		for (final MouseListener listener : mouse) canvas.addMouseListener(listener);
		for (final MouseMotionListener listener : motion) canvas.addMouseMotionListener(listener);
		for (final KeyListener listener : keyboard) canvas.addKeyListener(listener);
	}

	private boolean isOurs(final MouseEvent event) {
		return state.tool().isPresent() && event.getButton() == MouseEvent.BUTTON1 && !event.isPopupTrigger() && !IJ
			.spaceBarDown() && !session.view().isComparing();
	}

	@Override
	public void mousePressed(final MouseEvent event) {
		if (!isOurs(event)) {
			for (final MouseListener listener : mouse) listener.mousePressed(event);
			return;
		}
		canvas.requestFocusInWindow();
		drag = new CorrectionTool.Drag(new double[] { canvas.offScreenXD(event.getX()) }, new double[] { canvas.offScreenYD(
			event.getY()) });
		sketch();
	}

	@Override
	public void mouseDragged(final MouseEvent event) {
		if (drag == null) {
			for (final MouseMotionListener listener : motion) listener.mouseDragged(event);
			return;
		}
		drag = drag.to(canvas.offScreenXD(event.getX()), canvas.offScreenYD(event.getY()));
		sketch();
	}

	@Override
	public void mouseReleased(final MouseEvent event) {
		if (drag == null) {
			for (final MouseListener listener : mouse) listener.mouseReleased(event);
			return;
		}
		final CorrectionTool.Drag whole = drag.to(canvas.offScreenXD(event.getX()), canvas.offScreenYD(event.getY()));
		drag = null;
		session.view().sketch(null);
		state.tool().ifPresent(tool -> tool.apply(correcting, whole));
	}

	private void sketch() {
		final CorrectionTool.Drag now = drag;
		state.tool().flatMap(tool -> tool.sketch(now, state.brush())).ifPresent(session.view()::sketch);
	}

	@Override
	public void mouseClicked(final MouseEvent event) {
		if (!isOurs(event)) for (final MouseListener listener : mouse) listener.mouseClicked(event);
	}

	@Override
	public void mouseEntered(final MouseEvent event) {
		for (final MouseListener listener : mouse) listener.mouseEntered(event);
	}

	@Override
	public void mouseExited(final MouseEvent event) {
		for (final MouseListener listener : mouse) listener.mouseExited(event);
	}

	@Override
	public void mouseMoved(final MouseEvent event) {
		for (final MouseMotionListener listener : motion) listener.mouseMoved(event);
		if (state.tool().isPresent() && !IJ.spaceBarDown()) canvas.setCursor(Cursor.getPredefinedCursor(
			Cursor.CROSSHAIR_CURSOR));
	}

	@Override
	public void keyPressed(final KeyEvent event) {
		if (keys.test(event)) event.consume();
		else for (final KeyListener listener : keyboard) listener.keyPressed(event);
	}

	@Override
	public void keyReleased(final KeyEvent event) {
		for (final KeyListener listener : keyboard) listener.keyReleased(event);
	}

	@Override
	public void keyTyped(final KeyEvent event) {
		for (final KeyListener listener : keyboard) listener.keyTyped(event);
	}
}
