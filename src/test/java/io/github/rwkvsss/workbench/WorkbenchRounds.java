package io.github.rwkvsss.workbench;

import static io.github.rwkvsss.workbench.Hands.await;
import static io.github.rwkvsss.workbench.Hands.onEvents;

import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import javax.swing.JSpinner;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.Toolbar;
import io.github.rwkvsss.correct.Project;
import io.github.rwkvsss.correct.SimulatedUser;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.label.ObjectOutlines;

/**
 * Rounds of correction through the workbench, by real mouse events: somebody who knows the true objects deletes what is none
 * by a click, adds true outlines as selections, marks the rectangle as done by a drag and lets the model learn. A program,
 * not a test. Arguments: image, true labels, empty folder for the project, folder for pictures, rounds, objects per round,
 * steps.
 */
public final class WorkbenchRounds {

	private final Hands hands;
	private final ImagePlus image;
	private final SimulatedUser user;
	private final Path folder;
	private final int steps;

	private WorkbenchRounds(final String... args) throws Exception {
		hands = new Hands(Path.of(args[3]));
		image = IJ.openImage(args[0]);
		user = new SimulatedUser(LabelReader.read(Path.of(args[1])), Integer.parseInt(args[5]));
		folder = Path.of(args[2]);
		steps = Integer.parseInt(args[6]);
	}

	public static void main(final String... args) throws Exception {
		Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
			thrown.printStackTrace(System.out);
			System.exit(1);
		});
		new ImageJ();
		final WorkbenchRounds session = new WorkbenchRounds(args);
		session.open();
		for (int round = 1; round <= Integer.parseInt(args[4]); round++) session.play(round);
		System.exit(0);
	}

	private void open() throws Exception {
		image.show();
		await(() -> image.getWindow() != null && image.getWindow().isShowing(), "the image does not show");
		onEvents(() -> {
			image.getWindow().setLocation(20, 100);
			// So large that a pixel can be met.
			for (int i = 0; i < 3; i++) IJ.run(image, "In [+]", "");
			return null;
		});
		Workbench.open(image, folder, "");
		await(() -> Workbench.openState() != null && Workbench.openState().project().isPresent(), "no project was made");
		idleWork();
		onEvents(() -> {
			((JSpinner) Hands.find("steps")).setValue(steps);
			return null;
		});
	}

	private void play(final int round) throws Exception {
		final long began = System.nanoTime();
		hands.click("segment image");
		idleWork();
		final int[] found = labels().clone();
		final Rectangle box = user.correct(found).getBounds();
		final int[] wanted = user.known();
		correct(found, wanted, box);
		hands.click("tool none");
		IJ.setTool(Toolbar.RECTANGLE);
		hands.drag(image, () -> {}, box.x, box.y, box.x + box.width, box.y + box.height);
		hands.click("mark selection");
		idleWork();
		hands.picture("rounds-" + round + "-corrected");
		final long corrected = System.nanoTime();
		hands.click("learn");
		idleWork();
		hands.picture("rounds-" + round + "-learned");
		System.out.printf("round %d: %d objects corrected in %s within %.0f s, learned within %.0f s: %s%n", round, user
			.corrected(), box, (corrected - began) / 1e9, (System.nanoTime() - corrected) / 1e9, Project.open(folder).rounds()
				.get(round - 1).reason());
		Project.open(folder).rounds().get(round - 1).scores().forEach(score -> System.out.println("  " + score));
	}

	/** Deletes by clicks what is none or not well outlined, and adds what is true and not there. */
	private void correct(final int[] found, final int[] wanted, final Rectangle box) throws Exception {
		final int width = image.getWidth();
		final Set<Integer> gone = new TreeSet<>();
		final Set<Integer> missing = new TreeSet<>();
		for (int y = box.y; y < box.y + box.height; y++) for (int x = box.x; x < box.x + box.width; x++) {
			final int i = y * width + x;
			if (found[i] > 0 && !same(found, found[i], wanted, wanted[i], box)) gone.add(found[i]);
			if (wanted[i] > 0) missing.add(wanted[i]);
		}
		hands.click("tool delete");
		for (final int label : gone) {
			final int pixel = middle(found, label);
			hands.click(image, pixel % width, pixel / width);
		}
		final int[] inside = wanted.clone();
		for (int i = 0; i < inside.length; i++) if (inside[i] < 0) inside[i] = 0;
		final Map<Integer, Roi> outlines = ObjectOutlines.of(inside, width);
		for (final int label : missing) {
			if (covered(wanted, label)) continue;
			onEvents(() -> {
				image.setRoi(outlines.get(label));
				return null;
			});
			hands.click("add");
		}
	}

	/** @return whether two objects have the same pixels in the box */
	private boolean same(final int[] found, final int label, final int[] wanted, final int other, final Rectangle box) {
		if (other <= 0) return false;
		for (int y = box.y; y < box.y + box.height; y++) for (int x = box.x; x < box.x + box.width; x++) {
			final int i = y * image.getWidth() + x;
			if (found[i] == label != (wanted[i] == other)) return false;
		}
		return true;
	}

	/** @return whether an object lies mostly under one that is there */
	private boolean covered(final int[] wanted, final int label) {
		int all = 0;
		int there = 0;
		final int[] now = labels();
		for (int i = 0; i < wanted.length; i++) {
			if (wanted[i] != label) continue;
			all++;
			if (now[i] > 0) there++;
		}
		return 2 * there > all;
	}

	private int middle(final int[] labels, final int label) {
		final List<Integer> pixels = new ArrayList<>();
		for (int i = 0; i < labels.length; i++) if (labels[i] == label) pixels.add(i);
		final double x = pixels.stream().mapToInt(i -> i % image.getWidth()).average().orElseThrow();
		final double y = pixels.stream().mapToInt(i -> i / image.getWidth()).average().orElseThrow();
		return pixels.stream().min((a, b) -> Double.compare(Math.hypot(a % image.getWidth() - x, a / image.getWidth() - y), Math
			.hypot(b % image.getWidth() - x, b / image.getWidth() - y))).orElseThrow();
	}

	private static int[] labels() {
		return onEvents(() -> Workbench.openState().current().orElseThrow().edits().labels().plane(0));
	}

	private static void idleWork() throws InterruptedException {
		Hands.idle();
		// A round may take long.
		while (onEvents(Workbench::isBusy)) Thread.sleep(50);
		Hands.idle();
	}
}
