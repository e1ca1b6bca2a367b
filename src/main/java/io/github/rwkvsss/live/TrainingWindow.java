package io.github.rwkvsss.live;

import java.awt.BorderLayout;
import java.awt.Button;
import java.awt.Color;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.Frame;
import java.awt.GridLayout;
import java.awt.Label;
import java.awt.Panel;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

import ij.WindowManager;
import io.github.rwkvsss.train.Sample;
import io.github.rwkvsss.train.TrainingListener;
import io.github.rwkvsss.train.TrainingLog;

/**
 * Shows a training while it runs: curves, the first validation image with what was found in it, time left, and buttons
 * that end it. Pictures are drawn on the training's thread and shown on the event thread. When the training has ended
 * the window stays for its reader until the next one opens.
 */
public final class TrainingWindow implements TrainingListener {

	private static final int CURVES_WIDTH = 480;
	private static final int HEIGHT = 440;

	private final Frame frame;
	private final Label status = new Label("reading images");
	private final Label best = new Label(" ");
	private final Picture curves = new Picture(CURVES_WIDTH, HEIGHT);
	private final Picture prediction = new Picture(HEIGHT, HEIGHT);
	private final Button stop = button("stop", "Stop and keep the best");
	private final Button cancel = button("cancel", "Cancel");
	private final Button close = button("close", "Close");
	private final AtomicReference<String> pending = new AtomicReference<>();
	private final List<TrainingLog.Row> rows = new ArrayList<>();
	private final TimeLeft time = new TimeLeft();
	private volatile int steps = 1;
	private volatile Wish wish = Wish.GO_ON;
	private volatile boolean ended;

	private enum Wish {
			GO_ON, STOP, CANCEL
	}

	private TrainingWindow(final String title) {
		frame = new Shell(title, this);
		frame.setName("training");
		final Panel top = new Panel(new GridLayout(0, 1));
		top.add(status);
		top.add(best);
		final Panel pictures = new Panel(new GridLayout(1, 2, 6, 0));
		pictures.setBackground(Color.WHITE);
		pictures.add(curves);
		pictures.add(prediction);
		final Panel bottom = new Panel(new BorderLayout());
		bottom.add(new Label("Image: found in orange, annotated in blue, both in white; dim where nothing is annotated."),
			BorderLayout.NORTH);
		final Panel buttons = new Panel(new FlowLayout(FlowLayout.RIGHT));
		buttons.add(stop);
		buttons.add(cancel);
		buttons.add(close);
		bottom.add(buttons, BorderLayout.SOUTH);
		frame.add(top, BorderLayout.NORTH);
		frame.add(pictures, BorderLayout.CENTER);
		frame.add(bottom, BorderLayout.SOUTH);
		close.setEnabled(false);
		stop.addActionListener(event -> wish(Wish.STOP));
		cancel.addActionListener(event -> wish(Wish.CANCEL));
		close.addActionListener(event -> dispose());
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(final WindowEvent event) {
				if (ended) dispose();
				else ask();
			}
		});
	}

	private static Button button(final String name, final String label) {
		final Button button = new Button(label);
		button.setName(name);
		return button;
	}

	/**
	 * Opens a window and closes those of trainings that have ended.
	 *
	 * @param model what is trained, for the title
	 * @throws java.awt.HeadlessException without a screen
	 */
	public static TrainingWindow open(final String model) {
		final TrainingWindow window = new TrainingWindow("Training of " + model);
		EventQueue.invokeLater(window::show);
		return window;
	}

	private void show() {
		for (final Frame other : Frame.getFrames()) if (other instanceof final Shell shell && shell.owner.ended) shell.owner
			.dispose();
		frame.pack();
		frame.setLocationByPlatform(true);
		frame.setVisible(true);
		WindowManager.addWindow(frame);
	}

	/** A frame by which the next window finds those of trainings that have ended. */
	private static final class Shell extends Frame {

		private static final long serialVersionUID = 1L;

		private final transient TrainingWindow owner;

		Shell(final String title, final TrainingWindow owner) {
			super(title);
			this.owner = owner;
		}
	}

	/** @return whether the user wants to end the training and keep its best weights */
	public boolean isStopped() {
		return wish == Wish.STOP;
	}

	/** @return whether the user wants to end the training and keep nothing but its checkpoint */
	public boolean isCanceled() {
		return wish == Wish.CANCEL;
	}

	private void wish(final Wish other) {
		wish = other;
		stop.setEnabled(false);
		cancel.setEnabled(other != Wish.CANCEL);
		status.setText(other == Wish.STOP ? "stopping after this step" : "canceling");
	}

	/** Asked when the window is closed while the training runs. */
	private void ask() {
		final Dialog dialog = new Dialog(frame, "Training", true);
		dialog.setName("ask");
		dialog.add(new Label("The training still runs. Stop writes the model with the best weights so far."),
			BorderLayout.NORTH);
		final Panel buttons = new Panel(new FlowLayout(FlowLayout.RIGHT));
		final Button keep = button("ask stop", "Stop and keep the best");
		final Button discard = button("ask cancel", "Cancel training");
		final Button goOn = button("ask go on", "Go on");
		keep.addActionListener(event -> answer(dialog, Wish.STOP));
		discard.addActionListener(event -> answer(dialog, Wish.CANCEL));
		goOn.addActionListener(event -> dialog.dispose());
		buttons.add(keep);
		buttons.add(discard);
		buttons.add(goOn);
		dialog.add(buttons, BorderLayout.SOUTH);
		dialog.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(final WindowEvent event) {
				dialog.dispose();
			}
		});
		dialog.pack();
		dialog.setLocationRelativeTo(frame);
		dialog.setVisible(true);
	}

	private void answer(final Dialog dialog, final Wish other) {
		dialog.dispose();
		if (!ended) wish(other);
	}

	private void dispose() {
		WindowManager.removeWindow(frame);
		frame.dispose();
	}

	@Override
	public void step(final int done, final int all, final double loss) {
		steps = all;
		say(String.format(Locale.ROOT, "step %d of %d, loss %.3f   %s", done, all, loss, time.after(done, all, System
			.nanoTime())));
	}

	@Override
	public void epoch(final TrainingLog.Row row) {
		rows.add(row);
		final BufferedImage picture = TrainingCurves.draw(rows, steps, CURVES_WIDTH, HEIGHT);
		final TrainingLog.Row top = rows.stream().max((a, b) -> Double.compare(a.score(), b.score())).orElse(row);
		final String text = Double.isNaN(row.validationDice()) ? "nothing is held out to validate by" : String.format(
			Locale.ROOT, "validation Dice %.3f; the best weights so far are of step %d, Dice %.3f", row.validationDice(), top
				.step(), top.validationDice());
		EventQueue.invokeLater(() -> {
			curves.show(picture);
			best.setText(text);
		});
	}

	@Override
	public void validated(final Sample sample, final int[] found) {
		final BufferedImage picture = PredictionPicture.draw(sample, found);
		EventQueue.invokeLater(() -> prediction.show(picture));
	}

	/**
	 * Leaves the window to its reader.
	 *
	 * @param sentence how the training ended
	 */
	public void end(final String sentence) {
		ended = true;
		EventQueue.invokeLater(() -> {
			status.setText(sentence);
			stop.setEnabled(false);
			cancel.setEnabled(false);
			close.setEnabled(true);
		});
	}

	/** Many steps may pass until the event thread comes to show one: it shows the latest. */
	private void say(final String text) {
		if (pending.getAndSet(text) == null) EventQueue.invokeLater(() -> {
			final String latest = pending.getAndSet(null);
			if (!ended && wish == Wish.GO_ON) status.setText(latest);
		});
	}
}
