package io.github.rwkvsss.command;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import io.github.rwkvsss.check.InstalledJars;
import io.github.rwkvsss.check.Installation;
import io.github.rwkvsss.check.JarClashes;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Tells whether the plugin can work here. The work is {@link Installation}'s. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Check Installation...",
	description = "Checks versions, processors, memory, jars and models, tries a small segmentation, and says what to do.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Check Installation...",
		weight = 8) })
public final class CheckCommand extends ReportingCommand {

	// NB: a text, because a command whose only input is a file opens a chooser in Fiji.
	@Parameter(label = "Fiji folder",
		description = "Folder of another Fiji, such as one that does not start, to search for jars that clash; empty for this one.",
		style = "directory", required = false, persist = false)
	private String fiji = "";

	@Parameter(label = "Self-test", description = "Read all models and segment a small image, which takes about two seconds.",
		persist = false)
	private boolean self_test = true;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	/** That it cannot be loaded is something to find, not a reason to end. */
	@Override
	protected boolean computes() {
		return false;
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		progress.update(0, 1, "Checking the installation");
		final Installation found = look(progress, cancellation);
		progress.update(1, 1, "done");
		report = found.text();
		if (found.broken() == 0) return;
		// A command that did not do its work shows no outputs.
		notice(report);
		throw new IOException(found.summary());
	}

	private Installation look(final Progress progress, final Cancellation cancellation) throws IOException {
		if (!fiji.isBlank()) return Installation.ofJars(JarClashes.jarsOf(folder()));
		Installation.unpack(progress, cancellation);
		return self_test ? Installation.tryOut(IJ.getVersion(), InstalledJars.here()) : Installation.look(IJ.getVersion(),
			InstalledJars.here());
	}

	private Path folder() {
		try {
			return Path.of(fiji.strip());
		}
		catch (final InvalidPathException e) {
			throw new IllegalArgumentException("fiji \"" + fiji + "\" is not a path", e);
		}
	}
}
