package io.github.rwkvsss.imagej1;

import java.awt.Choice;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.PopupMenu;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.HTMLDialog;
import ij.gui.ImageWindow;
import ij.gui.MessageDialog;
import ij.gui.OvalRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.filter.Analyzer;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import ij.text.TextWindow;

/**
 * A session of a real ImageJ with windows: each command through its dialog with the recorder on, then the recorded
 * macro. Prints a line for each scene, "well" or why not. Arguments: a folder to work in, one for pictures, the sample
 * data.
 */
public final class WindowSession {

	private static final String FOREIGN_PACKAGE = "/io/github/rwkvsss/foreign/unet-0.5.zip";
	private static final String IMPORTED = "imported:discs-u-net-new";

	private final Desktop desktop;

	private WindowSession(final Desktop desktop) {
		this.desktop = desktop;
	}

	public static void main(final String... args) throws Exception {
		final WindowSession session = new WindowSession(new Desktop(Path.of(args[1])));
		new ImageJ();
		new Recorder(false);
		final Map<String, Play> plays = new LinkedHashMap<>();
		for (final Scene scene : scenes(Path.of(args[0]), Path.of(args[2]))) plays.put(scene.name(), () -> session.play(scene));
		plays.put("roi-manager", () -> session.roiManager(Path.of(args[0]), Path.of(args[2], "nuclei", "images",
			"crowded.png")));
		plays.put("escape", () -> session.escape(Path.of(args[2], "nuclei", "images", "dim.png")));
		// On request only: the key of the scene before was heard in it at times.
		if (List.of(args).contains("escape-batch")) plays.put("escape-batch", () -> session.escapeBatch(Path.of(args[0]), Path
			.of(args[2], "nuclei", "images")));
		plays.put("escape-training", () -> session.escapeTraining(Path.of(args[0]), Path.of(args[2], "membranes")));
		plays.put("refusal", session::refusal);
		plays.put("choose", () -> session.choose(Path.of(args[2], "nuclei", "images", "crowded.png")));
		plays.put("imported", () -> session.imported(Path.of(args[0]), Path.of(args[2], "nuclei", "images", "crowded.png")));
		plays.put("untrusted", () -> session.untrusted(Path.of(args[0]), Path.of(args[2], "nuclei", "images", "crowded.png")));
		plays.put("help", session::help);
		plays.put("dialogs", session::dialogs);
		plays.put("second", () -> session.second(Path.of(args[2], "nuclei", "images")));
		plays.put("check", session::checkInstallation);
		plays.put("bench", session::bench);
		plays.put("preview", () -> session.preview(Path.of(args[2], "nuclei", "images", "crowded.png")));
		for (final Map.Entry<String, Play> play : plays.entrySet()) {
			if (args.length == 3 || List.of(args).contains(play.getKey())) report(play.getKey(), play.getValue());
		}
		System.exit(0);
	}

	private static List<Scene> scenes(final Path work, final Path samples) throws IOException {
		final Path crowded = samples.resolve(Path.of("nuclei", "images", "crowded.png"));
		final Path labels = samples.resolve(Path.of("nuclei", "labels"));
		final Path membranes = samples.resolve("membranes");
		final Path model = work.resolve("own.zip");
		final Path outlined = work.resolve("outlined.zip");
		final Path scores = work.resolve("scores.csv");
		final Path archive = work.resolve("own.pt");
		final Path truth = copy(labels.resolve("crowded.png"), work.resolve("true labels.png"));
		final Path results = work.resolve("batch results");
		final Path large = work.resolve("large.tif");
		return List.of( //
			new Scene("segment", "RWKV-SSS Segment...", List.of(crowded), List.of("model=nuclei-2d"), null), //
			new Scene("all-results", "RWKV-SSS Segment...", List.of(crowded), List.of("mask=true", "probabilities=true",
				"overlay=true", "rois=true", "table=true"), null), //
			new Scene("train", "RWKV-SSS Train...", List.of(), List.of("images=" + membranes.resolve("images"), "labels=" +
				membranes.resolve("labels"), "output=" + model, "task=semantic", "steps=2", "patch=64", "batch=1", "threads=1",
				"live_window=false"), model), //
			new Scene("train-image", "RWKV-SSS Train on Open Image...", List.of(drawnOn(crowded, work)), List.of("output=" +
				outlined, "steps=2", "patch=64", "batch=1", "threads=1", "live_window=false"), outlined), //
			new Scene("evaluate", "RWKV-SSS Evaluate...", List.of(), List.of("labels=" + labels, "predictions=" + labels,
				"task=instance", "output=" + scores), scores), //
			new Scene("attention", "RWKV-SSS Attention Map...", List.of(crowded), List.of("x=164", "y=131"), null), //
			new Scene("info", "RWKV-SSS Info", List.of(), List.of("model=nuclei-2d"), null), //
			new Scene("export", "RWKV-SSS Export TorchScript...", List.of(), List.of("model=nuclei-2d", "output=" + archive,
				"tile=64"), archive), //
			new Scene("batch", "RWKV-SSS Batch...", List.of(), List.of("images=" + samples.resolve(Path.of("nuclei", "images")),
				"output=" + results, "table=true"), results.resolve("all-objects.csv")), //
			new Scene("segment-large", "RWKV-SSS Segment Large Image...", List.of(), List.of("image=" + crowded, "output=" +
				large, "model=nuclei-2d"), large), //
			new Scene("score", "RWKV-SSS Evaluate Open Images...", List.of(truth, crowded), List.of("truth=" + truth
				.getFileName(), "model=nuclei-2d"), null), //
			new Scene("sample", "RWKV-SSS Open Sample Image...", List.of(), List.of("sample=section-1"), null), //
			new Scene("models", "RWKV-SSS Models...", List.of(), List.of("action=list"), null), //
			new Scene("run-torchscript", "RWKV-SSS Run TorchScript...", List.of(crowded), List.of("archive=" + foreignArchive(
				work), "trust_code=true", "normalization=percentile", "low=1", "high=99", "activation=sigmoid", "tile=96"), null));
	}

	/** @return the package of a model that other people made, with Python's torch */
	private static Path foreignPackage(final Path work) throws IOException {
		try (InputStream in = WindowSession.class.getResourceAsStream(FOREIGN_PACKAGE)) {
			Files.copy(in, work.resolve("discs.zip"), StandardCopyOption.REPLACE_EXISTING);
		}
		return work.resolve("discs.zip");
	}

	/** @return the network in it */
	private static Path foreignArchive(final Path work) throws IOException {
		try (ZipFile zip = new ZipFile(foreignPackage(work).toFile());
				InputStream in = zip.getInputStream(zip.getEntry("weights.pt")))
		{
			Files.copy(in, work.resolve("discs.pt"), StandardCopyOption.REPLACE_EXISTING);
		}
		return work.resolve("discs.pt");
	}

	private static Path copy(final Path from, final Path to) throws IOException {
		return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
	}

	/** @return outlines of some nuclei of crowded.png */
	private static List<Roi> outlines() {
		return List.of(new OvalRoi(54, 24, 21, 22), new OvalRoi(132, 40, 21, 21), new OvalRoi(45, 195, 19, 19));
	}

	/** @return a file with some nuclei of an image outlined in its overlay */
	private static Path drawnOn(final Path image, final Path work) {
		final ImagePlus drawn = IJ.openImage(image.toString());
		final Overlay outlines = new Overlay();
		outlines().forEach(outlines::add);
		drawn.setOverlay(outlines);
		final Path file = work.resolve("drawn on.tif");
		IJ.saveAsTiff(drawn, file.toString());
		return file;
	}

	private interface Play {

		void run() throws Exception;
	}

	private static void report(final String name, final Play play) {
		String how = "well";
		try {
			play.run();
		}
		catch (final Exception | AssertionError e) {
			how = e.getMessage() == null ? e.toString() : e.getMessage().replaceAll("\\s*\\R\\s*", " / ");
		}
		System.out.println("scene " + name + " " + how);
	}

	/** Dialog, run, pictures; then the recorded macro: the same comes out. */
	private void play(final Scene scene) throws InterruptedException, IOException {
		closeAll();
		check(Menus.getCommands().containsKey(scene.label()), "the menu has no " + scene.label());
		open(scene);
		final int recordedBefore = Recorder.getInstance().getText().length();
		IJ.doCommand(scene.label());
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		check(scene.label().startsWith(dialog.getTitle()), "the dialog's title is " + dialog.getTitle());
		lookAt(dialog, scene.name());
		for (final String answer : scene.answers()) {
			final int equals = answer.indexOf('=');
			Desktop.answer(dialog, answer.substring(0, equals), answer.substring(equals + 1));
		}
		Desktop.press(dialog, "OK");
		final int pings = awaitWhileEventsGoOn(scene.label());
		final List<String> found = outcome(scene);
		check(!found.isEmpty(), "nothing came of it");
		check(pings > 0 || !scene.hasImage(), "the event thread stood still while the command ran");
		final String recorded = Recorder.getInstance().getText().substring(recordedBefore).lines().filter(line -> line.contains(
			scene.label())).findFirst().orElseThrow(() -> new AssertionError("nothing was recorded"));
		for (final String answer : scene.answers()) check(recorded.replaceAll("[\\[\\]]", "").contains(answer), answer +
			" is not in " + recorded);
		closeAll();
		if (scene.file() != null) Files.delete(scene.file());
		open(scene);
		IJ.runMacro(recorded);
		final List<String> again = outcome(scene);
		check(again.equals(found), "the recorded macro gave " + shortened(again) + ", the dialog " + shortened(found) + ": " +
			recorded);
	}

	private static List<String> shortened(final List<String> found) {
		return found.stream().map(text -> text.substring(0, Math.min(400, text.length()))).toList();
	}

	private void lookAt(final GenericDialog dialog, final String name) {
		desktop.picture(name + "-dialog", dialog);
		desktop.checkNothingIsCutOff(dialog);
		if (Desktop.hasButton(dialog, "Advanced")) {
			Desktop.press(dialog, "Advanced");
			desktop.picture(name + "-dialog-advanced", dialog);
			desktop.checkNothingIsCutOff(dialog);
		}
	}

	/** @return how many events were handled before the command ended */
	private static int awaitWhileEventsGoOn(final String label) throws InterruptedException {
		final AtomicInteger handled = new AtomicInteger();
		while (Desktop.runs(label)) {
			Desktop.onEvents(() -> {
				if (Desktop.runs(label)) handled.incrementAndGet();
			});
			Thread.sleep(20);
		}
		return handled.get();
	}

	/** @return what can be seen now: pixels of images but the scene's own, texts of windows, the file's bytes */
	private List<String> outcome(final Scene scene) throws IOException, InterruptedException {
		final List<String> found = new ArrayList<>();
		final List<Frame> frames = new ArrayList<>();
		int texts = 0;
		final int[] ids = WindowManager.getIDList();
		if (ids != null) for (final int id : ids) {
			final ImagePlus image = WindowManager.getImage(id);
			frames.add(image.getWindow());
			if (image.getOverlay() != null) found.add("overlay of " + image.getTitle() + " " + places(image.getOverlay()
				.toArray()));
			if (scene.shows(image.getTitle())) continue;
			for (int slice = 1; slice <= image.getStackSize(); slice++) found.add(image.getTitle() + " " + pixels(image.getStack()
				.getPixels(slice)));
		}
		for (final Frame frame : WindowManager.getNonImageWindows()) if (frame instanceof final TextWindow window && !window
			.getTitle().equals("Log"))
		{
			frames.add(window);
			// Beside a file, texts tell times and the like.
			if (scene.file() == null) found.add(window.getTextPanel().getText());
			check(window.getTitle().startsWith("RWKV-SSS") || window.getTitle().equals("Results"), "a window's title is " + window
				.getTitle());
			texts++;
		}
		check(texts < 2, "the same is told in " + texts + " windows");
		checkNoneCoversAnother(frames.stream().filter(frame -> frame instanceof ImageWindow window && !scene.shows(window
			.getImagePlus().getTitle())).toList());
		final RoiManager manager = RoiManager.getInstance2();
		if (manager != null) {
			frames.add(manager);
			found.add("ROI Manager " + places(manager.getRoisAsArray()));
		}
		if (scene.file() != null && Files.exists(scene.file())) found.add(content(scene.file()));
		if (!frames.isEmpty()) showTogether(scene.name() + "-result", frames);
		return found;
	}

	/** NB: the screen's word on where a window lies comes after the program's, so they may cover each other for a moment. */
	private static void checkNoneCoversAnother(final List<Frame> windows) throws InterruptedException {
		for (final Frame one : windows) for (final Frame other : windows) Desktop.await(() -> one == other || !one.getBounds()
			.intersects(other.getBounds()), one.getTitle() + " at " + one.getBounds() + " and " + other.getTitle() + " at " +
				other.getBounds() + " cover each other");
	}

	private static String places(final Roi... rois) {
		return Arrays.stream(rois).map(roi -> roi.getName() + " " + roi.getBounds()).collect(Collectors.joining(", "));
	}

	/** @return a text file's text; of archives the checksums of the numbers in it, since the rest tells times */
	private static String content(final Path file) throws IOException {
		if (file.toString().endsWith(".csv")) return Files.readString(file);
		if (file.toString().endsWith(".tif")) return Arrays.toString(Files.readAllBytes(file));
		try (ZipFile archive = new ZipFile(file.toFile())) {
			return archive.stream().filter(entry -> !entry.getName().matches(".*\\.(json|csv|yaml|md)")).map(entry -> entry
				.getName() + " " + entry.getCrc()).collect(Collectors.joining(", "));
		}
	}

	private static String pixels(final Object pixels) {
		if (pixels instanceof final byte[] values) return Arrays.toString(values);
		if (pixels instanceof final short[] values) return Arrays.toString(values);
		if (pixels instanceof final int[] values) return Arrays.toString(values);
		return Arrays.toString((float[]) pixels);
	}

	private void showTogether(final String name, final List<Frame> frames) {
		Desktop.onEvents(() -> {
			final int end = Toolkit.getDefaultToolkit().getScreenSize().width;
			int x = 0;
			// Below ImageJ's own window.
			int y = 110;
			int below = y;
			for (final Frame frame : frames) {
				if (x > 0 && x + frame.getWidth() > end) {
					x = 0;
					y = below;
				}
				frame.setLocation(x, y);
				frame.toFront();
				x += frame.getWidth() + 8;
				below = Math.max(below, y + frame.getHeight() + 8);
			}
		});
		desktop.picture(name, frames.toArray(new Frame[0]));
	}

	private void open(final Scene scene) throws InterruptedException {
		for (final Path image : scene.images()) open(image);
	}

	private void open(final Path file) throws InterruptedException {
		desktop.forgetWindows();
		IJ.openImage(file.toString()).show();
		desktop.next(ImageWindow.class);
	}

	private void closeAll() {
		Desktop.onEvents(() -> {
			for (final Window window : Window.getWindows()) if (window instanceof Dialog) window.dispose();
			IJ.run("Close All");
			// Else ImageJ asks whether to save them.
			Analyzer.setUnsavedMeasurements(false);
			for (final Frame frame : WindowManager.getNonImageWindows()) if (frame instanceof final TextWindow window) window
				.close();
			if (RoiManager.getInstance2() != null) RoiManager.getInstance2().close();
		});
		desktop.forgetWindows();
	}

	/** Escape ends the work soon and leaves no result, no message to click away, and a macro that does not go on. */
	private void escape(final Path image) throws InterruptedException {
		closeAll();
		open(image);
		final String label = "RWKV-SSS Segment...";
		final Thread macro = new Thread(() -> IJ.runMacro("run('" + label +
			"', 'model=nuclei-2d tile=96 flips=true'); newImage('went on', '8-bit', 8, 8, 1);"), "Run$_" + label);
		macro.start();
		while (macro.isAlive() && !ImageJ.getStatusBarText().matches("(Predicting|looking for the size).*")) {
			check(Stream.of(Window.getWindows()).noneMatch(window -> window instanceof Dialog && window.isShowing()),
				"a message stands where the command should run");
			Thread.sleep(5);
		}
		final long begin = System.nanoTime();
		Desktop.pressEscape();
		macro.join();
		System.out.println("escape took " + (System.nanoTime() - begin) / 1_000_000 + " ms");
		check(WindowManager.getImageCount() == 1, "there is a result after Escape");
	}

	/** A batch that is canceled keeps what is done, and says nothing. */
	private void escapeBatch(final Path work, final Path samples) throws IOException, InterruptedException {
		final Path results = work.resolve("canceled batch");
		// So large that the first one takes seconds, however fast the machine is.
		final Path images = Files.createDirectories(work.resolve("large images"));
		for (final String name : List.of("bright.png", "dim.png")) IJ.saveAs(IJ.openImage(samples.resolve(name).toString())
			.resize(1536, 1536, "none"), "png", images.resolve(name).toString());
		escape("RWKV-SSS Batch...", "images=[" + images + "] output=[" + results + "] model=nuclei-2d tile=32 flips=true",
			"bright.png");
		check(Files.exists(results.resolve("batch-status.csv")), "there is no table of what was done");
		check(Files.notExists(results.resolve("labels").resolve("dim.tif")), "it went on");
	}

	/** A training that is canceled writes no model, and can go on later. */
	private void escapeTraining(final Path work, final Path data) throws InterruptedException {
		final Path model = work.resolve("canceled.zip");
		escape("RWKV-SSS Train...", "images=[" + data.resolve("images") + "] labels=[" + data.resolve("labels") + "] output=[" +
			model + "] task=semantic steps=500 validate_every=1 patch=64 batch=1 threads=1", "validation Dice");
		check(Files.notExists(model), "there is a model after Escape");
		check(Files.isDirectory(work.resolve("canceled-training")), "there is nothing to go on from");
	}

	/** @param begun begins what the status line says when the work is under way */
	private void escape(final String label, final String options, final String begun) throws InterruptedException {
		closeAll();
		final Thread macro = new Thread(() -> IJ.run(label, options), "Run$_" + label);
		// ImageJ throws where a macro was canceled.
		macro.setUncaughtExceptionHandler((thread, thrown) -> {});
		// The key of a scene before may be heard only now.
		IJ.resetEscape();
		macro.start();
		Desktop.await(() -> ImageJ.getStatusBarText().contains(begun), "the status line is \"" + ImageJ.getStatusBarText() +
			"\"");
		final long begin = System.nanoTime();
		Desktop.pressEscape();
		macro.join();
		System.out.println(label + ": escape took " + (System.nanoTime() - begin) / 1_000_000 + " ms");
		check(Stream.of(Window.getWindows()).noneMatch(window -> window instanceof Dialog && window.isShowing()),
			"there is a message to click away");
	}

	/** What was outlined and sent to the ROI Manager with T is what is learned from. */
	private void roiManager(final Path work, final Path image) throws InterruptedException {
		closeAll();
		open(image);
		Desktop.onEvents(() -> outlines().forEach(RoiManager.getRoiManager()::addRoi));
		final Path model = work.resolve("managed.zip");
		final String label = "RWKV-SSS Train on Open Image...";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		for (final String answer : List.of("output=" + model, "steps=2", "patch=64", "batch=1", "threads=1",
			"live_window=false")) Desktop.answer(dialog, answer.split("=")[0], answer.split("=")[1]);
		Desktop.press(dialog, "OK");
		awaitWhileEventsGoOn(label);
		check(IJ.getLog().contains("learning from 3 regions of the ROI Manager"), IJ.getLog());
		check(Files.exists(model), "there is no model");
	}

	/** What cannot run is said in the dialog before OK can be pressed. */
	private void refusal() throws InterruptedException {
		closeAll();
		IJ.doCommand("RWKV-SSS Train...");
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed without folders");
		for (final String answer : List.of("images=/data/images", "labels=/data/labels", "output=/data/mine.zip")) Desktop
			.answer(dialog, answer.split("=")[0], answer.split("=")[1]);
		check(Desktop.isOkEnabled(dialog), "OK cannot be pressed");
		Desktop.answer(dialog, "steps", "many");
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed with many steps");
		desktop.picture("refusal", dialog);
		cancel(dialog, "RWKV-SSS Train...");
		check(!EventQueue.isDispatchThread() && WindowManager.getImageCount() == 0, "something ran after Cancel");
	}

	/** The preview comes while the dialog is open, and goes with it. */
	private void preview(final Path image) throws InterruptedException {
		closeAll();
		open(image);
		final ImagePlus previewed = WindowManager.getCurrentImage();
		IJ.doCommand("RWKV-SSS Segment...");
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		Desktop.answer(dialog, "preview", "true");
		Desktop.await(() -> previewed.getOverlay() != null, "there is no preview");
		check(previewed.getOverlay().size() > 10, "the preview shows " + previewed.getOverlay().size() + " outlines");
		Desktop.press(dialog, "Cancel");
		Desktop.await(() -> previewed.getOverlay() == null, "the preview stays after Cancel");
	}

	/** Beside the name of a model is a list of those that there are. */
	private void choose(final Path image) throws InterruptedException {
		closeAll();
		open(image);
		IJ.doCommand("RWKV-SSS Segment...");
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		final PopupMenu menu = Desktop.menuOf(Desktop.field(dialog, "model list"));
		final List<String> offered = lines(menu);
		check(offered.equals(List.of("nuclei-2d", "membranes-2d", "hippocampus-3d", "-", "Model file...")), "offered are " +
			offered);
		Desktop.press(dialog, "Choose...");
		desktop.picture("model-list", dialog);
		desktop.clickOn(dialog, 20, 60);
		Desktop.choose(menu, "membranes-2d");
		check(((TextField) Desktop.field(dialog, "model")).getText().equals("membranes-2d"), "what was chosen is not there");
		check(Desktop.isOkEnabled(dialog), "OK cannot be pressed");
		cancel(dialog, "RWKV-SSS Segment...");
	}

	/** A third-party model, once imported, is offered where a model segments, and only there. */
	private void imported(final Path work, final Path image) throws InterruptedException, IOException {
		closeAll();
		IJ.doCommand("RWKV-SSS Models...");
		final GenericDialog importing = desktop.next(GenericDialog.class);
		Desktop.answer(importing, "action", "import");
		Desktop.answer(importing, "source", foreignPackage(work).toString());
		Desktop.answer(importing, "trust_code", "true");
		Desktop.press(importing, "OK");
		final TextWindow report = desktop.next(TextWindow.class);
		check(report.getTextPanel().getText().contains("model=" + IMPORTED), report.getTextPanel().getText());
		try {
			check(!offered("RWKV-SSS Export TorchScript...").contains(IMPORTED), "it is offered where it would be refused");
			check(offered("RWKV-SSS Batch...").contains(IMPORTED), "it is not offered for a batch");
			closeAll();
			open(image);
			IJ.doCommand("RWKV-SSS Segment...");
			final GenericDialog dialog = desktop.next(GenericDialog.class);
			Desktop.choose(Desktop.menuOf(Desktop.field(dialog, "model list")), IMPORTED);
			Desktop.press(dialog, "OK");
			awaitWhileEventsGoOn("RWKV-SSS Segment...");
			check(WindowManager.getImage("crowded-labels") != null, "nothing came of it");
			check(Recorder.getInstance().getText().contains("model=" + IMPORTED), "it was not recorded");
		}
		finally {
			IJ.run("RWKV-SSS Models...", "action=remove model=" + IMPORTED);
		}
		check(!offered("RWKV-SSS Batch...").contains(IMPORTED), "it is offered though it is gone");
	}

	/** @return what the list beside the model's field offers */
	private List<String> offered(final String label) throws InterruptedException {
		closeAll();
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		final List<String> lines = lines(Desktop.menuOf(Desktop.field(dialog, "model list")));
		cancel(dialog, label);
		return lines;
	}

	private static List<String> lines(final PopupMenu menu) {
		final List<String> lines = new ArrayList<>();
		for (int i = 0; i < menu.getItemCount(); i++) lines.add(menu.getItem(i).getLabel());
		return lines;
	}

	/** Other people's code does not run because somebody pressed OK: the warning is in the dialog, and trust must be ticked. */
	private void untrusted(final Path work, final Path image) throws InterruptedException, IOException {
		closeAll();
		open(image);
		final String label = "RWKV-SSS Run TorchScript...";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		check(Desktop.words(dialog).contains("runs the code in it"), "there is no warning in " + Desktop.words(dialog));
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed without an archive");
		Desktop.answer(dialog, "archive", foreignArchive(work).toString());
		Desktop.press(dialog, "OK");
		final MessageDialog message = desktop.next(MessageDialog.class);
		desktop.picture("untrusted", message);
		check(message.getTitle().equals("RWKV-SSS"), "the message's title is " + message.getTitle());
		check(Desktop.words(message).contains("tick \"I trust its code\""), Desktop.words(message));
		Desktop.onEvents(message::dispose);
		Desktop.await(() -> !Desktop.runs(label), "the command goes on after its refusal");
		check(WindowManager.getImageCount() == 1, "it ran");
	}

	/** The page behind Help says what each field of a dialog means. */
	private void help() throws InterruptedException {
		closeAll();
		IJ.doCommand("RWKV-SSS Train...");
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		// NB: the press does not return before the page is closed.
		final Thread reader = new Thread(() -> Desktop.press(dialog, "Help"), "reader");
		reader.start();
		final HTMLDialog help = desktop.next(HTMLDialog.class);
		desktop.picture("help", help);
		desktop.checkNothingIsCutOff(help);
		Desktop.onEvents(help::dispose);
		reader.join();
		cancel(dialog, "RWKV-SSS Train...");
	}

	/** Dialogs whose commands need more than a scene has; of all, whether nothing is cut off. */
	private void dialogs() throws InterruptedException {
		for (final String label : List.of("RWKV-SSS Join Shards...", "RWKV-SSS Train Shared Start...",
			"RWKV-SSS Ablation..."))
		{
			closeAll();
			IJ.doCommand(label);
			final GenericDialog dialog = desktop.next(GenericDialog.class);
			lookAt(dialog, label.replaceAll("RWKV-SSS |\\.", "").replace(' ', '-').toLowerCase(java.util.Locale.ROOT));
			cancel(dialog, label);
		}
	}

	/** Nobody wants to compare an image with itself. */
	private void second(final Path images) throws InterruptedException {
		closeAll();
		open(images.resolve("dim.png"));
		open(images.resolve("crowded.png"));
		final String label = "RWKV-SSS Evaluate Open Images...";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		check(((Choice) Desktop.field(dialog, "input")).getSelectedItem().equals("crowded.png"),
			"the active image is not first");
		check(((Choice) Desktop.field(dialog, "truth")).getSelectedItem().equals("(choose an image)"), "a truth is chosen");
		check(!Desktop.isOkEnabled(dialog), "OK can be pressed without a truth");
		desktop.picture("second", dialog);
		cancel(dialog, label);
	}

	/** What it tells changes with the machine, so only some of it is looked at. */
	private void checkInstallation() throws InterruptedException {
		closeAll();
		final String label = "RWKV-SSS Check Installation...";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		lookAt(dialog, "check");
		Desktop.press(dialog, "OK");
		awaitWhileEventsGoOn(label);
		final TextWindow report = desktop.next(TextWindow.class);
		final String text = report.getTextPanel().getText();
		for (final String line : List.of("LibTorch", "memory", "models", "self-test")) check(text.contains(line), line +
			" is not in " + text);
		showTogether("check-result", List.of(report));
		replay(label, "self-test");
	}

	/** Runs what the recorder has of a command; a report opens again. */
	private void replay(final String label, final String word) throws InterruptedException {
		final List<String> recorded = Recorder.getInstance().getText().lines().filter(line -> line.contains(label)).toList();
		closeAll();
		IJ.runMacro(recorded.get(recorded.size() - 1));
		final String text = desktop.next(TextWindow.class).getTextPanel().getText();
		check(text.contains(word), word + " is not in " + text);
	}

	private void bench() throws InterruptedException {
		closeAll();
		final String label = "RWKV-SSS Benchmark";
		IJ.doCommand(label);
		final GenericDialog dialog = desktop.next(GenericDialog.class);
		lookAt(dialog, "bench");
		check(Desktop.isOkEnabled(dialog), "OK cannot be pressed");
		for (final String answer : List.of("network=tiny", "size=32")) Desktop.answer(dialog, answer.split("=")[0], answer
			.split("=")[1]);
		Desktop.press(dialog, "OK");
		awaitWhileEventsGoOn(label);
		final TextWindow table = desktop.next(TextWindow.class);
		check(table.getTextPanel().getText().contains("native"), table.getTextPanel().getText());
		showTogether("bench-result", List.of(table));
		replay(label, "native");
	}

	private static void cancel(final GenericDialog dialog, final String label) throws InterruptedException {
		Desktop.press(dialog, "Cancel");
		Desktop.await(() -> !Desktop.runs(label), "the command goes on after Cancel");
	}

	private static void check(final boolean good, final String otherwise) {
		if (!good) throw new AssertionError(otherwise);
	}
}
