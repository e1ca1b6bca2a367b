package io.github.rwkvsss.imagej1;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ij.ImageJ;
import ij.plugin.frame.Recorder;

/**
 * A session of a real ImageJ with windows: each command through its dialog with the recorder on, then the recorded
 * macro. Prints a line for each scene, "well" or why not. Arguments: a folder to work in, one for pictures, the sample
 * data.
 */
public final class WindowSession {

	private WindowSession() {}

	public static void main(final String... args) throws Exception {
		final Desktop desktop = new Desktop(Path.of(args[1]));
		new ImageJ();
		new Recorder(false);
		final Path work = Path.of(args[0]);
		final Path samples = Path.of(args[2]);
		final Path images = samples.resolve(Path.of("nuclei", "images"));
		final Path crowded = images.resolve("crowded.png");
		final RecordedScene recorded = new RecordedScene(desktop);
		final EscapeScenes escapes = new EscapeScenes(desktop);
		final DialogScenes dialogs = new DialogScenes(desktop);
		final ForeignModelScenes foreign = new ForeignModelScenes(desktop);
		final ReportScenes reports = new ReportScenes(desktop);
		final Map<String, Play> plays = new LinkedHashMap<>();
		for (final Scene scene : RecordedScenes.all(work, samples)) plays.put(scene.name(), () -> recorded.play(scene));
		plays.put("roi-manager", () -> dialogs.roiManager(work, crowded));
		plays.put("escape", () -> escapes.escape(images.resolve("dim.png")));
		// On request only: the key of the scene before was heard in it at times.
		if (List.of(args).contains("escape-batch")) plays.put("escape-batch", () -> escapes.escapeBatch(work, images));
		plays.put("escape-training", () -> escapes.escapeTraining(work, samples.resolve("membranes")));
		plays.put("refusal", dialogs::refusal);
		plays.put("choose", () -> dialogs.choose(crowded));
		plays.put("imported", () -> foreign.imported(work, crowded));
		plays.put("untrusted", () -> foreign.untrusted(work, crowded));
		plays.put("help", dialogs::help);
		plays.put("dialogs", dialogs::dialogs);
		plays.put("workbench", () -> dialogs.workbench(crowded));
		plays.put("second", () -> dialogs.second(images));
		plays.put("check", reports::checkInstallation);
		plays.put("bench", reports::bench);
		plays.put("preview", () -> dialogs.preview(crowded));
		for (final Map.Entry<String, Play> play : plays.entrySet()) {
			if (args.length == 3 || List.of(args).contains(play.getKey())) report(play.getKey(), play.getValue());
		}
		System.exit(0);
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
}
