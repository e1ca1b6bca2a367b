package io.github.rwkvsss.live;

import java.awt.AWTEvent;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Label;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.ActionListener;
import java.awt.event.WindowEvent;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ImageProcessor;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.TrainImageCommand;
import io.github.rwkvsss.imagej1.Palette;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.train.ModelTraining;
import io.github.rwkvsss.train.Training;

/**
 * A session of a real ImageJ with windows: trainings on a drawn image with outlined objects, one ended by Stop, one by
 * closing its window. Ends with 0 if all is as it should be. Arguments: folder for models, steps, steps between
 * validations, patch, model to start from or "", file for a screenshot or "". The picture of the guide was taken with
 * {@code 120 8 128 membranes-2d}.
 */
public final class LiveSession {

	private static final Path IMAGE = Path.of("sample-data/nuclei/images/bright.png");
	private static final Path LABELS = Path.of("sample-data/nuclei/labels/bright.png");
	/** Processor time, which other programs do not lengthen. */
	private static final long MOST_NANOSECONDS_OF_AN_EVENT = 500_000_000;

	private LiveSession() {}

	public static void main(final String... args) throws Exception {
		Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
			thrown.printStackTrace();
			System.exit(1);
		});
		new ImageJ();
		final Path folder = Path.of(args[0]);
		final ImagePlus image = outlined(Integer.parseInt(args[3]));
		image.show();
		final LongestEvent longest = new LongestEvent();
		Toolkit.getDefaultToolkit().getSystemEventQueue().push(longest);

		final Path stopped = folder.resolve("stopped.zip");
		final Optional<String> first = train(image, stopped, args, frame -> {
			if (!args[5].isEmpty()) capture(frame, new File(args[5]));
			press(frame, "stop");
		});
		check(first.isEmpty(), "the stopped training says " + first);
		check(Files.exists(stopped), "the stopped training wrote no model");
		final String end = status(onlyWindow());
		check(end.startsWith("ended stopped by its user"), "the window says " + end);

		final Path canceled = folder.resolve("canceled.zip");
		Toolkit.getDefaultToolkit().addAWTEventListener(event -> {
			if (event.getID() == WindowEvent.WINDOW_OPENED && event.getSource() instanceof final Dialog dialog && dialog.getName()
				.equals("ask")) EventQueue.invokeLater(() -> press(dialog, "ask cancel"));
		}, AWTEvent.WINDOW_EVENT_MASK);
		final Optional<String> second = train(image, canceled, args, frame -> EventQueue.invokeLater(() -> frame.dispatchEvent(
			new WindowEvent(frame, WindowEvent.WINDOW_CLOSING))));
		check(second.equals(Optional.of("canceled")), "the canceled training says " + second);
		check(!Files.exists(canceled), "the canceled training wrote a model");
		check(Files.exists(ModelTraining.workFolder(canceled).resolve(Training.CHECKPOINT)),
			"the canceled training left no checkpoint");
		// The first training's window went when the second one's opened.
		final Frame last = onlyWindow();
		press(last, "close");
		EventQueue.invokeAndWait(() -> check(!last.isDisplayable(), "the window did not close"));
		check(Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().startsWith("RWKV-SSS")),
			"a thread is left");
		check(longest.nanoseconds.get() < MOST_NANOSECONDS_OF_AN_EVENT, "an event took " + longest.nanoseconds.get() / 1e9 +
			" s of the event thread");
		System.out.println("the session went well; the longest event took " + longest.nanoseconds.get() / 1e6 + " ms");
		System.exit(0);
	}

	/** A part of a drawn sample with its objects outlined in the overlay. */
	private static ImagePlus outlined(final int edge) {
		final ImageProcessor pixels = IJ.openImage(IMAGE.toString()).getProcessor();
		final ImageProcessor labels = IJ.openImage(LABELS.toString()).getProcessor();
		final int size = Math.min(Math.max(160, 2 * edge), Math.min(labels.getWidth(), labels.getHeight()));
		labels.setRoi(0, 0, size, size);
		pixels.setRoi(0, 0, size, size);
		final ImagePlus part = new ImagePlus("drawn nuclei", pixels.crop());
		final ImageProcessor cut = labels.crop();
		final Overlay overlay = new Overlay();
		final Roi around = new Roi(0, 0, size, size);
		around.setName("background");
		overlay.add(around);
		for (int label = 1; label <= cut.getStats().max; label++) {
			cut.setThreshold(label, label, ImageProcessor.NO_LUT_UPDATE);
			final Roi outline = new ThresholdToSelection().convert(cut);
			if (outline != null) overlay.add(outline);
		}
		part.setOverlay(overlay);
		return part;
	}

	/** @param act done once, on the training's thread, when something was validated */
	private static Optional<String> train(final ImagePlus image, final Path model, final String[] args,
		final Consumer<Frame> act) throws Exception
	{
		final CommandCall call = CommandCall.of(TrainImageCommand.class);
		call.setValue("input", image);
		call.set("output", model.toString());
		call.set("steps", args[1]);
		call.set("validate_every", args[2]);
		call.set("patch", args[3]);
		call.set("batch", "2");
		call.set("start_from", args[4]);
		call.set("learning_rate", "0.0003");
		call.set("threads", "1");
		call.tell(System.out::println);
		final boolean[] acted = { false };
		final int last = Integer.parseInt(args[1]) / 2;
		return call.run((done, total, message) -> {
			if (acted[0] || !message.contains("validation Dice") || done < last) return;
			acted[0] = true;
			act.accept(onlyWindow());
		}, Cancellation.NEVER);
	}

	private static Frame onlyWindow() {
		final Frame[] found = new Frame[1];
		onEventThread(() -> {
			final Frame[] open = Arrays.stream(Frame.getFrames()).filter(frame -> frame.getName().equals("training") && frame
				.isDisplayable()).toArray(Frame[]::new);
			check(open.length == 1, open.length + " windows of trainings are open");
			found[0] = open[0];
		});
		return found[0];
	}

	private static void onEventThread(final Runnable work) {
		try {
			EventQueue.invokeAndWait(work);
		}
		catch (final InterruptedException | java.lang.reflect.InvocationTargetException e) {
			throw new IllegalStateException(e);
		}
	}

	private static String status(final Frame frame) {
		final String[] text = new String[1];
		onEventThread(() -> text[0] = ((Label) ((Container) frame.getComponent(0)).getComponent(0)).getText());
		return text[0];
	}

	/** Does what a click on a button does, through its own listeners. */
	private static void press(final Window window, final String name) {
		final Button button = (Button) find(window, name);
		check(button != null && button.isEnabled(), "there is no button " + name + " to press");
		final Runnable click = () -> {
			for (final ActionListener listener : button.getActionListeners()) listener.actionPerformed(new ActionEvent(button,
				ActionEvent.ACTION_PERFORMED, button.getActionCommand()));
		};
		if (EventQueue.isDispatchThread()) click.run();
		else onEventThread(click);
	}

	private static Component find(final Container container, final String name) {
		for (final Component component : container.getComponents()) {
			if (name.equals(component.getName())) return component;
			if (component instanceof final Container inner) {
				final Component found = find(inner, name);
				if (found != null) return found;
			}
		}
		return null;
	}

	private static void capture(final Frame frame, final File file) {
		try {
			onEventThread(frame::toFront);
			final Robot robot = new Robot();
			robot.waitForIdle();
			Files.write(file.toPath(), Palette.png(robot.createScreenCapture(frame.getBounds()), 60_000));
		}
		catch (final java.awt.AWTException | java.io.IOException e) {
			throw new IllegalStateException(e);
		}
	}

	private static void check(final boolean good, final String otherwise) {
		if (good) return;
		System.out.println(otherwise);
		System.exit(1);
	}

	/** Measures how much of the event thread each event takes. */
	private static final class LongestEvent extends EventQueue {

		private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		private final AtomicLong nanoseconds = new AtomicLong();

		@Override
		protected void dispatchEvent(final AWTEvent event) {
			// A modal dialog dispatches further events within one.
			final long before = threads.getCurrentThreadCpuTime();
			super.dispatchEvent(event);
			nanoseconds.accumulateAndGet(threads.getCurrentThreadCpuTime() - before, Math::max);
		}
	}
}
