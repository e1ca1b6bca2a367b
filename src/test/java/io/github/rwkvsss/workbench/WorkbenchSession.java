package io.github.rwkvsss.workbench;

import static io.github.rwkvsss.workbench.Hands.await;
import static io.github.rwkvsss.workbench.Hands.check;
import static io.github.rwkvsss.workbench.Hands.onEvents;

import java.awt.Point;
import java.awt.event.KeyEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import javax.swing.JSpinner;
import javax.swing.JTextArea;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.Toolbar;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import io.github.rwkvsss.correct.Project;
import io.github.rwkvsss.correct.Round;
import io.github.rwkvsss.imagej1.CommandPlugIn;

/**
 * A session of a real ImageJ with the workbench, driven by mouse and keyboard: a drawn image is segmented, corrected in
 * every way, marked as done and learned from. Ends with 0 if label image and project are as they should be after each
 * step. Arguments: an image, an empty folder for a project, a folder for pictures, steps of a round.
 */
public final class WorkbenchSession {

	private final Hands hands;
	private final ImagePlus image;
	private final Path folder;
	private final Path model;
	private final int steps;
	private Recorder recorder;

	private WorkbenchSession(final String... args) throws Exception {
		hands = new Hands(Path.of(args[2]));
		image = IJ.openImage(args[0]);
		folder = Path.of(args[1]);
		model = Path.of(args[4]);
		steps = Integer.parseInt(args[3]);
	}

	public static void main(final String... args) throws Exception {
		Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
			thrown.printStackTrace(System.out);
			System.exit(1);
		});
		new ImageJ();
		new WorkbenchSession(args).play();
		System.out.println("the session went well");
		System.exit(0);
	}

	private void play() throws Exception {
		image.show();
		await(() -> image.getWindow() != null && image.getWindow().isShowing(), "the image does not show");
		onEvents(() -> {
			image.getWindow().setLocation(20, 120);
			return null;
		});
		recorder = new Recorder(false);
		new CommandPlugIn().run("workbench");
		await(() -> Workbench.openState() != null && Workbench.openState().current().isPresent(), "no workbench opened");
		idleWork();
		hands.picture("workbench-1-opened");
		segment();
		correct();
		undoAndRedo();
		roiManager();
		learn();
		next();
		reopen();
		close();
	}

	private void segment() throws Exception {
		hands.click("segment slice");
		idleWork();
		check(labels().size() > 5, "found " + labels() + "; " + words());
		final int[] slice = image().clone();
		hands.click("undo");
		check(labels().isEmpty(), "a segmentation is not undone");
		hands.click("segment visible");
		idleWork();
		check(Arrays.equals(slice, image()), "what is visible is the whole slice, but other objects were found");
		hands.click("segment image");
		idleWork();
		check(Arrays.equals(slice, image()), "the image is one slice, but other objects were found");
		check(labels().size() > 5, "found " + labels() + "; " + words());
		hands.picture("workbench-2-segmented");
	}

	private void correct() throws Exception {
		final int first = labels().first();
		final Point inside = middle(first);
		hands.click("tool delete");
		hands.click(image, inside.x, inside.y);
		check(!labels().contains(first), first + " was not deleted: " + words());

		final List<Integer> two = nearest();
		final Point one = middle(two.get(0));
		final Point other = middle(two.get(1));
		final int areas = area(two.get(0)) + area(two.get(1));
		hands.click("tool merge");
		hands.drag(image, () -> picture("workbench-3-merging"), one.x, one.y, other.x, other.y);
		check(area(two.get(0)) == areas && area(two.get(1)) == 0, two + " were not merged: " + words());

		final int large = largest();
		final int before = area(large);
		final Point centre = middle(large);
		final Set<Integer> old = labels();
		hands.click("tool split");
		hands.drag(image, () -> picture("workbench-4-splitting"), centre.x, Math.max(0, centre.y - 40), centre.x, Math.min(image
			.getHeight() - 1, centre.y + 40));
		final Set<Integer> parts = new TreeSet<>(labels());
		parts.removeAll(old);
		check(!parts.isEmpty(), large + " was not divided: " + words());
		check(area(large) + parts.stream().mapToInt(this::area).sum() == before, "pixels were lost: " + words());

		final Point free = free(14);
		hands.click("tool brush");
		hands.drag(image, () -> {}, free.x - 3, free.y, free.x + 3, free.y);
		final int painted = at(free.x, free.y);
		check(painted > 0 && area(painted) > 60, "nothing was painted: " + words());

		hands.click("tool none");
		IJ.setTool(Toolbar.RECTANGLE);
		final Point corner = free(14);
		hands.drag(image, () -> {}, corner.x - 6, corner.y - 6, corner.x + 6, corner.y + 6);
		check(image.getRoi() != null, "ImageJ's own tools do not work");
		final int pixels = image.getRoi().getContainedPoints().length;
		hands.click("add");
		final int added = at(corner.x, corner.y);
		check(added > 0 && area(added) == pixels, "the selection was not added: " + words());
		hands.picture("workbench-5-corrected");
	}

	private void undoAndRedo() throws Exception {
		final int[] after = image().clone();
		for (int i = 0; i < 5; i++) hands.click("undo");
		check(labels().contains(1) && area(1) > 0, "the deleted object did not come back");
		for (int i = 0; i < 5; i++) hands.click("redo");
		check(Arrays.equals(after, image()), "not all was done again");
		hands.click("tool delete");
		final int victim = labels().first();
		final Point inside = middle(victim);
		hands.click(image, inside.x, inside.y);
		check(!labels().contains(victim), "not deleted: " + words());
		hands.key(KeyEvent.VK_Z);
		check(labels().contains(victim), "the key Z does not undo: " + words());
		hands.key(KeyEvent.VK_ESCAPE);
		check(onEvents(() -> Workbench.openState().tool().isEmpty()), "Escape does not leave the tool");
	}

	/** Objects go to the ROI Manager and follow there; what is added, updated and deleted there comes back as one correction. */
	private void roiManager() throws Exception {
		hands.click("to manager");
		final RoiManager manager = RoiManager.getInstance2();
		final int all = labels().size();
		check(manager.getCount() == all, manager.getCount() + " regions of " + all + " objects");
		onEvents(() -> {
			manager.setLocation(700, 300);
			return null;
		});
		final int victim = labels().first();
		final Point inside = middle(victim);
		hands.click("tool delete");
		hands.click(image, inside.x, inside.y);
		hands.click("tool none");
		check(manager.getCount() == all - 1, "the deleted object is still in the ROI Manager");
		final int[] before = image().clone();
		// As their user does it: t adds the selection, Update changes an entry, Delete takes one away.
		final Point corner = free(10);
		final int updated = largest();
		final Point middle = middle(updated);
		final int gone = labels().first();
		onEvents(() -> {
			image.setRoi(new Roi(corner.x - 4, corner.y - 4, 8, 8));
			manager.addRoi(image.getRoi());
			manager.select(indexOf(manager, updated));
			image.setRoi(new Roi(middle.x - 2, middle.y - 2, 4, 4));
			manager.runCommand("Update");
			manager.select(indexOf(manager, gone));
			manager.runCommand("Delete");
			image.deleteRoi();
			return null;
		});
		hands.click("take regions");
		check(at(corner.x, corner.y) > 0 && area(at(corner.x, corner.y)) == 64, "the added region is no object: " + words());
		check(area(updated) == 16, "the updated region did not change its object: " + words());
		check(gone == updated || !labels().contains(gone), "the deleted region's object is still there: " + words());
		check(manager.getCount() == labels().size(), manager.getCount() + " regions of " + labels().size() + " objects");
		hands.picture("workbench-5-roi-manager");
		hands.click("undo");
		check(Arrays.equals(before, image()), "what was taken is not undone at once");
		check(manager.getCount() == labels().size(), "the ROI Manager did not follow the undoing");
		check(image.getRoi() == null, "a region is left as a selection");
		onEvents(() -> {
			manager.close();
			return null;
		});
	}

	private static int indexOf(final RoiManager manager, final int label) {
		final ImageSession session = Workbench.openState().current().orElseThrow();
		for (int i = 0; i < manager.getCount(); i++) if (session.view().name(0, label).equals(manager.getName(i))) return i;
		throw new AssertionError("the ROI Manager has no object " + label);
	}

	private void learn() throws Exception {
		// A small one that knows nothing, because learning is what takes longest.
		Workbench.open(image, folder, model.toString());
		await(() -> Workbench.openState().project().isPresent(), "no project was made: " + words());
		idleWork();
		IJ.setTool(Toolbar.RECTANGLE);
		hands.drag(image, () -> {}, 4, 4, image.getWidth() / 2, image.getHeight() - 5);
		hands.click("mark selection");
		idleWork();
		check(Project.open(folder).examples().size() == 1, "nothing was saved: " + words());
		final long known = onEvents(() -> Workbench.openState().current().orElseThrow().known().pixels());
		check(known > 100 * 200, "only " + known + " pixels are done");
		hands.picture("workbench-6-marked");
		onEvents(() -> {
			((JSpinner) Hands.find("steps")).setValue(steps);
			return null;
		});
		final Pings pings = new Pings();
		hands.click("learn");
		check(onEvents(Workbench::isBusy), "nothing runs: " + words());
		pings.countWhile(() -> onEvents(Workbench::isBusy));
		idleWork();
		final List<Round> rounds = Project.open(folder).rounds();
		check(rounds.size() == 1, rounds.size() + " rounds: " + words());
		pings.check(steps);
		idleWork();
		hands.picture("workbench-7-learned");
		hands.click(rounds.get(0).kept() ? "discard" : "keep");
		idleWork();
		check(Project.open(folder).currentRound() == (rounds.get(0).kept() ? 0 : 1), "the other model is not chosen");
		hands.click(rounds.get(0).kept() ? "keep" : "discard");
		idleWork();
		cancelLearning();
	}

	private void cancelLearning() throws Exception {
		onEvents(() -> {
			((JSpinner) Hands.find("steps")).setValue(5000);
			return null;
		});
		final Path model = Project.open(folder).currentModel();
		hands.click("learn");
		await(() -> ((javax.swing.JProgressBar) Hands.find("progress")).getString().contains("training"), "no step was done: " +
			words());
		hands.click("cancel");
		idleWork();
		check(Project.open(folder).rounds().size() == 1 && Project.open(folder).currentModel().equals(model),
			"a canceled round changed the project");
	}

	private void next() throws Exception {
		hands.click("rank");
		idleWork();
		hands.picture("workbench-8-next");
		check(image.getRoi() != null, "nothing leads to a place: " + words());
		final String recorded = recorder.getText();
		for (final String call : List.of("RWKV-SSS Segment...\", \"input=" + image.getTitle() + " model=nuclei-2d\"",
			"RWKV-SSS Learn from Corrections\", \"project=" + folder + " input=[] steps=" + steps + "\"",
			"RWKV-SSS Rank Uncertain\", \"input=" + image.getTitle() + " model=")) check(recorded.contains(call), call +
				" is not in " + recorded);
	}

	/** An image of the project has the objects and marks that were saved. */
	private void reopen() throws Exception {
		final int[] saved = image().clone();
		hands.click("project images");
		idleWork();
		hands.click("example " + image.getTitle().replaceFirst("\\.[^.]*$", ""));
		await(() -> Workbench.openState().current().orElseThrow().image() != image, "the project's image did not open");
		idleWork();
		final ImageSession again = onEvents(() -> Workbench.openState().current().orElseThrow());
		check(again.done().size() == 1 && again.known().pixels() > 100 * 200, "what is done was not kept: " + again.done());
		for (int i = 0; i < saved.length; i++) if (again.isDone(0, i)) check((saved[i] == 0) == (image()[i] == 0),
			"the objects that are done were not kept");
		hands.picture("workbench-9-reopened");
		onEvents(() -> {
			again.image().close();
			Workbench.open(image, null, "");
			return null;
		});
		await(() -> Workbench.openState().current().filter(session -> session.image() == image).isPresent(),
			"the first image is not looked at again");
	}

	/** In the midst of a training. */
	private void close() throws Exception {
		hands.click("learn");
		await(() -> ((javax.swing.JProgressBar) Hands.find("progress")).getString().contains("training"), "no step was done: " +
			words());
		onEvents(() -> {
			final java.awt.Window window = javax.swing.SwingUtilities.getWindowAncestor(Hands.find("status"));
			window.dispatchEvent(new java.awt.event.WindowEvent(window, java.awt.event.WindowEvent.WINDOW_CLOSING));
			return null;
		});
		await(() -> Workbench.openState() == null, "the workbench did not close");
		await(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().equals(
			"RWKV-SSS workbench")), "the learning goes on without its window");
		check(Project.open(folder).rounds().size() == 1, "a round came of a window that was closed");
		hands.drag(image, () -> {}, 10, 10, 30, 30);
		check(image.getRoi() != null && image.getRoi().getBounds().width > 10, "ImageJ did not get its canvas back");
		check(Files.exists(folder.resolve("project.json")), "the project is gone");
	}

	private void picture(final String name) {
		try {
			hands.picture(name);
		}
		catch (final java.io.IOException e) {
			throw new AssertionError(e);
		}
	}

	private static void idleWork() throws InterruptedException {
		Hands.idle();
		await(() -> !Workbench.isBusy(), "the work does not end: " + words());
	}

	private static String words() {
		return onEvents(() -> ((JTextArea) Hands.find("status")).getText());
	}

	private static int[] image() {
		return onEvents(() -> Workbench.openState().current().orElseThrow().edits().labels().plane(0));
	}

	private TreeSet<Integer> labels() {
		final TreeSet<Integer> found = new TreeSet<>();
		for (final int label : image()) if (label > 0) found.add(label);
		return found;
	}

	private int at(final int x, final int y) {
		return image()[y * image.getWidth() + x];
	}

	private int area(final int label) {
		int area = 0;
		for (final int each : image()) if (each == label) area++;
		return area;
	}

	private int largest() {
		return labels().stream().max((a, b) -> area(a) - area(b)).orElseThrow();
	}

	/** @return the pixel of an object next to its centre of mass */
	private Point middle(final int label) {
		double x = 0;
		double y = 0;
		final List<Point> pixels = new ArrayList<>();
		final int[] plane = image();
		for (int i = 0; i < plane.length; i++) {
			if (plane[i] != label) continue;
			pixels.add(new Point(i % image.getWidth(), i / image.getWidth()));
			x += i % image.getWidth();
			y += i / image.getWidth();
		}
		final Point centre = new Point((int) (x / pixels.size()), (int) (y / pixels.size()));
		return pixels.stream().min((a, b) -> Double.compare(a.distance(centre), b.distance(centre))).orElseThrow();
	}

	/** @return two objects that lie close together */
	private List<Integer> nearest() {
		List<Integer> best = List.of();
		double least = Double.MAX_VALUE;
		for (final int a : labels()) for (final int b : labels()) {
			if (a >= b) continue;
			final double distance = middle(a).distance(middle(b));
			if (distance >= least) continue;
			least = distance;
			best = List.of(a, b);
		}
		return best;
	}

	/** @return a place around which nothing is */
	private Point free(final int radius) {
		for (int y = radius; y < image.getHeight() - radius; y++) for (int x = radius; x < image.getWidth() - radius; x++) {
			boolean clear = true;
			for (int dy = -radius; dy <= radius && clear; dy += 2) for (int dx = -radius; dx <= radius && clear; dx += 2) clear =
				at(x + dx, y + dy) == 0;
			if (clear) return new Point(x, y);
		}
		throw new AssertionError("there is no free place");
	}
}
