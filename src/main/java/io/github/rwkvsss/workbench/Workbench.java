package io.github.rwkvsss.workbench;

import java.awt.AWTEvent;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.KeyboardFocusManager;
import java.awt.KeyEventDispatcher;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.event.AWTEventListener;
import java.awt.event.KeyEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;

import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ScrollPaneConstants;
import javax.swing.text.JTextComponent;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.gui.GUI;
import ij.gui.ImageWindow;

/**
 * One window that goes through the loop: segment, correct, mark as done, learn, again. There is one at a time; it follows
 * the image whose window is in front.
 */
public final class Workbench implements ImageListener, AWTEventListener, KeyEventDispatcher {

	private static final String PLACE = "rwkvsss.workbench";
	private static final int WIDTH = 390;
	private static final int ROOM = 400;

	/** The one that is open; of the event thread. */
	private static Workbench open;

	private final JFrame frame = new JFrame("RWKV-SSS Workbench");
	private final WorkbenchState state = new WorkbenchState();
	private final StatusBar status;
	private final Work work;
	private final ManagedRegions regions = new ManagedRegions();
	private final Learning learning;
	private final ProjectFolder projects;
	private final LivePreview preview;
	private final Correcting correcting;
	private final Keys keys;
	private CanvasHook hook;

	private Workbench() {
		status = new StatusBar(this::cancel, state::changed);
		work = new Work(status);
		correcting = new Correcting(state, regions, work::isAlone, status::say);
		keys = new Keys(state, correcting);
		final Marking marking = new Marking(state, status::say);
		learning = new Learning(state, work, marking, status::say);
		projects = new ProjectFolder(state, work, status::say);
		preview = new LivePreview(state, work, status::say);
		final JPanel parts = Parts.column();
		parts.add(new ProjectPanel(state, projects).panel());
		parts.add(new ModelPanel(state).panel());
		parts.add(new SegmentPanel(state, new Segmenting(state, work, regions, status::say), preview).panel());
		parts.add(new CorrectPanel(state, correcting).panel());
		parts.add(new MarkPanel(state, marking, learning::save).panel());
		parts.add(new LearnPanel(state, learning).panel());
		parts.add(new RankPanel(new Ranking(state, work, status::say)).panel());
		final JScrollPane scroll = new JScrollPane(parts, ScrollPaneConstants.VERTICAL_SCROLLBAR_AS_NEEDED,
			ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
		scroll.setBorder(null);
		scroll.getVerticalScrollBar().setUnitIncrement(16);
		frame.add(scroll, BorderLayout.CENTER);
		frame.add(status.panel(), BorderLayout.SOUTH);
		frame.setName("workbench");
		frame.setDefaultCloseOperation(JFrame.DO_NOTHING_ON_CLOSE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(final WindowEvent event) {
				close();
			}
		});
	}

	private void cancel() {
		work.cancel();
	}

	/**
	 * Opens the workbench, or brings the one that is open to the front. On any thread; returns at once.
	 *
	 * @param image to begin with; null for none
	 * @param project folder of a project, or an empty or missing one for a new project; null for none
	 * @param model name or path; empty for the project's, or nuclei-2d
	 */
	public static void open(final ImagePlus image, final Path project, final String model) {
		EventQueue.invokeLater(() -> {
			if (open == null) {
				open = new Workbench();
				open.show(image);
			}
			open.frame.toFront();
			open.begin(image, project, model);
		});
	}

	private void begin(final ImagePlus image, final Path project, final String model) {
		if (!model.isBlank()) state.model(model);
		if (image != null) lookAt(image);
		// A model that was asked for is taken even if the project has another one.
		if (project != null) projects.open(project, () -> {
			if (!model.isBlank()) state.model(model);
		});
	}

	private void show(final ImagePlus image) {
		frame.pack();
		final Rectangle screen = GUI.getMaxWindowBounds(image != null && image.getWindow() != null ? image.getWindow() : frame);
		final ImageWindow window = image == null ? null : image.getWindow();
		// Higher than now, for the curve and the scores that come, but not over ImageJ's own window if that can be.
		final int below = screen.y + screen.height - (window == null ? screen.y : window.getY());
		final Dimension size = new Dimension(Math.min(WIDTH, screen.width), Math.min(screen.height, Math.max(frame.getHeight(),
			Math.min(frame.getHeight() + ROOM, below))));
		final Point kept = Prefs.getLocation(PLACE);
		frame.setSize(size);
		frame.setLocation(kept != null && screen.contains(new Rectangle(kept, size)) ? kept : Docking.place(window == null
			? null : window.getBounds(), size, screen));
		ImagePlus.addImageListener(this);
		Toolkit.getDefaultToolkit().addAWTEventListener(this, AWTEvent.WINDOW_EVENT_MASK);
		KeyboardFocusManager.getCurrentKeyboardFocusManager().addKeyEventDispatcher(this);
		WindowManager.addWindow(frame);
		frame.setVisible(true);
	}

	private void lookAt(final ImagePlus image) {
		if (image.getWindow() == null) return;
		final ImageSession session = state.lookAt(image);
		if (hook != null && hook.isIn(image.getCanvas(), session)) return;
		if (hook != null) hook.remove();
		hook = CanvasHook.in(image.getCanvas(), session, state, correcting, keys::take);
	}

	/** Ends it: work that runs is canceled, images and their windows are as they were. */
	private void close() {
		if (state.project().isEmpty() && state.sessions().stream().anyMatch(ImageSession::isUnsaved) && !IJ
			.showMessageWithCancel("RWKV-SSS Workbench",
				"No project is open, so what is marked as done is not kept.\nClose the workbench?")) return;
		Prefs.saveLocation(PLACE, frame.getLocation());
		work.cancel();
		learning.saveAfterwards();
		preview.close();
		if (hook != null) hook.remove();
		ImagePlus.removeImageListener(this);
		Toolkit.getDefaultToolkit().removeAWTEventListener(this);
		KeyboardFocusManager.getCurrentKeyboardFocusManager().removeKeyEventDispatcher(this);
		WindowManager.removeWindow(frame);
		frame.dispose();
		open = null;
	}

	@Override
	public void eventDispatched(final AWTEvent event) {
		if (event.getID() == WindowEvent.WINDOW_ACTIVATED && event.getSource() instanceof final ImageWindow window && window
			.getImagePlus() != null) lookAt(window.getImagePlus());
	}

	/** The tools' keys work in the workbench's own window, too, but not while a number is typed. */
	@Override
	public boolean dispatchKeyEvent(final KeyEvent event) {
		return event.getID() == KeyEvent.KEY_PRESSED && frame.isFocused() && !(KeyboardFocusManager
			.getCurrentKeyboardFocusManager().getFocusOwner() instanceof JTextComponent) && keys.take(event);
	}

	@Override
	public void imageOpened(final ImagePlus image) {
		// Others are looked at when their windows come to the front.
		EventQueue.invokeLater(() -> {
			if (state.knows(image)) lookAt(image);
		});
	}

	@Override
	public void imageClosed(final ImagePlus image) {
		EventQueue.invokeLater(() -> {
			if (hook != null && image.getCanvas() == null) hook = null;
			state.forget(image);
		});
	}

	@Override
	public void imageUpdated(final ImagePlus image) {
		// Its labels are planes of their own.
	}

	/** @return what is chosen; for tests */
	static WorkbenchState openState() {
		return open == null ? null : open.state;
	}

	/** @return whether work runs; for tests */
	static boolean isBusy() {
		return open != null && open.work.isBusy();
	}
}
