package io.github.rwkvsss.workbench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import io.github.rwkvsss.correct.Example;
import io.github.rwkvsss.correct.Project;
import io.github.rwkvsss.image.LabelImage;

/** The folder in which is kept what was done: opened, made, and its images opened where they were left. */
final class ProjectFolder {

	private static final int INSIDE = 255;

	private record Opened(Project project, String model, int examples) {}

	private final WorkbenchState state;
	private final Work work;
	private final Consumer<String> words;

	ProjectFolder(final WorkbenchState state, final Work work, final Consumer<String> words) {
		this.state = state;
		this.work = work;
		this.words = words;
	}

	/** @param reader given the names of the images that the project has now */
	void list(final Consumer<List<String>> reader) {
		state.project().ifPresent(project -> work.start("looking into the project", (progress, cancellation) -> project
			.examples().stream().map(Example::name).toList(), reader));
	}

	/**
	 * Opens a project, or makes one where none is.
	 *
	 * @param then done when it is open
	 */
	void open(final Path folder, final Runnable then) {
		final String model = state.model();
		work.start("opening the project", (progress, cancellation) -> {
			final Project project = Project.isProject(folder) ? Project.open(folder) : Project.create(folder, model);
			return new Opened(project, project.currentModel().toString(), project.examples().size());
		}, opened -> {
			state.open(opened.project, opened.model);
			words.accept("Project " + folder.getFileName() + ": " + opened.examples + (opened.examples == 1 ? " image."
				: " images."));
			then.run();
		});
	}

	/** Opens an image of the project with its objects and marks. */
	void openExample(final String name) {
		final Project project = state.project().orElse(null);
		if (project == null) return;
		work.start("opening " + name, (progress, cancellation) -> {
			final Example example = project.example(name).orElseThrow(() -> new IllegalArgumentException(
				"the project has no image " + name));
			return restored(example.image(), example.labels());
		}, session -> {
			// First, so that the workbench finds it known when its window opens.
			state.put(session);
			session.image().show();
			session.view().show();
		});
	}

	private static ImageSession restored(final ImagePlus image, final LabelImage labels) {
		final ImageSession session = new ImageSession(image, labels.replaced(label -> Math.max(0, label)));
		for (int plane = 0; plane < labels.planes(); plane++) {
			final int[] pixels = labels.plane(plane);
			final ByteProcessor known = new ByteProcessor(image.getWidth(), image.getHeight());
			int count = 0;
			for (int i = 0; i < pixels.length; i++) {
				if (pixels[i] < 0) continue;
				known.set(i, INSIDE);
				count++;
			}
			if (count > 0) session.add(new DoneRegion(session.frameOf(plane), session.sliceOf(plane), count == pixels.length
				? null : selection(known)));
			session.view().put(plane, session.view().made(plane, session.edits().labelsOf(plane)));
		}
		session.saved(session.version());
		return session;
	}

	private static Roi selection(final ByteProcessor mask) {
		mask.setThreshold(INSIDE, INSIDE, ImageProcessor.NO_LUT_UPDATE);
		return new ThresholdToSelection().convert(mask);
	}
}
