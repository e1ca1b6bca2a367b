package io.github.rwkvsss.command;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.WindowManager;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.ChosenModel;
import io.github.rwkvsss.workbench.Workbench;

/** Opens the window in which a model is corrected and learns. The work is {@link Workbench}'s. */
@Plugin(type = Command.class, headless = true, attrs = { @Attr(name = CommandCall.RECORDS_ITSELF), @Attr(
	name = CommandCall.ASKS_NOTHING) }, label = "RWKV-SSS Workbench...",
	description = "Opens a window beside the image: segment, correct, mark as done, let the model learn, again.", menu = {
		@Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Workbench...", weight = 0.5) })
public final class WorkbenchCommand extends ReportingCommand {

	@Parameter(label = "Project",
		description = "Folder of a project to open, or an empty or new one to begin a project in; empty for none.",
		style = "directory", required = false, persist = false)
	private File project = new File("");

	@Parameter(label = "Model",
		description = "Name of a model that finds objects, or path of a model file; empty for the project's, or else nuclei-2d.",
		required = false, style = Input.MODEL, persist = false)
	private String model = "";

	@Override
	protected boolean computes() {
		return false;
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		if (GraphicsEnvironment.isHeadless()) throw new IllegalArgumentException(
			"the workbench is a window and there is no screen here; use RWKV-SSS Learn from Corrections and RWKV-SSS Rank Uncertain, which work on a project folder without one");
		if (!model.isBlank()) ChosenModel.digest(model);
		final Path folder = project.getPath().isEmpty() ? null : InputPath.of(project.getPath(), "project");
		Workbench.open(WindowManager.getCurrentImage(), folder, model);
	}
}
